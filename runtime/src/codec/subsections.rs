//! The optional groups behind the fields of a struct: a count, then for each
//! that is present its tag, its length and its payload, ascending by tag.

use super::decoder::Decoder;
use super::encoder::Encoder;
use super::stack::Decoded;
use super::{Decode, Migratable, varint};
use crate::base::fault::{Fault, Reason};

/// The bytes of a subsection: tag, length, payload.
#[doc(hidden)]
#[inline]
pub fn subsection_len(tag: u32, payload: usize) -> usize {
    varint::len_u64(tag.into()) + varint::len_u64(payload as u64) + payload
}

/// The bytes of the tag of a variant.
#[doc(hidden)]
#[inline]
pub fn tag_len(tag: u32) -> usize {
    varint::len_u64(tag.into())
}

/// The bytes of the number of subsections that are present.
#[doc(hidden)]
#[inline]
pub fn count_len(count: usize) -> usize {
    varint::len_u64(count as u64)
}

impl<'a> Encoder<'a> {
    /// Writes tag and length of a subsection, and opens its payload, which
    /// takes exactly `len` bytes.
    #[doc(hidden)]
    #[inline]
    pub fn subsection(&mut self, tag: u32, len: usize) -> Result<Encoder<'a>, Fault> {
        self.count(tag as usize)?;
        self.count(len)?;
        self.take(len).map(Encoder::new)
    }
}

/// Reads the subsections of a struct.
#[doc(hidden)]
#[derive(Debug)]
pub struct Subsections<'d, 'a> {
    input: &'d mut Decoder<'a>,
    left: usize,
    next: Option<u32>,
}

impl<'a> Decoder<'a> {
    #[doc(hidden)]
    pub fn subsections(&mut self) -> Result<Subsections<'_, 'a>, Fault> {
        // A tag and a length, of at least one byte each.
        let left = self.count(2)?;
        let mut subsections = Subsections {
            input: self,
            left,
            next: None,
        };
        subsections.advance(0)?;
        Ok(subsections)
    }
}

impl<'a> Subsections<'_, 'a> {
    /// Reads the tag of the next one, which is above `last`.
    fn advance(&mut self, last: u32) -> Result<(), Fault> {
        self.next = None;
        if self.left > 0 {
            self.left -= 1;
            let tag = self.input.tag()?;
            if tag <= last {
                return Err(Reason::SubsectionOrder.into());
            }
            self.next = Some(tag);
        }
        Ok(())
    }

    /// The tag and payload of the next subsection, whichever it is.
    pub(crate) fn any(&mut self) -> Result<Option<(u32, Decoder<'a>)>, Fault> {
        let Some(tag) = self.next else {
            return Ok(None);
        };
        let len = self.input.count(1)?;
        let payload = self.input.sub(len)?;
        self.advance(tag)?;
        Ok(Some((tag, payload)))
    }

    /// The payload of the subsection `tag`, if it is present. Called for all
    /// tags that the struct knows, ascending.
    #[inline]
    pub fn open(&mut self, tag: u32) -> Result<Option<Decoder<'a>>, Fault> {
        match self.next {
            Some(next) if next < tag => Err(Reason::SubsectionUnknown.into()),
            Some(next) if next == tag => Ok(self.any()?.map(|(_, payload)| payload)),
            _ => Ok(None),
        }
    }

    /// Puts the default into a live value whose subsection is absent.
    #[inline]
    pub fn set_absent<A: Migratable<T>, T>(&self, value: &mut T, default: T) -> Result<(), Fault> {
        self.input.set_absent::<A, T>(value, default)
    }

    /// A default as a new value whose subsection is absent.
    #[inline]
    pub fn absent<A: Migratable<T>, T>(&self, default: T) -> Result<T, Fault> {
        self.input.absent::<A, T>(default)
    }

    /// Says whether a default can be put into a value.
    #[inline]
    pub fn check_absent<A: Migratable<T>, T>(
        &self,
        live: Option<&T>,
        default: impl FnOnce() -> T,
    ) -> Result<(), Fault> {
        self.input.check_absent::<A, T>(live, default)
    }

    /// Says that all known tags have been asked for.
    pub fn finish(self) -> Result<(), Fault> {
        match self.next {
            Some(_) => Err(Reason::SubsectionUnknown.into()),
            None => Ok(()),
        }
    }
}

/// Loads what stands in a subsection whose absence is `None`.
#[doc(hidden)]
#[inline]
pub fn load_some<A: Decode<T>, T>(
    slot: &mut Option<T>,
    payload: &mut Decoder<'_>,
) -> Result<(), Fault> {
    match slot {
        Some(value) => A::load(value, payload),
        None => {
            let () = Decoded::<A, T>::FIT_THE_STACK;
            *slot = Some(A::decode(payload)?);
            Ok(())
        }
    }
}

/// What a subsection without `needed` stands on: present if and only if it is
/// `Some`.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "a subsection without `needed` must be an `Option`",
    label = "present or absent must be decided",
    note = "write `subsection(tag = …, needed = Self::condition)` and a `default`, or make the field an `Option`"
)]
pub trait Optional {
    /// The type of the payload.
    type Inner;
    type Itself: Optional<Inner = Self::Inner>;

    fn get(&self) -> Option<&Self::Inner>;
    fn slot(&mut self) -> &mut Option<Self::Inner>;
    fn from_option(value: Option<Self::Inner>) -> Self;
}

impl<T> Optional for Option<T> {
    type Inner = T;
    type Itself = Self;

    fn get(&self) -> Option<&T> {
        self.as_ref()
    }

    fn slot(&mut self) -> &mut Option<T> {
        self
    }

    fn from_option(value: Option<T>) -> Self {
        value
    }
}
