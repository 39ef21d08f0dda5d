//! A run: every peer is checked, then timed.

use std::path::Path;
use std::{fs, io};

use crate::chart::chart;
use crate::matrix::Matrix;
use crate::measure::timing;
use crate::peers::{self, Peer};
use crate::subject::Operation::Encode;
use crate::{report, scenarios, targets};

/// What was measured: tables, and their chart as an SVG.
pub(crate) struct Results {
    pub(crate) text: String,
    chart: String,
}

/// Times the corpora of these names; all, if there are none.
///
/// # Errors
///
/// If a peer does not give back what it was given, or there is no such corpus.
pub(crate) fn time(only: &[String]) -> io::Result<Results> {
    let chosen = |mut peers: Vec<Peer>| {
        peers.iter_mut().for_each(|peer| peer.retain(only));
        checked(peers)
    };
    let fixed = chosen(peers::all())?;
    let varint = chosen(peers::varint())?;
    let one_shot = chosen(peers::one_shot())?;
    let lists = chosen(peers::lists())?;
    if [&fixed, &varint, &one_shot, &lists]
        .iter()
        .all(|peers| peers[0].subjects.is_empty())
    {
        return Err(io::Error::other("there is no corpus of this name"));
    }
    let sizes = report::sizes(&fixed);
    let fixed = Matrix::measure(fixed, timing::ratios);
    let varint = Matrix::measure(varint, timing::ratios);
    // What is decoded or loaded does not know where it was encoded to.
    let one_shot = Matrix::measure_only(&[Encode], one_shot, timing::ratios);
    let lists = Matrix::measure(lists, timing::ratios);
    let sections = [
        ("Fixed width: a peer's time / ours", report::ratios(&fixed)),
        ("`varint`: a peer's time / ours", report::ratios(&varint)),
        (
            "Encoded to new memory: a peer's time / ours",
            report::ratios(&one_shot),
        ),
        (
            "Lists of numbers, encoded to new memory: a peer's time / ours",
            report::ratios(&lists),
        ),
        ("Bytes", sizes),
        (
            "Targets: our time / a peer's",
            targets::compared(&[&fixed, &varint, &one_shot, &lists]),
        ),
        (
            "Stream: its time / what it is compared with",
            scenarios::stream::measured(),
        ),
        (
            "Loading the state of an older release: through a plan / straight",
            scenarios::plans::time()?,
        ),
        #[cfg(feature = "peers")]
        (
            "Deltas of two states: bytes, and a peer's time / ours",
            scenarios::deltas::measured(),
        ),
    ];
    let sections = sections.iter().filter(|(_, text)| !text.is_empty());
    let sections: Vec<_> = sections
        .map(|(title, text)| format!("## {title}\n\n{}\n", text.trim_end()))
        .collect();
    Ok(Results {
        text: sections.join("\n"),
        chart: chart(&fixed)?,
    })
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

/// Writes the tables to `bench/RESULTS.md`, below what they mean, and the chart beside
/// them.
///
/// # Errors
///
/// If a file cannot be written.
pub(crate) fn write(results: &Results) -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = format!("{}\n{}", include_str!("results.md"), results.text);
    fs::write(folder.join("RESULTS.md"), text)?;
    fs::write(folder.join("RESULTS.svg"), &results.chart)
}
