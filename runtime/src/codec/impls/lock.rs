//! Locks: as what they guard.
//!
//! Saving waits for the lock. Whoever saves must not hold it, as with any
//! other call that takes it.

use std::sync::{Mutex, PoisonError, RwLock};

use super::shared::LoadShared;
use crate::codec::emitted::min_len;
use crate::codec::stack::{Decoded, copies};
use crate::codec::{Decode, Decoder, Encoder, Fault, Loading, Migratable};
use crate::schema::{Flag, Literal, Type};

/// A thread panicked while it changed the value, which may be half changed.
fn poisoned<Guard>(_: PoisonError<Guard>) -> Fault {
    Fault::fixed("the lock is poisoned: a thread panicked while it held it")
}

macro_rules! locks {
    ($($lock:ident: $read:ident, $write:ident;)*) => {$(
        impl<T, A: Migratable<T>> Migratable<$lock<T>> for $lock<A> {
            const TYPE: &'static Type = A::TYPE;
            const ZERO_DEFAULT: bool = A::ZERO_DEFAULT;
            const DEFAULT: Option<&'static Literal> = A::DEFAULT;
            const FLAGS: &'static [Flag] = A::FLAGS;
            const LOADING: Loading = A::LOADING.locked().holding::<T>(copies::OF_WRAPPED);

            #[inline]
            fn encoded_len(value: &$lock<T>) -> usize {
                // What is poisoned gets as far as `encode`, which says why.
                value.$read().map_or(min_len::<A, T>(), |inner| A::encoded_len(&inner))
            }

            #[inline]
            fn encode(value: &$lock<T>, out: &mut Encoder<'_>) -> Result<(), Fault> {
                A::encode(&*value.$read().map_err(poisoned)?, out)
            }

            #[inline]
            fn load(value: &mut $lock<T>, input: &mut Decoder<'_>) -> Result<(), Fault> {
                A::load(value.get_mut().map_err(poisoned)?, input)
            }

            fn check(live: Option<&$lock<T>>, input: &mut Decoder<'_>) -> Result<(), Fault> {
                match live {
                    Some(live) => A::check(Some(&*live.$read().map_err(poisoned)?), input),
                    None => A::check(None, input),
                }
            }
        }

        impl<T, A: Decode<T>> Decode<$lock<T>> for $lock<A> {
            #[inline]
            fn decode(input: &mut Decoder<'_>) -> Result<$lock<T>, Fault> {
                let () = Decoded::<Self, $lock<T>>::FIT_THE_STACK;
                A::decode(input).map($lock::new)
            }
        }

        impl<T, A: Migratable<T>> LoadShared<$lock<T>> for $lock<A> {
            #[inline]
            fn load_shared(value: &$lock<T>, input: &mut Decoder<'_>) -> Result<(), Fault> {
                A::load(&mut *value.$write().map_err(poisoned)?, input)
            }
        }
    )*};
}

locks! {
    Mutex: lock, lock;
    RwLock: read, write;
}
