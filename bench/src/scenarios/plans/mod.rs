//! State of an older release: loaded through a prepared plan, against loading
//! one's own straight.

mod pair;
mod preparation;
mod v1;
mod v2;

use std::io;

use crate::matrix::geometric_mean;
use crate::measure::timing::{self, Ratio};
use crate::subject::{Operation, Subject};
use crate::table::table;
use preparation::{DEVICES, Parsing, Preparing};

/// The most for the geometric mean over the pairs.
const MOST_TO_LOAD: f64 = 2.2;

/// The most for preparing plans, against parsing their schemas.
const MOST_TO_PREPARE: f64 = 1.0;

/// Measures, and returns the table.
///
/// # Errors
///
/// If a pair does not load what it should.
pub(crate) fn time() -> io::Result<String> {
    let mut pairs = pair::all()?;
    let (mut parsing, mut preparing) = (Parsing::new(&pairs), Preparing::new(&pairs));
    let prepared = ratio("preparing", &mut parsing, &mut preparing)?;
    let mut rows = Vec::new();
    let mut medians = Vec::new();
    for pair in &mut pairs {
        let len = pair.planned.bytes().concat().len().to_string();
        let loaded = ratio(pair.name, &mut *pair.straight, &mut *pair.planned)?;
        medians.push(loaded.median);
        rows.push(vec![
            pair.name.to_owned(),
            len,
            shown(loaded),
            String::new(),
        ]);
    }
    let mean = geometric_mean(medians);
    rows.push(summary(
        "**geometric mean**",
        format!("**{mean:.2}**"),
        MOST_TO_LOAD,
    ));
    let name = format!("plans of {DEVICES} devices / parsing their schemas");
    rows.push(summary(&name, shown(prepared), MOST_TO_PREPARE));
    let head = ["", "bytes", "through a plan / straight", "at most"];
    Ok(table(head.map(str::to_owned).to_vec(), rows))
}

/// What is counted of each pair: loading what the older release wrote, through a plan.
///
/// # Errors
///
/// As [`time`].
pub(crate) fn subjects() -> io::Result<Vec<(&'static str, Box<dyn Subject>)>> {
    let pairs = pair::all()?.into_iter();
    Ok(pairs.map(|pair| (pair.name, pair.planned)).collect())
}

/// How many times as long as the first the second takes.
fn ratio(name: &str, first: &mut dyn Subject, second: &mut dyn Subject) -> io::Result<Ratio> {
    if !first.is_right() || !second.is_right() {
        return Err(io::Error::other(format!("{name} goes wrong")));
    }
    let ratios = timing::ratios(vec![first, second], Operation::Load);
    ratios
        .last()
        .copied()
        .ok_or_else(|| io::Error::other("nothing was measured"))
}

fn shown(ratio: Ratio) -> String {
    let Ratio { median, low, high } = ratio;
    let spread = (high - low) / 2.0 / median * 100.0;
    format!("{median:.2} ±{spread:.0} %")
}

fn summary(name: &str, measured: String, most: f64) -> Vec<String> {
    vec![
        name.to_owned(),
        String::new(),
        measured,
        format!("{most:.2}"),
    ]
}
