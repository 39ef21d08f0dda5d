//! Values and their bytes: the traits, the cursors, the impls for types of the
//! standard library. The bytes are specified in `docs/format.md`, "Payload".

pub(crate) mod allowed;
mod atomics;
mod blank;
mod checks;
mod context;
mod contract;
mod decoder;
mod elements;
#[doc(hidden)]
pub mod emitted;
mod encoder;
mod fill;
#[doc(hidden)]
pub mod flags;
pub(crate) mod flatten;
mod hooks;
mod impls;
mod in_memory;
pub(crate) mod key_order;
mod lengths;
mod loading;
mod must_match;
mod older;
mod place;
mod plain;
#[doc(hidden)]
pub mod pod;
mod run;
mod skip;
mod stack;
mod subsections;
mod take_over;
pub(crate) mod varint;
pub(crate) mod whole;

pub use crate::base::fault::{Constraint, Fault, Reason};
pub use blank::{fill, is_filled};
pub use checks::{Ahead, HasLen, InRange, Keys, Numbers, Values};
pub(crate) use context::Context;
#[doc(hidden)]
pub use context::{Older, Taken};
pub use contract::{Decode, Migratable};
pub use decoder::Decoder;
pub use encoder::Encoder;
pub use fill::{FillElement, encode_fill, encode_value};
pub use hooks::*;
#[cfg(feature = "bitflags")]
pub use impls::Bits;
pub use impls::{LoadShared, Stateful, Through, Varint};
#[doc(hidden)]
pub use in_memory::InMemory;
pub use lengths::EncodedLen;
#[doc(hidden)]
pub use loading::{Loading, PartLoading};
pub use must_match::kept_configuration;
pub use older::*;
pub use place::{Place, Whole};
pub use plain::Invalid;
pub use run::{DecodeFields, EncodeFields, Held, ReadFields, runs};
pub(crate) use stack::Decoded;
pub use subsections::{Optional, Subsections, count_len, load_some, subsection_len, tag_len};
#[doc(hidden)]
pub use take_over::{TakeOver, take_over};
#[doc(hidden)]
pub use varint::{VarintNumber, Wire};
