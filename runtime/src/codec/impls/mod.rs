//! How types of the standard library are encoded.

mod array;
mod ascending;
mod atomic;
#[cfg(feature = "bitflags")]
mod bits;
mod cell;
mod duration;
mod list;
#[cfg(feature = "std")]
mod lock;
mod map;
mod non_zero;
mod numbers;
mod option;
mod range;
mod scalar;
mod set;
mod shared;
mod string;
mod through;
mod tuple;
mod varint;
mod wrapper;

#[cfg(feature = "bitflags")]
pub use bits::Bits;
pub use shared::LoadShared;
pub use through::{Stateful, Through};
pub use varint::Varint;
