//! The cursor that values are loaded through.

use core::mem;

use super::context::{Context, Limits, Older, Taken};
use super::fill::{encode_value, with_encoded};
use super::varint::{self, Wire};
use super::{Migratable, VarintNumber, stack};
use crate::base::budget::Budget;
use crate::base::fault::{Fault, Reason};

/// Reads bytes that are not trusted. It cannot run past their end.
#[derive(Clone, Debug)]
pub struct Decoder<'a> {
    rest: &'a [u8],
    /// Shared by all decoders of one load.
    context: Option<&'a Context<'a>>,
}

impl<'a> Decoder<'a> {
    /// Reads from `input`, from its beginning, without a bound on the memory
    /// that its values take.
    pub fn new(input: &'a [u8]) -> Self {
        Self {
            rest: input,
            context: None,
        }
    }

    /// Reads from `input` as part of a load.
    pub(crate) fn within(input: &'a [u8], context: &'a Context<'a>) -> Self {
        Self {
            rest: input,
            context: Some(context),
        }
    }

    /// Other bytes, as part of the same load.
    #[inline]
    pub(crate) fn over(&self, input: &'a [u8]) -> Self {
        Self {
            rest: input,
            context: self.context,
        }
    }

    /// Draws memory that a value is about to take from the budget of the load,
    /// if it has one.
    ///
    /// A codec calls it before it reserves memory that is not in proportion to
    /// the bytes that it has read. The budget is that of
    /// [`Limits::memory`](crate::stream::Limits) for a machine, and
    /// [`Budget::for_input`](crate::Budget::for_input) for a single value.
    ///
    /// # Errors
    ///
    /// If less than `bytes` is left.
    #[inline]
    pub fn draw(&self, bytes: usize) -> Result<(), Fault> {
        match self.context.and_then(Context::budget) {
            Some(budget) => Ok(budget.draw(bytes)?),
            None => Ok(()),
        }
    }

    /// [`draw`](Self::draw) for `count` elements of `size` bytes.
    #[inline]
    pub(crate) fn draw_elements(&self, count: usize, size: usize) -> Result<(), Fault> {
        self.draw(count.saturating_mul(size))
    }

    /// For how many of `count` elements memory is reserved at once: for all whose
    /// memory was drawn. Without a budget, the count was only checked against the
    /// bytes that are left, and memory grows as elements are really there.
    #[inline]
    pub(super) fn reservable<T>(&self, count: usize) -> usize {
        const MEMORY: usize = 8 << 10;
        match self.context {
            Some(_) => count,
            None => count.min(MEMORY / size_of::<T>().max(1)),
        }
    }

