//! Sets: a count, then the elements, ascending.

use alloc::collections::BTreeSet;
#[cfg(feature = "std")]
use std::collections::HashSet;
#[cfg(feature = "std")]
use std::hash::{BuildHasher, Hash};

use super::ascending::{self, Keys};
use crate::codec::{Decode, Decoder, Encoder, Fault, Loading, Migratable};
use crate::schema::{Flag, Type, TypeRef};

macro_rules! sets {
    ($($(#[$cfg:meta])? $set:ident<T $(, $hasher:ident: [$($build:tt)*])?>
        where T: [$($bound:tt)*], $encode:ident;)*) =>
    {$(
        $(#[$cfg])?
        impl<T: $($bound)*, A: Decode<T> $(, $hasher: $($build)*)?>
            Migratable<$set<T $(, $hasher)?>> for $set<A $(, $hasher)?>
        {
            const TYPE: &'static Type = &Type::Set(TypeRef::constant(A::TYPE));
            const ZERO_DEFAULT: bool = true;
            const FLAGS: &'static [Flag] = A::FLAGS;
            const LOADING: Loading = ascending::loading::<T, A, ()>(Loading::ANY_BITS).of_keys(A::TYPE);

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

            /// A set of the same elements stays as it is.
            fn load(
                value: &mut $set<T $(, $hasher)?>,
                input: &mut Decoder<'_>,
            ) -> Result<(), Fault> {
                let start = input.clone();
                let mut keys = Keys::new::<T, A>(input)?;
                let elements = value.iter().map(|element| (element, ()));
                let same = keys.load_same::<T, A, ()>(elements, input, |(), _| Ok(()))?;
                if keys.left == 0 && same == value.len() {
                    return Ok(());
                }
                // The set keeps its hasher, which may be no default one.
                *input = start;
                value.clear();
                let keys = Keys::new::<T, A>(input)?;
                keys.draw::<T, ()>(input)?;
                keys.decode::<T, A, (), ()>(input, |element, _| Ok(value.insert(element)))
            }

            fn check(
                live: Option<&$set<T $(, $hasher)?>>,
                input: &mut Decoder<'_>,
            ) -> Result<(), Fault> {
                let keys = Keys::new::<T, A>(input)?;
                if keys.left > live.map_or(0, |live| live.len()) {
                    keys.draw::<T, ()>(input)?;
                }
                keys.check::<T, A>(input, |_, _| Ok(()))
            }
        }

        $(#[$cfg])?
        impl<T: $($bound)*, A: Decode<T> $(, $hasher: $($build)*)?>
            Decode<$set<T $(, $hasher)?>> for $set<A $(, $hasher)?>
        {
            fn decode(input: &mut Decoder<'_>) -> Result<$set<T $(, $hasher)?>, Fault> {
                let mut set = <$set<T $(, $hasher)?>>::default();
                let keys = Keys::new::<T, A>(input)?;
                keys.draw::<T, ()>(input)?;
                keys.decode::<T, A, (), ()>(input, |element, _| Ok(set.insert(element)))?;
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
