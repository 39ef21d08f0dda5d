//! Runs: consecutive fields of fixed size share one bounds check.
//!
//! Which fields form a run follows from their types, so it is `const` code
//! that finds out and not the macro, which sees only spellings.

use core::mem;

use super::blank::{blank, is_filled};
use super::checks::Ahead;
use super::decoder::Decoder;
use super::emitted::fixed_len;
use super::encoder::Encoder;
use super::plain::Invalid;
use super::subsections::tag_len;
use super::{Decode, Migratable};
use crate::base::fault::{Fault, Reason};

/// From the fixed lengths of fields, in the order of their bytes, the length
/// of the run that begins at each; 0 where none begins. `None` separates runs.
#[doc(hidden)]
pub const fn runs<const N: usize>(lens: [Option<usize>; N]) -> [usize; N] {
    let mut runs = [0; N];
    let mut start = None;
    let mut i = 0;
    while i < N {
        match lens[i] {
            Some(len) => {
                let first = match start {
                    Some(first) => first,
                    None => i,
                };
                runs[first] += len;
                start = Some(first);
            }
            None => start = None,
        }
        i += 1;
    }
    runs
}

/// Encodes the fields of a struct or variant, in the order of their bytes.
#[doc(hidden)]
#[derive(Debug)]
pub struct EncodeFields<'e, 'a> {
    out: &'e mut Encoder<'a>,
    run: &'a mut [u8],
}

impl<'a> Encoder<'a> {
    #[doc(hidden)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn fields(&mut self) -> EncodeFields<'_, 'a> {
        EncodeFields {
            out: self,
            run: &mut [],
        }
    }

    /// Writes the tag of a variant, and takes the room of the run of fields that
    /// follows it, of `run` bytes.
    #[doc(hidden)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn variant(&mut self, tag: u32, run: usize) -> Result<EncodeFields<'_, 'a>, Fault> {
        let tag_len = tag_len(tag);
        let (head, run) = self
            .take(tag_len + run)?
            .split_at_mut_checked(tag_len)
            .ok_or(Reason::Length)?;
        Encoder::new(head).tag(tag)?;
        Ok(EncodeFields { out: self, run })
    }
}

impl EncodeFields<'_, '_> {
    /// Encodes a field; `run` is the length of the run that begins with it.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn encode<A: Migratable<T>, T>(&mut self, run: usize, value: &T) -> Result<(), Fault> {
        if run > 0 {
            self.run = self.out.take(run)?;
        }
        let Some(len) = fixed_len::<A, T>() else {
            return A::encode(value, self.out);
        };
        let (room, rest) = mem::take(&mut self.run)
            .split_at_mut_checked(len)
            .ok_or(Reason::Length)?;
        self.run = rest;
        A::encode_fixed(value, room)
    }
}

/// Up to which size of a value it is read to check its bytes, which takes no
/// branches; a larger one might not fit the stack.
const READ_TO_CHECK: usize = 1 << 8;

/// Loads, decodes or checks the fields of a struct or variant, in the order of their
/// bytes.
#[doc(hidden)]
#[derive(Debug)]
pub struct DecodeFields<'d, 'a> {
    input: &'d mut Decoder<'a>,
    run: &'a [u8],
    invalid: Invalid,
}

impl<'a> Decoder<'a> {
    #[doc(hidden)]
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn fields(&mut self) -> DecodeFields<'_, 'a> {
        DecodeFields {
            input: self,
            run: &[],
            invalid: Invalid::default(),
        }
    }
}

