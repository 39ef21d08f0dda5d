//! Files that are whole or absent.

use std::cell::Cell;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::*;
use crate::stream::file::{System, save_by};
use crate::stream::{Answer, BulkContent, FileOutput, save_file};

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

/// A stream of one instance.
fn one_section(writer: &mut StreamWriter<impl Write>, state: &[u8]) -> Result<(), StreamError> {
    writer.schema("{}")?;
    writer.instances(&[instance("/d0", 0, 0)])?;
    writer.section(0, state)
}

fn save(path: &Path, state: &[u8]) -> Result<(), StreamError> {
    save_file(path, &header(), Limits::default(), |writer| {
        one_section(writer, state)
    })
}

/// The state that a file holds.
fn saved(path: &Path) -> Vec<u8> {
    let content = read(&fs::read(path).unwrap()).unwrap();
    content.sections[0].1.clone()
}

#[test]
fn a_file_is_made_and_replaced() {
    let directory = Directory::new("replaced");
    let path = directory.0.join("vm.mig");
    for state in [&b"first"[..], b"second"] {
        save(&path, state).unwrap();
        assert_eq!(saved(&path), state);
        assert_eq!(directory.names(), ["vm.mig"]);
    }
}

/// Whatever `write` does or leaves undone, the file is a whole stream or what
/// was there before.
#[test]
fn what_is_not_a_whole_stream_is_not_saved() {
    type Write<'a> = &'a dyn Fn(&mut StreamWriter<FileOutput<'_>>) -> Result<(), StreamError>;
    let fails: [(&str, Write<'_>, &str); 9] = [
        ("nothing", &|_| Ok(()), "is out of order"),
        ("schemas", &|w| w.schema("{}").map(drop), "is out of order"),
        (
            "no section",
            &|w| {
                w.schema("{}")?;
                w.instances(&[instance("/d0", 0, 0)])
            },
            "1 of the instances have no section",
        ),
        (
            "a failed section",
            &|w| {
                w.schema("{}")?;
                w.instances(&[instance("/d0", 0, 0)])?;
                let failed = w.section_with(0, 9, |_| Err(StreamError::Broken));
                assert!(failed.is_err());
                Ok(())
            },
            "1 of the instances have no section",
        ),
        (
            "only flushed",
            &|w| {
                one_section(w, b"new")?;
                w.flush()?;
                Err(StreamError::Broken)
            },
            "the stream failed before",
        ),
        (
            "cancelled",
            &|w| {
                one_section(w, b"new")?;
                w.cancel("no")
            },
            "expected nothing more",
        ),
        (
            "an answer",
            &|w| {
                w.instances(&[])?;
                w.answer(&Answer::new([0; 16], Vec::new(), Vec::new()))
            },
            "expected the outcome frame",
        ),
        (
            "bytes of another kind",
            &|w| {
                one_section(w, b"new")?;
                w.get_mut().write_all(b"oops").unwrap();
                Ok(())
            },
            "bytes were written beside the stream",
        ),
        (
            "a name too long",
            &|w| {
                one_section(w, b"new")?;
                w.bulk(&"x".repeat(1025), 0, b"")
            },
            "length of a name",
        ),
    ];
    let directory = Directory::new("whole");
    let path = directory.0.join("vm.mig");
    save(&path, b"precious").unwrap();
    for (what, write, expected) in fails {
        let error = save_file(&path, &header(), Limits::default(), write).unwrap_err();
        assert!(error.to_string().contains(expected), "{what}: {error}");
        assert_eq!(saved(&path), b"precious", "{what}");
        assert_eq!(directory.names(), ["vm.mig"], "{what}");
    }
}

/// A system in which the nth thing that is asked fails.
struct Failing {
    at: usize,
    asked: Cell<usize>,
}

impl Failing {
    fn ask<T>(&self, what: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
        let asked = self.asked.replace(self.asked.get() + 1);
        if asked == self.at {
            return Err(io::ErrorKind::StorageFull.into());
        }
        what()
    }
}

struct Real;
impl System for Real {}

impl System for Failing {
    fn create(&self, path: &Path) -> io::Result<fs::File> {
        self.ask(|| Real.create(path))
    }
    fn write(&self, file: &mut fs::File, bytes: &[u8]) -> io::Result<usize> {
        self.ask(|| Real.write(file, bytes))
    }
    fn flush(&self, file: &mut fs::File) -> io::Result<()> {
        self.ask(|| Real.flush(file))
    }
    fn set_permissions(&self, file: &fs::File, like: &fs::Metadata) -> io::Result<()> {
        self.ask(|| Real.set_permissions(file, like))
    }
    fn sync(&self, file: &fs::File) -> io::Result<()> {
        self.ask(|| Real.sync(file))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.ask(|| Real.rename(from, to))
    }
    fn sync_directory(&self, directory: &Path) -> io::Result<()> {
        self.ask(|| Real.sync_directory(directory))
    }
}

/// The same, where an item is saved: it is there whole, or not at all.
#[test]
fn an_item_is_whole_in_its_file_or_not_there() {
    use crate::stream::save_item::save_item_by;

    let directory = Directory::new("item");
    const LEN: usize = 300_000;
    let mut ram = vec![7; LEN];
    ram[70_000..200_000].fill(0);
    let steps = [
        "create a temporary file",
        "write all of it",
        "write all of it",
        "write all of it",
        "write all of it",
        "write it to the disk",
        "rename the temporary file",
        "write its directory to the disk",
    ];
    for (at, step) in steps.into_iter().enumerate() {
        let system = Failing {
            at,
            asked: Cell::new(0),
        };
        let error = save_item_by(&system, &directory.0, "ram", &ram[..], LEN as u64).unwrap_err();
        assert!(error.to_string().contains(step), "{at}: {error}");
        // The last one comes when it is in place.
        assert_eq!(directory.names().len(), usize::from(at == 7), "{at}");
    }
    for (bytes, len) in [(&ram[..], LEN), (&ram[..70_000], 70_000), (&[], 0)] {
        let item = save_item_by(&Real, &directory.0, "../ram 0", bytes, len as u64).unwrap();
        item.open_in(&directory.0).unwrap();
        let BulkContent::External(external) = &item.content else {
            panic!("{item:?}");
        };
        assert!(external.file.starts_with("---ram-0-"), "{external}");
        assert_eq!(fs::read(directory.0.join(&external.file)).unwrap(), bytes);
    }
    let short = save_item_by(&Real, &directory.0, "ram", &ram[..9], 10).unwrap_err();
    assert!(short.to_string().contains("write all of it"), "{short}");
}

/// Whichever of the things that are asked of the system fails.
#[test]
fn every_failure_of_the_system_is_told_and_leaves_what_was_there() {
    let directory = Directory::new("failure");
    let path = directory.0.join("vm.mig");
    // More than the writer gathers, so that there are several writes.
    let state = [7; 100_000];
    let steps = [
        "create a temporary file",
        "cannot write the stream after byte 0",
        "cannot write the stream after byte 57",
        "cannot write the stream after byte 100057",
        "cannot write the stream after byte 100085",
        "set its permissions",
        "write it to the disk",
        "rename the temporary file",
        "write its directory to the disk",
    ];
    for (at, step) in steps.into_iter().enumerate() {
        save(&path, b"precious").unwrap();
        let system = Failing {
            at,
            asked: Cell::new(0),
        };
        let write = |writer: &mut StreamWriter<FileOutput<'_>>| one_section(writer, &state);
        let result = save_by(&system, &path, &header(), Limits::default(), write);
        let text = result.unwrap_err().to_string();
        assert!(text.contains(step), "{step}: {text}");
        assert_eq!(system.asked.get(), at + 1, "nothing is asked after {step}");
        assert_eq!(directory.names(), ["vm.mig"], "{step}");
        // Only the last comes when the new file has its name.
        let is_in_place = at == steps.len() - 1;
        assert_eq!(saved(&path) == state, is_in_place, "{step}");
    }
}

#[test]
fn a_panic_leaves_what_was_there() {
    let directory = Directory::new("panic");
    let path = directory.0.join("vm.mig");
    save(&path, b"precious").unwrap();
    let panicking = std::panic::catch_unwind(|| {
        save_file(&path, &header(), Limits::default(), |writer| {
            one_section(writer, b"new")?;
            std::panic::resume_unwind(Box::new("a panic of this test"));
            #[allow(unreachable_code, reason = "says what the type of the error is")]
            Ok::<(), StreamError>(())
        })
    });
    assert!(panicking.is_err());
    assert_eq!(saved(&path), b"precious");
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
    for no_file in ["", "/", ".", "..", "absent/.."] {
        let text = save(no_file.as_ref(), b"").unwrap_err().to_string();
        assert!(text.contains("look at what is there: it "), "{text}");
    }
    assert_eq!(directory.names(), [""; 0]);
}

#[test]
fn a_file_of_the_longest_name() {
    let directory = Directory::new("longest");
    let path = directory.0.join("n".repeat(255));
    save(&path, b"state").unwrap();
    assert_eq!(saved(&path), b"state");
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
    assert_eq!(saved(&path), b"second");

    // To a link in another directory, to a file that is not there yet.
    fs::create_dir(directory.0.join("saved")).unwrap();
    let (far, near) = (directory.0.join("far"), directory.0.join("saved/near"));
    symlink("saved/near", &far).unwrap();
    symlink("../new.mig", &near).unwrap();
    save(&far, b"third").unwrap();
    assert_eq!(saved(&directory.0.join("new.mig")), b"third");
    assert!(fs::symlink_metadata(&near).unwrap().is_symlink());
    assert_eq!(
        directory.names(),
        ["far", "latest", "new.mig", "saved", "vm.mig"]
    );

    symlink("circle", directory.0.join("circle")).unwrap();
    let text = save(&directory.0.join("circle"), b"")
        .unwrap_err()
        .to_string();
    assert!(text.contains("lead in a circle"), "{text}");
}

/// What `look` finds in the output of a stream that is being saved.
pub(super) fn within_file_output<T>(test: &str, look: impl FnOnce(&FileOutput<'_>) -> T) -> T {
    let directory = Directory::new(test);
    let path = directory.0.join("vm.mig");
    save_file(&path, &header(), Limits::default(), |writer| {
        one_section(writer, b"state")?;
        Ok::<_, StreamError>(look(writer.get_mut()))
    })
    .unwrap()
}
