//! Why a plan stops.

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use crate::base::text::escape;
use crate::codec::{Fault, Reason};
use crate::schema::Path;

/// Why data could not be converted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConvertError {
    /// The bytes are not a value of the writer's type.
    Data(Fault),
    /// A condition of the resolution does not hold.
    Condition {
        /// Id of the rule.
        rule: &'static str,
        /// The field, as `queues[3].state`.
        path: String,
        /// What the data holds there, unless the field is sensitive.
        found: String,
        /// What must hold.
        message: String,
    },
}

impl fmt::Display for ConvertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data(fault) => fault.fmt(f),
            Self::Condition {
                rule,
                path,
                found,
                message,
            } => {
                if !path.is_empty() {
                    write!(f, "field `{path}` ")?;
                }
                write!(f, "is {}: {message} [{rule}]", escape(found))
            }
        }
    }
}

impl core::error::Error for ConvertError {}

/// What an error says about a condition that does not hold.
#[derive(Debug)]
pub(in crate::resolve) struct ConditionText {
    pub(in crate::resolve) rule: &'static str,
    pub(in crate::resolve) path: String,
    pub(in crate::resolve) message: String,
    /// What was found is not to be shown.
    pub(in crate::resolve) is_sensitive: bool,
}

/// Stops a plan; becomes a [`ConvertError`] at its edge.
#[derive(Debug)]
pub(in crate::resolve) enum Failure {
    Data(Fault),
    Condition(Box<Failed>),
}

/// What a step of a plan returns.
pub(super) type StepResult<T = ()> = Result<T, Failure>;

/// A condition that does not hold.
#[derive(Debug)]
pub(in crate::resolve) struct Failed {
    /// Index among the plan's conditions.
    pub(in crate::resolve) condition: usize,
    /// Positions in arrays and lists, from the inside outwards.
    pub(super) indexes: Vec<usize>,
    pub(super) found: String,
}

impl Failure {
    #[cold]
    pub(super) fn condition(condition: usize, found: impl ToString) -> Self {
        let found = found.to_string();
        Self::Condition(Box::new(Failed {
            condition,
            indexes: Vec::new(),
            found,
        }))
    }

    /// Adds a position in an array, list, set or map.
    #[cold]
    pub(super) fn at_index(mut self, index: usize) -> Self {
        if let Self::Condition(failed) = &mut self {
            failed.indexes.push(index);
        }
        self
    }

    /// Looks up the condition.
    #[cold]
    pub(super) fn explain(self, conditions: &[ConditionText]) -> ConvertError {
        let failed = match self {
            Self::Data(fault) => return ConvertError::Data(fault),
            Self::Condition(failed) => failed,
        };
        let Some(text) = conditions.get(failed.condition) else {
            return ConvertError::Data(Fault::new("the plan lacks a condition"));
        };
        ConvertError::Condition {
            rule: text.rule,
            path: concrete_path(&text.path, failed.indexes.iter().rev()),
            found: match text.is_sensitive {
                true => "not shown (sensitive)".to_string(),
                false => failed.found,
            },
            message: text.message.clone(),
        }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Data(fault)
    }
}

impl From<Reason> for Failure {
    fn from(reason: Reason) -> Self {
        Self::Data(reason.into())
    }
}

/// Puts positions where the path has none.
fn concrete_path<'a>(path: &str, indexes: impl Iterator<Item = &'a usize>) -> String {
    match path.parse::<Path>() {
        Ok(mut path) => {
            path.place(indexes.copied());
            path.to_string()
        }
        Err(_) => path.to_string(),
    }
}
