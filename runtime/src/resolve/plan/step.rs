//! The steps of a plan.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::extent::Extent;
use super::filling::Filling;
use super::flat::Flat;
use super::number::{Number, Target};
use super::parts::{Located, Subsections};
use crate::schema::{Float, TypeRef};

/// What elements must be that an array loses.
#[derive(Debug)]
pub(in crate::resolve) enum Tail {
    /// Converted, the reader's fill value. Without its bytes only the reader's program could
    /// tell.
    Reader {
        element: TypeRef,
        fill: Option<Filling>,
        /// A value of the writer that becomes it, if one was found.
        source: Option<Vec<u8>>,
    },
    /// As they are, the writer's, of which the step is an [`Expect`](Step::Expect).
    Writer(Box<Step>),
}

/// What is done to the next value of the input.
#[derive(Debug)]
pub(in crate::resolve) enum Step {
    /// Never run: the verdict is incompatible.
    Impossible,
    /// So many bytes stay as they are.
    Copy(usize),
    /// A value stays as it is, whatever its length.
    CopyValue(Extent),
    /// All that is left of the input stays as it is.
    CopyRest,
    /// Parts of a value of fixed size move.
    Flat(Box<Flat>),
    /// A value is left out.
    Drop(Extent),
    /// A value is left out; it must be what these bytes are.
    Expect {
        ty: TypeRef,
        extent: Extent,
        bytes: Filling,
        condition: usize,
    },
    /// The writer has nothing here; the reader gets these bytes.
    Insert(Filling),
    /// The writer has nothing here, and neither has the reader: the condition
    /// fails.
    Missing(usize),
    /// The writer has something here, of which no value has a counterpart: the
    /// condition fails.
    Refuse {
        condition: usize,
        found: &'static str,
    },
    /// The writer has nothing here, and only the reader's program knows what
    /// stands in. Without that program, the condition fails; when only the
    /// conditions are tested, nothing does.
    Unknown(usize),
    /// A whole number or bool becomes another one.
    Integer(IntegerStep),
    /// Such steps one behind the other.
    Integers {
        step: IntegerStep,
        count: usize,
    },
    /// A float, perhaps of another width, within limits.
    Float(FloatStep),
    /// A whole number becomes a float, or the reverse.
    Exact(ExactStep),
    Whole(WholeStep),
    /// A whole number or bool becomes the variant with that tag, or the reverse.
    NumberToTag(Box<NumberToTag>),
    TagToNumber(Box<TagToNumber>),
    /// A list of bytes must be UTF-8.
    Utf8 {
        max_len: Option<u64>,
        condition: usize,
    },
    /// A string must be one character.
    Char {
        condition: usize,
    },
    /// A string or list of bytes must not be longer.
    MaxBytes {
        max_len: u64,
        condition: usize,
    },
    /// An option whose content changes.
    Option(Box<Step>),
    /// The content of the writer's newtype changes. It is in no plan that is run.
    Inside(Box<Step>),
    /// A value becomes an option that is present.
    Present(Box<Step>),
    /// An option becomes its content. `absent` needs no input.
    Unwrap {
        content: Box<Step>,
        absent: Box<Step>,
        /// A content that becomes the same as nothing does, if one was found.
        source: Option<Vec<u8>>,
    },
    /// Elements of an array.
    Repeat {
        count: usize,
        element: Box<Step>,
    },
    /// An array becomes a list.
    ArrayToList {
        count: usize,
        element: Box<Step>,
    },
    /// A list whose elements change, or that must not be longer.
    List {
        min_len: usize,
        element: Box<Step>,
        limit: Option<CountLimit>,
    },
    /// A list becomes an array.
    ListToArray {
        min_len: usize,
        count: usize,
        element: Box<Step>,
        condition: usize,
    },
    /// An array loses its tail, whose elements must be the fill value.
    Shrink {
        keep: usize,
        cut: usize,
        element: Box<Step>,
        tail: Box<Tail>,
        condition: usize,
    },
    /// A map whose keys stay as they are.
    Map {
        min_len: usize,
        key: Box<Step>,
        value: Box<Step>,
        limit: Option<CountLimit>,
    },
    /// A set, or a map, whose keys change.
    Keyed(Box<Keyed>),
    /// One step after the other.
    Sequence(Vec<Step>),
    /// The fields of a struct, then its subsections.
    Struct {
        fields: Box<Step>,
        subsections: Subsections,
    },
    /// A struct whose parts change places.
    Located(Box<Located>),
    /// An enum.
    Enum(Box<EnumStep>),
}

