//! What sets and maps have in common: entries that ascend by their encoded
//! keys. A set is a map to `()`.

use alloc::vec;
use alloc::vec::Vec;

use crate::codec::emitted::{fixed_len, min_len};
use crate::codec::key_order::{self, Ascending};
use crate::codec::stack::{Decoded, copies};
use crate::codec::{Decode, Decoder, Encoder, Fault, Loading, Migratable, Reason, varint};

/// Keys with an `Eq` of their author may be equal though their bytes are not,
/// which shows only when they are made.
pub(super) const fn loading<K, KA: Migratable<K>, V>(value: Loading) -> Loading {
    let key = KA::LOADING.of_elements(min_len::<KA, K>());
    let both = key.join(value).join(Loading::COLLECTION);
    let both = both.holding::<(K, V)>(copies::OF_ENTRY);
    match key.has_own_eq {
        true => both.hooked(true),
        false => both,
    }
}

pub(super) fn encoded_len<'v, K: 'v, KA: Migratable<K>, V: 'v, VA: Migratable<V>>(
    count: usize,
    entries: impl Iterator<Item = (&'v K, &'v V)>,
) -> usize {
    let entries = match (fixed_len::<KA, K>(), fixed_len::<VA, V>()) {
        (Some(key), Some(value)) => count * (key + value),
        _ => entries
            .map(|(key, value)| KA::encoded_len(key) + VA::encoded_len(value))
            .sum(),
    };
    varint::len_u64(count as u64) + entries
}

/// Encodes entries that most likely come in ascending order. A key's `Ord` may
/// be another than that of its schema: then they are sorted.
pub(super) fn encode<'v, K: 'v, KA: Migratable<K>, V: 'v, VA: Migratable<V>>(
    count: usize,
    entries: impl Iterator<Item = (&'v K, &'v V)> + Clone,
    out: &mut Encoder<'_>,
) -> Result<(), Fault> {
    let len = encoded_len::<K, KA, V, VA>(count, entries.clone());
    let room = out.take(len)?;
    if encode_as_they_come::<K, KA, V, VA>(count, entries.clone(), room)? {
        return Ok(());
    }
    encode_sorted::<K, KA, V, VA>(count, entries, &mut Encoder::new(room))
}

/// Encodes entries as they come, and says whether they ascended.
fn encode_as_they_come<'v, K: 'v, KA: Migratable<K>, V: 'v, VA: Migratable<V>>(
    count: usize,
    entries: impl Iterator<Item = (&'v K, &'v V)>,
    room: &mut [u8],
) -> Result<bool, Fault> {
    let mut out = Encoder::new(room);
    out.count(count)?;
    let mut ascending = Ascending::new(KA::TYPE);
    for (key, value) in entries {
        if !ascending.admits(encode_key::<K, KA>(key, &mut out)?) {
            return Ok(false);
        }
        VA::encode(value, &mut out)?;
    }
    out.finish()?;
    Ok(true)
}

/// Encodes entries that come in any order.
pub(super) fn encode_sorted<'v, K: 'v, KA: Migratable<K>, V: 'v, VA: Migratable<V>>(
    count: usize,
    entries: impl Iterator<Item = (&'v K, &'v V)> + Clone,
    out: &mut Encoder<'_>,
) -> Result<(), Fault> {
    let keys_len = entries.clone().map(|(key, _)| KA::encoded_len(key)).sum();
    let mut keys = vec![0; keys_len];
    let mut keys = Encoder::new(&mut keys);
    let mut sorted = Vec::with_capacity(count);
    for (key, value) in entries {
        sorted.push((encode_key::<K, KA>(key, &mut keys)?, value));
    }
    sorted.sort_unstable_by(|(a, _), (b, _)| key_order::compare(KA::TYPE, a, b));

    out.count(count)?;
    let mut ascending = Ascending::new(KA::TYPE);
    for (key, value) in sorted {
        if !ascending.admits(key) {
            return Err(Fault::fixed(
                "two keys of a map, or elements of a set, have the same encoding",
            ));
        }
        out.bytes(key)?;
        VA::encode(value, out)?;
    }
    Ok(())
}

