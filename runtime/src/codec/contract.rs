//! What a type must say to be part of migrated state.
//!
//! The traits here are also the descriptor of what codecs know beyond that, each item
//! hidden and with a default that does for all: Rust has no defaults for associated types,
//! so it cannot be a type of its own, and a table of functions would not be inlined. There
//! are four groups:
//!
//! - what `TYPE` does not say: [`DEFAULT`](Migratable::DEFAULT), [`FLAGS`](Migratable::FLAGS),
//!   [`SPLICED`](Migratable::SPLICED), [`loaded`](Migratable::loaded);
//! - what a load does besides reading bytes: [`LOADING`](Migratable::LOADING),
//!   [`LOADING_BOXED`](Migratable::LOADING_BOXED), and [`check`](Migratable::check) with
//!   [`check_elements`](Migratable::check_elements), which refuse before anything changes;
//! - which shortcut a value may take: [`RUNS`](Migratable::RUNS) (fields of fixed length
//!   with one bounds check), [`PLAIN`](Migratable::PLAIN) and [`BLANK`](Migratable::BLANK)
//!   (read without a `Result`), [`IS_POD`](Migratable::IS_POD),
//!   [`in_memory`](Migratable::in_memory), [`as_bytes`](Migratable::as_bytes);
//! - the same functions for another shape of input: `…_fixed` for exactly the bytes of a
//!   type of fixed length, `…_slice` for several of those, `…_elements` for values back to
//!   back, `read…` for plain ones.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::decoder::Decoder;
use super::emitted::fixed_len;
use super::encoder::Encoder;
use super::in_memory::InMemory;
use super::loading::Loading;
use super::place::Place;
use super::plain::Invalid;
use super::stack::{Decoded, copies};
use super::{blank, elements, skip};
use crate::base::fault::{Fault, Reason};
use crate::schema::{Field, Flag, Literal, Type, spelled};

/// Says how a `T` is described, encoded and loaded in place.
///
/// Nearly always a type says it of itself, which is what
/// `#[derive(Migratable)]` generates and what a bound `T: Migratable` means.
/// A type that says it of *another* type is an adapter, named in
/// `#[migratable(with = …)]`: [`Varint`](crate::Varint), or a struct with
/// `#[migratable(remote = …)]`. Adapters compose: `Vec<A>` is an adapter for
/// `Vec<T>` wherever `A` is one for `T`.
///
/// The functions do not take `self`, so that they never collide with a
/// method of the type.
///
/// A codec that is written by hand says five things: [`TYPE`](Self::TYPE),
/// [`encoded_len`](Self::encoded_len), [`encode`](Self::encode),
/// [`load`](Self::load), and [`Decode::decode`] where new values are made. All else
/// in these traits is hidden: it is for speed, what `TYPE` implies, or what only the
/// derive knows, and its defaults do for every codec.
/// [`assert_codec`](crate::testing::assert_codec) finds out whether an impl keeps to
/// its `TYPE`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be part of migrated device state",
    label = "not `Migratable`",
    note = "if the type is yours, put `#[derive(Migratable)]` on it",
    note = "if it is foreign, describe it with `#[migratable(remote = …)]` and use that with `#[migratable(with = …)]`; for what `bitflags!` makes, write `#[migratable(with = migratable::Bits)]`, with the feature `bitflags`",
    note = "if it is not state, or means nothing on another host, as a thread, a file or an `Instant`, leave it out with `#[migratable(skip)]`"
)]
pub trait Migratable<T = Self> {
    /// The type as a schema describes it.
    const TYPE: &'static Type;

    /// Whether `T::default()` is the value that encodes as zeros only.
    const ZERO_DEFAULT: bool = false;

