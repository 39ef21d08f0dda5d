//! What this machine has of other crates. A derive cannot be put on another crate's types:
//!
//! - whose fields are public is described field by field, with `remote`;
//! - a live device with private fields gives its state and takes one: [`ThroughState`].

mod described;

pub use described::{HartStateDef, QueueStateDef, RtcStateDef, SerialStateDef};

use migratable::Migratable;
use migratable::codec::{Decoder, Encoder, Fault};
use migratable::schema::Type;

/// A live device of another crate, which can say its state and be given one.
pub trait Stateful {
    /// What its crate calls its state.
    type State;
    /// How that is described.
    type Described: Migratable<Self::State>;

    /// The state that it is in.
    fn state(&self) -> Self::State;

    /// Goes on from `state`, with the handles that it holds. If it cannot, it says why, and stays as
    /// it is.
    fn restore(&mut self, state: Self::State) -> Result<(), String>;
}

/// Has a live device of another crate encoded and loaded as its state, by
/// `#[migratable(with = ThroughState)]`.
pub enum ThroughState {}

impl<D: Stateful> Migratable<D> for ThroughState {
    const TYPE: &'static Type = D::Described::TYPE;

    fn encoded_len(device: &D) -> usize {
        D::Described::encoded_len(&device.state())
    }

    fn encode(device: &D, out: &mut Encoder<'_>) -> Result<(), Fault> {
        D::Described::encode(&device.state(), out)
    }

    fn load(device: &mut D, input: &mut Decoder<'_>) -> Result<(), Fault> {
        let mut state = device.state();
        D::Described::load(&mut state, input)?;
        device.restore(state).map_err(Fault::new)
    }
}
