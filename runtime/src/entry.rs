//! Single values: the functions that most code calls.

use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use crate::codec::{Decode, Decoder, Encoder, Fault, Migratable};
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
pub fn to_vec<T: Migratable>(value: &T) -> Result<Vec<u8>, Fault> {
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
pub fn encode_into<T: Migratable>(value: &T, bytes: &mut Vec<u8>) -> Result<(), Fault> {
    bytes.resize(T::encoded_len(value), 0);
    encode_exactly(value, bytes)
}

/// Encodes a value to the beginning of a slice and returns the number of its
/// bytes. Nothing is allocated.
///
/// # Errors
///
/// As [`to_vec`], and if the slice is shorter than [`encoded_len`]. The
/// slice's content is then unspecified.
pub fn encode_to_slice<T: Migratable>(value: &T, room: &mut [u8]) -> Result<usize, Fault> {
    let len = T::encoded_len(value);
    let available = room.len();
    let Some(room) = room.get_mut(..len) else {
        return Err(Fault::new(format_args!(
            "the value takes {len} bytes, the slice has {available}"
        )));
    };
    encode_exactly(value, room)?;
    Ok(len)
}

fn encode_exactly<T: Migratable>(value: &T, room: &mut [u8]) -> Result<(), Fault> {
    let mut out = Encoder::new(room);
    T::encode(value, &mut out)?;
    out.finish()
}

/// Decodes a value.
///
/// # Errors
///
/// If the bytes are not exactly a value of this type.
///
/// ```
/// let (level, enabled): (u16, bool) = migratable::decode(&[1, 0, 1]).unwrap();
/// assert_eq!((level, enabled), (1, true));
///
/// let error = migratable::decode::<(u16, bool)>(&[1, 0, 7]).unwrap_err();
/// assert_eq!(error.to_string(), "field `[1]`, at byte 2: a bool is 0 or 1");
/// ```
pub fn decode<T: Decode>(bytes: &[u8]) -> Result<T, LoadError> {
    let mut input = Decoder::new(bytes);
    let decoded = T::decode(&mut input).and_then(|value| input.finish().map(|()| value));
    decoded.map_err(|fault| LoadError::locate::<T>(bytes, fault))
}

/// Loads a value in place: skipped fields keep what they hold, collections
/// keep their allocations.
///
/// # Errors
///
/// If the bytes are not exactly a value of this type. The value is then put
/// back from its own encoding, which is made before; [`load_partly`] does
/// without.
pub fn load<T: Migratable>(value: &mut T, bytes: &[u8]) -> Result<(), LoadError> {
    let before = to_vec(value).map_err(LoadError::from)?;
    let loaded = load_partly(value, bytes);
    if loaded.is_err() {
        T::load(value, &mut Decoder::new(&before))?;
    }
    loaded
}

/// Loads a value in place and allocates nothing but what growing collections
/// need.
///
/// # Errors
///
/// As [`load`], but the value is then loaded in part and must not be used.
pub fn load_partly<T: Migratable>(value: &mut T, bytes: &[u8]) -> Result<(), LoadError> {
    let mut input = Decoder::new(bytes);
    let loaded = T::load(value, &mut input).and_then(|()| input.finish());
    loaded.map_err(|fault| LoadError::locate::<T>(bytes, fault))
}

/// Why bytes could not be loaded, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadError {
    fault: Fault,
    violation: Option<Violation>,
}

impl LoadError {
    /// Looks for the place with the schema. There is none if it was not the
    /// data but a check of the program that refused.
    #[cold]
    fn locate<T: Migratable>(bytes: &[u8], fault: Fault) -> Self {
        Self {
            fault,
            violation: value::read(T::TYPE, bytes).err(),
        }
    }

    /// The place in the data that is wrong, if it is the data.
    pub fn violation(&self) -> Option<&Violation> {
        self.violation.as_ref()
    }

    /// What the code that loaded said.
    pub fn fault(&self) -> &Fault {
        &self.fault
    }
}

impl From<Fault> for LoadError {
    fn from(fault: Fault) -> Self {
        Self {
            fault,
            violation: None,
        }
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.violation {
            Some(violation) => violation.fmt(f),
            None => self.fault.fmt(f),
        }
    }
}

impl core::error::Error for LoadError {}