impl<'a> DecodeFields<'_, 'a> {
    /// Takes the bytes of the run that begins with the next field, if one does.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn begin(&mut self, run: usize) -> Result<(), Fault> {
        if run > 0 {
            self.run = self.input.take(run)?;
        }
        Ok(())
    }

    /// The bytes of the next field, if its size is fixed.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next(&mut self, run: usize, len: Option<usize>) -> Result<Option<&'a [u8]>, Fault> {
        self.begin(run)?;
        let Some(len) = len else { return Ok(None) };
        let (bytes, rest) = self.run.split_at_checked(len).ok_or(Reason::Truncated)?;
        self.run = rest;
        Ok(Some(bytes))
    }

    /// Loads a field in place; `run` is the length of the run that begins with
    /// it.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn load<A: Migratable<T>, T>(&mut self, run: usize, value: &mut T) -> Result<(), Fault> {
        match self.next(run, fixed_len::<A, T>())? {
            Some(bytes) if A::LOADING.is_contextual => {
                let mut input = self.input.over(bytes);
                A::load(value, &mut input)?;
                input.finish()
            }
            Some(bytes) => A::load_fixed(value, bytes),
            None => A::load(value, self.input),
        }
    }

    /// Decodes a field; `run` is the length of the run that begins with it.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn decode<A: Decode<T>, T>(&mut self, run: usize) -> Result<T, Fault> {
        match self.next(run, fixed_len::<A, T>())? {
            Some(bytes) if A::LOADING.is_contextual => {
                let mut input = self.input.over(bytes);
                let value = A::decode(&mut input)?;
                input.finish()?;
                Ok(value)
            }
            Some(bytes) => A::decode_fixed(bytes),
            None => A::decode(self.input),
        }
    }

    /// Decodes a field, or checks the bytes of a plain one and keeps them;
    /// whether they were valid is said by [`check`](Self::check). What is
    /// `held` before is [`Held::nothing`].
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn hold<A: Decode<T>, T>(
        &mut self,
        run: usize,
        held: &mut Held<'a, T>,
    ) -> Result<(), Fault> {
        match held {
            _ if A::PLAIN => {
                self.begin(run)?;
                let mut fields = ReadFields::new(self.run, &mut self.invalid);
                *held = fields.hold::<A, T>();
                self.run = fields.rest;
            }
            Held::Value(blank) => self.load::<A, T>(run, blank)?,
            Held::Bytes(_) => *held = Held::Value(self.decode::<A, T>(run)?),
        }
        Ok(())
    }

    /// Checks the bytes of a field that will be loaded into `live`, if that is
    /// there.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn verify<A: Migratable<T>, T>(
        &mut self,
        run: usize,
        live: Option<&T>,
    ) -> Result<(), Fault> {
        match self.next(run, fixed_len::<A, T>())? {
            Some(_) if !A::LOADING.refuses => Ok(()),
            Some(bytes) if A::PLAIN && size_of::<T>() <= READ_TO_CHECK => {
                look_at::<A, T>(bytes, &mut self.invalid);
                Ok(())
            }
            Some(bytes) => A::check(live, &mut self.input.over(bytes)),
            None => A::check(live, self.input),
        }
    }

    /// What stands from the next field on, to be looked at beside
    /// [`verify`](Self::verify), which is then called with a run of 0.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn ahead<A: Migratable<T>, T>(&mut self, run: usize) -> Result<Ahead<'a>, Fault> {
        self.begin(run)?;
        let input = match fixed_len::<A, T>() {
            Some(len) => self
                .input
                .over(self.run.get(..len).ok_or(Reason::Truncated)?),
            None => self.input.clone(),
        };
        Ok(Ahead::new(A::TYPE, input))
    }

    /// Whether what is loaded is still to be compared with the live value.
    #[inline]
    pub fn compares(&self) -> bool {
        self.input.compares()
    }

    /// Whether the value's own state is put back, after a load that was refused.
    #[inline]
    pub fn puts_back(&self) -> bool {
        self.input.puts_back()
    }

    /// Says that all plain fields were valid.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn check(&self) -> Result<(), Fault> {
        self.invalid.check()
    }
}

/// Reads the fields of a plain struct, in the order of their bytes.
#[doc(hidden)]
#[derive(Debug)]
pub struct ReadFields<'v, 'a> {
    rest: &'a [u8],
    invalid: &'v mut Invalid,
}

impl<'v, 'a> ReadFields<'v, 'a> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn new(bytes: &'a [u8], invalid: &'v mut Invalid) -> Self {
        let rest = bytes;
        Self { rest, invalid }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn read<A: Migratable<T> + ?Sized, T>(&mut self) -> T {
        A::read(self.next::<A, T>(), self.invalid)
    }

    /// Checks the bytes of the next field and keeps them.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn hold<A: Migratable<T>, T>(&mut self) -> Held<'a, T> {
        let bytes = self.next::<A, T>();
        look_at::<A, T>(bytes, self.invalid);
        Held::Bytes(bytes)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next<A: Migratable<T> + ?Sized, T>(&mut self) -> &'a [u8] {
        let len = fixed_len::<A, T>().unwrap_or(0);
        // Where bytes are missing, whoever wants some notes that.
        let (bytes, rest) = self.rest.split_at_checked(len).unwrap_or_default();
        self.rest = rest;
        bytes
    }
}

/// Reads a value, of which nothing is left but the checks, as it is not used.
///
/// In a debug build it is there, in a frame of its own: where a larger value is
/// not read, no room is made for it either.
#[cfg_attr(not(debug_assertions), inline(always))]
fn look_at<A: Migratable<T> + ?Sized, T>(bytes: &[u8], invalid: &mut Invalid) {
    A::read(bytes, invalid);
}

/// A field that is decoded, or a plain one of which the bytes are known to be
/// valid. Those are read where the whole value is made: each time that a value
/// is moved, the processor waits for what was just written.
#[doc(hidden)]
#[derive(Debug)]
pub enum Held<'a, T> {
    Bytes(&'a [u8]),
    Value(T),
}

impl<T> Held<'_, T> {
    /// What is held of a field before it is decoded.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn nothing<A: Migratable<T>>() -> Self {
        match is_filled::<A, T>() {
            true => Self::Value(blank::<A, T>()),
            false => Self::Bytes(&[]),
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn get<A: Migratable<T>>(self) -> T {
        match self {
            Self::Bytes(bytes) => A::read(bytes, &mut Invalid::default()),
            Self::Value(value) => value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::runs;

    #[test]
    fn each_run_is_summed_at_its_beginning() {
        assert_eq!(
            runs([Some(4), Some(2), None, Some(0), Some(8), None, None]),
            [6, 0, 0, 8, 0, 0, 0]
        );
        assert_eq!(runs([]), [0; 0]);
    }
}
