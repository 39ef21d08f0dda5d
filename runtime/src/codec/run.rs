//! Runs: consecutive fields of fixed size share one bounds check.
//!
//! Which fields form a run follows from their types, so it is `const` code
//! that finds out and not the macro, which sees only spellings.

use core::mem;

use super::decoder::Decoder;
use super::encoder::Encoder;
use super::fault::{Fault, Reason};
use super::{Decode, Migratable};

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
    #[inline(always)]
    pub fn fields(&mut self) -> EncodeFields<'_, 'a> {
        EncodeFields {
            out: self,
            run: &mut [],
        }
    }
}

impl EncodeFields<'_, '_> {
    /// Encodes a field; `run` is the length of the run that begins with it.
    #[inline(always)]
    pub fn encode<A: Migratable<T>, T>(&mut self, run: usize, value: &T) -> Result<(), Fault> {
        if run > 0 {
            self.run = self.out.take(run)?;
        }
        let Some(len) = A::FIXED_LEN else {
            return A::encode(value, self.out);
        };
        let (room, rest) = mem::take(&mut self.run)
            .split_at_mut_checked(len)
            .ok_or(Reason::Length)?;
        self.run = rest;
        A::encode_fixed(value, room)
    }
}

/// Loads or decodes the fields of a struct or variant, in the order of their
/// bytes.
#[doc(hidden)]
#[derive(Debug)]
pub struct DecodeFields<'d, 'a> {
    input: &'d mut Decoder<'a>,
    run: &'a [u8],
}

impl<'a> Decoder<'a> {
    #[doc(hidden)]
    #[inline(always)]
    pub fn fields(&mut self) -> DecodeFields<'_, 'a> {
        DecodeFields {
            input: self,
            run: &[],
        }
    }
}

impl<'a> DecodeFields<'_, 'a> {
    /// The bytes of the next field, if its size is fixed.
    #[inline(always)]
    fn next(&mut self, run: usize, len: Option<usize>) -> Result<Option<&'a [u8]>, Fault> {
        if run > 0 {
            self.run = self.input.take(run)?;
        }
        let Some(len) = len else { return Ok(None) };
        let (bytes, rest) = self.run.split_at_checked(len).ok_or(Reason::Truncated)?;
        self.run = rest;
        Ok(Some(bytes))
    }

    /// Loads a field in place; `run` is the length of the run that begins with
    /// it.
    #[inline(always)]
    pub fn load<A: Migratable<T>, T>(&mut self, run: usize, value: &mut T) -> Result<(), Fault> {
        match self.next(run, A::FIXED_LEN)? {
            Some(bytes) => A::load_fixed(value, bytes),
            None => A::load(value, self.input),
        }
    }

    /// Reads a field that must equal the live value.
    pub fn must_match<A: Decode<T>, T: PartialEq>(
        &mut self,
        run: usize,
        name: &str,
        live: &T,
    ) -> Result<(), Fault> {
        if self.decode::<A, T>(run)? == *live {
            return Ok(());
        }
        Err(Fault::new(format_args!(
            "`{name}` is configuration and must match: the stream has another value than this device"
        )))
    }

    /// Decodes a field; `run` is the length of the run that begins with it.
    #[inline(always)]
    pub fn decode<A: Decode<T>, T>(&mut self, run: usize) -> Result<T, Fault> {
        match self.next(run, A::FIXED_LEN)? {
            Some(bytes) => A::decode_fixed(bytes),
            None => A::decode(self.input),
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
