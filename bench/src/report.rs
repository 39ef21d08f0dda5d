//! The tables of ratios.

use std::fmt::Write;

use crate::matrix::{Matrix, geometric_mean};
use crate::measure::timing::Ratio;
use crate::peers::Peer;
use crate::table::table;

/// For each operation, how many times our time each peer takes.
pub(crate) fn ratios(matrix: &Matrix<Ratio>) -> String {
    let mut text = String::new();
    for operation in matrix.operations() {
        let rows = matrix.rows_of(operation).map(|row| {
            let ratio = |cell: &Option<Ratio>| cell.map_or(String::new(), shown);
            row_of(row.corpus, row.cells.iter().skip(1).map(ratio))
        });
        let mean = |peer: &&str| {
            let ratios = matrix.column(operation, peer);
            let mean = geometric_mean(ratios.iter().map(|(_, ratio)| ratio.median));
            format!("**{mean:.2}**")
        };
        let means = row_of("**geometric mean**", matrix.peers.iter().skip(1).map(mean));
        let table = table(head(&matrix.peers[1..]), rows.chain([means]));
        let _ = write!(text, "### {}\n\n{table}\n", operation.name());
    }
    text
}

fn shown(ratio: Ratio) -> String {
    let Ratio { median, low, high } = ratio;
    let spread = (high - low) / 2.0 / median * 100.0;
    let digits = if median < 10.0 { 2 } else { 1 };
    format!("{median:.digits$} ±{spread:.0} %")
}

/// Bytes that a value takes, on average.
pub(crate) fn sizes(peers: &[Peer]) -> String {
    let names: Vec<_> = peers.iter().map(|peer| peer.name).collect();
    let len = |peer: &Peer, corpus: &str| {
        let found = peer.subjects.iter().find(|(name, _)| *name == corpus);
        found.map_or(String::new(), |(_, subject)| {
            let values = subject.bytes();
            let sum: usize = values.iter().map(|bytes| bytes.len()).sum();
            (sum / values.len()).to_string()
        })
    };
    let rows = peers[0]
        .subjects
        .iter()
        .map(|(corpus, _)| row_of(corpus, peers.iter().map(|peer| len(peer, corpus))));
    table(head(&names), rows)
}

/// Instructions of one operation.
pub(crate) fn counts(matrix: &Matrix<u64>) -> String {
    let mut text = String::new();
    for operation in matrix.operations() {
        let rows = matrix.rows_of(operation).map(|row| {
            let count = |cell: &Option<u64>| cell.map_or(String::new(), |count| count.to_string());
            row_of(row.corpus, row.cells.iter().map(count))
        });
        let table = table(head(&matrix.peers), rows);
        let _ = write!(text, "### {}\n\n{table}\n", operation.name());
    }
    text
}

fn head(peers: &[&str]) -> Vec<String> {
    row_of("", peers.iter().map(ToString::to_string))
}

fn row_of(name: &str, cells: impl Iterator<Item = String>) -> Vec<String> {
    [name.to_owned()].into_iter().chain(cells).collect()
}
