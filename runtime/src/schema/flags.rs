//! Names of bits.

use super::name;
use super::node::{Node, replace};
use crate::base::fnv::Fnv128;

/// The names of the bits of a number, in the order in which they are declared: those of a
/// type by `bitflags`. They play no part in the fingerprint and in resolution;
/// [`history`](crate::resolve::history) finds what is called another name in another release.
#[derive(Debug, PartialEq)]
pub struct Flags(Node<[Flag]>);

/// A name of one bit, or of several.
#[derive(Debug, PartialEq)]
pub struct Flag {
    name: Node<str>,
    bits: u128,
}

impl Flags {
    /// The most that a schema names: each value that is shown is compared with all of them.
    pub(crate) const MOST: usize = 256;

    pub(super) const NONE: Self = Self(Node::constant(&[]));

    pub(super) const fn new(flags: Node<[Flag]>) -> Self {
        Self(flags)
    }

    pub(super) const fn copied(&'static self) -> Self {
        Self(self.0.copied())
    }

    /// Each of them.
    pub const fn all(&self) -> &[Flag] {
        self.0.get()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.all().is_empty()
    }

    /// The names of the bits that are set, as `bitflags` gives them: of each flag of which all
    /// bits are set, and some are not of a flag before it.
    ///
    /// ```
    /// use migratable::{Bits, Device, Migratable};
    ///
    /// bitflags::bitflags! {
    ///     struct Interrupts: u8 {
    ///         const RECEIVE = 1;
    ///         const TRANSMIT = 2;
    ///     }
    /// }
    ///
    /// #[derive(Migratable)]
    /// #[migratable(device = "uart")]
    /// struct Uart {
    ///     #[migratable(with = Bits)]
    ///     raised: Interrupts,
    /// }
    ///
    /// let ty = Uart::SCHEMA.ty().as_struct().expect("a struct");
    /// let mut names = ty.fields()[0].flags().set_in(0x82);
    /// assert_eq!(names.next(), Some("TRANSMIT"));
    /// assert_eq!((names.next(), names.rest()), (None, 0x80));
    /// ```
    pub fn set_in(&self, bits: u128) -> FlagNames<'_> {
        FlagNames {
            flags: self.all(),
            bits,
            rest: bits,
        }
    }

    /// A hash of all of it; 0 if there is nothing.
    pub(super) const fn hash(&self) -> u32 {
        let flags = self.all();
        let mut hash = Fnv128::new();
        let mut i = 0;
        while i < flags.len() {
            hash = hash.write_text(flags[i].name()).write_u128(flags[i].bits);
            i += 1;
        }
        match flags {
            [] => 0,
            _ => hash.finish() as u32 | 1,
        }
    }
}

impl Flag {
    pub(super) const fn new(name: Node<str>, bits: u128) -> Self {
        Self { name, bits }
    }

    /// What it is called.
    pub const fn name(&self) -> &str {
        self.name.get()
    }

    /// The bits that it stands for, of the number as one without sign.
    pub const fn bits(&self) -> u128 {
        self.bits
    }
}

/// The names of the bits that are set in a number.
#[derive(Clone, Debug)]
pub struct FlagNames<'f> {
    flags: &'f [Flag],
    bits: u128,
    rest: u128,
}

impl FlagNames<'_> {
    /// The bits that are set and of no flag that was named yet.
    pub fn rest(&self) -> u128 {
        self.rest
    }
}

impl<'f> Iterator for FlagNames<'f> {
    type Item = &'f str;

    fn next(&mut self) -> Option<&'f str> {
        while self.rest != 0 {
            let (flag, left) = self.flags.split_first()?;
            self.flags = left;
            if self.bits & flag.bits == flag.bits && self.rest & flag.bits != 0 {
                self.rest &= !flag.bits;
                return Some(flag.name());
            }
        }
        None
    }
}

/// Whether a flag can be called so.
pub(crate) const fn is_named(name: &str) -> bool {
    name::is_name(name)
}

/// How many of so many flags have names: more than are looked at have none.
#[cfg(feature = "bitflags")]
pub(crate) const fn most(named: usize) -> usize {
    match named > Flags::MOST {
        true => 0,
        false => named,
    }
}

/// Of all flags with their bits, the `NAMED` ones.
pub(crate) const fn named<const NAMED: usize>(all: &[(&'static str, u128)]) -> [Flag; NAMED] {
    let mut flags = [const { Flag::new(Node::constant(""), 0) }; NAMED];
    let (mut named, mut i) = (0, 0);
    while i < all.len() && named < NAMED {
        let (name, bits) = all[i];
        if is_named(name) {
            replace(&mut flags[named], Flag::new(Node::constant(name), bits));
            named += 1;
        }
        i += 1;
    }
    flags
}
