//! Many releases, in their order.

use std::cmp::Ordering;
use std::fs;
use std::path::{Path, PathBuf};

use super::{Known, SchemaSet};
use crate::error::{Error, Result};
use crate::terminal::Progress;
use crate::text;

/// A release by its name, escaped.
#[derive(Debug)]
pub(crate) struct Release {
    pub(crate) name: String,
    pub(crate) schemas: SchemaSet,
}

impl Release {
    /// Opens these releases, or those in a directory if it is the only one, and none itself:
    /// each of its entries is one, in the order of their names, in which numbers count as
    /// numbers.
    ///
    /// # Errors
    ///
    /// If one cannot be opened, two have one name, or there are none.
    pub(crate) fn open_all(paths: &[PathBuf], known: &Known) -> Result<Vec<Self>> {
        let entries = match paths {
            [only] if only.is_dir() && !SchemaSet::is_kept_in(only) => entries(only)?,
            _ => paths.to_vec(),
        };
        let mut progress = Progress::of_steps("releases read:", entries.len() as u64);
        let open = |path: PathBuf| {
            let schemas = SchemaSet::open_sharing(&path, known)?;
            progress.advance(1);
            Ok(Self {
                name: match path.file_name() {
                    Some(name) if paths.len() == 1 => text::path(Path::new(name)),
                    _ => text::path(&path),
                },
                schemas,
            })
        };
        entries.into_iter().map(open).collect()
    }
}

fn entries(directory: &Path) -> Result<Vec<PathBuf>> {
    let shown = text::path(directory);
    let failed = |error| Error::new(format!("{shown}: cannot read it: {error}"));
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            found.push((
                entry.file_name().to_string_lossy().into_owned(),
                entry.path(),
            ));
        }
    }
    found.sort_by(|(one, _), (other, _)| by_number(one, other));
    match found.is_empty() {
        true => Err(Error::new(format!("{shown}: there are no releases in it"))
            .hint("it should have one directory, binary or stream for each release")),
        false => Ok(found.into_iter().map(|(_, path)| path).collect()),
    }
}

/// The order of names in which `v9` is before `v10`.
fn by_number(one: &str, other: &str) -> Ordering {
    let (mut one_rest, mut other_rest) = (one, other);
    loop {
        let (a, b) = (number(one_rest), number(other_rest));
        let (a_len, b_len) = (a.map_or(0, str::len), b.map_or(0, str::len));
        let order = match (a, b, one_rest.chars().next(), other_rest.chars().next()) {
            (Some(a), Some(b), ..) => {
                let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
                a.len().cmp(&b.len()).then_with(|| a.cmp(b))
            }
            (_, _, None, None) => return one.cmp(other),
            (_, _, a, b) => a.cmp(&b),
        };
        if order != Ordering::Equal {
            return order;
        }
        let skip = |text: &str, digits: usize| match digits {
            0 => text.chars().next().map_or(0, char::len_utf8),
            digits => digits,
        };
        let (a, b) = (skip(one_rest, a_len), skip(other_rest, b_len));
        one_rest = one_rest.get(a..).unwrap_or_default();
        other_rest = other_rest.get(b..).unwrap_or_default();
    }
}

/// The digits that a text begins with.
fn number(text: &str) -> Option<&str> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text.get(..end).filter(|digits| !digits.is_empty())
}

#[cfg(test)]
mod tests {
    use super::by_number;

    #[test]
    fn numbers_in_names_count_as_numbers() {
        let mut names = [
            "v10", "v9", "v1.10.0", "v1.9.3", "v1", "1.0", "v01", "v", "10", "9-rc2", "9", "vß2",
            "vß10",
        ];
        names.sort_by(|a, b| by_number(a, b));
        let wanted = [
            "1.0", "9", "9-rc2", "10", "v", "v01", "v1", "v1.9.3", "v1.10.0", "v9", "v10", "vß2",
            "vß10",
        ];
        assert_eq!(names, wanted);
    }
}
