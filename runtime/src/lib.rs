//! Device state that describes itself, for emulators and VMMs.
//!
//! `#[derive(Migratable)]` on a device-state struct generates its binary
//! encoder and decoder and a static JSON schema of them.
//!
//! ```
//! use migratable::{Device, Migratable};
//!
//! #[derive(Migratable, Debug, Default, PartialEq)]
//! #[migratable(device = "timer")]
//! struct Timer {
//!     /// Ticks since power-on.
//!     #[migratable(unit = "ticks")]
//!     count: u64,
//!     enabled: bool,
//! }
//!
//! let timer = Timer { count: 7, enabled: true };
//! let bytes = migratable::to_vec(&timer)?;
//! assert_eq!(bytes, [7, 0, 0, 0, 0, 0, 0, 0, 1]);
//!
//! let mut restored = Timer::default();
//! migratable::load(&mut restored, &bytes)?;
//! assert_eq!(restored, timer);
//! assert!(Timer::SCHEMA_JSON.contains(r#""name":"count","type":"u64","unit":"ticks""#));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! | for | see |
//! |---|---|
//! | one value | [`to_vec`], [`load`], [`decode`] |
//! | moving a running guest | [`live`] |
//! | a machine of many devices | [`device`], [`stream`] |
//! | comparing two builds | [`resolve`](mod@resolve), [`device::Preflight`] |
//! | data of a program that is not there | [`schema`], [`value`] |
//! | types of one's own with hand-written codecs | [`codec`], [`testing`] |
//!
//! # Features
//!
//! - `std` (default): streams over inputs and outputs, devices behind locks, impls for types of
//!   `std`. Without it the crate is `no_std` with `alloc`; streams are read, and machines loaded, as
//!   their bytes come, and written to memory.
//! - `derive` (default): the derive macro.
//! - `record` (default): each device leaves its schema as a record in a section
//!   of the binary, where `schema-tool export` finds it.
//! - `bitflags`: the adapter `Bits` for types of the `bitflags` crate.
//! - `location`: schemas say in which file and line each thing is declared.
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod base;
pub mod codec;
pub mod delta;
pub mod device;
mod entry;
#[cfg(feature = "std")]
pub mod lines;
pub mod live;
pub mod resolve;
pub mod schema;
pub mod stream;
pub mod testing;
pub mod value;

pub use base::budget::{Budget, BudgetExceeded};
#[cfg(feature = "bitflags")]
pub use codec::Bits;
pub use codec::{Decode, EncodedLen, Migratable};
pub use codec::{Stateful, Through, Varint};
pub use device::Device;
pub use entry::{
    Error, decode, decode_within, encode_into, encode_to_slice, encoded_len, load, load_partly,
    load_within, to_vec,
};
#[cfg(feature = "derive")]
pub use migratable_macros::Migratable;

/// The Rust code in the pages about this crate.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../../README.md")]
    mod readme {}
    #[doc = include_str!("../../docs/guide.md")]
    mod guide {}
    #[doc = include_str!("../../docs/field.md")]
    mod field {}
}

/// What generated code names. Not part of the interface.
#[doc(hidden)]
pub mod __private {
    pub use alloc::string::String;
    pub use alloc::vec::Vec;
    pub use core::clone::Clone;
    pub use core::convert::{From, TryFrom};
    pub use core::default::Default;
    pub use core::mem::{offset_of, size_of_val};
    pub use core::option::Option::{self, None, Some};
    pub use core::primitive::{bool, f64, i128, str, u8, u32, u64, u128, usize};
    pub use core::result::Result::{self, Err, Ok};

    pub use crate::codec::emitted::*;
    pub use crate::codec::flags::{FlagsOf, LacksConstFnBits, NoFlags, named, unsigned};
    pub use crate::codec::flatten::{after_upgrade, before_upgrade, flattened, spliced};
    pub use crate::codec::pod;
    pub use crate::codec::{
        Ahead, Allowed, Apply, Blank, Convert, Decode, DecodeFields, Decoder, EncodeFields,
        Encoder, Fault, HasLen, Held, InMemory, InRange, Invalid, Keys, Loading, Migratable,
        Needed, Numbers, Older, Optional, Outcome, Place, PostLoad, ReadFields, Reason,
        Subsections, TakeOver, Upgrade, Validate, Values, Varint, apply_may_refuse, blocked,
        check_older, check_retired, count_len, decode_older, encode_fill, encode_value, fill,
        is_filled, kept_configuration, load_older, load_some, of_live, post_load_may_refuse,
        refused, returns_nothing, runs, subsection_len, tag_len, take_over, upgrade_may_refuse,
        validate_may_refuse,
    };
    pub use crate::device::{Device, JsonOf};
    pub use crate::publish;
    pub use crate::schema::{
        Configuration, DefaultValue, EnumType, Field, Flag, Literal, MapLimits, Node, OlderType,
        RangeLimits, Reserved, Schema, StructType, Subsection, Type, Variant,
    };
    pub use crate::schema::{json, spelled};
}
