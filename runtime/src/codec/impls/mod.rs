//! How types of the standard library are encoded.

mod array;
mod list;
mod numbers;
mod option;
mod scalar;
mod string;
mod tuple;
mod varint;
mod wrapper;

pub(super) use array::decode_array_with;
pub use varint::Varint;
