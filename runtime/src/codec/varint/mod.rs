//! Postcard's varint: seven bits a byte, least significant first, the top bit
//! set on all but the last. Only the shortest form is accepted.
//!
//! Source: postcard's wire specification, "Varint encoded integers".
//!
//! `bytewise` does this byte by byte and is the judge of what is wrong. The rest
//! does it eight bytes at a time: a number's groups of seven bits are spread
//! over the bytes of a register and stored at once, or loaded at once and
//! brought together.

mod array;
mod bytewise;
mod number;
mod read;
#[cfg(test)]
mod tests;
mod wire;
mod write;

pub(crate) use array::{len_all, read_all, write_all};
pub(crate) use bytewise::{MAX_LEN, read, write};
pub use number::VarintNumber;
pub use wire::Wire;

pub(crate) use crate::base::varint::{len_u64, len_u128, unzigzag, zigzag};

/// The bits that say that a byte is not the last.
const MORE: u64 = 0x8080_8080_8080_8080;