fn encode_key<'a, K, KA: Migratable<K>>(key: &K, out: &mut Encoder<'a>) -> Result<&'a [u8], Fault> {
    let room = out.take(KA::encoded_len(key))?;
    let mut out = Encoder::new(room);
    KA::encode(key, &mut out)?;
    out.finish()?;
    Ok(room)
}

/// The keys of the entries that an input has, which must ascend.
pub(super) struct Keys<'a> {
    pub(super) left: usize,
    ascending: Ascending<'static, 'a>,
}

impl<'a> Keys<'a> {
    pub(super) fn new<K, KA: Migratable<K>>(input: &mut Decoder<'a>) -> Result<Self, Fault> {
        Ok(Self {
            left: input.count(min_len::<KA, K>())?,
            ascending: Ascending::new(KA::TYPE),
        })
    }

    /// Loads in place what stands behind the keys, as long as they are those of
    /// the live `entries`, and returns how many were. So a map that keeps its
    /// keys allocates nothing.
    pub(super) fn load_same<'v, K: 'v, KA: Migratable<K>, V>(
        &mut self,
        entries: impl Iterator<Item = (&'v K, V)>,
        input: &mut Decoder<'a>,
        mut load: impl FnMut(V, &mut Decoder<'a>) -> Result<(), Fault>,
    ) -> Result<usize, Fault> {
        let mut count = 0;
        for (key, content) in entries.take(self.left) {
            let Some(found) = same::<K, KA>(key, input) else {
                break;
            };
            self.admit(found)?;
            load(content, input)?;
            count += 1;
        }
        self.left -= count;
        Ok(count)
    }

    /// Decodes the keys that are left, and leaves what stands behind each to
    /// `insert`, which says whether the key is new to Rust's `Eq` too.
    pub(super) fn decode<K, KA: Decode<K>, V, VA: Migratable<V>>(
        mut self,
        input: &mut Decoder<'a>,
        mut insert: impl FnMut(K, &mut Decoder<'a>) -> Result<bool, Fault>,
    ) -> Result<(), Fault> {
        let () = Decoded::<(KA, VA), (K, V)>::FIT_THE_STACK;
        for _ in 0..self.left {
            let before = input.clone();
            let key = KA::decode(input)?;
            self.admit(before.until(input))?;
            if !insert(key, input)? {
                return Err(Reason::Order.into());
            }
        }
        Ok(())
    }

    /// Draws the memory of the entries: a B-tree's nodes have room for eleven
    /// and may be half empty, a hash table is at least seven sixteenths full.
    pub(super) fn draw<K, V>(&self, input: &Decoder<'_>) -> Result<(), Fault> {
        const NODE: usize = 11;
        const OVERHEAD: usize = 16;
        match self.left {
            0 => Ok(()),
            count => {
                let slots = count.saturating_mul(3).saturating_add(NODE);
                input.draw_elements(slots, size_of::<(K, V)>() + OVERHEAD)
            }
        }
    }

    /// Checks the keys that are left, and leaves what stands behind each to
    /// `check`, which sees the key as well.
    pub(super) fn check<K, KA: Migratable<K>>(
        mut self,
        input: &mut Decoder<'a>,
        mut check: impl FnMut(Decoder<'a>, &mut Decoder<'a>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        for _ in 0..self.left {
            let before = input.clone();
            KA::check(None, input)?;
            self.admit(before.until(input))?;
            check(before, input)?;
        }
        Ok(())
    }

    fn admit(&mut self, key: &'a [u8]) -> Result<(), Fault> {
        match self.ascending.admits(key) {
            true => Ok(()),
            false => Err(Reason::Order.into()),
        }
    }
}

/// Reads the next key if it is `key`. They are compared by their bytes: what
/// is the same to `Eq` may differ in them. Keys with code of their author must
/// be decoded, because that code may refuse them.
fn same<'a, K, KA: Migratable<K>>(key: &K, input: &mut Decoder<'a>) -> Option<&'a [u8]> {
    let len = fixed_len::<KA, K>().filter(|_| KA::PLAIN)?;
    let mut own = [0; 32];
    let own = own.get_mut(..len)?;
    KA::encode_fixed(key, own).ok()?;
    let mut rest = input.clone();
    let found = rest.take(len).ok()?;
    (found == own).then(|| {
        *input = rest;
        found
    })
}
