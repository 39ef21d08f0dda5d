//! What decodes, what loads, what checks before it, and the reader that has only the
//! schema accept the same bytes.

use migratable::value::{self, Bytes, Storage};
use proptest::prelude::*;
use proptest::sample::Index;

use super::samples::{self, Sample};

/// A way to damage bytes.
#[derive(Clone, Debug)]
enum Damage {
    Set(Index, u8),
    Flip(Index, u8),
    Insert(Index, u8),
    Remove(Index),
    Swap(Index, Index),
    Repeat(Index, Index),
    Truncate(Index),
}

impl Damage {
    fn apply(&self, bytes: &mut Vec<u8>) {
        if bytes.is_empty() {
            return;
        }
        let len = bytes.len();
        match self {
            Self::Set(at, byte) => bytes[at.index(len)] = *byte,
            Self::Flip(at, bit) => bytes[at.index(len)] ^= 1 << (bit % 8),
            Self::Insert(at, byte) => bytes.insert(at.index(len + 1), *byte),
            Self::Remove(at) => _ = bytes.remove(at.index(len)),
            Self::Swap(a, b) => bytes.swap(a.index(len), b.index(len)),
            Self::Repeat(a, b) => {
                let (start, end) = (
                    a.index(len).min(b.index(len)),
                    a.index(len).max(b.index(len)),
                );
                let part = bytes[start..end].to_vec();
                bytes.splice(end..end, part);
            }
            Self::Truncate(at) => bytes.truncate(at.index(len)),
        }
    }
}

fn damage() -> impl Strategy<Value = Damage> {
    let index = any::<Index>;
    // Small numbers are tags, counts and lengths more often than others.
    let byte = || prop_oneof![0..4_u8, any::<u8>()];
    prop_oneof![
        (index(), byte()).prop_map(|(at, byte)| Damage::Set(at, byte)),
        (index(), any::<u8>()).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        (index(), byte()).prop_map(|(at, byte)| Damage::Insert(at, byte)),
        index().prop_map(Damage::Remove),
        (index(), index()).prop_map(|(a, b)| Damage::Swap(a, b)),
        (index(), index()).prop_map(|(a, b)| Damage::Repeat(a, b)),
        index().prop_map(Damage::Truncate),
    ]
}

/// Bytes of which few are shown at once, so that nearly everything is cut off somewhere.
struct Narrow<'b>(&'b [u8]);

impl Storage for Narrow<'_> {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn show(&self, offset: usize, see: &mut dyn FnMut(&[u8])) {
        // The longest number, as a varint, has 19 bytes.
        let end = self.0.len().min(offset + 20);
        see(&self.0[offset..end]);
    }
}

/// What is not in memory is read as what is.
fn assert_stored(sample: &Sample, bytes: &[u8]) {
    let (storage, in_memory) = (Narrow(bytes), value::read_partial(sample.ty, bytes));
    let stored = value::read_stored(sample.ty, Bytes::stored(&storage));
    let name = sample.name;
    assert_eq!(stored.violation, in_memory.violation, "{name}: {bytes:?}");
    assert_eq!(
        format!("{:?}", stored.item),
        format!("{:?}", in_memory.item),
        "{name}: {bytes:?}"
    );
}

fn assert_agreed(sample: &Sample, bytes: &[u8]) {
    assert_stored(sample, bytes);
    let accepted = (sample.is_accepted)(bytes);
    let checked = (sample.is_checked)(bytes);
    assert_eq!(accepted, checked, "{}: {bytes:?}", sample.name);
    let loaded = (sample.is_loaded)(&sample.bytes, bytes);
    assert_eq!(accepted, loaded, "{}: {bytes:?}", sample.name);
    let read = value::read(sample.ty, bytes);
    assert_eq!(
        accepted,
        read.is_ok(),
        "{}: {bytes:?}: {:?}",
        sample.name,
        read.err()
    );
    if accepted && sample.is_canonical {
        assert_eq!(
            (sample.again)(bytes).as_deref(),
            Some(bytes),
            "{}",
            sample.name
        );
    }
}

#[test]
fn on_each_change_of_a_byte() {
    for sample in samples::all() {
        let mut bytes = sample.bytes.clone();
        for at in 0..bytes.len() {
            let original = bytes[at];
            for byte in 0..=u8::MAX {
                bytes[at] = byte;
                assert_agreed(&sample, &bytes);
            }
            bytes[at] = original;
        }
    }
}

#[test]
fn on_each_truncation() {
    for sample in samples::all() {
        for len in 0..=sample.bytes.len() {
            assert_agreed(&sample, &sample.bytes[..len]);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn on_random_damage(
        which in any::<Index>(),
        damages in proptest::collection::vec(damage(), 1..6),
    ) {
        let samples = samples::all();
        let sample = which.get(&samples);
        let mut bytes = sample.bytes.clone();
        damages.iter().for_each(|damage| damage.apply(&mut bytes));
        assert_agreed(sample, &bytes);
    }

    #[test]
    fn on_random_bytes(
        which in any::<Index>(),
        bytes in proptest::collection::vec(prop_oneof![0..4_u8, any::<u8>()], 0..40),
    ) {
        assert_agreed(which.get(&samples::all()), &bytes);
    }
}
