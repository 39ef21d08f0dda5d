//! The demo, with less work for the guests.

use std::fs;
use std::process::Command;

#[test]
fn all_scenes_end_as_they_should() {
    let directory = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_mini-vm"))
        .args(["demo", "--rounds=120", "--effort=1", "--dir"])
        .arg(directory.path())
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{shown}");
    assert_eq!(
        shown.matches("as undisturbed, byte for byte").count(),
        13,
        "{shown}"
    );
    assert!(
        shown.contains("field `reload` is present: must be absent"),
        "{shown}"
    );
    assert!(
        shown.contains("`mtimecmp`: u64 cannot become [u32; 2]"),
        "{shown}"
    );

    // Both values of what the destination has otherwise, and nothing of the guest was sent.
    let sizes = "2097152 bytes at the source, 1048576 bytes at the destination";
    assert!(shown.contains(sizes), "{shown}");
    let queues = "`queue_size`: 16 at the source, 8 at the destination";
    assert!(shown.contains(queues), "{shown}");
    assert_eq!(shown.matches(", 0 pages").count(), 6, "{shown}");

    // What not every machine has, and may be missing while it says nothing.
    let condition = "watchdog#0: must not be needed when it is saved";
    assert!(shown.contains(condition), "{shown}");
    let refused = "device watchdog#0 (watchdog): it is needed, and must not be needed";
    assert!(shown.contains(refused), "{shown}");

    // What a device became, no older build knows.
    let lacks = "device clint#0 (clint): the destination has this device, the source does not";
    assert!(shown.contains(lacks), "{shown}");
    assert!(!shown.contains("mtimer` takes it over"), "{shown}");

    assert!(directory.path().join("vm.mig").exists());
    assert!(directory.path().join("mapped.mig").exists());
    for (release, count) in [("v1", 8), ("v2", 9), ("v3", 9), ("v4", 10)] {
        let schemas = fs::read_dir(directory.path().join("schemas").join(release)).unwrap();
        assert_eq!(schemas.count(), count, "{release}");
    }
}
