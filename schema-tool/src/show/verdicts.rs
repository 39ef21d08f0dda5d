//! Verdicts in a word and a colour.

use clap::builder::styling::{AnsiColor, Style};
use migratable::resolve::Verdict;
use migratable_qemu::compare;

use crate::terminal::{WRONG, styled};

const GOOD: Style = AnsiColor::Green.on_default();
const CAREFUL: Style = AnsiColor::Yellow.on_default();

/// The verdict, filled up to a width where something stands behind it.
pub(crate) fn verdict(verdict: Verdict, width: usize) -> String {
    let style = match verdict {
        Verdict::Compatible => GOOD,
        Verdict::Conditional => CAREFUL,
        Verdict::NotJudged | Verdict::Incompatible => WRONG,
    };
    styled(style, format!("{:width$}", verdict.as_str()))
}

/// What QEMU would make of it, likewise.
pub(crate) fn qemu_verdict(verdict: compare::Verdict, width: usize) -> String {
    let style = match verdict {
        compare::Verdict::Loads => GOOD,
        compare::Verdict::Conditional | compare::Verdict::Unknown => CAREFUL,
        compare::Verdict::Breaks => WRONG,
    };
    styled(style, format!("{:width$}", verdict.as_str()))
}
