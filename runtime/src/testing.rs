//! For the tests of codecs that are written by hand.

use alloc::vec::Vec;

use crate::base::fault::Fault;
use crate::codec::{Decode, Decoder, EncodedLen, Encoder, Migratable};
use crate::value;

/// As many bytes of an encoding are changed, one at a time.
const CHANGED: usize = 256;

/// Asserts of some values that a codec keeps to what its
/// [`TYPE`](Migratable::TYPE) says: the codec `A` of values `T`, which is the same
/// type unless it is an adapter.
///
/// - A value is encoded as exactly [`encoded_len`](Migratable::encoded_len) bytes,
///   which are a value of `TYPE`.
/// - Loaded into each of the others, it makes that the same: it is encoded alike.
/// - Bytes that `TYPE` does not allow are refused: those of each value cut short, and
///   with one byte changed.
///
/// The values should differ in all that matters to their encoding. Afterwards they
/// are all what the last one was.
///
/// # Panics
///
/// If something of that does not hold; the message says what, and of which bytes.
///
/// ```
/// use migratable::codec::{Decoder, Encoder, Fault};
/// use migratable::schema::Type;
/// use migratable::{Migratable, testing};
///
/// /// 0 to 99, as the clock chip keeps it: a digit in each half of a byte.
/// struct Bcd(u8);
///
/// impl Migratable for Bcd {
///     const TYPE: &'static Type = u8::TYPE;
///
///     fn encoded_len(_: &Self) -> usize {
///         1
///     }
///
///     fn encode(value: &Self, out: &mut Encoder<'_>) -> Result<(), Fault> {
///         out.bytes(&[value.0 / 10 * 16 + value.0 % 10])
///     }
///
///     fn load(value: &mut Self, input: &mut Decoder<'_>) -> Result<(), Fault> {
///         let byte = input.byte()?;
///         if byte & 15 > 9 || byte >> 4 > 9 {
///             return Err(Fault::new(format_args!("{byte:#04x} is not two decimal digits")));
///         }
///         value.0 = (byte >> 4) * 10 + (byte & 15);
///         Ok(())
///     }
/// }
///
/// testing::assert_codec::<Bcd, Bcd>(&mut [Bcd(0), Bcd(7), Bcd(59), Bcd(99)]);
/// ```
#[track_caller]
pub fn assert_codec<A: Migratable<T>, T>(values: &mut [T]) {
    let encodings: Vec<Vec<u8>> = values.iter().map(encoding::<A, T>).collect();
    for value in values {
        for bytes in &encodings {
            let loaded = read_all(bytes, |input| A::load(value, input));
            assert_done(loaded, "load", bytes);
            assert_same(&encoding::<A, T>(value), bytes, "loaded");
            refuses::<A, T>(bytes, "load", |input| A::load(value, input));
        }
        // What is refused may be loaded in part.
        if let Some(bytes) = encodings.last() {
            let loaded = read_all(bytes, |input| A::load(value, input));
            assert_done(loaded, "load", bytes);
        }
    }
}

/// The same for [`Decode`].
///
/// # Panics
///
/// As [`assert_codec`].
#[track_caller]
pub fn assert_decode<A: Decode<T>, T>(values: &[T]) {
    for value in values {
        let bytes = encoding::<A, T>(value);
        let mut decoded = None;
        let done = read_all(&bytes, |input| {
            decoded = Some(A::decode(input)?);
            Ok(())
        });
        assert_done(done, "decode", &bytes);
        if let Some(decoded) = &decoded {
            assert_same(&encoding::<A, T>(decoded), &bytes, "decoded");
        }
        refuses::<A, T>(&bytes, "decode", |input| A::decode(input).map(|_| ()));
    }
}

/// The bytes of a value, which are one of its type.
#[track_caller]
fn encoding<A: Migratable<T>, T>(value: &T) -> Vec<u8> {
    let len = A::encoded_len(value);
    let mut bytes = alloc::vec![0; len];
    let mut out = Encoder::new(&mut bytes);
    let encoded = A::encode(value, &mut out);
    assert!(encoded.is_ok(), "`encode` refuses a value: {encoded:?}");
    let left = out.remaining();
    assert!(
        left == 0,
        "`encode` writes {} bytes, and `encoded_len` says {len}",
        len - left
    );
    if let Some(violation) = value::locate(A::TYPE, &bytes) {
        panic!("`encode` writes {bytes:02x?}, which `TYPE` does not allow: {violation}");
    }
    let (least, most) = (A::MIN_ENCODED_LEN, A::MAX_ENCODED_LEN);
    let fits = least <= len && most.is_none_or(|most| len <= most);
    assert!(fits, "{len} bytes, and `TYPE` says {least} to {most:?}");
    bytes
}

/// Reads bytes to their end.
fn read_all(
    bytes: &[u8],
    read: impl FnOnce(&mut Decoder<'_>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut input = Decoder::new(bytes);
    read(&mut input)?;
    input.finish()
}

/// What `TYPE` does not allow is not taken.
#[track_caller]
fn refuses<A: Migratable<T>, T>(
    bytes: &[u8],
    name: &str,
    mut read: impl FnMut(&mut Decoder<'_>) -> Result<(), Fault>,
) {
    for wrong in damaged(bytes) {
        if let Some(violation) = value::locate(A::TYPE, &wrong) {
            assert!(
                read_all(&wrong, &mut read).is_err(),
                "`{name}` takes {wrong:02x?}, which `TYPE` does not allow: {violation}"
            );
        }
    }
}

/// The same bytes cut short, with one more, and with one changed.
fn damaged(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let cut = (0..bytes.len().min(CHANGED)).map(|len| bytes[..len].to_vec());
    let longer = [[bytes, &[0]].concat()];
    let changed = (0..bytes.len().min(CHANGED)).flat_map(move |at| {
        let change = move |by: u8| {
            let mut changed = bytes.to_vec();
            changed[at] ^= by;
            changed
        };
        [1, 2, 0x80, 0xff].map(change)
    });
    cut.chain(longer).chain(changed)
}

#[track_caller]
fn assert_done(done: Result<(), Fault>, name: &str, bytes: &[u8]) {
    assert!(
        done.is_ok(),
        "`{name}` refuses {bytes:02x?}, which `encode` wrote: {done:?}"
    );
}

#[track_caller]
fn assert_same(found: &[u8], bytes: &[u8], how: &str) {
    assert!(
        found == bytes,
        "what was {how} from {bytes:02x?} is encoded as {found:02x?}"
    );
}
