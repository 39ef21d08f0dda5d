//! Every release against every other: who loads what whom wrote.

mod cell;
mod document;
mod judge;
mod print;
mod shard;

use std::ops::Range;

use crate::error::{Error, Result};
pub(crate) use cell::Cell;
pub(crate) use document::Document;
pub(crate) use judge::Judge;
pub(crate) use shard::Shard;

/// What releases make of each other's state, or a part of that.
#[derive(Debug, PartialEq)]
pub(crate) struct Matrix {
    /// Their names and what tells whether they are the same, older first.
    pub(crate) releases: Vec<Named>,
    /// The writers that were judged, by number.
    pub(crate) rows: Range<usize>,
    /// For each of them a cell for each reader.
    pub(crate) cells: Vec<Vec<Cell>>,
    /// Why state of a device does not simply load, for each pair of its schemas.
    pub(crate) reasons: Vec<document::Reason>,
}

#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Named {
    pub(crate) name: String,
    /// Hash of all its schemas' fingerprints.
    pub(crate) digest: String,
}

impl Matrix {
    /// Puts the parts of a matrix together.
    ///
    /// # Errors
    ///
    /// If they are of different releases, or not all rows are there once.
    pub(crate) fn merge(mut parts: Vec<Self>) -> Result<Self> {
        parts.sort_by_key(|part| (part.rows.start, part.rows.end));
        let mut parts = parts.into_iter();
        let Some(mut whole) = parts.next() else {
            return Err(Error::new("there is nothing to merge"));
        };
        let missing = |from, to| {
            Error::new(format!("the rows {from} to {to} are in no shard"))
                .hint("name the documents of all shards, 1/N to N/N")
        };
        if whole.rows.start > 0 {
            return Err(missing(1, whole.rows.start));
        }
        for part in parts {
            if part.releases != whole.releases {
                return Err(Error::new("the shards are of different releases")
                    .hint("run all shards on the same files"));
            }
            if part.rows.start > whole.rows.end {
                return Err(missing(whole.rows.end + 1, part.rows.start));
            }
            if part.rows.start < whole.rows.end {
                return Err(Error::new(format!(
                    "row {} is in two shards",
                    part.rows.start + 1
                )));
            }
            whole.rows.end = part.rows.end;
            whole.cells.extend(part.cells);
            whole.reasons.extend(part.reasons);
        }
        match whole.rows.end < whole.releases.len() {
            true => Err(missing(whole.rows.end + 1, whole.releases.len())),
            false => {
                whole.reasons.sort();
                whole.reasons.dedup();
                Ok(whole)
            }
        }
    }
}
