//! What is known of a type's flags where a field is described.

use core::marker::PhantomData;

use crate::schema::{Flag, flags};

/// A `T` that is encoded by `A`. If that is [`Bits`](crate::Bits), its flags are known. So
/// generated code, which sees how a type is spelled and no more, can ask any.
pub struct FlagsOf<A, T>(PhantomData<(A, T)>);

#[cfg(feature = "bitflags")]
impl<T: bitflags::Flags> FlagsOf<super::Bits, T> {
    /// All of them.
    pub const ALL: &'static [bitflags::Flag<T>] = T::FLAGS;

    /// How many of them a schema names.
    pub const NAMED: usize = {
        let (mut named, mut i) = (0, 0);
        while i < T::FLAGS.len() {
            named += flags::is_named(T::FLAGS[i].name()) as usize;
            i += 1;
        }
        flags::most(named)
    };
}

/// What all else is known to have.
pub trait NoFlags<T: 'static> {
    const ALL: &'static [NoFlag<T>] = &[];
    const NAMED: usize = 0;
}

impl<A, T: 'static> NoFlags<T> for FlagsOf<A, T> {}

/// There is none.
pub struct NoFlag<T>(core::convert::Infallible, PhantomData<T>);

impl<T> NoFlag<T> {
    pub const fn name(&self) -> &'static str {
        match self.0 {}
    }

    /// Itself and no `T`, which may have a `bits` of its own that is something else: another
    /// adapter that is called `Bits` may be for any type.
    pub const fn value(&self) -> &Self {
        self
    }

    pub const fn bits(&self) -> u8 {
        match self.0 {}
    }
}

/// What a type is found to have that has no `const fn bits(&self)` of its own, as `bitflags!`
/// makes it: so there is one error, in whose text this name is.
pub trait LacksConstFnBits {
    fn bits(&self) -> u8 {
        0
    }
}

impl<T: ?Sized> LacksConstFnBits for T {}

/// A number of so many bytes as one without sign.
pub const fn unsigned(bits: u128, bytes: usize) -> u128 {
    let unused = u128::BITS.saturating_sub(bytes as u32 * 8);
    bits << unused >> unused
}

/// The flags that a schema names.
pub const fn named<const NAMED: usize>(all: &[(&'static str, u128)]) -> [Flag; NAMED] {
    flags::named(all)
}
