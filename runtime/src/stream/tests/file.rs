//! Files that are whole or absent.

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::stream::save_file;

/// A directory that goes with the test.
struct Directory(PathBuf);

impl Directory {
    fn new(test: &str) -> Self {
        let name = format!("migratable-{test}-{}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

fn save(path: &std::path::Path, state: &[u8]) -> Result<(), StreamError> {
    save_file(path, |file| {
        let mut writer = body_writer(file, 1);
        writer.section(0, state)?;
        writer.finish().map(drop)
    })
}

#[test]
fn a_file_is_made_and_replaced() {
    let directory = Directory::new("replaced");
    let path = directory.0.join("vm.mig");
    for state in [&b"first"[..], b"second"] {
        save(&path, state).unwrap();
        let file = fs::File::open(&path).unwrap();
        let mut reader = StreamReader::new(file, Limits::default()).unwrap();
        let content = read_body(&mut reader).unwrap();
        assert_eq!(content.sections, [(0, state.to_vec())]);
        assert_eq!(directory.names(), ["vm.mig"]);
    }
}

#[test]
fn a_failure_leaves_what_was_there() {
    let directory = Directory::new("failure");
    let path = directory.0.join("vm.mig");
    fs::write(&path, "precious").unwrap();
    let result = save_file(&path, |file| {
        body_writer(file, 1).flush()?;
        Err::<(), _>(StreamError::Broken)
    });
    assert!(matches!(result, Err(StreamError::Broken)));
    assert_eq!(fs::read(&path).unwrap(), b"precious");
    assert_eq!(directory.names(), ["vm.mig"]);
}

#[test]
fn errors_name_the_file() {
    let directory = Directory::new("errors");
    let absent = directory.0.join("absent").join("vm.mig");
    let text = save(&absent, b"").unwrap_err().to_string();
    assert!(
        text.contains("vm.mig\", as it failed to create a temporary file beside it: "),
        "{text}"
    );
    let text = save(&directory.0, b"").unwrap_err().to_string();
    assert!(text.contains("not a regular file"), "{text}");
    assert_eq!(directory.names(), [""; 0]);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_are_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let directory = Directory::new("links");
    let (path, link) = (directory.0.join("vm.mig"), directory.0.join("latest"));
    let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    save(&path, b"first").unwrap();
    assert_eq!(mode(), 0o600, "it holds a guest's memory");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    symlink("vm.mig", &link).unwrap();
    save(&link, b"second").unwrap();
    assert_eq!(mode(), 0o640);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(
        fs::read(&path)
            .unwrap()
            .windows(6)
            .any(|bytes| bytes == b"second")
    );
}