    /// What the outermost device has to upgrade from. A device within it is part
    /// of its state and has no version.
    #[doc(hidden)]
    #[inline]
    pub fn take_older(&mut self) -> Option<&'a Older> {
        self.context.and_then(Context::take_older)
    }

    /// What the outermost device takes over from devices that only other releases have.
    #[doc(hidden)]
    #[inline]
    pub fn take_taken(&mut self) -> &'a [Taken<'a>] {
        self.context.map_or(&[], Context::take_taken)
    }

    /// The older version that the next value of a type with such stands in, if it does: a
    /// plan has marked it. Bytes that no plan made are never asked.
    #[doc(hidden)]
    #[inline]
    pub fn older_version(&mut self) -> Result<Option<u32>, Fault> {
        match self.context.is_some_and(Context::expects_mark) {
            true => Ok(Some(self.tag()?).filter(|version| *version > 0)),
            false => Ok(None),
        }
    }

    /// The value from here on is read once more from its beginning, and that its version is
    /// the current one is known.
    #[doc(hidden)]
    #[inline]
    pub fn is_current_version(&self) {
        if let Some(context) = self.context {
            context.mark_is_read();
        }
    }

    /// Whether code of the author runs. It does not while a value is put back:
    /// what it looks at may not be put back yet.
    #[doc(hidden)]
    #[inline]
    pub fn runs_hooks(&self) -> bool {
        self.context.is_none_or(|context| context.runs_hooks)
    }

    /// Whether a value's own state is put back.
    pub(super) fn puts_back(&self) -> bool {
        self.context.is_some_and(Context::is_putting_back)
    }

    /// Reads these bytes without running code of their author: they are only looked
    /// at, and may be refused.
    pub(super) fn looking<R>(&self, read: impl FnOnce(&mut Decoder<'_>) -> R) -> R {
        let context = Context::looking(self.context.and_then(Context::budget));
        read(&mut Decoder::within(self.rest, &context))
    }

    /// Checks these bytes against a live value that the check of the whole could not
    /// find. Their memory was drawn then.
    pub(super) fn comparing<R>(&self, check: impl FnOnce(&mut Decoder<'_>) -> R) -> R {
        let budget = Budget::new(usize::MAX);
        let is_marked = self.context.is_some_and(Context::is_marked);
        let context = Context::unchecked(&budget).marked(is_marked && !self.is_default());
        check(&mut Decoder::within(self.rest, &context))
    }

    /// Where the limits of the live value are noted.
    pub(super) fn limits(&self) -> Option<&'a Limits<'a>> {
        self.context.and_then(Context::limits)
    }

    /// Whether the live value is compared: a default is not what a writer has, and
    /// what was compared in the check is not compared once more, or hooks and other
    /// threads that change it since could have a load refused that has begun.
    pub(super) fn compares(&self) -> bool {
        self.context
            .is_none_or(|context| !context.is_checked() && !context.loads_default.get())
    }

    /// Puts a default into a live value that the writer does not have. What is
    /// skipped below it is kept, and its hooks run.
    #[doc(hidden)]
    #[inline]
    pub fn set_absent<A: Migratable<T>, T>(&self, value: &mut T, default: T) -> Result<(), Fault> {
        let () = stack::Default::<T>::FITS_THE_STACK;
        if !A::LOADING.keeps && !A::LOADING.is_contextual {
            *value = default;
            return Ok(());
        }
        // Elsewhere the check before the load has done it.
        if self.context.is_some_and(|context| !context.is_checked()) {
            self.check_default::<A, T>(Some(value), &default)?;
        }
        with_encoded::<A, T>(&default, |bytes| self.load_default::<A, T>(value, bytes))
    }

    /// A default as the new value that the writer does not have. Its hooks run, as
    /// they do for one that came.
    #[doc(hidden)]
    #[inline]
    pub fn absent<A: Migratable<T>, T>(&self, mut default: T) -> Result<T, Fault> {
        if A::LOADING.is_contextual {
            let encoded = encode_value::<A, T>(&default)?;
            self.load_default::<A, T>(&mut default, &encoded)?;
        }
        Ok(default)
    }

    /// Says whether a default can be put into a value, which is live or will be new:
    /// that it is one of its type, that no lock is in the way, and that there is
    /// memory for it.
    #[doc(hidden)]
    pub fn check_absent<A: Migratable<T>, T>(
        &self,
        live: Option<&T>,
        default: impl FnOnce() -> T,
    ) -> Result<(), Fault> {
        // A number or bool is as its literal says.
        let is_checked = const {
            let may_be_wrong = A::LOADING.refuses && !A::TYPE.is_scalar();
            may_be_wrong || A::LOADING.is_contextual || mem::needs_drop::<T>()
        };
        match is_checked {
            true => self.check_default::<A, T>(live, &default()),
            false => Ok(()),
        }
    }

    fn check_default<A: Migratable<T>, T>(
        &self,
        live: Option<&T>,
        default: &T,
    ) -> Result<(), Fault> {
        let len = A::encoded_len(default);
        let more = len.saturating_sub(live.map_or(0, A::encoded_len));
        self.draw(more)?;
        with_encoded::<A, T>(default, |bytes| {
            self.read_default(bytes, |input| A::check(live, input))
        })
    }

    /// Whether these bytes are a default, and did not come.
    pub(super) fn is_default(&self) -> bool {
        self.context
            .is_some_and(|context| context.loads_default.get())
    }

    /// Loads a default, as part of the same load.
    pub(super) fn load_default<A: Migratable<T>, T>(
        &self,
        value: &mut T,
        default: &[u8],
    ) -> Result<(), Fault> {
        self.read_default(default, |input| A::load(value, input))
    }

    /// Reads a default, as part of the same load.
    fn read_default(
        &self,
        default: &[u8],
        read: impl FnOnce(&mut Decoder<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let own = Context::checked();
        let context: &Context<'_> = match self.context {
            Some(context) => context,
            None => &own,
        };
        let outer = context.loads_default.replace(true);
        let mut input = Decoder::within(default, context);
        let done = read(&mut input).and_then(|()| input.finish());
        context.loads_default.set(outer);
        done
    }

    /// Bytes that are left.
    #[inline]
    pub fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// The bytes that are left.
    #[inline]
    pub(crate) fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next `len` bytes.
    ///
    /// # Errors
    ///
    /// If fewer are left.
    #[inline]
    pub fn take(&mut self, len: usize) -> Result<&'a [u8], Fault> {
        let (taken, rest) = self.rest.split_at_checked(len).ok_or(Reason::Truncated)?;
        self.rest = rest;
        Ok(taken)
    }

    /// The next byte.
    ///
    /// # Errors
    ///
    /// If none is left.
    #[inline]
    pub fn byte(&mut self) -> Result<u8, Fault> {
        let (byte, rest) = self.rest.split_first().ok_or(Reason::Truncated)?;
        self.rest = rest;
        Ok(*byte)
    }

    /// The next `len` bytes as an input of their own.
    ///
    /// # Errors
    ///
    /// If fewer are left.
    #[inline]
    pub fn sub(&mut self, len: usize) -> Result<Self, Fault> {
        let bytes = self.take(len)?;
        Ok(self.over(bytes))
    }

    /// The bytes from here to where `behind`, which began here, has come.
    #[inline]
    pub(crate) fn until(&self, behind: &Self) -> &'a [u8] {
        let len = self.rest.len().saturating_sub(behind.rest.len());
        self.rest.get(..len).unwrap_or_default()
    }

    /// Says that nothing more is expected.
    ///
    /// # Errors
    ///
    /// If there are bytes left.
    #[inline]
    pub fn finish(&self) -> Result<(), Fault> {
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(Reason::Trailing.into())
        }
    }

    /// Reads a count of elements that take at least `min_len` bytes each.
    ///
    /// # Errors
    ///
    /// If the varint is not canonical, or counts more elements than the bytes
    /// that are left can hold.
    #[inline]
    pub fn count(&mut self, min_len: usize) -> Result<usize, Fault> {
        let count = match self.short() {
            Some(byte) => byte.into(),
            None => self.long::<u64>()?,
        };
        match usize::try_from(count) {
            Ok(count) if count.saturating_mul(min_len.max(1)) <= self.rest.len() => Ok(count),
            _ => Err(Reason::Count.into()),
        }
    }

    /// A varint of one byte, if it is one.
    #[inline(always)]
    fn short(&mut self) -> Option<u8> {
        let (&byte @ 0..0x80, rest) = self.rest.split_first()? else {
            return None;
        };
        self.rest = rest;
        Some(byte)
    }

    /// Most counts and tags are short: others are read out of their way.
    #[inline(always)]
    fn long<W: Wire>(&mut self) -> Result<W, Fault> {
        let (value, rest) = read_long(self.rest)?;
        self.rest = rest;
        Ok(value)
    }

    /// Runs `decode` on a copy of this cursor. The compiler keeps one that a
    /// loop does not share with its caller in registers.
    #[inline(always)]
    pub(crate) fn locally(
        &mut self,
        decode: impl FnOnce(&mut Self) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut local = self.clone();
        decode(&mut local)?;
        *self = local;
        Ok(())
    }

    /// Reads a tag of a variant or subsection.
    ///
    /// # Errors
    ///
    /// If the varint is not canonical or larger than 32 bits.
    #[inline]
    pub fn tag(&mut self) -> Result<u32, Fault> {
        match self.short() {
            Some(byte) => Ok(byte.into()),
            None => self.long(),
        }
    }

    /// Reads a varint.
    #[inline(always)]
    pub(crate) fn varint<W: Wire>(&mut self) -> Result<W, Fault> {
        let (value, rest) = W::read(self.rest)?;
        self.rest = rest;
        Ok(value)
    }

    /// Reads varints back to back.
    #[inline]
    pub(crate) fn varints<T: VarintNumber>(&mut self, values: &mut [T]) -> Result<(), Fault> {
        self.rest = varint::read_all(values, self.rest)?;
        Ok(())
    }

    /// Reads a varint of at most `bits` bits, which a schema says.
    #[inline]
    pub(crate) fn varint_of(&mut self, bits: u32) -> Result<u128, Fault> {
        match bits {
            16 => self.varint::<u16>().map(u128::from),
            32 => self.varint::<u32>().map(u128::from),
            64 => self.varint::<u64>().map(u128::from),
            _ => self.varint(),
        }
    }
}

/// It takes the bytes and not the cursor, which so can stay in registers.
#[cold]
#[inline(never)]
fn read_long<W: Wire>(rest: &[u8]) -> Result<(W, &[u8]), Fault> {
    W::read(rest)
}