impl Limits {
    pub(in crate::resolve) fn allow(&self, number: Number) -> bool {
        (self.min..=self.max).contains(&number) && !(self.nonzero && number == Number::ZERO)
    }
}

/// From one kind of whole number to another.
#[derive(Clone, Debug)]
pub(in crate::resolve) struct IntegerStep {
    pub(in crate::resolve) from: Target,
    pub(in crate::resolve) to: Target,
    /// What the reader takes, if it does not take all that the writer writes.
    pub(in crate::resolve) limits: Option<Limits>,
}

/// The least and greatest value, both included.
#[derive(Clone, Debug)]
pub(in crate::resolve) struct Limits {
    pub(in crate::resolve) min: Number,
    pub(in crate::resolve) max: Number,
    /// 0, which is between them, is not allowed.
    pub(in crate::resolve) nonzero: bool,
    pub(in crate::resolve) condition: usize,
}

#[derive(Clone, Debug)]
pub(in crate::resolve) struct FloatStep {
    pub(in crate::resolve) from: Float,
    pub(in crate::resolve) to: Float,
    /// The condition of fitting exactly.
    pub(in crate::resolve) exact: Option<usize>,
    pub(in crate::resolve) limits: Option<FloatLimits>,
}

/// The least and greatest value, both included. A NaN is outside either.
#[derive(Clone, Debug)]
pub(in crate::resolve) struct FloatLimits {
    pub(in crate::resolve) min: Option<f64>,
    pub(in crate::resolve) max: Option<f64>,
    pub(in crate::resolve) condition: usize,
}

/// A whole number becomes the float that it is.
#[derive(Clone, Debug)]
pub(in crate::resolve) struct ExactStep {
    pub(in crate::resolve) from: Target,
    pub(in crate::resolve) to: Float,
    /// Those that are, if some of the writer's are not. The condition is also that the
    /// float holds the number exactly.
    pub(in crate::resolve) limits: Option<Limits>,
}

/// A float becomes the whole number that it is.
#[derive(Clone, Debug)]
pub(in crate::resolve) struct WholeStep {
    pub(in crate::resolve) from: Float,
    pub(in crate::resolve) to: Target,
    /// Those that are, if some of the writer's are not.
    pub(in crate::resolve) limits: Option<Limits>,
}

/// A whole number becomes the variant whose tag it is.
#[derive(Debug)]
pub(in crate::resolve) struct NumberToTag {
    pub(in crate::resolve) from: Target,
    /// The tags of the reader, ascending.
    pub(in crate::resolve) tags: Vec<u32>,
    pub(in crate::resolve) others: OtherNumbers,
    /// If some numbers of the writer are no variant.
    pub(in crate::resolve) condition: Option<usize>,
}

/// What becomes of numbers that are not listed as tags.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::resolve) enum OtherNumbers {
    /// The reader keeps those that can be tags.
    Kept,
    /// The reader's variant with this tag takes all of them.
    As(u32),
    Refused,
}

/// A variant becomes the whole number that is its tag.
#[derive(Debug)]
pub(in crate::resolve) struct TagToNumber {
    /// The writer's variants, ascending by tag.
    pub(in crate::resolve) variants: Vec<(u32, String)>,
    /// Whether the writer holds other tags, too.
    pub(in crate::resolve) keeps_tags: bool,
    pub(in crate::resolve) to: Target,
    /// What the reader takes, if some tags are not within it.
    pub(in crate::resolve) limits: Option<Limits>,
}

