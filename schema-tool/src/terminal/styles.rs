//! The styles, and whether the results have them.

use std::sync::atomic::{AtomicBool, Ordering};

use clap::builder::styling::{AnsiColor, Effects, Style};

pub(crate) const BOLD: Style = Style::new().effects(Effects::BOLD);
pub(crate) const DIM: Style = Style::new().effects(Effects::DIMMED);
pub(crate) const TEXT: Style = AnsiColor::Green.on_default();
pub(crate) const WORD: Style = AnsiColor::Cyan.on_default();
pub(crate) const HIDDEN: Style = AnsiColor::Magenta.on_default();
pub(crate) const WRONG: Style = AnsiColor::Red.on_default().effects(Effects::BOLD);

static ARE_WANTED: AtomicBool = AtomicBool::new(false);

/// Whether results have styles.
pub(super) fn are_wanted() -> bool {
    ARE_WANTED.load(Ordering::Relaxed)
}

/// Says whether they are to have them.
pub(super) fn want(wanted: bool) {
    ARE_WANTED.store(wanted, Ordering::Relaxed);
}
