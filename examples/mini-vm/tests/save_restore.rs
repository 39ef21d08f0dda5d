//! A guest that is saved goes on in another process as if nothing had happened.

mod common;

use std::path::Path;

use common::process::{mini_vm, text, undisturbed, workload};
use common::reference;

/// What the guest printed before it was saved to `file`.
fn save(after: u64, file: &Path) -> Vec<u8> {
    let after = after.to_string();
    let options = ["save", "--after", &after, "-o", file.to_str().unwrap()].map(str::to_owned);
    let output = mini_vm(options.into_iter().chain(workload()));
    assert!(output.status.success(), "{}", text(&output.stderr));
    output.stdout
}

#[test]
fn wherever_it_is_saved_the_log_is_the_same() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("vm.mig");
    let length = reference().retired;
    for step in 0..20 {
        let after = length * step / 20 + step * 37;
        let before = save(after, &file);
        let restored = mini_vm(["restore".as_ref(), file.as_os_str()]);
        assert!(restored.status.success(), "{}", text(&restored.stderr));
        let log = [before, restored.stdout].concat();
        assert_eq!(text(&log), text(undisturbed()), "saved after {after}");
    }
}

#[test]
fn a_guest_that_has_ended_can_be_saved() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("vm.mig");
    let before = save(u64::MAX, &file);
    assert_eq!(text(&before), text(undisturbed()));
    let restored = mini_vm(["restore".as_ref(), file.as_os_str()]);
    assert!(restored.status.success());
    assert_eq!(text(&restored.stdout), "");
    let summary = text(&restored.stderr);
    assert!(
        summary.contains("powered off with exit code 0"),
        "{summary}"
    );
}

#[test]
fn equal_machines_make_equal_files() {
    let directory = tempfile::tempdir().unwrap();
    // Before the guest sets the real-time clock, whose state follows the host's.
    let [one, two] = ["one.mig", "two.mig"].map(|name| directory.path().join(name));
    save(1000, &one);
    save(1000, &two);
    assert_eq!(std::fs::read(one).unwrap(), std::fs::read(two).unwrap());
}