/// The most elements.
#[derive(Clone, Copy, Debug)]
pub(in crate::resolve) struct CountLimit {
    pub(in crate::resolve) most: u64,
    pub(in crate::resolve) condition: usize,
}

/// A set or map whose keys change, or a list that becomes a set.
#[derive(Debug)]
pub(in crate::resolve) struct Keyed {
    pub(in crate::resolve) min_len: usize,
    pub(in crate::resolve) key: Step,
    /// Of a map.
    pub(in crate::resolve) value: Option<Step>,
    /// The reader's keys, which say the order.
    pub(in crate::resolve) reader: TypeRef,
    /// Whether a key has several spellings.
    pub(in crate::resolve) has_spellings: bool,
    pub(in crate::resolve) limit: Option<CountLimit>,
    pub(in crate::resolve) order: KeyOrder,
}

/// What is asked of keys once they are converted.
#[derive(Clone, Copy, Debug)]
pub(in crate::resolve) enum KeyOrder {
    /// They are put in order, and must differ. Without a condition they do.
    Distinct(Option<usize>),
    /// They must ascend as they come.
    Ascending(usize),
}

/// An enum.
#[derive(Debug)]
pub(in crate::resolve) struct EnumStep {
    /// Ascending by the writer's tag.
    pub(in crate::resolve) arms: Vec<(u32, Arm)>,
    /// For tags that the writer does not know either.
    pub(in crate::resolve) unknown: Unknown,
}

/// What becomes of a variant.
#[derive(Debug)]
pub(in crate::resolve) enum Arm {
    /// The reader's variant with this tag, or the tag that its `other` keeps.
    Variant { tag: u32, fields: Step },
    /// The reader has no such variant.
    Fails { name: String, condition: usize },
}

/// What becomes of a tag that the writer holds in its `other` variant.
#[derive(Debug)]
pub(in crate::resolve) enum Unknown {
    /// The writer keeps no tags.
    Invalid,
    /// The reader keeps it likewise.
    Kept,
    /// The reader's variant with this tag takes all of them.
    As(u32),
    /// The reader has no `other` variant.
    Fails { condition: usize },
}

impl Step {
    /// Whether values stay as they are.
    pub(in crate::resolve) fn is_copy(&self) -> bool {
        matches!(self, Self::Copy(_) | Self::CopyValue(_))
    }

    /// Whether it takes an option, which must be absent.
    pub(in crate::resolve) fn takes_only_absence(&self) -> bool {
        match self {
            Self::Option(content) | Self::Unwrap { content, .. } => {
                matches!(**content, Self::Refuse { .. })
            }
            _ => false,
        }
    }

    /// Adds a step to a sequence; runs of bytes that stay grow together.
    pub(in crate::resolve) fn push_to(self, steps: &mut Vec<Step>) {
        match (self, steps.last_mut()) {
            (Self::Copy(0), _) => {}
            (Self::Copy(more), Some(Self::Copy(len))) if len.checked_add(more).is_some() => {
                *len += more;
            }
            (Self::Sequence(inner), _) => inner.into_iter().for_each(|step| step.push_to(steps)),
            (step, _) => steps.push(step),
        }
    }

    /// The steps one behind the other, as one.
    pub(in crate::resolve) fn sequence(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut steps = Vec::new();
        parts.into_iter().for_each(|step| step.push_to(&mut steps));
        match steps.len() {
            1 => steps.pop().unwrap_or(Self::Impossible),
            _ => Self::Sequence(steps),
        }
    }

    /// The same step for each of `count` elements.
    pub(in crate::resolve) fn repeat(self, count: usize) -> Self {
        match self {
            Self::Copy(len) if len.checked_mul(count).is_some() => Self::Copy(len * count),
            Self::Integer(step) => Self::Integers { step, count },
            element => Self::Repeat {
                count,
                element: Box::new(element),
            },
        }
    }

    /// The step over a value that does not change.
    pub(in crate::resolve) fn copy(extent: &Extent) -> Self {
        match extent {
            Extent::Bytes(len) => Self::Copy(*len),
            extent => Self::CopyValue(extent.clone()),
        }
    }
}
