//! `qemu describe`: where a description is kept.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use migratable_qemu::{Description, Limits};

use crate::error::{Error, Result};
use crate::text;
use crate::unfinished::NewFile;
use crate::whole;

/// Writes a description to a file, or, if `output` is a directory, to one in it that is
/// named by the version of QEMU, if that is known, and the machine type:
/// `10.0.2/pc-q35-7.2.json`. Returns its name.
///
/// # Errors
///
/// If these make no name, another description is there in a directory, or the system
/// refuses.
pub(crate) fn keep(
    output: &Path,
    machine: Option<&str>,
    qemu_version: Option<&str>,
    json: &[u8],
) -> Result<PathBuf> {
    if !output.is_dir() {
        write(output, json)?;
        return Ok(output.into());
    }
    let machine = machine.ok_or_else(|| {
        Error::new("the stream does not say its machine type, which would name the file")
            .hint("--output takes the name of a file, too")
    })?;
    let mut path = output.to_path_buf();
    if let Some(version) = qemu_version {
        path.push(file_name(version)?);
        fs::create_dir_all(&path).map_err(|error| failed(&path, &error))?;
    }
    path.push(format!("{}.json", file_name(machine)?));
    match whole::read(&path) {
        Ok(there) if there == json => {}
        Ok(_) => {
            let name = text::path(&path);
            let error = Error::new(format!("{name}: another description is there already"));
            return Err(error.hint(
                "the stream may be of another machine of this type, or another version of QEMU: \
                 --qemu-version says which; or name a file",
            ));
        }
        Err(_) => write(&path, json)?,
    }
    Ok(path)
}

/// A part of a path that goes nowhere else.
fn file_name(name: &str) -> Result<&str> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    match !name.is_empty() && !name.starts_with('.') && name.chars().all(is_plain) {
        true => Ok(name),
        false => Err(Error::new(format!(
            "{} cannot be the name of a file",
            text::quoted(name)
        ))
        .hint("--output takes the name of a file, too")),
    }
}

/// Writes the file as a whole or not at all. A pipe or a device takes what it is given.
fn write(path: &Path, json: &[u8]) -> Result<()> {
    match fs::metadata(path) {
        Ok(there) if !there.is_file() => {
            return fs::write(path, json).map_err(|error| failed(path, &error));
        }
        Ok(there) if there.len() != 0 && !is_description(path, there.len()) => {
            let name = text::path(path);
            let error = Error::new(format!("{name}: it is there, and is no description"));
            return Err(error.hint("only descriptions are replaced: name another file"));
        }
        _ => {}
    }
    let written = NewFile::new(path).and_then(|mut file| {
        file.as_file_mut().write_all(json)?;
        file.replace()
    });
    written.map_err(|error| failed(path, &error))
}

/// Whether a file, of so many bytes, is a description that was kept.
fn is_description(path: &Path, len: u64) -> bool {
    let limits = Limits::default();
    let json = (len <= limits.description_len).then(|| whole::read(path).ok());
    json.flatten()
        .is_some_and(|json| Description::from_json(&json, &limits).is_ok())
}

fn failed(path: &Path, error: &std::io::Error) -> Error {
    Error::new(format!("{}: cannot write it: {error}", text::path(path)))
}
