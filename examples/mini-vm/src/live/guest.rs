//! A guest that runs in a thread of its own, so that it can be looked at meanwhile.

use std::mem;
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::thread::{self, JoinHandle};

use crate::error::Error;
use crate::state::DeviceState;
use crate::vm::{Stop, Vm};

/// Instructions between two looks at the requests: about a millisecond.
const SLICE: u64 = 100_000;

/// A guest, running or stopped.
pub(super) enum Guest {
    Running(Running),
    Stopped(Box<Vm>),
    /// Its thread has failed.
    Lost,
}

pub(super) struct Running {
    requests: Sender<Request>,
    thread: JoinHandle<(Vm, Result<Stop, Error>)>,
}

enum Request {
    Look(Sender<Snapshot>),
    Stop,
}

/// A guest's devices at one moment.
pub(super) struct Snapshot {
    pub(super) devices: DeviceState,
    /// What is on the disk.
    pub(super) disk: Vec<u8>,
}

impl Guest {
    /// Lets the guest run.
    pub(super) fn start(vm: Vm) -> Self {
        let (requests, inbox) = mpsc::channel();
        let thread = thread::spawn(move || run(vm, &inbox));
        Self::Running(Running { requests, thread })
    }

    /// The devices as they are now.
    pub(super) fn look(&self) -> Result<Snapshot, Error> {
        let Self::Running(running) = self else {
            return Err(Error::GuestEnded);
        };
        let (reply, answer) = mpsc::channel();
        let asked = running.requests.send(Request::Look(reply));
        let seen = asked.ok().and_then(|()| answer.recv().ok());
        seen.ok_or(Error::GuestEnded)
    }

    /// Stops the guest. An error if it has ended by itself.
    pub(super) fn stop(&mut self) -> Result<&Vm, Error> {
        let stop = match mem::replace(self, Self::Lost) {
            Self::Running(Running { requests, thread }) => {
                // If it has ended, nobody hears.
                let _ = requests.send(Request::Stop);
                let (vm, stop) = thread.join().map_err(|_| Error::GuestEnded)?;
                *self = Self::Stopped(vm.into());
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
            Self::Running(Running { requests, thread }) => {
                drop(requests);
                thread.join().map_err(|_| Error::GuestEnded)?
            }
            Self::Stopped(vm) => (*vm, Ok(Stop::InstructionLimit)),
            Self::Lost => return Err(Error::GuestEnded),
        };
        let mut stop = stop?;
        if stop == Stop::InstructionLimit {
            stop = vm.run(u64::MAX)?;
        }
        Ok((vm, stop))
    }
}

fn run(mut vm: Vm, inbox: &Receiver<Request>) -> (Vm, Result<Stop, Error>) {
    loop {
        let until = match inbox.try_recv() {
            Ok(Request::Look(reply)) => {
                // Whoever asked may have given up.
                let _ = reply.send(Snapshot {
                    devices: vm.devices(),
                    disk: vm.bus.virtio_blk.disk.image().to_vec(),
                });
                continue;
            }
            Ok(Request::Stop) => return (vm, Ok(Stop::InstructionLimit)),
            Err(TryRecvError::Empty) => vm.retired().saturating_add(SLICE),
            Err(TryRecvError::Disconnected) => u64::MAX,
        };
        match vm.run(until) {
            Ok(Stop::InstructionLimit) => {}
            end => return (vm, end),
        }
    }
}
