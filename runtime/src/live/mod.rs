//! The hand-over of a running guest: who may run it, whatever happens to the connection, to
//! the other side, or to time.
//!
//! Schemas and state travel in [streams](crate::stream), which
//! [`Devices`](crate::device) writes, judges and loads. This module has what is around them:
//! [`Source`] and [`Destination`] are state machines that are told what happened and say what
//! to do. They have no connection and no clock: bytes of the other side and the time are
//! handed to them. So they run over blocking sockets, in an event loop and in tests alike.
#![cfg_attr(feature = "std", doc = "[`Connection`] drives them over what blocks.")]
//!
//! **At most one side may run the guest. In doubt none does, until the other side's word or an
//! [operator's](Operator) decides.**
//!
//! | phase | source | destination |
//! |---|---|---|
//! | preflight | offers its devices, judges the answer | judges the offer, answers |
//! | transfer | sends what it can while the guest runs | reads |
//! | hand-over | stops the guest, sends the rest and the end frame | loads all devices, and says that it has loaded the stream of this digest, or why not |
//! | settlement | decides that the guest is the destination's, and says so | lets the guest run, and acknowledges it |
//!
//! Each phase has one deadline for the whole of it ([`Timeouts`]), so a side that sends a byte
//! now and then holds nothing up.
//!
//! Until the source has decided, the guest is its own: whatever fails, it runs on there. Once
//! it has, it does not run there again, unless the destination says that it has thrown the guest
//! away, or an operator does. Between its outcome and the source's decision, the destination
//! holds a guest that must not run, as the source may have gone on. If the connection is lost
//! there, either side is in doubt: it keeps the guest, stopped, and
//! [asks](Action::AskOperator). On a new connection the source says its decision again, and the
//! destination follows it. `docs/format.md`, "Hand-over", has the states and the bytes.
//!
//! ```
//! use core::time::Duration;
//! use migratable::live::{Action, Destination, Side, Source, Timeouts};
//! use migratable::stream::StreamDigest;
//!
//! let now = Duration::ZERO; // Of any clock that does not go back.
//! let mut source = Source::new(now, Timeouts::default());
//! let mut destination = Destination::new(now, Timeouts::default());
//!
//! // Offer and answer went over the connection, and each side found that it fits.
//! source.accepted(now);
//! destination.answered(now);
//!
//! source.pause(now);
//! assert_eq!(source.next_action(), Some(Action::Pause));
//! // The rest of the state is sent, up to the end frame, and loaded.
//! let digest = StreamDigest::from_bytes([7; 16]);
//! source.sent(now, digest);
//! destination.loaded(now, digest);
//!
//! // What one has to say, the other gets.
//! let Some(Action::Send(outcome)) = destination.next_action() else { panic!() };
//! source.receive(now, &outcome);
//! let Some(Action::Send(decision)) = source.next_action() else { panic!() };
//! destination.receive(now, &decision);
//!
//! let Some(Action::Send(acknowledgement)) = destination.next_action() else { panic!() };
//! assert_eq!(destination.next_action(), Some(Action::Run));
//! source.receive(now, &acknowledgement);
//! assert_eq!(source.next_action(), Some(Action::Discard));
//! ```

mod action;
#[cfg(feature = "std")]
mod connection;
mod destination;
mod reason;
mod side;
mod source;
mod timer;
#[cfg(feature = "std")]
mod transport;

pub use action::{Action, NotInDoubt, Operator};
#[cfg(feature = "std")]
pub use connection::Connection;
pub use destination::Destination;
pub use reason::Reason;
pub use side::{Side, Standing};
pub use source::Source;
pub use timer::{Phase, Timeouts};
#[cfg(feature = "std")]
pub use transport::{TcpTransport, Transport};

#[cfg(all(test, feature = "std"))]
mod tests;
