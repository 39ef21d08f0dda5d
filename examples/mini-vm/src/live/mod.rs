//! Moving a machine to another process while its guest runs.
//!
//! The source offers its devices and gets the destination's answer, before a page is sent. It sends
//! RAM in rounds, each what the guest has written to since the last, checks the conditions under
//! which the destination takes the devices, stops the guest, and sends the rest. Whose the guest is
//! then, `migratable::live` says: this is what its two sides do.

mod decide;
mod destination;
mod guest;
mod report;
mod sent;
mod source;

pub use decide::decide;
pub use destination::{receive, receive_over};
pub use report::{Report, Stage};
pub use source::{Departure, InDoubt, Stayed, send, send_over};

use std::time::Duration;

use migratable::device::MachineError;
use migratable::live::Timeouts;
use migratable::stream::StreamError;

use crate::error::Error;
use crate::release::Release;
use crate::vm::Hardware;

/// How to migrate.
#[derive(Clone, Copy)]
pub struct Options {
    /// Release of the devices on this side.
    pub release: Release,
    /// What a destination is built with.
    pub hardware: Hardware,
    /// How long each phase may take in which nothing but schemas or the last messages travel, or
    /// the guest stands still.
    pub timeout: Duration,
    /// How long RAM and disk may travel while the guest runs.
    pub transfer: Duration,
}

impl Options {
    fn timeouts(&self) -> Timeouts {
        Timeouts::of(self.timeout, self.transfer)
    }
}

/// Whether it is the connection that has failed.
fn is_lost(error: &Error) -> bool {
    let Error::Machine(error) = error else {
        return false;
    };
    matches!(
        **error,
        MachineError::Stream(
            StreamError::Read { .. } | StreamError::Write { .. } | StreamError::Broken
        )
    )
}
