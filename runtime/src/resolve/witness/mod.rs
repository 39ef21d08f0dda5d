//! Values that show what a verdict says: one that loads, and one that is refused.
//!
//! They are made from the schemas alone, and the plan tries each before it is given
//! out.

mod keys;
mod make;
mod parts;
mod places;
mod room;
mod scalar;
mod tags;
mod texts;
pub(super) mod values;
mod variety;

use alloc::vec::Vec;
use core::fmt;

use super::compare;
use super::domain::Bounded;
use super::finding::{Finding, Resolution};
use super::plan::{ConvertError, Step, survey};
use super::verdict::Verdict;
use crate::base::budget::Budget;
use crate::schema::{Schema, TypeRef};
use crate::value;
use make::{Goal, Maker};
use places::Places;
use room::{Room, Stop};

/// Makes values of a writer's schema that show what the verdict on it says.
///
/// A witness is the payload of a section; [`value::read`] reads it with the writer's
/// type, and [`JsonForm`](crate::value::JsonForm) writes it as JSON.
#[derive(Debug)]
pub struct Witnesses {
    writer: TypeRef,
    resolution: Resolution,
    /// The plan with a step for each part of the writer's type.
    shape: Step,
    places: Places,
}

impl Witnesses {
    /// Compares the schema that data is written with to the one that a build reads.
    pub fn new(writer: &Schema, reader: &Schema) -> Self {
        let shape = compare::shape(writer, reader);
        Self {
            writer: writer.ty().clone(),
            resolution: compare::schemas(writer, reader),
            places: Places::of(&shape),
            shape,
        }
    }

    /// What is witnessed.
    pub fn resolution(&self) -> &Resolution {
        &self.resolution
    }

    /// A value that the reader takes, as the bytes that the writer writes.
    ///
    /// # Errors
    ///
    /// If there is none, as the verdict is incompatible, or none within the budget.
    pub fn loads(&self, budget: &Budget) -> Result<Vec<u8>, NoWitness> {
        let plan = self.resolution.plan().ok_or(NoWitness::None)?;
        let bytes = self.made(Goal::Loads, budget)?;
        match plan.check_within(&bytes, budget) {
            Ok(()) => self.checked(bytes),
            Err(_) => Err(NoWitness::NotFound),
        }
    }

    /// A value that the reader refuses because of a finding, as the bytes that the writer
    /// writes.
    ///
    /// # Errors
    ///
    /// If there is none, as the finding is harmless, or none within the budget.
    pub fn refused(&self, finding: &Finding, budget: &Budget) -> Result<Vec<u8>, NoWitness> {
        if finding.verdict == Verdict::Compatible {
            return Err(NoWitness::None);
        }
        if finding.blocks() {
            // Any is refused.
            let mut room = Room::new(most(budget));
            let mut maker = Maker::default();
            let side = Bounded::unbounded(&self.writer);
            maker.values.first(side, &mut room)?;
            return self.checked(room.into_bytes());
        }
        let condition = finding.condition.ok_or(NoWitness::NotFound)?;
        let way = self.places.of_condition(condition);
        let way = way.ok_or(NoWitness::NotFound)?;
        let bytes = match self.made(Goal::Breaks(way, condition), budget) {
            Err(NoWitness::NotFound) if self.places.is_computed(way) => {
                return Err(NoWitness::Computed);
            }
            made => made?,
        };
        let Some(plan) = self.resolution.plan() else {
            // All are refused. This one is for this reason, too.
            let unmet = survey(&self.shape, &self.writer, &bytes, budget);
            return match unmet.is_ok_and(|unmet| unmet.contains_key(&condition)) {
                true => self.checked(bytes),
                false => Err(NoWitness::NotFound),
            };
        };
        match plan.check_within(&bytes, budget) {
            Err(ConvertError::Condition { .. }) => self.checked(bytes),
            _ => Err(NoWitness::NotFound),
        }
    }

    fn made(&self, goal: Goal<'_>, budget: &Budget) -> Result<Vec<u8>, NoWitness> {
        let mut room = Room::new(most(budget));
        let side = Bounded::unbounded(&self.writer);
        let mut maker = Maker {
            takes_all: self.resolution.plan().is_none(),
            ..Maker::default()
        };
        maker.make(side, &self.shape, goal, &mut room)?;
        Ok(room.into_bytes())
    }

    /// The bytes, if they are a value of the writer.
    fn checked(&self, bytes: Vec<u8>) -> Result<Vec<u8>, NoWitness> {
        match value::locate(&self.writer, &bytes) {
            None => Ok(bytes),
            Some(_) => Err(NoWitness::NotFound),
        }
    }
}

/// A value is there twice at most while it is made.
fn most(budget: &Budget) -> usize {
    budget.left() / 2
}

/// Why there is no witness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NoWitness {
    /// There is none: all values load, or none.
    None,
    /// It takes more memory than there is.
    TooLarge {
        /// So many bytes, or more.
        bytes: u64,
    },
    /// Which value it is depends on a default or fill value that the reader's program computes,
    /// and no schema knows.
    Computed,
    /// Where one is to be found is not known.
    NotFound,
}

impl From<Stop> for NoWitness {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::TooLarge(bytes) => Self::TooLarge { bytes },
            Stop::None => Self::NotFound,
            Stop::Computed => Self::Computed,
        }
    }
}

impl fmt::Display for NoWitness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("there is no such value"),
            Self::TooLarge { bytes } => {
                write!(
                    f,
                    "such a value takes {bytes} bytes or more, which is too much"
                )
            }
            Self::Computed => {
                f.write_str("which value that is depends on one that the reader's program computes")
            }
            Self::NotFound => f.write_str("no such value was found"),
        }
    }
}

impl core::error::Error for NoWitness {}
