//! What rustc says of the mistakes. `SNAPSHOTS=overwrite` renews `expected`.

use std::fmt::Write as _;

use snapbox::{Data, assert_data_eq, file};

use super::crates::{Error, Mistake, check};
use super::table;

#[test]
fn mistakes_of_types_are_one_error_each() {
    let groups = [
        table::keys_and_types(),
        table::containers_and_elements(),
        table::values(),
        table::functions(),
        table::remotes(),
        table::conversions(),
        table::uses(),
    ];
    one_each("types", &groups.concat(), file!["expected/types.txt"]);
}

#[test]
fn mistakes_of_names_are_one_error_each() {
    one_each("names", &table::names(), file!["expected/names.txt"]);
}

#[test]
fn mistakes_in_constants_are_one_error_each() {
    one_each(
        "constants",
        &table::constants(),
        file!["expected/constants.txt"],
    );
}

#[test]
fn what_is_said_more_than_once_is_said_at_the_mistake() {
    let mistakes = table::several();
    for (mistake, errors) in mistakes.iter().zip(check("several", &mistakes)) {
        let are_there = errors.iter().all(|error| mistake.is_at(error));
        assert!(
            are_there && !errors.is_empty(),
            "{}",
            shown(mistake, &errors)
        );
    }
}

#[track_caller]
fn one_each(name: &str, mistakes: &[Mistake], expected: Data) {
    let mut bad = String::new();
    let mut table = String::new();
    for (mistake, errors) in mistakes.iter().zip(check(name, mistakes)) {
        let shown = shown(mistake, &errors);
        table += &shown;
        if !matches!(errors.as_slice(), [error] if mistake.is_at(error)) {
            bad += &shown;
        }
    }
    assert!(
        bad.is_empty(),
        "not one error, or not where the mistake is:\n{bad}"
    );
    assert_data_eq!(table, expected.raw());
}

/// The line with the mistake, and what is said of it, with the place if it is another.
fn shown(mistake: &Mistake, errors: &[Error]) -> String {
    let line = mistake.source.lines().find(|line| line.contains('«'));
    let mut shown = format!("{}\n", line.unwrap_or_default().trim());
    for error in errors {
        let place = match mistake.is_at(error) {
            true => String::new(),
            false => format!("{}:{}: ", error.line + 1, error.column),
        };
        for line in error.text.lines() {
            let _ = writeln!(shown, "    {place}{}", without_modules(line));
        }
    }
    shown
}

/// The modules have numbers, which say nothing.
fn without_modules(line: &str) -> String {
    let mut parts = line.split("::").peekable();
    let mut without = String::new();
    while let Some(part) = parts.next() {
        let name = part
            .rsplit(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default();
        let is_module = name.strip_prefix('m').is_some_and(|number| {
            !number.is_empty() && number.chars().all(|digit| digit.is_ascii_digit())
        });
        match is_module && parts.peek().is_some() {
            true => without += part.strip_suffix(name).unwrap_or(part),
            false => {
                without += part;
                without += if parts.peek().is_some() { "::" } else { "" };
            }
        }
    }
    without
}
