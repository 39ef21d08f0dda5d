//! Atomics: as the number that they hold.

use core::sync::atomic::Ordering::SeqCst;
use core::sync::atomic::{AtomicBool, AtomicI8, AtomicI16, AtomicIsize, AtomicU8, AtomicU16};
use core::sync::atomic::{AtomicI32, AtomicU32, AtomicUsize};
#[cfg(target_has_atomic = "64")]
use core::sync::atomic::{AtomicI64, AtomicU64};

use super::shared::LoadShared;
use crate::codec::atomics::atomic_numbers;
use crate::codec::{Decode, Decoder, Encoder, Fault, Invalid, Loading, Migratable};
use crate::schema::Type;

macro_rules! atomics {
    ($($(#[$cfg:meta])? $atomic:ident: $inner:ident;)*) => {$(
        $(#[$cfg])?
        impl Migratable for $atomic {
            const TYPE: &'static Type = <$inner>::TYPE;
            const ZERO_DEFAULT: bool = true;
            const LOADING: Loading = <$inner as Migratable>::LOADING;

            #[inline]
            fn encoded_len(value: &Self) -> usize {
                <$inner as Migratable>::encoded_len(&value.load(SeqCst))
            }

            #[inline]
            fn encode(value: &Self, out: &mut Encoder<'_>) -> Result<(), Fault> {
                <$inner as Migratable>::encode(&value.load(SeqCst), out)
            }

            #[inline]
            fn load(value: &mut Self, input: &mut Decoder<'_>) -> Result<(), Fault> {
                <$inner as Migratable>::load(value.get_mut(), input)
            }

            #[inline]
            fn check(_: Option<&Self>, input: &mut Decoder<'_>) -> Result<(), Fault> {
                <$inner as Migratable>::check(None, input)
            }

            const PLAIN: bool = true;

            #[inline]
            fn read(input: &[u8], invalid: &mut Invalid) -> Self {
                Self::new(<$inner as Migratable>::read(input, invalid))
            }
        }

        $(#[$cfg])?
        impl Decode for $atomic {
            #[inline]
            fn decode(input: &mut Decoder<'_>) -> Result<Self, Fault> {
                <$inner as Decode>::decode(input).map(Self::new)
            }
        }

        $(#[$cfg])?
        impl LoadShared for $atomic {
            const IS_LOCKED: bool = false;

            #[inline]
            fn load_shared(value: &Self, input: &mut Decoder<'_>) -> Result<(), Fault> {
                value.store(<$inner as Decode>::decode(input)?, SeqCst);
                Ok(())
            }
        }
    )*};
}

atomics! {
    #[cfg(target_has_atomic = "8")]
    AtomicBool: bool;
}
atomic_numbers! { atomics }
