//! `--description`: a file, or a directory of files of which each stream gets its own.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use migratable_qemu::{self as qemu, Description, Limits, NotChosen, Stream};

use super::input::read;
use crate::error::{Error, Result};
use crate::terminal;
use crate::text;

/// Directories within each other: as those of versions and machines are.
const DEPTH: u32 = 4;

/// As many files are listed in a message.
const LISTED: usize = 12;

/// What `--description` names.
pub(crate) enum Descriptions {
    File(Description),
    Directory {
        /// Its name, escaped.
        name: String,
        kept: Vec<Kept>,
    },
}

/// A description in a directory.
pub(crate) struct Kept {
    /// Name of the file from the directory on, escaped.
    name: String,
    description: Description,
}

/// Reads a stream by its own description, or else by one of these; and which that was.
pub(super) fn described<'d>(
    name: &str,
    bytes: &[u8],
    foreign: Option<&'d Descriptions>,
) -> Result<(Stream, Option<&'d Description>)> {
    let limits = Limits::default();
    let stream = qemu::read(bytes, None, &limits);
    match foreign {
        Some(foreign) if stream.description.is_none() => {
            let chosen = foreign.of(name, bytes)?;
            Ok((qemu::read(bytes, Some(chosen), &limits), Some(chosen)))
        }
        _ => Ok((stream, None)),
    }
}

impl Descriptions {
    /// Reads a file, which may be a stream that has a description, or all descriptions
    /// of a directory and of those in it.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or is no description, or has none.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let is_directory = fs::metadata(path).is_ok_and(|found| found.is_dir());
        if !is_directory {
            return description(path).map(Self::File);
        }
        let name = text::path(path);
        let mut files = Vec::new();
        list(path, DEPTH, &mut files)
            .map_err(|error| Error::new(format!("{name}: cannot read it: {error}")))?;
        files.sort();
        let kept: Vec<Kept> = (files.iter())
            .filter_map(|file| Kept::open(path, file))
            .collect();
        match kept.is_empty() {
            false => Ok(Self::Directory { name, kept }),
            true => Err(
                Error::new(format!("{name}: no file in it is a description"))
                    .hint("`schema-tool qemu describe STREAM --output DIRECTORY` puts one there"),
            ),
        }
    }

    /// The description for a stream that has none; `stream` is its name, escaped.
    fn of(&self, stream: &str, bytes: &[u8]) -> Result<&Description> {
        let (name, kept) = match self {
            Self::File(only) => return Ok(only),
            Self::Directory { name, kept } => (name, kept),
        };
        let all: Vec<&Description> = kept.iter().map(|kept| &kept.description).collect();
        let chosen = qemu::choose(bytes, &all, &Limits::default());
        match chosen.map(|index| kept.get(index)) {
            Ok(Some(chosen)) => {
                let of = chosen.said();
                terminal::print_note(format!(
                    "{stream}: described by {name}/{}, {of}",
                    chosen.name
                ));
                Ok(&chosen.description)
            }
            Ok(None) => Err(Error::new(format!("{name}: no description was chosen"))),
            Err(why) => Err(not_chosen(stream, name, kept, why)),
        }
    }
}

impl Kept {
    /// A file, if it is a description.
    fn open(directory: &Path, file: &Path) -> Option<Self> {
        let mut beginning = [0];
        let mut input = qemu::unpack(File::open(file).ok()?).ok()?;
        input.read_exact(&mut beginning).ok()?;
        if beginning != *b"{" {
            return None;
        }
        let description = Description::from_json(&read(file).ok()?, &Limits::default()).ok()?;
        Some(Self {
            name: text::path(file.strip_prefix(directory).unwrap_or(file)),
            description,
        })
    }

    /// What it is of, escaped.
    fn said(&self) -> String {
        let machine = self.description.machine.as_deref().map(text::plain);
        let machine = machine.unwrap_or_else(|| "of no stated machine type".into());
        match &self.description.qemu_version {
            Some(version) => format!("{machine}, QEMU {}", text::plain(version)),
            None => machine,
        }
    }
}

/// Files of a directory, and of those in it.
fn list(directory: &Path, depth: u32, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let path = entry?.path();
        let Ok(found) = fs::metadata(&path) else {
            continue;
        };
        match (found.is_dir(), depth.checked_sub(1)) {
            (true, Some(depth)) => list(&path, depth, files)?,
            (false, _) if found.is_file() => files.push(path),
            _ => {}
        }
    }
    Ok(())
}

/// A description: a file that `qemu describe` wrote, or that of a stream.
fn description(path: &Path) -> Result<Description> {
    let bytes = read(path)?;
    let limits = Limits::default();
    let failed =
        |error: &dyn std::fmt::Display| Error::new(format!("{}: {error}", text::path(path)));
    if !qemu::is_stream(&bytes) {
        return Description::from_json(&bytes, &limits).map_err(|error| failed(&error));
    }
    let stream = qemu::read(&bytes, None, &limits);
    match stream.description {
        Some((description, _)) => Ok(description),
        None => Err(failed(&"this stream has no description either")),
    }
}

fn not_chosen(stream: &str, directory: &str, kept: &[Kept], why: NotChosen) -> Error {
    let list = |said: Vec<String>| match said.len().checked_sub(LISTED) {
        None | Some(0) => said.join("\n"),
        Some(more) => format!(
            "{}\nand {more} more",
            said.get(..LISTED).unwrap_or_default().join("\n")
        ),
    };
    let all = || {
        let said = kept
            .iter()
            .map(|kept| format!("{}: {}", kept.name, kept.said()));
        list(said.collect())
    };
    match why {
        NotChosen::NoMachine => Error::new(format!(
            "{stream}: it does not say its machine type, by which a description of {directory} \
             would be chosen"
        ))
        .hint(format!("name one of its files:\n{}", all())),
        NotChosen::NoneOfMachine { machine } => Error::new(format!(
            "{stream}: no description of {directory} is of its machine type, {}",
            text::plain(&machine)
        ))
        .hint(format!(
            "`schema-tool qemu describe` of a stream of that machine makes one; there are\n{}",
            all()
        )),
        NotChosen::Ambiguous {
            machine,
            candidates,
        } => {
            let fits = candidates.iter().any(|candidate| candidate.misfits == 0);
            let why = match fits {
                true => "more than one fits, and they give its devices other fields",
                false => "none of them fits",
            };
            let said = candidates.iter().filter_map(|candidate| {
                let kept = kept.get(candidate.index)?;
                let fit = match candidate.misfits {
                    0 => "fits".into(),
                    1 => "does not fit 1 device".into(),
                    misfits => format!("does not fit {misfits} devices"),
                };
                Some(format!("{}: {}, {fit}", kept.name, kept.said()))
            });
            Error::new(format!(
                "{stream}: several descriptions of {directory} are of its machine type, {}: {why}",
                text::plain(&machine)
            ))
            .hint(format!(
                "name the file of the version of QEMU that wrote the stream:\n{}",
                list(said.collect())
            ))
        }
    }
}
