//! Sets: a count, then the elements, ascending.

use alloc::collections::BTreeSet;
#[cfg(feature = "std")]
use std::collections::HashSet;
#[cfg(feature = "std")]
use std::hash::{BuildHasher, Hash};

use super::array::assert_counted;
use super::ascending;
use crate::codec::{Decode, Decoder, Encoder, Fault, Migratable};
use crate::schema::{Type, TypeRef};

macro_rules! sets {
    ($($(#[$cfg:meta])? $set:ident<T $(, $hasher:ident: [$($build:tt)*])?>
        where T: [$($bound:tt)*], $encode:ident;)*) =>
    {$(
        $(#[$cfg])?
        impl<T: $($bound)*, A: Decode<T> $(, $hasher: $($build)*)?>
            Migratable<$set<T $(, $hasher)?>> for $set<A $(, $hasher)?>
        {
            const TYPE: &'static Type = {
                assert_counted::<T, A>();
                &Type::Set(TypeRef::Static(A::TYPE))
            };
            const ZERO_DEFAULT: bool = true;

            #[inline]
            fn encoded_len(value: &$set<T $(, $hasher)?>) -> usize {
                let entries = value.iter().map(|element| (element, &()));
                ascending::encoded_len::<T, A, (), ()>(value.len(), entries)
            }

            fn encode(
                value: &$set<T $(, $hasher)?>,
                out: &mut Encoder<'_>,
            ) -> Result<(), Fault> {
                let entries = value.iter().map(|element| (element, &()));
                ascending::$encode::<T, A, (), ()>(value.len(), entries, out)
            }

            #[inline]
            fn load(
                value: &mut $set<T $(, $hasher)?>,
                input: &mut Decoder<'_>,
            ) -> Result<(), Fault> {
                *value = Self::decode(input)?;
                Ok(())
            }
        }

        $(#[$cfg])?
        impl<T: $($bound)*, A: Decode<T> $(, $hasher: $($build)*)?>
            Decode<$set<T $(, $hasher)?>> for $set<A $(, $hasher)?>
        {
            fn decode(input: &mut Decoder<'_>) -> Result<$set<T $(, $hasher)?>, Fault> {
                let mut set = <$set<T $(, $hasher)?>>::default();
                ascending::decode_keys::<T, A>(input, |element, _| Ok(set.insert(element)))?;
                Ok(set)
            }
        }
    )*};
}

sets! {
    BTreeSet<T> where T: [Ord], encode;
    #[cfg(feature = "std")]
    HashSet<T, S: [BuildHasher + Default]> where T: [Eq + Hash], encode_sorted;
}
