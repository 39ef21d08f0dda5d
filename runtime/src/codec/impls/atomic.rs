//! Atomics: as the number that they hold.

use core::sync::atomic::Ordering::SeqCst;
use core::sync::atomic::{AtomicBool, AtomicI8, AtomicI16, AtomicIsize, AtomicU8, AtomicU16};
use core::sync::atomic::{AtomicI32, AtomicU32, AtomicUsize};
#[cfg(target_has_atomic = "64")]
use core::sync::atomic::{AtomicI64, AtomicU64};

use super::shared::LoadShared;
use crate::codec::atomics::atomic_numbers;
use crate::codec::{Decode, Decoder, Encoder, Fault, Invalid, Loading, Migratable, Varint};
use crate::schema::Type;

/// An atomic, as the adapter encodes its number.
macro_rules! atomic {
    ($(#[$cfg:meta])? $adapter:ty: $atomic:ident as $inner:ident by $by:ty) => {
        $(#[$cfg])?
        impl Migratable<$atomic> for $adapter {
            const TYPE: &'static Type = <$by as Migratable<$inner>>::TYPE;
            const ZERO_DEFAULT: bool = true;
            const LOADING: Loading = <$by as Migratable<$inner>>::LOADING;

            #[inline]
            fn encoded_len(value: &$atomic) -> usize {
                <$by as Migratable<$inner>>::encoded_len(&value.load(SeqCst))
            }

            #[inline]
            fn encode(value: &$atomic, out: &mut Encoder<'_>) -> Result<(), Fault> {
                <$by as Migratable<$inner>>::encode(&value.load(SeqCst), out)
            }

            #[inline]
            fn load(value: &mut $atomic, input: &mut Decoder<'_>) -> Result<(), Fault> {
                <$by as Migratable<$inner>>::load(value.get_mut(), input)
            }

            #[inline]
            fn check(_: Option<&$atomic>, input: &mut Decoder<'_>) -> Result<(), Fault> {
                <$by as Migratable<$inner>>::check(None, input)
            }

            const PLAIN: bool = <$by as Migratable<$inner>>::PLAIN;
            const BLANK: bool = <$by as Migratable<$inner>>::BLANK;

            #[inline]
            fn read(input: &[u8], invalid: &mut Invalid) -> $atomic {
                $atomic::new(<$by as Migratable<$inner>>::read(input, invalid))
            }
        }

        $(#[$cfg])?
        impl Decode<$atomic> for $adapter {
            #[inline]
            fn decode(input: &mut Decoder<'_>) -> Result<$atomic, Fault> {
                <$by as Decode<$inner>>::decode(input).map($atomic::new)
            }
        }

        $(#[$cfg])?
        impl LoadShared<$atomic> for $adapter {
            const IS_LOCKED: bool = false;

            #[inline]
            fn load_shared(value: &$atomic, input: &mut Decoder<'_>) -> Result<(), Fault> {
                value.store(<$by as Decode<$inner>>::decode(input)?, SeqCst);
                Ok(())
            }
        }
    };
}

macro_rules! atomics {
    ($($(#[$cfg:meta])? $atomic:ident: $inner:ident;)*) => {$(
        atomic!($(#[$cfg])? $atomic: $atomic as $inner by $inner);
    )*};
}
atomics! {
    #[cfg(target_has_atomic = "8")]
    AtomicBool: bool;
}
atomic_numbers! { atomics }

/// As varints: those that take more than a byte.
macro_rules! varints {
    ($($(#[$cfg:meta])? $atomic:ident: $inner:ident;)*) => {$(
        atomic!($(#[$cfg])? Varint: $atomic as $inner by Varint);
    )*};
}

varints! {
    #[cfg(target_has_atomic = "16")]
    AtomicU16: u16;
    #[cfg(target_has_atomic = "16")]
    AtomicI16: i16;
    #[cfg(target_has_atomic = "32")]
    AtomicU32: u32;
    #[cfg(target_has_atomic = "32")]
    AtomicI32: i32;
    #[cfg(target_has_atomic = "64")]
    AtomicU64: u64;
    #[cfg(target_has_atomic = "64")]
    AtomicI64: i64;
    #[cfg(target_has_atomic = "ptr")]
    AtomicUsize: usize;
    #[cfg(target_has_atomic = "ptr")]
    AtomicIsize: isize;
}
