//! What commands that read streams take beside them.

use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::schemas::{Known, Published, SchemaSet};
use crate::stream::{Beside, Source};

/// What a stream needs that does not say all of itself.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(crate) struct Args {
    /// What describes a stream of QEMU's that does not: a file, or a directory of them
    #[arg(long, value_name = "PATH")]
    description: Option<PathBuf>,
    #[command(flatten)]
    releases: Releases,
}

/// Whose schemas streams may name.
#[derive(Debug, clap::Args)]
#[group(skip)]
pub(crate) struct Releases {
    /// Schemas for a stream that has only their fingerprints: a directory that `export`
    /// wrote, a file, binary or stream. Can be given again, for further releases
    #[arg(long = "schemas", value_name = "RELEASE")]
    published: Vec<PathBuf>,
}

impl Releases {
    /// Reads them.
    ///
    /// # Errors
    ///
    /// If one cannot be read.
    pub(crate) fn known(&self) -> Result<Known> {
        let known = Known::default();
        let mut published = Published::default();
        for release in &self.published {
            published.extend(SchemaSet::open_sharing(release, &known)?.texts());
        }
        Ok(known.with(published))
    }
}

/// The same, read: opens any number of streams.
#[derive(Debug)]
pub(crate) struct Opener {
    description: Option<PathBuf>,
    known: Known,
}

impl Args {
    /// Reads the releases.
    ///
    /// # Errors
    ///
    /// If one cannot be read.
    pub(crate) fn opener(&self) -> Result<Opener> {
        Ok(Opener {
            description: self.description.clone(),
            known: self.releases.known()?,
        })
    }
}

impl Opener {
    /// What streams may name.
    pub(crate) fn known(&self) -> &Known {
        &self.known
    }

    /// Has streams name the schemas of a release, too.
    pub(crate) fn know_release(&mut self, release: &SchemaSet) {
        self.known = self.known.clone().with_release(release);
    }

    /// Opens a stream, `-` for standard input.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or does not begin as a stream.
    pub(crate) fn open(&self, path: &Path) -> Result<Source> {
        self.open_with_files(path, None)
    }

    /// The same; `files` is a directory with what lines name, if they name files.
    ///
    /// # Errors
    ///
    /// As of [`open`](Self::open).
    pub(crate) fn open_with_files(&self, path: &Path, files: Option<&Path>) -> Result<Source> {
        let beside = Beside {
            description: self.description.as_deref(),
            schemas: &|reference| self.known.published().find(reference),
            files,
        };
        Source::open(path, &beside)
    }
}
