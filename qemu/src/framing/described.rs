//! Which description a stream is read by.

use std::ops::Range;

use super::description::{self, Candidate};
use super::reader::read_with;
use super::{Content, Record, Stream};
use crate::bytes::Bytes;
use crate::description::Description;
use crate::error::Error;
use crate::limits::Limits;

/// So many places are tried at which the description may be.
const MOST_DESCRIPTIONS: usize = 4;

/// Reads a stream, unpacked. Its devices are those of its own description, or, if
/// it has none, of `foreign`. Without either their state is passed over.
pub fn read(stream: &[u8], foreign: Option<&Description>, limits: &Limits) -> Stream {
    let bytes = Bytes::new(stream);
    let mut damage = None;
    let mut last = None;
    let candidates = description::candidates(bytes).take(MOST_DESCRIPTIONS);
    for Candidate { json, is_last } in candidates {
        let text = stream.get(json.clone()).unwrap_or_default();
        match Description::from_json(text, limits) {
            Ok(own) => {
                let found = Found::Own(own, json.clone());
                let read = read_with(bytes, found, limits);
                // The stream's own stands where its records end.
                if read.describes_at() == Some(json.start) {
                    return read;
                }
                last = last.or(is_last.then_some(read));
            }
            Err(error) if is_last => {
                let at = json.start.saturating_sub(description::HEAD) as u64;
                let problem = format!("its description is damaged: {}", error.problem());
                damage = Some(Error::at(at, problem));
            }
            Err(_) => {}
        }
    }
    last.unwrap_or_else(|| {
        let found = foreign.map_or(Found::Nothing, Found::Foreign);
        let mut read = read_with(bytes, found, limits);
        match &read.error {
            None => read.error = damage,
            Some(_) => read.warnings.extend(damage),
        }
        read
    })
}

/// What describes a stream.
pub(super) enum Found<'d> {
    Own(Description, Range<usize>),
    Foreign(&'d Description),
    Nothing,
}

impl Stream {
    /// Where the JSON of the description behind the records begins, if one was reached.
    fn describes_at(&self) -> Option<usize> {
        let is_it = |record: &&Record| record.content == Content::Description;
        let record = self.records.iter().rev().find(is_it)?;
        Some(record.range.start + description::HEAD)
    }
}
