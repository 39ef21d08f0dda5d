//! Device state that describes itself.
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod codec;
pub mod device;
mod entry;
pub mod resolve;
pub mod schema;
#[cfg(feature = "std")]
pub mod stream;
mod text;
pub mod value;

#[cfg(feature = "bitflags")]
pub use codec::Bits;
pub use codec::Varint;
pub use codec::{Decode, Migratable};
pub use device::Device;
pub use entry::{
    LoadError, decode, encode_into, encode_to_slice, encoded_len, load, load_partly, to_vec,
};
#[cfg(feature = "derive")]
pub use migratable_macros::Migratable;

/// What generated code names. Not part of the interface.
#[doc(hidden)]
pub mod __private {
    pub use core::cmp::PartialEq;
    pub use core::convert::{From, TryFrom};
    pub use core::default::Default;
    pub use core::option::Option::{self, None, Some};
    pub use core::primitive::{bool, f64, i128, str, u8, u32, u64, usize};
    pub use core::result::Result::{self, Err, Ok};

    pub use crate::codec::emitted::*;
    pub use crate::codec::{
        Decode, Decoder, Encoder, Fault, HasLen, InRange, Migratable, Optional, Reason, Varint,
        count_len, encode_fill, encode_value, hook, load_some, runs, subsection_len, tag_len,
    };
    pub use crate::device::{Device, JsonOf};
    pub use crate::publish;
    pub use crate::schema::json;
    pub use crate::schema::{
        DefaultValue, EnumType, Field, Node, RangeLimits, Schema, StructType, Subsection, Type,
        Variant,
    };
}
