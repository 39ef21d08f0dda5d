//! Instruction counts of our own operations, against a table that is kept with
//! the code: what becomes slower is noticed.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::counts::{self, Whose};
use crate::matrix::Matrix;
use crate::table::table;

/// How many times as many instructions are too many.
const TOO_MANY: f64 = 1.05;

const RENEW: &str = "cargo run --release -p migratable-bench --no-default-features -- --renew";

/// Lines of a count and what was counted.
fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("instructions.txt")
}

struct Count {
    name: String,
    instructions: u64,
}

fn count() -> io::Result<Vec<Count>> {
    let matrices = counts::count(Whose::Ours)?;
    Ok(matrices.iter().flat_map(counts_of).collect())
}

fn counts_of(matrix: &Matrix<u64>) -> Vec<Count> {
    let counts = matrix.rows.iter().flat_map(|row| {
        let cells = matrix.peers.iter().zip(&row.cells);
        cells.filter_map(|(peer, instructions)| {
            Some(Count {
                name: format!("{peer}: {} {}", row.operation.name(), row.corpus),
                instructions: (*instructions)?,
            })
        })
    });
    counts.collect()
}

/// Writes the table.
///
/// # Errors
///
/// If they could not be counted, or the file not be written.
pub(crate) fn renew() -> io::Result<()> {
    let line = |count: &Count| format!("{:>10}  {}\n", count.instructions, count.name);
    let lines: String = count()?.iter().map(line).collect();
    fs::write(path(), lines)
}

/// Compares with the table and prints what has changed; whether nothing takes
/// too many instructions.
///
/// # Errors
///
/// If they could not be counted, or the table not be read.
pub(crate) fn check() -> io::Result<bool> {
    let known = parse(&fs::read_to_string(path())?)?;
    let mut changed = Vec::new();
    let mut is_fine = true;
    for now in count()? {
        let before = known.iter().find(|before| before.name == now.name);
        let before = before.map(|before| before.instructions);
        let verdict = judge(before, now.instructions);
        is_fine &= verdict.is_empty();
        if before != Some(now.instructions) {
            changed.push(row(&now, before, verdict));
        }
    }
    report(changed, is_fine);
    Ok(is_fine)
}

fn judge(before: Option<u64>, now: u64) -> &'static str {
    match before {
        None => "not in the table",
        Some(before) if now as f64 > before as f64 * TOO_MANY => "too many",
        Some(_) => "",
    }
}

fn row(now: &Count, before: Option<u64>, verdict: &str) -> Vec<String> {
    let change = |before: u64| {
        let change = now.instructions as f64 / before as f64 - 1.0;
        format!("{:+.1} %", change * 100.0)
    };
    vec![
        now.name.clone(),
        before.map_or(String::new(), |before| before.to_string()),
        now.instructions.to_string(),
        before.map_or(String::new(), change),
        verdict.to_owned(),
    ]
}

fn parse(text: &str) -> io::Result<Vec<Count>> {
    let count = |line: &str| {
        let (instructions, name) = line.trim_start().split_once("  ")?;
        Some(Count {
            name: name.to_owned(),
            instructions: instructions.parse().ok()?,
        })
    };
    let wrong = |line| io::Error::other(format!("instructions.txt: what is {line:?}?"));
    let lines = text.lines();
    lines
        .map(|line| count(line).ok_or_else(|| wrong(line)))
        .collect()
}

fn report(changed: Vec<Vec<String>>, is_fine: bool) {
    if changed.is_empty() {
        println!("Every count is as in bench/instructions.txt.");
        return;
    }
    let head = ["instructions", "before", "now", "change", "verdict"];
    println!("{}", table(head.map(str::to_owned).to_vec(), changed));
    if !is_fine {
        let percent = (TOO_MANY - 1.0) * 100.0;
        println!(
            "Some counts are more than {percent:.0} % above bench/instructions.txt, or not in it.\n\
             If that is as it should be, renew it:\n\n  {RENEW}"
        );
    }
}
