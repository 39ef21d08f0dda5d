//! What a type's description says of the lengths of its values.

use super::Migratable;

/// Bounds on the number of bytes that values take.
///
/// They follow from [`TYPE`](Migratable::TYPE), for every codec, and so cannot
/// contradict what a schema says. A type of which some part was another one in `older`
/// versions is taken for one of no fixed length, as those have lengths of their own.
///
/// ```
/// use migratable::EncodedLen;
///
/// assert_eq!(<[u16; 4]>::FIXED_LEN, Some(8));
/// assert_eq!(<Vec<u16>>::MIN_ENCODED_LEN, 1);
/// assert_eq!(<Vec<u16>>::MAX_ENCODED_LEN, None);
/// ```
pub trait EncodedLen<T = Self>: Migratable<T> {
    /// The number of bytes of every value, if all take the same.
    const FIXED_LEN: Option<usize>;

    /// The fewest bytes that a value takes.
    const MIN_ENCODED_LEN: usize;

    /// The most bytes that a value can take, unless there is no bound.
    const MAX_ENCODED_LEN: Option<usize>;
}

impl<A: Migratable<T> + ?Sized, T> EncodedLen<T> for A {
    const FIXED_LEN: Option<usize> = match A::TYPE.summary().fixed_len() {
        Some(len) if !A::TYPE.has_older() => Some(to_usize(len)),
        _ => None,
    };

    const MIN_ENCODED_LEN: usize = match to_usize(A::TYPE.summary().min_len()) {
        // That of its shortest version is not less, where it is marked.
        1.. if A::TYPE.has_older() => 1,
        len => len,
    };

    const MAX_ENCODED_LEN: Option<usize> = match A::TYPE.summary().max_len() {
        Some(len) if len <= usize::MAX as u64 => Some(len as usize),
        _ => None,
    };
}

/// Lengths of values that a program holds fit its memory.
const fn to_usize(len: u64) -> usize {
    assert!(
        len <= usize::MAX as u64,
        "a value of this type does not fit this machine's memory"
    );
    len as usize
}
