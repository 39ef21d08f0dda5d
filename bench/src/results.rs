//! A run: every peer is checked, then timed.

use std::path::Path;
use std::{fs, io};

use crate::matrix::Matrix;
use crate::measure::timing;
use crate::peers::{self, Peer};
use crate::{report, scenarios, targets};

/// Times the corpora of these names; all, if there are none. Returns the tables.
///
/// # Errors
///
/// If a peer does not give back what it was given, or there is no such corpus.
pub(crate) fn time(only: &[String]) -> io::Result<String> {
    let chosen = |mut peers: Vec<Peer>| {
        peers.iter_mut().for_each(|peer| peer.retain(only));
        checked(peers)
    };
    let [fixed, varint, lists] = [peers::all(), peers::varint(), peers::lists()].map(chosen);
    let [fixed, varint, lists] = [fixed?, varint?, lists?];
    if [&fixed, &varint, &lists]
        .iter()
        .all(|peers| peers[0].subjects.is_empty())
    {
        return Err(io::Error::other("there is no corpus of this name"));
    }
    let sizes = report::sizes(&fixed);
    let fixed = Matrix::measure(fixed, timing::ratios);
    let varint = Matrix::measure(varint, timing::ratios);
    let lists = Matrix::measure(lists, timing::ratios);
    let sections = [
        ("Fixed width: a peer's time / ours", report::ratios(&fixed)),
        ("`varint`: a peer's time / ours", report::ratios(&varint)),
        (
            "Lists of numbers, encoded to new memory: a peer's time / ours",
            report::ratios(&lists),
        ),
        ("Bytes", sizes),
        (
            "Targets: our time / a peer's",
            targets::compared(&[&fixed, &varint, &lists]),
        ),
        (
            "Stream: its time / what it is compared with",
            scenarios::stream::measured(),
        ),
        (
            "Loading the state of an older release: through a plan / straight",
            scenarios::plans::time()?,
        ),
    ];
    let sections = sections.iter().filter(|(_, text)| !text.is_empty());
    let sections: Vec<_> = sections
        .map(|(title, text)| format!("## {title}\n\n{}\n", text.trim_end()))
        .collect();
    Ok(sections.join("\n"))
}

/// Every peer decodes what it encoded, before any is timed.
fn checked(mut peers: Vec<Peer>) -> io::Result<Vec<Peer>> {
    for peer in &mut peers {
        for (corpus, subject) in &mut peer.subjects {
            if !subject.is_right() {
                let name = peer.name;
                let message = format!("{name} does not give back what it was given: {corpus}");
                return Err(io::Error::other(message));
            }
        }
    }
    Ok(peers)
}

/// Writes the tables to `bench/RESULTS.md`, below what they mean.
///
/// # Errors
///
/// If the file cannot be written.
pub(crate) fn write(results: &str) -> io::Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("RESULTS.md");
    fs::write(path, format!("{}\n{results}", include_str!("results.md")))
}
