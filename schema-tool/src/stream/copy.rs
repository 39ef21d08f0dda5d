//! A stream that is written anew, with other sections.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Seek, Write};

use migratable::lines::{LinesError, write_lines_stored};
use migratable::schema::Schema;
use migratable::stream::{
    BULK_CHUNK, Bulk, Event, Instance, Limits, SchemaForm, SentSchema, StreamError, StreamReader,
    StreamWriter,
};
use migratable::value::{Bytes, Store as _};

use super::{LONGEST, Source, Spool};
use crate::error::{Error, Result};

/// What is copied of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// What the prologue says of its configuration.
    Configuration,
    State,
    /// There is no state, as the device was not needed: nothing is copied.
    Absence,
}

/// The state of an instance that is copied, or something else that a stream has of it.
pub(crate) struct Copied<'a> {
    pub(crate) what: What,
    pub(crate) index: u32,
    pub(crate) instance: &'a Instance,
    /// That of the payload; `None` if the stream has none that can be read.
    pub(crate) schema: Option<&'a Schema>,
    pub(crate) payload: Bytes<'a>,
}

/// What becomes of the state of an instance; `None` leaves it as it is.
pub(crate) type Change<'c> = dyn FnMut(Copied<'_>) -> Result<Option<Vec<u8>>> + 'c;

impl Source {
    /// Writes the stream with other schemas, as many as it has and in this form, and what
    /// `change` makes of each configuration and section; of the first, nothing if it says
    /// nothing. All else stays, but for frames of kinds that the library passes over: it cannot
    /// say what they are about. Returns how many these were. The output has the name `to`.
    ///
    /// # Errors
    ///
    /// If the stream is not right to its end, or `change` or the output fails.
    pub(crate) fn copy<W: Write>(
        mut self,
        schemas: &[SentSchema],
        form: SchemaForm,
        (output, to): (W, &str),
        change: &mut Change<'_>,
    ) -> Result<(W, u64)> {
        if !self.problems.is_empty() {
            return Err(self.problems.swap_remove(0));
        }
        let name = self.name.clone();
        let failed = |error: StreamError| failed(&error, &name, to);
        let writer = StreamWriter::new(output, &self.prologue.header, Limits::default());
        let mut writer = writer.map_err(failed)?;
        for metadata in &self.prologue.metadata {
            let written = writer.metadata(&metadata.key, &metadata.value);
            written.map_err(failed)?;
        }
        for item in &self.prologue.items {
            writer.declare(item).map_err(failed)?;
        }
        writer.send_schemas(form);
        for sent in schemas {
            let written = match (sent.json(), sent.reference()) {
                (Some(json), _) => writer.schema(json),
                (None, Some(reference)) => writer.schema_reference(reference),
                (None, None) => continue,
            };
            written.map_err(failed)?;
        }
        let instances = (0..).zip(&self.prologue.instances);
        let instances = instances.map(|(index, old)| {
            let new = old.clone();
            Ok(match self.configuration(index, old, change)? {
                Some(configuration) => new.with_configuration(configuration),
                None => new,
            })
        });
        let instances = instances.collect::<Result<Vec<_>>>()?;
        writer.instances(&instances).map_err(failed)?;
        loop {
            let mut spool = Spool::new();
            let event = (self.reader).next_frame_stored(LONGEST, &mut |piece| spool.put(piece));
            let Some(event) = event.map_err(failed)? else {
                break;
            };
            match event {
                Event::Section(section) => {
                    let mut payload = match section.is_stored() {
                        true => spool.bytes(),
                        false => section.payload().into(),
                    };
                    let schema = self.schemas.get(section.instance.schema as usize);
                    let changed = change(Copied {
                        what: What::State,
                        index: section.index,
                        instance: section.instance,
                        schema: schema.and_then(Option::as_ref),
                        payload,
                    })?;
                    let len = payload.len() as u64;
                    match changed.as_deref().or(payload.as_slice()) {
                        Some(bytes) => writer.section(section.index, bytes),
                        None => writer.section_from(section.index, len, &mut payload),
                    }
                    .map_err(failed)?;
                    spool.check()?;
                }
                Event::Bulk(bulk) => copy_bulk(bulk, &mut writer).map_err(failed)?,
                Event::Zeros(zeros) => writer
                    .zeros(zeros.name(), zeros.offset(), zeros.len())
                    .map_err(failed)?,
                _ => {}
            }
        }
        self.reader.expect_end_of_input().map_err(failed)?;
        self.copy_absence(change)?;
        let skipped = self.reader.skipped_frames();
        Ok((writer.finish().map_err(failed)?, skipped))
    }

