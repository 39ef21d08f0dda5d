//! Where the parts of the reader's structs come from.

use alloc::vec::Vec;

use super::extent::Extent;
use super::filling::Filling;
use super::step::Step;

/// The subsections of a struct.
#[derive(Debug, Default)]
pub(in crate::resolve) struct Subsections {
    /// The writer's tags; `None` if its struct declares no subsections.
    pub(in crate::resolve) writer: Option<Vec<u32>>,
    /// For each of the writer's that must be absent: its position and the
    /// condition. Ascending.
    pub(in crate::resolve) forbidden: Vec<(usize, usize)>,
    /// The reader's, ascending by tag; `None` if its struct declares none.
    pub(in crate::resolve) reader: Option<Vec<Group>>,
}

/// A subsection of the reader.
#[derive(Debug)]
pub(in crate::resolve) struct Group {
    pub(in crate::resolve) tag: u32,
    /// Absent if there is none.
    pub(in crate::resolve) source: Option<Source>,
    /// The source gives an option: where it is `None`, the subsection is
    /// absent, else its content is the payload.
    pub(in crate::resolve) is_option: bool,
    /// A present value of the source that becomes what absence means, if one was found.
    pub(in crate::resolve) default: Option<Vec<u8>>,
}

/// Where a part of the reader's struct comes from.
#[derive(Debug)]
pub(in crate::resolve) enum Source {
    /// From the writer's field at this position.
    Field { index: usize, step: Step },
    /// From the writer's subsection at this position.
    Subsection {
        index: usize,
        step: Step,
        /// The step takes an option, of which a payload is the content.
        is_option: bool,
        absent: Absent,
    },
    /// The writer has nothing.
    Insert(Step),
}

/// What becomes of an absent subsection.
#[derive(Debug)]
pub(in crate::resolve) enum Absent {
    /// It is converted as if the writer had written these bytes.
    As(Filling),
    /// This step, which needs no input, stands in.
    Replaced(Step),
    /// It stays absent.
    Stays,
}

impl Subsections {
    /// The condition that the writer's subsection at a position is absent.
    pub(super) fn condition_of_absence(&self, index: usize) -> Option<usize> {
        let found = (self.forbidden).binary_search_by_key(&index, |(index, _)| *index);
        let (_, condition) = self.forbidden.get(found.ok()?)?;
        Some(*condition)
    }
}

impl Source {
    /// The step alone.
    pub(super) fn into_step(self) -> Step {
        match self {
            Self::Field { step, .. } | Self::Subsection { step, .. } | Self::Insert(step) => step,
        }
    }
}

/// A struct whose parts are found first and then put in the reader's order.
#[derive(Debug)]
pub(in crate::resolve) struct Located {
    /// The writer's fields, in the order of their bytes.
    pub(in crate::resolve) fields: Vec<Extent>,
    /// Those of them that the reader leaves out and that must hold a value.
    pub(in crate::resolve) expected: Vec<(usize, Step)>,
    pub(in crate::resolve) reader: Vec<Source>,
    pub(in crate::resolve) subsections: Subsections,
}
