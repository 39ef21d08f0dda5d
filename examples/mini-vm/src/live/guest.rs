//! A guest that runs in a thread of its own, so that it can be moved meanwhile.

use std::mem;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use crate::error::Error;
use crate::vm::{Stop, Vm};

/// Instructions between two looks at the flag: about a millisecond.
const SLICE: u64 = 100_000;

/// A guest, running or stopped.
pub(super) enum Guest {
    Running(Running),
    Stopped(Box<Vm>),
    /// Its thread has failed.
    Lost,
}

pub(super) struct Running {
    is_to_stop: Arc<AtomicBool>,
    thread: JoinHandle<(Box<Vm>, Result<Stop, Error>)>,
}

impl Guest {
    /// Lets the guest run.
    pub(super) fn start(vm: Box<Vm>) -> Self {
        let is_to_stop = Arc::new(AtomicBool::new(false));
        let flag = is_to_stop.clone();
        let thread = thread::spawn(move || run(vm, &flag));
        Self::Running(Running { is_to_stop, thread })
    }

    /// Looks at the machine between two instructions of the guest, which runs on then.
    pub(super) fn look<T>(&mut self, look: impl FnOnce(&mut Vm) -> T) -> Result<T, Error> {
        let seen = look(self.stop()?);
        self.resume();
        Ok(seen)
    }

    /// Lets a guest that was stopped run on.
    pub(super) fn resume(&mut self) {
        *self = match mem::replace(self, Self::Lost) {
            Self::Stopped(vm) => Self::start(vm),
            other => other,
        };
    }

    /// Stops the guest. An error if it has ended by itself.
    pub(super) fn stop(&mut self) -> Result<&mut Vm, Error> {
        let stop = match mem::replace(self, Self::Lost) {
            Self::Running(Running { is_to_stop, thread }) => {
                is_to_stop.store(true, Ordering::Relaxed);
                let (vm, stop) = thread.join().map_err(|_| Error::GuestEnded)?;
                *self = Self::Stopped(vm);
                stop?
            }
            other => {
                *self = other;
                Stop::InstructionLimit
            }
        };
        match self {
            Self::Stopped(vm) if stop == Stop::InstructionLimit => Ok(vm),
            _ => Err(Error::GuestEnded),
        }
    }

    /// The machine of a guest that was stopped.
    pub(super) fn into_stopped(self) -> Result<Vm, Error> {
        match self {
            Self::Stopped(vm) => Ok(*vm),
            Self::Running(_) | Self::Lost => Err(Error::GuestEnded),
        }
    }

    /// Lets the guest run to its end.
    pub(super) fn finish(self) -> Result<(Vm, Stop), Error> {
        let (mut vm, stop) = match self {
            Self::Running(Running { thread, .. }) => {
                thread.join().map_err(|_| Error::GuestEnded)?
            }
            Self::Stopped(vm) => (vm, Ok(Stop::InstructionLimit)),
            Self::Lost => return Err(Error::GuestEnded),
        };
        let stop = match stop? {
            Stop::InstructionLimit => vm.run(u64::MAX)?,
            end => end,
        };
        Ok((*vm, stop))
    }
}

fn run(mut vm: Box<Vm>, is_to_stop: &AtomicBool) -> (Box<Vm>, Result<Stop, Error>) {
    while !is_to_stop.load(Ordering::Relaxed) {
        let until = vm.retired().saturating_add(SLICE);
        match vm.run(until) {
            Ok(Stop::InstructionLimit) => {}
            end => return (vm, end),
        }
    }
    (vm, Ok(Stop::InstructionLimit))
}
