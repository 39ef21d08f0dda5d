//! Single values: the functions that most code calls.

use alloc::boxed::Box;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use crate::base::budget::Budget;
use crate::codec::emitted::{assert_counted, fixed_len};
use crate::codec::{
    Context, Decode, Decoded, Decoder, Encoder, Fault, Invalid, Migratable, Reason, Whole, whole,
};
use crate::value::{self, Violation};

/// The number of bytes that [`to_vec`] returns for this value.
///
/// It costs a few additions and a multiplication for each list; for a type
/// whose values all take the same number of bytes it is a constant.
pub fn encoded_len<T: Migratable>(value: &T) -> usize {
    T::encoded_len(value)
}

/// Encodes a value.
///
/// # Errors
///
/// If the value breaks a constraint that its schema promises (`range`,
/// `max_len`), or is locked or borrowed by somebody else.
///
/// ```
/// assert_eq!(migratable::to_vec(&(1_u16, true)).unwrap(), [1, 0, 1]);
/// ```
pub fn to_vec<T: Migratable>(value: &T) -> Result<Vec<u8>, Error> {
    if let Some(encoding) = T::in_memory(value) {
        return encoding.to_vec().map_err(Error::from);
    }
    let mut bytes = vec![0; T::encoded_len(value)];
    encode_exactly(value, &mut bytes)?;
    Ok(bytes)
}

/// Encodes a value into a buffer that is used again: its content is replaced,
/// its allocation is kept.
///
/// # Errors
///
/// As [`to_vec`]; the buffer's content is then unspecified.
#[inline]
pub fn encode_into<T: Migratable>(value: &T, bytes: &mut Vec<u8>) -> Result<(), Error> {
    /// From how many bytes on a walk through all parts, to compute the length, takes time.
    const LONG: usize = 512;
    const { assert_counted::<T, T>() };
    if let Some(len) = fixed_len::<T, T>() {
        if bytes.len() != len {
            resize(bytes, len);
        }
        let Some(room) = bytes.get_mut(..len) else {
            return Err(no_room());
        };
        return T::encode_fixed(value, room).map_err(Error::from);
    }
    // Over the bytes of an earlier value, the walk is spared: the next one is
    // mostly as long, or a little longer.
    let is_guess = const { !T::TYPE.summary().is_len_quick() } && bytes.len() >= LONG;
    let len = match is_guess {
        true => (bytes.len() + bytes.len() / 16).min(bytes.capacity()),
        false => T::encoded_len(value),
    };
    if bytes.len() != len {
        resize(bytes, len);
    }
    let mut out = Encoder::new(bytes);
    match T::encode(value, &mut out) {
        Ok(()) if is_guess => {
            let left = out.remaining();
            bytes.truncate(bytes.len() - left);
            Ok(())
        }
        Ok(()) => out.finish().map_err(Error::from),
        Err(fault) if is_guess && *fault.reason() == Reason::Length => encode_again(value, bytes),
        Err(fault) => Err(Error::from(fault)),
    }
}

/// Never, as the buffer was made as long. A call of its own, since what the
/// optimizer believes to be long is not folded into its caller.
#[cold]
#[inline(never)]
fn no_room() -> Error {
    Error::from(Fault::from(Reason::Length))
}

/// After a wrong guess of the length: without bytes, it is computed. What
/// encodes is called from one place only, so that it can be inlined there.
#[cold]
fn encode_again<T: Migratable>(value: &T, bytes: &mut Vec<u8>) -> Result<(), Error> {
    bytes.clear();
    encode_into(value, bytes)
}

/// Not where values are encoded again and again.
#[inline(never)]
fn resize(bytes: &mut Vec<u8>, len: usize) {
    bytes.resize(len, 0);
}

