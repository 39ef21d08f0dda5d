//! Moving a machine to another process while its guest runs.
//!
//! The source offers its devices and gets the destination's answer, before a page is sent. It sends
//! RAM in rounds, each what the guest has written to since the last, checks the conditions under
//! which the destination takes the devices, stops the guest, and sends the rest. The destination
//! loads it and says so; the source says *go* and forgets the guest. Until then the guest is the
//! source's, and goes on there if anything fails.
//!
//! Neither side trusts the other with its time: each phase has one deadline for the whole of it.

mod connection;
mod destination;
mod guest;
mod report;
mod sent;
mod source;
mod transport;

pub use destination::{receive, receive_over};
pub use report::{Report, Stage};
pub use source::{Departure, Stayed, send, send_over};
pub use transport::Transport;

use std::time::Duration;

use crate::release::Release;

/// What the source sends when the destination has said that all is loaded: the guest is now the
/// destination's. If it is lost, the guest runs nowhere rather than twice.
const GO: u8 = b'G';

/// How to migrate.
#[derive(Clone, Copy)]
pub struct Options {
    /// Release of the devices on this side.
    pub release: Release,
    /// How long each phase may take in which nothing but schemas or the last word travels, or the
    /// guest stands still.
    pub timeout: Duration,
    /// How long RAM and disk may travel while the guest runs.
    pub transfer: Duration,
}
