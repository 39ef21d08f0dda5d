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

pub use codec::{Decode, Migratable};
pub use device::Device;
pub use entry::{decode, encode_into, encoded_len, load, to_vec};
#[cfg(feature = "derive")]
pub use migratable_macros::Migratable;

/// What generated code names. Not part of the interface.
#[doc(hidden)]
pub mod __private {
    pub use core::convert::{From, TryFrom};
    pub use core::default::Default;
    pub use core::option::Option::{self, None, Some};
    pub use core::primitive::{bool, f64, i128, str, u8, u32, u64, usize};
    pub use core::result::Result::{self, Err, Ok};

    pub use crate::codec::{
        Decoder, Encoder, Fault, Optional, Reason, Varint, check_max_len, check_range, count_len,
        encode_fill, encode_value, hook, load_some, runs, subsection_len, tag_len,
    };
    pub use crate::device::JsonOf;
    pub use crate::schema::json;
    pub use crate::schema::{
        DefaultValue, EnumType, Field, Node, RangeLimits, Schema, StructType, Subsection, Type,
        Variant,
    };
}