    /// Has `change` say whether the devices without state may be without.
    fn copy_absence(&self, change: &mut Change<'_>) -> Result<()> {
        let absent: BTreeSet<_> = (self.reader.absent())
            .map(|instance| (&instance.path, instance.instance_id))
            .collect();
        let instances = (0..).zip(&self.prologue.instances);
        let absent = instances.filter(|(_, one)| absent.contains(&(&one.path, one.instance_id)));
        for (index, instance) in absent {
            let schema = self.schemas.get(instance.schema as usize);
            change(Copied {
                what: What::Absence,
                index,
                instance,
                schema: schema.and_then(Option::as_ref),
                payload: (&[]).into(),
            })?;
        }
        Ok(())
    }

    fn configuration(
        &self,
        index: u32,
        instance: &Instance,
        change: &mut Change<'_>,
    ) -> Result<Option<Vec<u8>>> {
        if instance.configuration.is_empty() {
            return Ok(None);
        }
        let schema = self.schemas.get(instance.schema as usize);
        let schema = schema.and_then(|schema| schema.as_ref()?.configuration());
        change(Copied {
            what: What::Configuration,
            index,
            instance,
            schema: schema.as_ref(),
            payload: instance.configuration[..].into(),
        })
    }

    /// Writes the stream as JSON lines, sensitive values too. Returns whether they make
    /// the same bytes again, and how many frames were passed over. The output has the name `to`.
    ///
    /// # Errors
    ///
    /// If the stream is not right to its end, or the output fails.
    pub(crate) fn write_lines(mut self, out: &mut dyn Write, to: &str) -> Result<(bool, u64)> {
        if !self.problems.is_empty() {
            return Err(self.problems.swap_remove(0));
        }
        let exact = write_lines_stored(&mut self.reader, out, LONGEST, Spool::new);
        let exact = exact.map_err(|error| not_written(&error, &self.name, to))?;
        let end = self.reader.expect_end_of_input();
        end.map_err(|error| failed(&error, &self.name, to))?;
        Ok((exact, self.reader.skipped_frames()))
    }
}

/// What a temporary file is called.
pub(crate) const TEMPORARY: &str = "a temporary file";

/// Writes a binary stream in a temporary file as JSON lines. The output has the name `to`.
pub(crate) fn lines_of(mut file: File, out: &mut dyn Write, to: &str) -> Result<()> {
    let rewound = file.rewind();
    rewound.map_err(|error| Error::new(format!("{TEMPORARY}: {error}")))?;
    let reader = StreamReader::new(io::BufReader::new(file), Limits::default());
    let mut reader = reader.map_err(|error| failed(&error, TEMPORARY, to))?;
    let written = write_lines_stored(&mut reader, out, LONGEST, Spool::new);
    written.map_err(|error| not_written(&error, TEMPORARY, to))?;
    Ok(())
}

/// Says which of the two it is that is read and written.
fn failed(error: &StreamError, from: &str, to: &str) -> Error {
    Error::new(match error {
        StreamError::Write { source, .. } => format!("{to}: cannot write it: {source}"),
        error => format!("{from}: {error}"),
    })
}

fn not_written(error: &LinesError, from: &str, to: &str) -> Error {
    match error {
        LinesError::Stream(error) => failed(error, from, to),
        error => Error::new(format!("{to}: cannot write it: {error}")),
    }
}

/// Copies a frame as a frame, if it is not longer than the writer's own.
fn copy_bulk<R: io::Read, W: Write>(
    mut bulk: Bulk<'_, R>,
    writer: &mut StreamWriter<W>,
) -> std::result::Result<(), StreamError> {
    let len = usize::try_from(bulk.remaining()).unwrap_or(BULK_CHUNK);
    let mut room = vec![0; len.min(BULK_CHUNK)];
    let name = bulk.name().to_owned();
    loop {
        let offset = bulk.offset();
        let count = bulk.read_into(&mut room)?;
        writer.bulk(&name, offset, room.get(..count).unwrap_or_default())?;
        // After, as a frame may have no bytes.
        if bulk.remaining() == 0 {
            return Ok(());
        }
    }
}
