//! The table of the guide.

use std::collections::BTreeSet;

use migratable_tests::assert_between;

use super::expected::{Column, Live, Outcome};
use super::matrix::{self, Cell};
use super::ways::Way;

/// Headings, and what stands below them.
const COLUMNS: [(&str, &[Column]); 8] = [
    ("`skip`", &[Column::Skip]),
    ("`must_match`", &[Column::MustMatch]),
    (
        "`range`, `max_len`, `validate`",
        &[Column::Range, Column::MaxLen, Column::Validate],
    ),
    ("`sensitive`", &[Column::Sensitive]),
    ("allocations", &[Column::Allocation]),
    ("`takes_over`", &[Column::TakesOver]),
    ("refused by the check", &[Column::RefusedByCheck]),
    (
        "refused by a hook",
        &[Column::RefusedByHook, Column::RefusedByHookWithout],
    ),
];

#[test]
fn every_promise_holds_in_every_position() {
    let cells = matrix::all();
    let mut rows: Vec<(&str, Live)> = Vec::new();
    for cell in &cells {
        let row = (cell.position, cell.live);
        if !rows.contains(&row) {
            rows.push(row);
        }
    }
    let mut text = String::from("\n| where");
    for (heading, _) in COLUMNS {
        text += &format!(" | {heading}");
    }
    text += &format!(" |\n|{}\n", "---|".repeat(COLUMNS.len() + 1));
    for row in rows {
        text += &format!("| {}{}", row.0, suffix(row.1));
        for (_, columns) in COLUMNS {
            let here =
                |cell: &&Cell| (cell.position, cell.live) == row && columns.contains(&cell.column);
            text += &format!(" | {}", outcomes(cells.iter().filter(here)));
        }
        text += " |\n";
    }
    assert_between("docs/guide.md", "promises", &(text + "\n"));
}

fn suffix(live: Live) -> &'static str {
    match live {
        Live::There => "",
        Live::NotThere => ", not live before",
        Live::Absent => ", absent before",
    }
}

fn outcomes<'c>(cells: impl Iterator<Item = &'c Cell>) -> String {
    let mut usual = BTreeSet::new();
    let mut without = BTreeSet::new();
    for cell in cells {
        for (way, outcome) in &cell.by_way {
            match (way, cell.column) {
                (Way::AfterHookWithout, _) | (_, Column::RefusedByHookWithout) => &mut without,
                _ => &mut usual,
            }
            .insert(word(*outcome));
        }
    }
    let words: Vec<_> = usual.iter().copied().collect();
    match (words.as_slice(), without.is_subset(&usual)) {
        ([], _) => "–".to_owned(),
        (words, true) => words.join(", "),
        (words, false) => format!("{} ¹", words.join(", ")),
    }
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Kept => "kept",
        Outcome::Anew => "made anew",
        Outcome::Compared => "compared",
        Outcome::Taken => "taken",
        Outcome::Refused => "refused",
        Outcome::Hidden => "hidden",
    }
}