/// Encodes a value to the beginning of a slice and returns the number of its
/// bytes. Nothing is allocated.
///
/// # Errors
///
/// As [`to_vec`], and if the slice is shorter than [`encoded_len`]. The
/// slice's content is then unspecified.
pub fn encode_to_slice<T: Migratable>(value: &T, room: &mut [u8]) -> Result<usize, Error> {
    let len = T::encoded_len(value);
    let available = room.len();
    let Some(room) = room.get_mut(..len) else {
        return Err(Fault::new(format_args!(
            "the value takes {len} bytes, the slice has {available}"
        ))
        .into());
    };
    encode_exactly(value, room)?;
    Ok(len)
}

#[inline]
fn encode_exactly<T: Migratable>(value: &T, room: &mut [u8]) -> Result<(), Fault> {
    const { assert_counted::<T, T>() };
    let mut out = Encoder::new(room);
    T::encode(value, &mut out)?;
    out.finish()
}

/// Decodes a value, within a budget of memory that is
/// [`Budget::for_input`].
///
/// # Errors
///
/// If the bytes are not exactly a value of this type, a hook of its author
/// refuses it, or it would take more memory than the budget has.
///
/// ```
/// let (level, enabled): (u16, bool) = migratable::decode(&[1, 0, 1]).unwrap();
/// assert_eq!((level, enabled), (1, true));
///
/// let error = migratable::decode::<(u16, bool)>(&[1, 0, 7]).unwrap_err();
/// assert_eq!(error.to_string(), "field `[1]`, at byte 2: a bool is 0 or 1");
/// ```
#[inline]
pub fn decode<T: Decode>(bytes: &[u8]) -> Result<T, Error> {
    decode_within(bytes, &Budget::for_input(bytes.len()))
}

/// [`decode`] within a budget of memory.
///
/// # Errors
///
/// As [`decode`].
#[inline]
pub fn decode_within<T: Decode>(bytes: &[u8], budget: &Budget) -> Result<T, Error> {
    let () = Decoded::<T, T>::FIT_IT_AS_A_WHOLE;
    if T::PLAIN && fixed_len::<T, T>() == Some(bytes.len()) {
        // What the first call returns is not used, so that it comes to nothing
        // but the checks, and the second makes the value where it is returned.
        let mut invalid = Invalid::default();
        T::read(bytes, &mut invalid);
        if invalid.is_nothing() {
            return Ok(T::read(bytes, &mut invalid));
        }
    }
    let context = Context::unchecked(budget);
    let mut input = Decoder::within(bytes, &context);
    let decoded = T::decode_to(&mut input, Whole);
    if T::LOADING.has_loaded {
        return decoded
            .map(|mut value| {
                T::loaded(&mut value);
                value
            })
            .map_err(|fault| Error::locate::<T>(bytes, fault));
    }
    decoded.map_err(|fault| Error::locate::<T>(bytes, fault))
}

/// Loads a value in place: skipped fields keep what they hold, collections
/// keep their allocations. The memory that it takes anew is within
/// [`Budget::for_input`].
///
/// The bytes are checked before anything changes: lengths, tags, text, ranges,
/// what must match. After that only hooks of the value's author can refuse, and
/// locks: where there are any, the value's own encoding is made first, and the
/// value is put back from it.
///
/// # Errors
///
/// If the bytes are not exactly a value of this type, a field that must match
/// does not, a hook refuses, or the budget does not suffice. The value is then
/// as it was; where a hook refused, `docs/guide.md` says which live values are
/// made anew.
pub fn load<T: Migratable>(value: &mut T, bytes: &[u8]) -> Result<(), Error> {
    load_within(value, bytes, &Budget::for_input(bytes.len()))
}

/// [`load`] within a budget of memory.
///
/// # Errors
///
/// As [`load`].
pub fn load_within<T: Migratable>(
    value: &mut T,
    bytes: &[u8],
    budget: &Budget,
) -> Result<(), Error> {
    whole::check(Some(value), bytes, false, budget)
        .map_err(|fault| Error::locate::<T>(bytes, fault))?;
    let before = match T::LOADING.may_refuse {
        true => Some(to_vec(value)?),
        false => None,
    };
    if let Err(refusal) = whole::load(value, bytes, &Context::checked()) {
        let refusal = value::shown(T::TYPE, None, refusal);
        if let Some(before) = before
            && let Err(error) = put_back(value, &before)
        {
            return Err(Fault::new(format_args!(
                "{refusal}; and the value could not be put back: {error}"
            ))
            .into());
        }
        // The data was found good: it is code of the author that refused.
        return Err(Error::from(refusal));
    }
    T::loaded(value);
    Ok(())
}

