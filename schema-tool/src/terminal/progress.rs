//! How far long work has come: on standard error, and only if that is a terminal on which
//! nothing else is being written.

use std::fs::{File, Metadata};
use std::io::{self, IsTerminal, Read};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{HumanDuration, ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Work that ends sooner shows none.
const PATIENCE: Duration = Duration::from_millis(500);

/// Whether it is shown at all.
static IS_WANTED: AtomicBool = AtomicBool::new(false);

/// What is shown now.
static SHOWN: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// Says whether the command may show it: not if it is to be quiet, nor if it writes results
/// to the terminal while it works.
pub(super) fn want(may_show: bool) {
    IS_WANTED.store(may_show && io::stderr().is_terminal(), Ordering::Relaxed);
}

/// Runs `write`, which writes to standard error, with nothing else shown there.
pub(super) fn suspended<T>(write: impl FnOnce() -> T) -> T {
    let shown = SHOWN.lock().unwrap_or_else(PoisonError::into_inner).clone();
    match shown {
        Some(bar) => bar.suspend(write),
        None => write(),
    }
}

/// Work that is under way. What is shown of it goes when it is dropped.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    /// `None` if it is not to be shown.
    work: Option<Work>,
}

#[derive(Debug)]
struct Work {
    began: Instant,
    bar: ProgressBar,
    is_shown: bool,
}

impl Progress {
    /// Work that reads so many bytes, if their number is known, of what has this name.
    pub(crate) fn of_bytes(name: &str, total: Option<u64>) -> Self {
        let template = match total {
            Some(_) => "{msg} {bar:30} {binary_bytes} of {binary_total_bytes}, {left}",
            None => "{msg} {spinner} {binary_bytes}",
        };
        Self::new(name, total, template)
    }

    /// Work of so many steps, which are `what`.
    pub(crate) fn of_steps(what: &str, total: u64) -> Self {
        Self::new(what, Some(total), "{msg} {bar:30} {pos} of {len}, {left}")
    }

    fn new(name: &str, total: Option<u64>, template: &str) -> Self {
        if !IS_WANTED.load(Ordering::Relaxed) {
            return Self::default();
        }
        let style = ProgressStyle::with_template(template)
            .unwrap_or_else(|_| ProgressStyle::default_spinner())
            .with_key("left", left)
            .progress_chars("=> ");
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden())
            .with_style(style)
            .with_message(name.to_owned());
        let work = Work {
            began: Instant::now(),
            bar,
            is_shown: false,
        };
        Self { work: Some(work) }
    }

    /// So much more is done.
    pub(crate) fn advance(&mut self, done: u64) {
        if let Some(work) = &mut self.work {
            work.bar.inc(done);
            work.show();
        }
    }
}

impl Work {
    /// Begins to show it, if it takes long.
    fn show(&mut self) {
        if self.is_shown || self.began.elapsed() < PATIENCE {
            return;
        }
        self.is_shown = true;
        self.bar.set_draw_target(ProgressDrawTarget::stderr());
        self.bar.tick();
        let mut shown = SHOWN.lock().unwrap_or_else(PoisonError::into_inner);
        *shown = Some(self.bar.clone());
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        let Some(work) = &self.work else { return };
        work.bar.finish_and_clear();
        if work.is_shown {
            *SHOWN.lock().unwrap_or_else(PoisonError::into_inner) = None;
        }
    }
}

/// How long it still takes, in words.
fn left(state: &indicatif::ProgressState, out: &mut dyn std::fmt::Write) {
    // There is nobody to tell if it cannot be written.
    let _ = match state.eta().as_secs() {
        0 => out.write_str("almost done"),
        seconds => write!(out, "{} left", HumanDuration(Duration::from_secs(seconds))),
    };
}

/// An input whose reading is shown.
pub(crate) struct Watched<R> {
    input: R,
    progress: Progress,
}

impl Watched<File> {
    /// A file of this name.
    pub(crate) fn file(name: &str, file: File) -> Self {
        let metadata = file.metadata().ok().filter(Metadata::is_file);
        let progress = Progress::of_bytes(name, metadata.map(|metadata| metadata.len()));
        Self {
            input: file,
            progress,
        }
    }
}

impl<R: Read> Watched<R> {
    /// An input of which nobody knows the length.
    pub(crate) fn endless(name: &str, input: R) -> Self {
        let progress = Progress::of_bytes(name, None);
        Self { input, progress }
    }
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(to)?;
        self.progress.advance(count as u64);
        Ok(count)
    }
}
