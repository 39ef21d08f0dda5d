//! Schemas as files: one for each device, and an index.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::open::listed_files;
use super::{Form, INDEX, SchemaSet, Sourced, pretty};
use crate::error::{Error, Result};
use crate::text;
use crate::unfinished::NewFile;

/// Version of the index's form.
const INDEX_FORMAT: u32 = 1;

/// Names that Windows gives to its devices, whatever the extension.
const WINDOWS_DEVICES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// The index: what a directory has of each device, sorted by device.
#[derive(Debug, Serialize)]
struct Index<'a> {
    format: u32,
    devices: Vec<IndexEntry<'a>>,
}

#[derive(Debug, Serialize)]
struct IndexEntry<'a> {
    device: &'a str,
    version: u32,
    fingerprint: String,
    file: &'a str,
}

impl SchemaSet {
    /// Writes a file of this form for each device, and the index of them last, to
    /// `directory`, which is made if it does not exist. Equal sets make equal bytes.
    /// Each file is there whole or not at all. The other form's files are left alone.
    ///
    /// Returns the names of other JSON files that are there.
    ///
    /// # Errors
    ///
    /// If a device's name cannot be that of a file, the system refuses, or without
    /// `force` a file is there that was not written so.
    pub(crate) fn write_directory(
        &self,
        directory: &Path,
        form: Form,
        force: bool,
    ) -> Result<Vec<String>> {
        let files = self.file_names(form)?;
        if !force {
            check_overwritten(directory, form.index(), &files)?;
        }
        let texts = self.by_device.values().map(|found| form.file(found));
        let texts: Result<Vec<String>> = texts.collect();
        fs::create_dir_all(directory).map_err(|error| failed(directory, &error))?;
        for (file, text) in files.iter().zip(texts?) {
            replace(directory, file, &text)?;
        }
        replace(directory, form.index(), &pretty(&self.index(&files))?)?;
        others(directory, &self.own_names()?).map_err(|error| failed(directory, &error))
    }

    /// Whether a directory has an index of schemas.
    pub(crate) fn is_kept_in(directory: &Path) -> bool {
        directory.join(INDEX).exists()
    }

    /// As [`write_directory`](Self::write_directory) does with schemas, and removes the files of devices
    /// that are gone, which the index listed before.
    ///
    /// # Errors
    ///
    /// As `write_directory`.
    pub(crate) fn replace_directory(&self, directory: &Path, force: bool) -> Result<()> {
        let index = directory.join(INDEX);
        let before = match index.exists() {
            true => listed_files(directory, &index),
            false => Ok(Vec::new()),
        };
        let before = match (before, force) {
            (Err(_), true) => Vec::new(),
            (listed, _) => listed?,
        };
        self.write_directory(directory, Form::Schemas, force)?;
        let files = self.file_names(Form::Schemas)?;
        let own: BTreeSet<PathBuf> = files.iter().map(|file| directory.join(file)).collect();
        for gone in before.iter().filter(|file| !own.contains(*file)) {
            match fs::remove_file(gone) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(failed(gone, &error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// All files that are written of these devices, in whatever form.
    fn own_names(&self) -> Result<BTreeSet<OsString>> {
        let mut own = BTreeSet::new();
        for form in Form::ALL {
            own.insert(form.index().into());
            own.extend(self.file_names(form)?.into_iter().map(OsString::from));
        }
        Ok(own)
    }

    /// The name of each device's file.
    fn file_names(&self, form: Form) -> Result<Vec<String>> {
        let mut folded = BTreeMap::new();
        for device in self.by_device.keys() {
            check_file_name(device)?;
            if let Some(other) = folded.insert(device.to_ascii_lowercase(), device) {
                return Err(Error::new(format!(
                    "devices `{other}` and `{device}` differ in case only, so that many systems \
                     would keep one file for both"
                ))
                .hint("give one of them another name, or export without `-o`"));
            }
        }
        Ok(self
            .by_device
            .keys()
            .map(|device| format!("{device}{}", form.ending()))
            .collect())
    }

    fn index<'a>(&'a self, files: &'a [String]) -> Index<'a> {
        let entry = |(found, file): (&'a Sourced, &'a String)| IndexEntry {
            device: found.schema.device(),
            version: found.schema.version(),
            fingerprint: found.schema.fingerprint().to_string(),
            file,
        };
        Index {
            format: INDEX_FORMAT,
            devices: self.by_device.values().zip(files).map(entry).collect(),
        }
    }
}

/// A file that is there must be listed in the index there, which is one.
fn check_overwritten(directory: &Path, index: &str, files: &[String]) -> Result<()> {
    let index = directory.join(index);
    let listed: BTreeSet<PathBuf> = match index.exists() {
        true => listed_files(directory, &index)?.into_iter().collect(),
        false => BTreeSet::new(),
    };
    let paths = files.iter().map(|file| directory.join(file));
    let foreign = |path: &PathBuf| path.exists() && !listed.contains(path);
    match paths.into_iter().find(foreign) {
        None => Ok(()),
        Some(path) => Err(Error::new(format!(
            "{}: it is there already, and no index says that `schema-tool export` wrote it",
            text::path(&path)
        ))
        .hint("choose another directory, or overwrite it with --force")),
    }
}

/// Device names have none but harmless characters, but some mean something to
/// a file system, or are taken.
fn check_file_name(device: &str) -> Result<()> {
    let lower = device.to_ascii_lowercase();
    let stem = lower.split('.').next().unwrap_or_default();
    let problem = if lower.starts_with('.') {
        "begins with a dot"
    } else if lower == "index" {
        "is that of the index"
    } else if WINDOWS_DEVICES.contains(&stem) {
        "is reserved on Windows"
    } else {
        return Ok(());
    };
    Err(Error::new(format!(
        "device `{device}` cannot have a file: its name {problem}"
    ))
    .hint("give the device another name, or export without `-o`"))
}

/// Writes a file under a temporary name, which is then given up for its own.
fn replace(directory: &Path, name: &str, text: &str) -> Result<()> {
    let path = directory.join(name);
    let write = || -> io::Result<()> {
        let mut file = NewFile::new(&path)?;
        file.as_file_mut().write_all(text.as_bytes())?;
        file.replace()
    };
    write().map_err(|error| failed(&path, &error))
}

/// JSON files that are not among these.
fn others(directory: &Path, own: &BTreeSet<OsString>) -> io::Result<Vec<String>> {
    let mut others = Vec::new();
    for entry in fs::read_dir(directory)? {
        let name = entry?.file_name();
        let is_json = Path::new(&name).extension() == Some(OsStr::new("json"));
        if is_json && !own.contains(&name) {
            others.push(text::path(Path::new(&name)));
        }
    }
    others.sort();
    Ok(others)
}

fn failed(path: &Path, error: &io::Error) -> Error {
    Error::new(format!("{}: cannot write it: {error}", text::path(path)))
}
