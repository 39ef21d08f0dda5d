//! The steps of a plan.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::schema::{Integer, TypeRef};

/// What is done to the next value of the input.
#[derive(Debug)]
pub(in crate::resolve) enum Step {
    /// Never run: the verdict is incompatible.
    Impossible,
    /// So many bytes stay as they are.
    Copy(usize),
    /// A value stays as it is, whatever its length.
    CopyValue(TypeRef),
    /// A value is left out.
    Drop(TypeRef),
    /// A value is left out; it must have exactly these bytes.
    Expect {
        ty: TypeRef,
        bytes: Vec<u8>,
        condition: usize,
    },
    /// The writer has nothing here; the reader gets these bytes.
    Insert(Vec<u8>),
    /// The writer has nothing here, and only the reader's program knows what
    /// stands in.
    InsertUnknown(usize),
    /// A whole number or bool becomes another one.
    Integer(IntegerStep),
    /// Such steps one behind the other.
    Integers { step: IntegerStep, count: usize },
    /// An f32 becomes an f64.
    WidenFloat,
    /// A float, perhaps of another width, within limits.
    Float(FloatStep),
    /// A list of bytes must be UTF-8.
    Utf8 {
        max_len: Option<u64>,
        condition: usize,
    },
    /// A string or list of bytes must not be longer.
    MaxBytes { max_len: u64, condition: usize },
    /// An option whose content changes.
    Option(Box<Step>),
    /// A value becomes an option that is present.
    Present(Box<Step>),
    /// An option becomes its content.
    Unwrap { content: Box<Step>, absent: Absent },
    /// Elements of an array.
    Repeat { count: usize, element: Box<Step> },
    /// An array becomes a list.
    ArrayToList { count: usize, element: Box<Step> },
    /// A list whose elements change, or that must not be longer.
    List {
        min_len: usize,
        element: Box<Step>,
        limit: Option<(u64, usize)>,
    },
    /// A list becomes an array.
    ListToArray {
        min_len: usize,
        count: usize,
        element: Box<Step>,
        condition: usize,
    },
    /// An array loses its tail, whose elements, converted, must be the fill
    /// value. Without its bytes only the reader's program could tell.
    Shrink {
        keep: usize,
        cut: usize,
        element: Box<Step>,
        fill: Option<Vec<u8>>,
        condition: usize,
    },
    /// A list becomes a set of the same elements.
    ListToSet { element: TypeRef, condition: usize },
    /// A map whose values change, or that must not be longer.
    Map {
        min_len: usize,
        key: Box<Step>,
        value: Box<Step>,
        limit: Option<(u64, usize)>,
    },
    /// One step after the other.
    Sequence(Vec<Step>),
    /// The fields of a struct, then its subsections.
    Struct {
        fields: Box<Step>,
        subsections: Subsections,
    },
    /// A struct whose parts change places.
    Located(Box<Located>),
    /// An enum: the arms, ascending by the writer's tag, and the one for tags
    /// that the writer does not know either.
    Enum {
        arms: Vec<Arm>,
        other: Option<Box<Arm>>,
    },
}

/// From one kind of whole number to another.
#[derive(Clone, Debug)]
pub(in crate::resolve) struct IntegerStep {
    pub(in crate::resolve) from: Target,
    pub(in crate::resolve) to: Target,
    /// What the reader takes, if it does not take all that the writer writes.
    pub(in crate::resolve) limits: Option<Limits>,
}

/// A whole number or a bool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::resolve) enum Target {
    Bool,
    Integer(Integer),
}

/// The least and greatest value, both included.
#[derive(Clone, Debug)]
pub(in crate::resolve) struct Limits {
    pub(in crate::resolve) min: i128,
    pub(in crate::resolve) max: u128,
    pub(in crate::resolve) condition: usize,
}

#[derive(Clone, Debug)]
pub(in crate::resolve) struct FloatStep {
    pub(in crate::resolve) from_bits: u8,
    pub(in crate::resolve) to_bits: u8,
    /// The condition of fitting exactly.
    pub(in crate::resolve) exact: Option<usize>,
    /// The least and greatest value, and the condition.
    pub(in crate::resolve) range: Option<(f64, f64, usize)>,
}

/// What stands in for an absent value.
#[derive(Debug)]
pub(in crate::resolve) enum Absent {
    /// These bytes.
    Bytes(Vec<u8>),
    /// Nothing: the condition fails.
    Fails(usize),
}

/// The subsections of a struct.
#[derive(Debug)]
pub(in crate::resolve) struct Subsections {
    /// The writer's tags; `None` if its struct declares no subsections.
    pub(in crate::resolve) writer: Option<Vec<u32>>,
    /// For each of the writer's that must be absent: its position and the
    /// condition.
    pub(in crate::resolve) forbidden: Vec<(usize, usize)>,
    /// The reader's, ascending by tag; `None` if its struct declares none.
    pub(in crate::resolve) reader: Option<Vec<(u32, Source)>>,
}

/// Where a part of the reader's struct comes from.
#[derive(Debug)]
pub(in crate::resolve) enum Source {
    /// From the writer's field at this position.
    Field { index: usize, step: Step },
    /// From an optional field: absent where that is `None`.
    OptionField { index: usize, content: Step },
    /// From the writer's subsection at this position.
    Subsection {
        index: usize,
        step: Step,
        absent: Option<Absent>,
    },
    /// The writer has nothing.
    Insert(Step),
}

/// A struct whose parts are found first and then put in the reader's order.
#[derive(Debug)]
pub(in crate::resolve) struct Located {
    /// The writer's fields, in the order of their bytes.
    pub(in crate::resolve) fields: Vec<TypeRef>,
    /// Those of them that the reader leaves out and that must hold a value.
    pub(in crate::resolve) expected: Vec<(usize, Step)>,
    pub(in crate::resolve) reader: Vec<Source>,
    pub(in crate::resolve) subsections: Subsections,
}

/// A variant.
#[derive(Debug)]
pub(in crate::resolve) struct Arm {
    /// The writer's tag.
    pub(in crate::resolve) from: u32,
    pub(in crate::resolve) to: ArmTarget,
}

#[derive(Debug)]
pub(in crate::resolve) enum ArmTarget {
    /// The reader's variant with this tag.
    Variant { tag: u32, fields: Step },
    /// The reader's variant for unknown tags. It keeps the tag, unless the
    /// reader knows that tag as another variant.
    Other {
        known: Vec<u32>,
        otherwise: u32,
        fields: Step,
    },
    /// The reader has no such variant.
    Fails {
        name: alloc::string::String,
        condition: usize,
    },
}

impl Step {
    /// Adds a step to a sequence; runs of bytes that stay grow together.
    pub(in crate::resolve) fn push_to(self, steps: &mut Vec<Step>) {
        match (self, steps.last_mut()) {
            (Self::Copy(0), _) => {}
            (Self::Copy(more), Some(Self::Copy(len))) => *len += more,
            (Self::Insert(more), Some(Self::Insert(bytes))) => bytes.extend(more),
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

    /// The step over a value of a type that does not change.
    pub(in crate::resolve) fn copy(ty: &TypeRef) -> Self {
        match ty.summary().fixed_len().map(usize::try_from) {
            Some(Ok(len)) => Self::Copy(len),
            _ => Self::CopyValue(ty.clone()),
        }
    }
}
