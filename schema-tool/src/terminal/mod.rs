//! The two outputs: results go to standard output, all else to standard error.
//!
//! Styles are written only where they are seen and wanted (`--color`, `NO_COLOR`,
//! `CLICOLOR_FORCE`, not to a pipe).

mod line_buffer;
mod progress;
mod styles;

use std::fmt::Display;
use std::io::{self, BufWriter, IsTerminal, StdoutLock, Write};

use anstream::{AutoStream, ColorChoice};
use clap::builder::styling::Style;

pub(crate) use line_buffer::LineBuffer;
pub(crate) use progress::{Progress, Watched};
pub(crate) use styles::{BOLD, DIM, HIDDEN, TEXT, WORD, WRONG};

use crate::error::Error;

/// Standard output.
pub(crate) enum Stdout {
    /// Text as it is.
    Plain(StdoutLock<'static>),
    /// What has styles, which some terminals are told otherwise.
    Styled(AutoStream<StdoutLock<'static>>),
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(out) => out.write(bytes),
            Self::Styled(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(out) => out.flush(),
            Self::Styled(out) => out.flush(),
        }
    }
}

/// Where results go, with styles from here on if they are wanted there. Flush it: what is
/// left when it is dropped may be lost.
pub(crate) fn stdout() -> BufWriter<Stdout> {
    let stdout = io::stdout();
    let has_styles = AutoStream::choice(&stdout) != ColorChoice::Never;
    styles::want(has_styles);
    let out = match has_styles {
        true => Stdout::Styled(AutoStream::auto(stdout.lock())),
        false => Stdout::Plain(stdout.lock()),
    };
    BufWriter::with_capacity(1 << 16, out)
}

/// How a command uses the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Use {
    /// Results come when the work is done, or go elsewhere.
    AtTheEnd,
    /// Results come while it works.
    AllAlong,
    /// It is not to say how far it has come.
    Quiet,
}

/// Says how the command uses the terminal, so that its progress is shown where it disturbs
/// nothing.
pub(crate) fn show_progress(using: Use) {
    progress::want(match using {
        Use::AtTheEnd => true,
        Use::AllAlong => !io::stdout().is_terminal(),
        Use::Quiet => false,
    });
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
    let _ = progress::suspended(|| writeln!(anstream::stderr(), "{style}{kind}{style:#}: {text}"));
}

/// A text in a style, for the results.
pub(crate) fn styled(style: Style, text: impl Display) -> String {
    match styles::are_wanted() {
        true => format!("{style}{text}{style:#}"),
        false => text.to_string(),
    }
}
