//! The two outputs: results go to standard output, all else to standard error.
//!
//! Styles are written always; `anstream` takes them out where nobody sees them
//! or wants them (`--color`, `NO_COLOR`, `CLICOLOR_FORCE`, a pipe).

use std::fmt::Display;
use std::io::{BufWriter, StdoutLock, Write};

use anstream::AutoStream;
use clap::builder::styling::{AnsiColor, Effects, Style};

use crate::error::Error;

pub(crate) const BOLD: Style = Style::new().effects(Effects::BOLD);
pub(crate) const DIM: Style = Style::new().effects(Effects::DIMMED);
pub(crate) const TEXT: Style = AnsiColor::Green.on_default();
pub(crate) const WORD: Style = AnsiColor::Cyan.on_default();
pub(crate) const HIDDEN: Style = AnsiColor::Magenta.on_default();
pub(crate) const WRONG: Style = AnsiColor::Red.on_default().effects(Effects::BOLD);

/// Where results go. Flush it: what is left when it is dropped may be lost.
pub(crate) fn stdout() -> BufWriter<AutoStream<StdoutLock<'static>>> {
    BufWriter::with_capacity(1 << 16, anstream::stdout().lock())
}

/// Says what went wrong.
pub(crate) fn print_error(error: &Error) {
    print("error", WRONG, error);
}

/// Says what was done, or should be known about it.
pub(crate) fn print_note(text: impl Display) {
    print("note", WORD, text);
}

fn print(kind: &str, style: Style, text: impl Display) {
    // There is no third place to complain to.
    let _ = writeln!(anstream::stderr(), "{style}{kind}{style:#}: {text}");
}

/// A text in a style.
pub(crate) fn styled(style: Style, text: impl Display) -> String {
    format!("{style}{text}{style:#}")
}
