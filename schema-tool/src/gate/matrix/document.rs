//! A matrix as JSON.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Cell, Matrix, Named};
use crate::error::{Error, Result};
use crate::{text, whole};

const FORMAT: u32 = 1;

/// A matrix, or a shard of one.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    format: u32,
    /// What the symbols mean.
    legend: Vec<Legend>,
    releases: Vec<Named>,
    /// The first writer, from 0.
    first_row: usize,
    rows: Vec<Row>,
    reasons: Vec<Reason>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Legend {
    symbol: char,
    meaning: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    writer: String,
    /// A symbol for each reader, in the order of the releases.
    readers: String,
}

/// Why state of a device does not simply load.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reason {
    pub(super) device: String,
    /// Fingerprints of the schemas; absent where a release lacks the device.
    pub(super) writer: Option<String>,
    pub(super) reader: Option<String>,
    pub(super) findings: Vec<Because>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Because {
    pub(super) rule: String,
    pub(super) path: String,
    pub(super) message: String,
    pub(super) level: String,
}

impl Document {
    pub(crate) fn of(matrix: &Matrix) -> Self {
        let names = matrix.releases.iter().skip(matrix.rows.start);
        let rows = names.zip(&matrix.cells).map(|(named, cells)| Row {
            writer: named.name.clone(),
            readers: cells.iter().map(|cell| cell.symbol()).collect(),
        });
        Self {
            format: FORMAT,
            legend: (Cell::ALL.into_iter())
                .map(|cell| Legend {
                    symbol: cell.symbol(),
                    meaning: cell.text().to_owned(),
                })
                .collect(),
            releases: matrix.releases.clone(),
            first_row: matrix.rows.start,
            rows: rows.collect(),
            reasons: matrix.reasons.clone(),
        }
    }

    /// Reads the document of a shard.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or is none.
    pub(crate) fn open(path: &Path) -> Result<Matrix> {
        let shown = text::path(path);
        let failed = |what: &dyn std::fmt::Display| {
            Error::new(format!("{shown}: {what}"))
                .hint("shards are what `schema-tool matrix --shard K/N --format json` prints")
        };
        let read = whole::read_text(path);
        let read = read.map_err(|error| failed(&format_args!("cannot read it: {error}")))?;
        let document: Self = serde_json::from_str(&read).map_err(|error| {
            failed(&format_args!(
                "no matrix: {}",
                text::plain(&error.to_string())
            ))
        })?;
        if document.format != FORMAT {
            return Err(failed(&"it is of another version of the tool"));
        }
        document
            .matrix()
            .ok_or_else(|| failed(&"its rows do not fit its releases"))
    }

    fn matrix(self) -> Option<Matrix> {
        let count = self.releases.len();
        let end = self.first_row.checked_add(self.rows.len())?;
        let cells: Option<Vec<Vec<Cell>>> = (self.rows.iter())
            .map(|row| row.readers.chars().map(Cell::from_symbol).collect())
            .collect();
        let cells = cells?;
        let fits = end <= count && cells.iter().all(|row| row.len() == count);
        fits.then_some(Matrix {
            releases: self.releases,
            rows: self.first_row..end,
            cells,
            reasons: self.reasons,
        })
    }
}
