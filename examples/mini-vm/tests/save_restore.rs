//! A guest that is saved goes on in another process as if nothing had happened.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::process::{mini_vm, text, undisturbed, workload};
use common::reference;

/// What the guest printed before it was saved to `file`.
fn save(after: u64, file: &Path) -> Vec<u8> {
    save_with(after, file, &[])
}

fn save_with(after: u64, file: &Path, options: &[&str]) -> Vec<u8> {
    let after = after.to_string();
    let own = ["save", "--after", &after, "-o", file.to_str().unwrap()];
    let options = own.iter().chain(options).map(|&option| option.to_owned());
    let output = mini_vm(options.chain(workload()));
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

/// The files with RAM in a directory.
fn ram_files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "img"))
        .collect()
}

/// RAM in a file of its own is mapped, stays as it was saved, and goes with its stream.
#[test]
fn ram_that_is_apart_is_mapped() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("vm.mig");
    let length = reference().retired;
    for step in [1, 3] {
        let before = save_with(length * step / 4, &file, &["--ram-apart"]);
        let [ram] = &ram_files(directory.path())[..] else {
            panic!("one file with RAM, of the stream that is there");
        };
        let saved = fs::read(ram).unwrap();
        assert!(fs::metadata(&file).unwrap().len() < 200_000);
        // A guest that goes on writes into its own memory.
        for _ in 0..2 {
            let restored = mini_vm(["restore".as_ref(), file.as_os_str()]);
            assert!(restored.status.success(), "{}", text(&restored.stderr));
            let log = [&before[..], &restored.stdout].concat();
            assert_eq!(text(&log), text(undisturbed()));
            assert!(fs::read(ram).unwrap() == saved);
        }
    }
    // One that has all in its stream needs no other file.
    save(length / 2, &file);
    let restored = mini_vm(["restore".as_ref(), file.as_os_str()]);
    assert!(restored.status.success());
}

#[test]
fn ram_that_is_not_what_was_saved_is_refused() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("vm.mig");
    save_with(500_000, &file, &["--ram-apart"]);
    let ram = ram_files(directory.path()).remove(0);
    let saved = fs::read(&ram).unwrap();
    let refusal = || {
        let restored = mini_vm(["restore".as_ref(), file.as_os_str()]);
        assert_eq!(restored.status.code(), Some(1));
        assert_eq!(text(&restored.stdout), "", "something of it ran");
        text(&restored.stderr).to_owned()
    };
    fs::write(&ram, &saved[..saved.len() - 1]).unwrap();
    let short = refusal();
    assert!(
        short.contains("has 2097151 bytes, and the item in it ends at byte 2097152"),
        "{short}"
    );
    let mut changed = saved.clone();
    changed[1 << 20] ^= 1;
    fs::write(&ram, changed).unwrap();
    let changed = refusal();
    assert!(changed.contains("is not as it was saved"), "{changed}");
    fs::remove_file(&ram).unwrap();
    let gone = refusal();
    assert!(gone.contains("cannot read the file"), "{gone}");
    fs::write(&ram, saved).unwrap();
    let restored = mini_vm(["restore".as_ref(), file.as_os_str()]);
    assert!(restored.status.success());
}
