//! Generated code where every warning is an error: of rustc, of clippy with
//! its pedantic lints, and of a missing comment.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, unreachable_pub, unused, single_use_lifetimes)]
#![deny(
    trivial_casts,
    trivial_numeric_casts,
    unused_qualifications,
    unused_lifetimes
)]
#![deny(
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    variant_size_differences
)]
#![deny(
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    clippy::unwrap_used,
    clippy::panic
)]
#![deny(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::as_conversions
)]
#![deny(
    clippy::missing_docs_in_private_items,
    clippy::missing_inline_in_public_items
)]

use std::collections::BTreeMap;

use migratable::{Migratable, Varint};

/// A device with every attribute.
#[derive(Clone, Debug, Default, PartialEq, Migratable)]
#[migratable(device = "strict", rename = "Strictest", version = 3, oldest = 2)]
#[migratable(upgrade = Self::upgrade, validate = Self::validate, post_load = Self::post_load)]
#[migratable(reserved(5, "gone"), retired(tag = 4, name = "old", type = Vec<u8>))]
#[migratable(subsection(clock, tag = 2, needed = Self::is_clocked, ignorable))]
pub struct Strict {
    /// Physical address.
    #[migratable(must_match, alias = "address")]
    pub mac: [u8; 6],
    /// Registers.
    #[migratable(fill = 0)]
    pub registers: [u32; 8],
    /// Level of the queue.
    #[migratable(range = 0..=16, default, unit = "frames")]
    pub level: u16,
    /// Levels below zero.
    #[migratable(range = -5..5, default = -1)]
    pub offset: i8,
    /// Gain of the mixer.
    #[migratable(range = 0.0..=1.0, default = 0.5)]
    pub gain: f32,
    /// Key of the session.
    #[migratable(max_len = 32, sensitive, ignorable)]
    pub key: Vec<u8>,
    /// Samples.
    #[migratable(with = Vec<Varint>)]
    pub samples: Vec<u64>,
    /// Ticks since reset.
    #[migratable(varint)]
    pub ticks: u64,
    /// Modes by number.
    pub modes: BTreeMap<u8, Mode>,
    /// Set late.
    #[migratable(subsection(tag = 1))]
    pub late: Option<Mode>,
    /// Phase of the clock.
    #[migratable(subsection = clock, default)]
    pub phase: u8,
    /// Divider of the clock.
    #[migratable(subsection = clock, default = 1)]
    pub divider: u8,
    /// A handle.
    #[migratable(skip = 0)]
    pub handle: usize,
    /// Unit.
    pub unit: Unit,
}

/// A mode.
#[derive(Clone, Debug, Default, PartialEq, Eq, Migratable)]
pub enum Mode {
    /// Nothing.
    #[default]
    Off,
    /// A level.
    #[migratable(tag = 7, alias = "Loud")]
    Level(u8, bool),
    /// Named fields.
    Named {
        /// A number.
        #[migratable(range = 1..)]
        number: u32,
        /// Text.
        text: String,
    },
    /// Of a later build.
    #[migratable(other)]
    Other,
}

/// Bits with names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wide(u128);

impl Wide {
    /// Its bits.
    #[must_use]
    #[inline]
    pub const fn bits(&self) -> u128 {
        self.0
    }
}

impl bitflags::Flags for Wide {
    const FLAGS: &'static [bitflags::Flag<Self>] = &[bitflags::Flag::new("HIGH", Self(1 << 127))];
    type Bits = u128;

    #[inline]
    fn bits(&self) -> u128 {
        self.0
    }

    #[inline]
    fn from_bits_retain(bits: u128) -> Self {
        Self(bits)
    }
}

/// Fields of which the bits have names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Migratable)]
pub struct Named {
    /// One.
    #[migratable(with = migratable::Bits)]
    pub one: Wide,
    /// Several.
    #[migratable(with = Vec<migratable::Bits>)]
    pub several: Vec<Wide>,
}

/// A newtype.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Migratable)]
pub struct Newtype(pub u64);

/// No content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Migratable)]
pub struct Unit;

/// What is borrowed where there is nothing to borrow.
const NAME: &str = "";

/// One of which the tag is all there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Migratable)]
pub enum Tag {
    /// Of a later build.
    #[migratable(other)]
    Other(u32),
}

/// Parameters of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Migratable)]
pub struct Generic<'a, T, const N: usize>
where
    T: Default,
{
    /// A list.
    pub list: Vec<[T; N]>,
    /// One more.
    #[migratable(subsection(tag = 1))]
    pub more: Option<T>,
    /// Borrowed.
    #[migratable(skip = NAME)]
    pub name: &'a str,
}

/// Of an older board.
#[deprecated(note = "use `Strict`")]
#[derive(Clone, Debug, Default, PartialEq, Eq, Migratable)]
#[migratable(device = "strict.old")]
pub struct Old {
    /// Not in use.
    #[deprecated(note = "it had no effect")]
    pub level: u8,
    #[doc = include_str!("page.md")]
    pub r#type: u8,
}

/// Names as in the manual.
#[allow(non_snake_case)]
#[derive(Clone, Debug, Default, PartialEq, Eq, Migratable)]
pub struct Registers {
    /// Control.
    pub CTRL: u8,
    /// Status.
    pub STAT: u8,
}

/// Names as in the manual.
#[allow(non_snake_case)]
#[derive(Clone, Debug, PartialEq, Eq, Migratable)]
pub enum Bank {
    /// Running.
    Run {
        /// Control.
        CTRL: u8,
        /// Status.
        STAT: Box<[u8; 4]>,
    },
    /// Stopped.
    Stop,
}

/// In the stream it is a `u8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Migratable)]
#[migratable(try_from = u8, into = u8)]
pub enum Speed {
    /// 10 Mbit/s.
    Slow,
    /// 100 Mbit/s.
    Fast,
}

impl From<&Speed> for u8 {
    #[inline]
    fn from(speed: &Speed) -> Self {
        match speed {
            Speed::Slow => 10,
            Speed::Fast => 100,
        }
    }
}

impl TryFrom<u8> for Speed {
    type Error = &'static str;

    #[inline]
    fn try_from(speed: u8) -> Result<Self, Self::Error> {
        match speed {
            10 => Ok(Self::Slow),
            100 => Ok(Self::Fast),
            _ => Err("no such speed"),
        }
    }
}

impl Strict {
    /// Converts an older meaning.
    const fn upgrade(&mut self, _from: u32) {
        self.level = 0;
    }

    /// Says whether fields fit each other.
    const fn validate(&self) -> Result<(), &'static str> {
        if self.key.len() > self.registers.len() {
            Err("the key is too long")
        } else {
            Ok(())
        }
    }

    /// Computes what was not saved.
    #[expect(clippy::unnecessary_wraps, reason = "the hook may refuse")]
    const fn post_load(&mut self) -> Result<(), &'static str> {
        self.handle = 1;
        Ok(())
    }

    /// Whether the clock was changed.
    const fn is_clocked(&self) -> bool {
        self.divider != 1
    }
}
