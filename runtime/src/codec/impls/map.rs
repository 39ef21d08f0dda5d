//! Maps: a count, then keys and values, ascending by key.

use alloc::collections::BTreeMap;
#[cfg(feature = "std")]
use alloc::vec::Vec;
use core::mem;
#[cfg(feature = "std")]
use std::collections::HashMap;
#[cfg(feature = "std")]
use std::hash::{BuildHasher, Hash};

use super::ascending::{self, Keys};
use crate::codec::{Decode, Decoder, Encoder, Fault, Loading, Migratable};
use crate::schema::{Flag, Type, TypeRef};

/// Whether a value that is compared may be found only in the load: hooks of its key,
/// which the check does not run, may make the key another one.
const fn may_be_found<K, KA: Migratable<K>, V, VA: Migratable<V>>() -> bool {
    KA::LOADING.is_contextual() && VA::LOADING.is_contextual()
}

macro_rules! maps {
    ($($(#[$cfg:meta])? $map:ident<K, V $(, $hasher:ident: [$($build:tt)*])?>
        where K: [$($bound:tt)*], $encode:ident, $entries:expr;)*) =>
    {$(
        $(#[$cfg])?
        impl<K: $($bound)*, V, KA: Decode<K>, VA: Decode<V> $(, $hasher: $($build)*)?>
            Migratable<$map<K, V $(, $hasher)?>> for $map<KA, VA $(, $hasher)?>
        {
            const TYPE: &'static Type = &Type::Map {
                key: TypeRef::constant(KA::TYPE),
                value: TypeRef::constant(VA::TYPE),
            };
            const ZERO_DEFAULT: bool = true;
            const FLAGS: &'static [Flag] = VA::FLAGS;
            const LOADING: Loading = {
                let loading = ascending::loading::<K, KA, V>(VA::LOADING).of_keys(KA::TYPE);
                match may_be_found::<K, KA, V, VA>() {
                    true => loading.hooked(true),
                    false => loading,
                }
            };

            #[inline]
            fn encoded_len(value: &$map<K, V $(, $hasher)?>) -> usize {
                ascending::encoded_len::<K, KA, V, VA>(value.len(), value.iter())
            }

            fn encode(
                value: &$map<K, V $(, $hasher)?>,
                out: &mut Encoder<'_>,
            ) -> Result<(), Fault> {
                ascending::$encode::<K, KA, V, VA>(value.len(), value.iter(), out)
            }

            /// Values whose keys stay are loaded in place. As long as they stand
            /// where they stood, the map is not even taken apart.
            fn load(
                value: &mut $map<K, V $(, $hasher)?>,
                input: &mut Decoder<'_>,
            ) -> Result<(), Fault> {
                let mut keys = Keys::new::<K, KA>(input)?;
                let same = keys.load_same::<K, KA, _>(value.iter_mut(), input, VA::load)?;
                if keys.left == 0 && same == value.len() {
                    return Ok(());
                }
                keys.draw::<K, V>(input)?;
                let mut entries = $entries(value).into_iter();
                value.extend(entries.by_ref().take(same));
                let mut old: $map<K, V $(, $hasher)?> = entries.collect();
                let loaded = keys.decode::<K, KA, V, VA>(input, |key, input| {
                    let (content, result) = match old.remove(&key) {
                        Some(mut content) => {
                            let result = match may_be_found::<K, KA, V, VA>() {
                                true => input.comparing(|input| VA::check(Some(&content), input)),
                                false => Ok(()),
                            };
                            let result = result.and_then(|()| VA::load(&mut content, input));
                            (content, result)
                        }
                        None => (VA::decode(input)?, Ok(())),
                    };
                    let is_new = value.insert(key, content).is_none();
                    result.map(|()| is_new)
                });
                if loaded.is_err() {
                    // Who puts the value back finds what it held, to load it in place.
                    value.extend(old);
                }
                loaded
            }

            fn check(
                live: Option<&$map<K, V $(, $hasher)?>>,
                input: &mut Decoder<'_>,
            ) -> Result<(), Fault> {
                let keys = Keys::new::<K, KA>(input)?;
                if keys.left > live.map_or(0, |live| live.len()) {
                    keys.draw::<K, V>(input)?;
                }
                // Only what is compared or locked needs the live value, and its key made.
                let live = live.filter(|_| VA::LOADING.is_contextual);
                keys.check::<K, KA>(input, |key, input| {
                    let content = match live {
                        Some(live) => live.get(&key.looking(KA::decode)?),
                        None => None,
                    };
                    VA::check(content, input)
                })
            }
        }

        $(#[$cfg])?
        impl<K: $($bound)*, V, KA: Decode<K>, VA: Decode<V> $(, $hasher: $($build)*)?>
            Decode<$map<K, V $(, $hasher)?>> for $map<KA, VA $(, $hasher)?>
        {
            fn decode(input: &mut Decoder<'_>) -> Result<$map<K, V $(, $hasher)?>, Fault> {
                let mut map = <$map<K, V $(, $hasher)?>>::default();
                let keys = Keys::new::<K, KA>(input)?;
                keys.draw::<K, V>(input)?;
                keys.decode::<K, KA, V, VA>(input, |key, input| {
                    let content = VA::decode(input)?;
                    Ok(map.insert(key, content).is_none())
                })?;
                Ok(map)
            }
        }
    )*};
}

maps! {
    BTreeMap<K, V> where K: [Ord], encode, mem::take;
    #[cfg(feature = "std")]
    HashMap<K, V, S: [BuildHasher + Default]> where K: [Eq + Hash], encode_sorted, drained;
}

/// The entries, in the order in which the map had them. It keeps its hasher,
/// which may be no default one.
#[cfg(feature = "std")]
fn drained<K, V, S>(map: &mut HashMap<K, V, S>) -> Vec<(K, V)> {
    map.drain().collect()
}
