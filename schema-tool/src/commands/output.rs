//! New files, which are there whole or not at all.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use migratable::schema::Schema;
use migratable::stream::{SchemaForm, SentSchema};

use crate::error::{Error, Result};
use crate::show::count;
use crate::stream::{Change, Source, TEMPORARY, ToFiles, has_sensitive, lines_of};
use crate::terminal;
use crate::text;
use crate::unfinished::{NewDirectory, NewFile};

/// The two forms of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Form {
    /// As programs write and load it
    Binary,
    /// For people and other tools: JSON, a line for each frame
    Json,
}

/// What of the schemas is in a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Schemas {
    /// All of them
    Whole,
    /// All but descriptions and places in the source
    WithoutDocs,
    /// Their fingerprints: who reads it must have the schemas
    Fingerprint,
}

impl From<Schemas> for SchemaForm {
    fn from(schemas: Schemas) -> Self {
        match schemas {
            Schemas::Whole => Self::Whole,
            Schemas::WithoutDocs => Self::WithoutDocs,
            Schemas::Fingerprint => Self::Fingerprint,
        }
    }
}

/// Where a stream is written to.
#[derive(Debug, clap::Args)]
pub(crate) struct Output {
    /// File to write, which must not be there yet
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Form of the output [default: json if its name ends in .json or .jsonl, else binary]
    #[arg(long, value_enum, value_name = "FORMAT")]
    format: Option<Form>,
    /// What to write of the schemas that the stream has, or that --schemas brings
    /// [default: as they are]
    #[arg(long, value_enum, value_name = "FORM")]
    write_schemas: Option<Schemas>,
    /// Write sensitive values into JSON
    #[arg(long)]
    show_sensitive: bool,
}

impl Output {
    fn form(&self) -> Form {
        let extension = self.output.extension().and_then(OsStr::to_str);
        match (self.format, extension) {
            (Some(form), _) => form,
            (None, Some("json" | "jsonl" | "ndjson")) => Form::Json,
            (None, _) => Form::Binary,
        }
    }

    /// Tests what can be tested before the work: the schemas are those of the stream, and
    /// of what is made of it.
    ///
    /// # Errors
    ///
    /// If the file is there, or JSON would have what is not to be shown.
    pub(crate) fn check<'s>(&self, schemas: impl IntoIterator<Item = &'s Schema>) -> Result<()> {
        let name = text::path(&self.output);
        if self.output == Path::new("-") {
            return Err(Error::Usage(
                "it is written to a file, whole or not at all, and so never to standard output; \
                 ./- is a file of that name"
                    .to_owned(),
            ));
        }
        if self.output.symlink_metadata().is_ok() {
            let error = Error::new(format!("{name}: it is there already"));
            return Err(error.hint("a stream is never changed in place; name a new file"));
        }
        match schemas.into_iter().find(|schema| has_sensitive(schema)) {
            Some(schema) if self.form() == Form::Json && !self.show_sensitive => {
                let device = schema.device();
                Err(Error::Usage(format!(
                    "{name}: JSON would have the sensitive fields of `{device}` as they are; \
                     --show-sensitive says that this is meant"
                )))
            }
            _ => Ok(()),
        }
    }

    /// Whether it is JSON that is written.
    pub(crate) fn is_json(&self) -> bool {
        self.form() == Form::Json
    }

    /// Writes the stream as it is; in JSON, the bytes of bulk items to files in a new
    /// directory, if there is to be one.
    pub(crate) fn write(&self, source: Source, files: Option<&Path>) -> Result<()> {
        match self.form() {
            Form::Json if self.write_schemas.is_none() => {
                let to = text::path(&self.output);
                let written = self.save_lines(files, |out| source.write_lines(out, &to));
                let (exact, skipped) = written?;
                self.note_skipped(skipped);
                if !exact && skipped == 0 {
                    terminal::print_note(format!(
                        "{}: it is not the same bytes when it is binary again, as the stream has \
                         frames that another program wrote otherwise",
                        text::path(&self.output)
                    ));
                }
                Ok(())
            }
            Form::Json | Form::Binary => {
                let schemas = source.prologue().schemas.clone();
                self.write_changed(source, &schemas, files, &mut |_| Ok(None))
            }
        }
    }

    /// Writes the stream with other schemas, and what `change` makes of its sections;
    /// `files` as of [`write`](Self::write).
    pub(crate) fn write_changed(
        &self,
        source: Source,
        schemas: &[SentSchema],
        files: Option<&Path>,
        change: &mut Change<'_>,
    ) -> Result<()> {
        let form = self.write_schemas.map_or(SchemaForm::Whole, Into::into);
        let to = text::path(&self.output);
        match self.form() {
            Form::Binary => self.save(|file| {
                let (_, skipped) = source.copy(schemas, form, (file, &to), change)?;
                self.note_skipped(skipped);
                Ok(())
            }),
            Form::Json => {
                let between = tempfile::tempfile().map_err(|error| self.failed(&error))?;
                let between = (between, TEMPORARY);
                let (between, skipped) = source.copy(schemas, form, between, change)?;
                self.note_skipped(skipped);
                self.save_lines(files, |out| lines_of(between, out, &to))
            }
        }
    }

    fn save_lines<T>(
        &self,
        files: Option<&Path>,
        write: impl FnOnce(&mut dyn Write) -> Result<T>,
    ) -> Result<T> {
        let Some(files) = files else {
            return self.save(|file| self.buffered(file, write));
        };
        let mut directory = NewDirectory::new(files)?;
        let saved = self.save(|file| {
            let written =
                self.buffered(file, |out| write(&mut ToFiles::new(out, directory.path())))?;
            directory.keep()?;
            Ok(written)
        });
        if saved.is_err() {
            directory.give_up();
        }
        saved
    }

    fn buffered<T>(
        &self,
        file: &mut File,
        write: impl FnOnce(&mut dyn Write) -> Result<T>,
    ) -> Result<T> {
        let mut out = BufWriter::new(file);
        let written = write(&mut out)?;
        out.flush().map_err(|error| self.failed(&error))?;
        Ok(written)
    }

    fn note_skipped(&self, frames: u64) {
        if frames > 0 {
            let frames = count(frames, "frame");
            terminal::print_note(format!(
                "{}: it lacks {frames} of kinds that this tool does not know, as producers have \
                 for their own use",
                text::path(&self.output)
            ));
        }
    }

    /// Has a new file written, which has its name once all is in it.
    fn save<T>(&self, write: impl FnOnce(&mut File) -> Result<T>) -> Result<T> {
        let mut file = NewFile::new(&self.output).map_err(|error| self.failed(&error))?;
        let written = write(file.as_file_mut())?;
        let synced = file.as_file_mut().sync_all();
        synced
            .and_then(|()| file.keep())
            .map_err(|error| self.failed(&error))?;
        Ok(written)
    }

    fn failed(&self, error: &dyn std::fmt::Display) -> Error {
        Error::new(format!(
            "{}: cannot write it: {error}",
            text::path(&self.output)
        ))
    }
}