    /// `T::default()`, if it is known; where [`ZERO_DEFAULT`](Self::ZERO_DEFAULT) says
    /// so, that is zero.
    #[doc(hidden)]
    const DEFAULT: Option<&'static Literal> = match Self::ZERO_DEFAULT {
        true => spelled::if_value(const { &spelled::zero(Self::TYPE) }, Self::TYPE),
        false => None,
    };

    /// The names of the bits of its number, or of all of its numbers: for what holds such a
    /// field and nothing else, and so has the schema of what that holds.
    #[doc(hidden)]
    const FLAGS: &'static [Flag] = &[];

    /// What loading involves besides the bytes.
    #[doc(hidden)]
    const LOADING: Loading = Loading::BY_HAND;

    /// [`LOADING`](Self::LOADING) of a value in a box: an array is decoded there
    /// and not on the stack.
    #[doc(hidden)]
    const LOADING_BOXED: Loading = Self::LOADING.holding::<T>(copies::OF_ELEMENT);

    /// For each field, the length of the run of fixed-size fields that begins
    /// with it. Generated code keeps it here.
    #[doc(hidden)]
    const RUNS: &'static [usize] = &[];

    /// Of a struct, or of each such variant, with `flatten`: lists of its own fields and of
    /// those that it flattens, in the order of the encoding.
    #[doc(hidden)]
    const SPLICED: &'static [&'static [&'static [Field]]] = &[];

    /// Whether [`read`](Self::read) does for this type: it has a fixed length,
    /// and no code of its author looks at what was decoded.
    #[doc(hidden)]
    const PLAIN: bool = false;

    /// Whether [`read`](Self::read) makes a value of no bytes, and loading that
    /// in place is all that decoding takes. So no value goes through a `Result`,
    /// which would be copied at each level of nesting.
    #[doc(hidden)]
    const BLANK: bool = Self::PLAIN;

    /// Whether a value is encoded as it lies in memory, but for the order of a number's
    /// bytes on big-endian hosts, and any bytes of its length are one: it can be part of
    /// a struct with `pod`.
    #[doc(hidden)]
    const IS_POD: bool = false;

    /// The number of bytes of this value: exactly what [`encode`](Self::encode)
    /// writes.
    fn encoded_len(value: &T) -> usize;

    /// Encodes a value.
    ///
    /// # Errors
    ///
    /// If the value breaks a constraint that its schema promises, or takes
    /// more room than [`encoded_len`](Self::encoded_len) said.
    fn encode(value: &T, out: &mut Encoder<'_>) -> Result<(), Fault>;

    /// Loads a value in place. Skipped parts keep what they hold, collections
    /// keep their allocations.
    ///
    /// # Errors
    ///
    /// If the bytes are not a value. The value may then be loaded in part;
    /// [`load`](crate::load) puts it back.
    fn load(value: &mut T, input: &mut Decoder<'_>) -> Result<(), Fault>;

    /// Moves behind the next value, and says that [`load`](Self::load) will take
    /// it: all that can be refused without code of an author, is refused here.
    /// Nothing changes. `live` is what it will be loaded into, if that is there.
    ///
    /// Of a codec that was written by hand, nothing is known but where the value
    /// ends.
    #[doc(hidden)]
    fn check(live: Option<&T>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        let _ = live;
        skip::skip(Self::TYPE, input)
    }

    /// [`check`](Self::check) of `count` values that stand back to back, of which
    /// the first will be loaded into those of `live`.
    #[doc(hidden)]
    #[inline]
    fn check_elements(live: &[T], count: usize, input: &mut Decoder<'_>) -> Result<(), Fault> {
        match fixed_len::<Self, T>() {
            Some(len) if !Self::LOADING.refuses => {
                input.take(count.saturating_mul(len)).map(|_| ())
            }
            _ => input.locally(|input| {
                (0..count).try_for_each(|index| Self::check(live.get(index), input))
            }),
        }
    }

    /// Runs `loaded` of a device, once all devices are loaded.
    #[doc(hidden)]
    #[inline]
    fn loaded(_: &mut T) {}

    /// [`encode`](Self::encode) into exactly
    /// [`FIXED_LEN`](crate::EncodedLen::FIXED_LEN) bytes.
    ///
    /// # Errors
    ///
    /// As [`encode`](Self::encode).
    #[doc(hidden)]
    #[inline]
    fn encode_fixed(value: &T, out: &mut [u8]) -> Result<(), Fault> {
        let mut out = Encoder::new(out);
        Self::encode(value, &mut out)?;
        out.finish()
    }

    /// [`load`](Self::load) from exactly [`FIXED_LEN`](crate::EncodedLen::FIXED_LEN)
    /// bytes, where it takes nothing else.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load).
    #[doc(hidden)]
    #[inline]
    fn load_fixed(value: &mut T, input: &[u8]) -> Result<(), Fault> {
        let mut input = Decoder::new(input);
        Self::load(value, &mut input)?;
        input.finish()
    }

    /// Encodes values of fixed length back to back into exactly their bytes.
    ///
    /// # Errors
    ///
    /// As [`encode`](Self::encode).
    #[doc(hidden)]
    #[inline]
    fn encode_slice(values: &[T], out: &mut [u8]) -> Result<(), Fault> {
        elements::encode_slice::<Self, T>(values, out)
    }

    /// Loads values of fixed length from exactly their bytes.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load).
    #[doc(hidden)]
    #[inline]
    fn load_slice(values: &mut [T], input: &[u8]) -> Result<(), Fault> {
        elements::load_slice::<Self, T>(values, input)
    }

    /// The number of bytes of values back to back.
    #[doc(hidden)]
    #[inline]
    fn elements_len(values: &[T]) -> usize {
        match fixed_len::<Self, T>() {
            Some(len) => values.len() * len,
            None => values.iter().map(Self::encoded_len).sum(),
        }
    }

    /// Encodes values back to back.
    ///
    /// # Errors
    ///
    /// As [`encode`](Self::encode).
    #[doc(hidden)]
    #[inline]
    fn encode_elements(values: &[T], out: &mut Encoder<'_>) -> Result<(), Fault> {
        match fixed_len::<Self, T>() {
            Some(len) => Self::encode_slice(values, out.take(values.len() * len)?),
            None => out.locally(|out| values.iter().try_for_each(|value| Self::encode(value, out))),
        }
    }

    /// The bytes of values back to back, where those lie in memory.
    #[doc(hidden)]
    #[inline]
    fn as_bytes(_: &[T]) -> Option<&[u8]> {
        None
    }

    /// The value's encoding, where it lies in memory: then it is appended to new memory,
    /// which need not be filled with zeros before.
    #[doc(hidden)]
    #[inline]
    fn in_memory(_: &T) -> Option<InMemory<'_>> {
        None
    }

    /// Loads values that stand back to back.
    ///
    /// # Errors
    ///
    /// As [`load`](Self::load).
    #[doc(hidden)]
    #[inline]
    fn load_elements(values: &mut [T], input: &mut Decoder<'_>) -> Result<(), Fault> {
        match fixed_len::<Self, T>() {
            Some(len) if !Self::LOADING.is_contextual => {
                Self::load_slice(values, input.take(values.len() * len)?)
            }
            _ => input.locally(|input| {
                values
                    .iter_mut()
                    .try_for_each(|value| Self::load(value, input))
            }),
        }
    }

    /// Reads a plain value from exactly its bytes, or makes a blank one.
    #[doc(hidden)]
    fn read(_: &[u8], _: &mut Invalid) -> T {
        // Who calls it asks `PLAIN` or `BLANK`, which are constants of the type:
        // no input leads here.
        unreachable!("only plain and blank types are read")
    }

    /// Reads an array of plain values from exactly its bytes.
    #[doc(hidden)]
    #[inline]
    fn read_array<const N: usize>(input: &[u8], invalid: &mut Invalid) -> [T; N] {
        elements::read_array::<Self, T, N>(input, invalid)
    }
}

/// Makes a value from bytes alone. Generated unless a skipped field has no
/// expression for it.
#[diagnostic::on_unimplemented(
    message = "no `{T}` can be made from a stream alone",
    label = "not `Decode`",
    note = "lists, options and enum variants make new values while they are loaded",
    note = "a codec that is written by hand needs an `impl Decode` for that",
    note = "if the type has no `#[derive(Migratable)]`, put it on it, or describe a foreign one with `#[migratable(remote = …)]`",
    note = "if it has, a field with `#[migratable(skip)]` needs an expression for new values: `#[migratable(skip = …)]`"
)]
pub trait Decode<T = Self>: Migratable<T> {
    /// Decodes a value.
    ///
    /// # Errors
    ///
    /// If the bytes are not a value.
    fn decode(input: &mut Decoder<'_>) -> Result<T, Fault>;

    /// [`decode`](Self::decode), with the value handed over where it is made.
    #[doc(hidden)]
    #[inline]
    fn decode_to<P: Place<T>>(input: &mut Decoder<'_>, place: P) -> Result<P::Placed, Fault> {
        let () = Decoded::<Self, T>::FIT_THE_STACK;
        let value = Self::decode(input)?;
        place.check(input)?;
        Ok(place.put(value))
    }

    /// [`decode`](Self::decode) into a box. An array that the stack does not
    /// hold needs no place there.
    #[doc(hidden)]
    #[inline]
    fn decode_boxed(input: &mut Decoder<'_>) -> Result<Box<T>, Fault> {
        Self::decode_to(input, Box::new)
    }

    /// [`decode`](Self::decode) from exactly
    /// [`FIXED_LEN`](crate::EncodedLen::FIXED_LEN) bytes.
    ///
    /// # Errors
    ///
    /// As [`decode`](Self::decode).
    #[doc(hidden)]
    #[inline]
    fn decode_fixed(input: &[u8]) -> Result<T, Fault> {
        if Self::PLAIN {
            let mut invalid = Invalid::default();
            let value = Self::read(input, &mut invalid);
            return invalid.check().map(|()| value);
        }
        let mut input = Decoder::new(input);
        let value = Self::decode(&mut input)?;
        input.finish()?;
        Ok(value)
    }

    /// Appends the values of fixed length that stand in exactly these bytes.
    ///
    /// # Errors
    ///
    /// As [`decode`](Self::decode).
    #[doc(hidden)]
    #[inline]
    fn decode_slice(input: &[u8], values: &mut Vec<T>) -> Result<(), Fault> {
        let () = Decoded::<Self, T>::FIT_THE_STACK;
        elements::decode_slice::<Self, T>(input, values)
    }

    /// Appends `count` values that stand back to back.
    ///
    /// # Errors
    ///
    /// As [`decode`](Self::decode).
    #[doc(hidden)]
    #[inline]
    fn decode_elements(
        count: usize,
        input: &mut Decoder<'_>,
        values: &mut Vec<T>,
    ) -> Result<(), Fault> {
        let () = Decoded::<Self, T>::FIT_THE_STACK;
        match fixed_len::<Self, T>() {
            Some(len) if !Self::LOADING.is_contextual => {
                let len = count.checked_mul(len).ok_or(Reason::Count)?;
                Self::decode_slice(input.take(len)?, values)
            }
            _ if Self::BLANK => blank::load_elements::<Self, T>(count, input, values),
            _ => input.locally(|input| {
                (0..count).try_for_each(|_| Self::decode_to(input, |value| values.push(value)))
            }),
        }
    }

    /// Decodes an array of values that stand back to back.
    ///
    /// # Errors
    ///
    /// As [`decode`](Self::decode).
    #[doc(hidden)]
    #[inline]
    fn decode_array<const N: usize>(input: &mut Decoder<'_>) -> Result<[T; N], Fault> {
        if Self::BLANK {
            let mut values = Self::read_array(&[], &mut Invalid::default());
            Self::load_elements(&mut values, input)?;
            return Ok(values);
        }
        decode_array_with(|| Self::decode(input))
    }
}

/// An array whose elements are made one by one; stops at the first fault.
fn decode_array_with<T, const N: usize>(
    mut decode: impl FnMut() -> Result<T, Fault>,
) -> Result<[T; N], Fault> {
    let mut slots = [const { None }; N];
    for slot in &mut slots {
        *slot = Some(decode()?);
    }
    Ok(slots.map(|slot| match slot {
        Some(value) => value,
        None => unreachable!("the loop above fills every slot or returns"),
    }))
}
