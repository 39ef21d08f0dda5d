//! A stream from its prologue to its end.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use migratable::schema::Schema;
use migratable::stream::{self, Event, Prologue};
use migratable::value::{self, Bytes, Store as _};

use super::{Contents, LONGEST, Part, Place, Section, Selection, Source, Spool};
use crate::error::{Error, Result};
use crate::qemu::Original;

impl Source {
    /// Reads the stream to its end, and makes sure that it is one. Hands each
    /// section that `selection` wants to `show`, as it comes. Bulk frames are
    /// counted.
    ///
    /// Returns what was read, and all that is wrong with it.
    ///
    /// # Errors
    ///
    /// If `show` fails.
    pub(crate) fn read(
        mut self,
        selection: Option<&Selection>,
        mut show: impl FnMut(&Section<'_>) -> Result<()>,
    ) -> Result<Contents> {
        let mut contents = Contents {
            problems: self.problems,
            unchecked: self.original.is_some(),
            ..Contents::default()
        };
        let mut seen = BTreeSet::new();
        let error = loop {
            let mut spool = Spool::new();
            match (self.reader).next_frame_stored(LONGEST, &mut |piece| spool.put(piece)) {
                Ok(Some(Event::Section(section))) => {
                    seen.insert(section.index);
                    if selection.is_none_or(|selection| selection.covers(section.index)) {
                        let schema = self.schemas.get(section.instance.schema as usize);
                        let schema = schema.and_then(Option::as_ref);
                        let payload = match section.is_stored() {
                            true => spool.bytes(),
                            false => section.payload().into(),
                        };
                        let mut shown = described(&section, payload, schema, &self.original);
                        shown.version = version_of(&self.prologue, shown.schema);
                        contents.problems.extend(violation(&self.name, &shown));
                        contents
                            .problems
                            .extend(narrow(&self.name, &mut shown, selection));
                        show(&shown)?;
                        spool.check()?;
                    }
                }
                Ok(Some(Event::Bulk(bulk))) => {
                    if let Err(error) = contents.bulk.add(bulk, &self.keeps_pages) {
                        break Some(error);
                    }
                }
                Ok(Some(Event::Zeros(zeros))) => {
                    let problem = contents.bulk.add_zeros(&zeros, &self.keeps_pages);
                    let problem = problem.map(|text| Error::new(format!("{}: {text}", self.name)));
                    contents.problems.extend(problem);
                }
                // What is neither has nothing to show.
                Ok(Some(_)) => {}
                Ok(None) => break self.reader.expect_end_of_input().err(),
                Err(error) => break Some(error),
            }
        };
        contents.stopped = error.is_some();
        contents.bytes = self.taken.get();
        contents
            .problems
            .extend(error.map(|error| Error::new(format!("{}: {error}", self.name))));
        let instances = (0..).zip(self.prologue.instances);
        let missing = instances
            .filter_map(|(index, instance)| (!seen.contains(&index)).then_some(instance))
            .collect();
        match contents.stopped {
            true => contents.unread = missing,
            false => contents.absent = missing,
        }
        Ok(contents)
    }
}

fn described<'a>(
    section: &'a stream::Section<'_>,
    payload: Bytes<'a>,
    schema: Option<&'a Schema>,
    original: &Option<Original>,
) -> Section<'a> {
    let origin = original.as_ref().and_then(|original| {
        let origin = original.origins.get(section.index as usize)?;
        Some((Rc::clone(origin), Arc::clone(&original.bytes)))
    });
    let mut described = Section {
        instance: section.instance,
        place: match origin {
            Some((origin, bytes)) => Place::Made(origin, bytes),
            None => Place::At(section.offset),
        },
        payload,
        schema,
        version: None,
        part: None,
        violation: None,
    };
    if let Some(schema) = schema {
        let read = value::read_stored(schema.ty(), payload);
        described.part = read.item.map(|item| Part::whole(schema.ty(), item));
        described.violation = read.violation;
    }
    described
}

/// The version that a section was sent with, as its producer counts them.
fn version_of(prologue: &Prologue, schema: Option<&Schema>) -> Option<u32> {
    match prologue.header.producer == migratable_qemu::PRODUCER {
        true => migratable_qemu::version(schema?),
        false => Some(schema?.version()),
    }
}

/// Says where the payload departs from the schema.
fn violation(name: &str, section: &Section<'_>) -> Option<Error> {
    let (violation, schema) = (section.violation.as_ref()?, section.schema?);
    let at = section.place.of(violation.offset());
    let at = at.map_or_else(String::new, |at| format!(" (byte {at} of the stream)"));
    let (instance, device) = (section.instance, schema.device());
    Some(Error::new(format!(
        "{name}: device {instance} ({device}): {violation}{at}"
    )))
}

/// Narrows a section to what was asked for, or says that it has no such part.
fn narrow(name: &str, section: &mut Section<'_>, selection: Option<&Selection>) -> Option<Error> {
    let selection = selection?;
    match selection.part(section.part.take()?) {
        Ok(part) => {
            section.part = Some(part);
            None
        }
        // What was asked for may stand behind the violation.
        Err(_) if section.violation.is_some() => None,
        Err(problem) => Some(Error::new(format!(
            "{name}: device {}: {problem}",
            section.instance
        ))),
    }
}