/// First the state, then what hooks make of it.
#[cold]
fn put_back<T: Migratable>(value: &mut T, before: &[u8]) -> Result<(), Error> {
    [Context::putting_back(), Context::checked()]
        .iter()
        .try_for_each(|context| whole::load(value, before, context))
        .map_err(|fault| value::shown(T::TYPE, None, fault).into())
}

/// Loads a value in place without checking it before, and allocates nothing but
/// what growing collections need.
///
/// # Errors
///
/// As [`load`], but the value is then loaded in part and must not be used.
#[inline]
pub fn load_partly<T: Migratable>(value: &mut T, bytes: &[u8]) -> Result<(), Error> {
    let loaded = match fixed_len::<T, T>() {
        Some(len) if bytes.len() != len => return Err(Error::of_length::<T>(bytes, len)),
        Some(_) if !T::LOADING.is_contextual => T::load_fixed(value, bytes),
        _ => {
            let budget = Budget::for_input(bytes.len());
            let context = Context::unchecked(&budget);
            let mut input = Decoder::within(bytes, &context);
            T::load(value, &mut input).and_then(|()| input.finish())
        }
    };
    loaded.map_err(|fault| Error::locate::<T>(bytes, fault))?;
    T::loaded(value);
    Ok(())
}

/// Why a value could not be encoded, or bytes could not be loaded, and where.
///
/// [`fault`](Self::fault) says what is wrong, [`violation`](Self::violation) where in
/// the data. A program that tells causes apart matches on
/// [`Fault::reason`](Fault::reason):
///
/// ```
/// use migratable::Migratable;
/// use migratable::codec::{Constraint, Reason};
///
/// #[derive(Migratable)]
/// struct Fifo {
///     #[migratable(max_len = 2)]
///     bytes: Vec<u8>,
/// }
///
/// let error = migratable::to_vec(&Fifo { bytes: vec![0; 3] }).unwrap_err();
/// match error.fault().reason() {
///     Reason::Constraint { constraint, field, .. } => {
///         assert_eq!(*constraint, Constraint::MaxLen);
///         assert_eq!(field.as_deref(), Some("bytes"));
///     }
///     other => panic!("{other}"),
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Cause>);

/// Kept in a box: a result is then no larger than the value.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cause {
    fault: Fault,
    violation: Option<Violation>,
}

impl Error {
    /// Looks for the place with the schema. There is none if it was not the
    /// data but a check of the program that refused.
    #[cold]
    #[inline(never)]
    fn locate<T: Migratable>(bytes: &[u8], fault: Fault) -> Self {
        let (violation, fault) = value::locate_fault(T::TYPE, None, bytes, fault);
        Self(Box::new(Cause { fault, violation }))
    }

    /// More or fewer bytes than a value takes.
    #[cold]
    #[inline(never)]
    fn of_length<T: Migratable>(bytes: &[u8], len: usize) -> Self {
        let reason = match bytes.len() < len {
            true => Reason::Truncated,
            false => Reason::Trailing,
        };
        Self::locate::<T>(bytes, reason.into())
    }

    /// The place in the data that is wrong, if it is the data.
    pub fn violation(&self) -> Option<&Violation> {
        self.0.violation.as_ref()
    }

    /// What the code that loaded said.
    pub fn fault(&self) -> &Fault {
        &self.0.fault
    }
}

impl From<Fault> for Error {
    #[cold]
    #[inline(never)]
    fn from(fault: Fault) -> Self {
        let violation = None;
        Self(Box::new(Cause { fault, violation }))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.violation {
            Some(violation) => violation.fmt(f),
            None => self.0.fault.fmt(f),
        }
    }
}

impl core::error::Error for Error {}
