//! What sets and maps have in common: entries that ascend by their encoded
//! keys. A set is a map to `()`.

use alloc::vec;
use alloc::vec::Vec;

use crate::codec::order::{self, Ascending};
use crate::codec::{Decode, Decoder, Encoder, Fault, Migratable, Reason, varint};

pub(super) fn encoded_len<'v, K: 'v, KA: Migratable<K>, V: 'v, VA: Migratable<V>>(
    count: usize,
    entries: impl Iterator<Item = (&'v K, &'v V)>,
) -> usize {
    let entries = match (KA::FIXED_LEN, VA::FIXED_LEN) {
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
    sorted.sort_unstable_by(|(a, _), (b, _)| order::compare(KA::TYPE, a, b));

    out.count(count)?;
    let mut ascending = Ascending::new(KA::TYPE);
    for (key, value) in sorted {
        if !ascending.admits(key) {
            return Err(Fault::new(
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

/// Decodes keys, and leaves what stands behind each to `insert`, which says
/// whether the key is new to Rust's `Eq` too.
pub(super) fn decode_keys<'a, K, KA: Decode<K>>(
    input: &mut Decoder<'a>,
    mut insert: impl FnMut(K, &mut Decoder<'a>) -> Result<bool, Fault>,
) -> Result<(), Fault> {
    let count = input.count(KA::MIN_ENCODED_LEN)?;
    let mut ascending = Ascending::new(KA::TYPE);
    for _ in 0..count {
        let before = input.clone();
        let key = KA::decode(input)?;
        if !ascending.admits(before.until(input)) || !insert(key, input)? {
            return Err(Reason::Order.into());
        }
    }
    Ok(())
}
