//! Why the state of an instance would not load.

use std::collections::HashSet;
use std::fmt;

use migratable::resolve::ConvertError;

use super::Key;
use crate::text;

/// Refusals of a stream that are kept. Beyond, only those are that have a cause of which
/// the stream had none.
const MOST: usize = 1 << 16;

/// The state of an instance does not load, or what another device would take over of it.
pub(in crate::gate) struct Refusal {
    pub(in crate::gate) instance: String,
    pub(in crate::gate) device: Key,
    pub(in crate::gate) reason: Reason,
}

/// Who refuses, and why.
pub(in crate::gate) struct Reason {
    /// The device that would take the state over, if it is another one.
    pub(in crate::gate) taker: Option<String>,
    pub(in crate::gate) cause: Cause,
}

pub(in crate::gate) enum Cause {
    /// The new release reads it as nothing.
    Unread,
    /// It takes no state of that schema: the findings that say it, by number.
    Schema(Vec<usize>),
    Condition(Condition),
    /// It was not needed, and the new release does not do without its state: the findings
    /// that say it, by number.
    Absence(Vec<usize>),
}

/// A condition that does not hold.
pub(in crate::gate) struct Condition {
    /// Those that say it, by number; none for a condition that writers keep to.
    pub(in crate::gate) findings: Vec<usize>,
    /// What the value is, and where.
    pub(in crate::gate) error: ConvertError,
    /// Bytes of the stream before the value.
    pub(in crate::gate) at: Option<u64>,
    /// In so many places of the state it does not hold.
    pub(in crate::gate) times: u64,
}

impl Condition {
    /// Which value it is, behind what it is of.
    pub(super) fn value(&self) -> String {
        let ConvertError::Condition { path, found, .. } = &self.error else {
            return String::new();
        };
        let path = match path.as_str() {
            "" => String::new(),
            path => format!(", `{}`", text::plain(path)),
        };
        let at = self.at.map(|at| format!(" (byte {at})"));
        format!("{path} is {}{}", text::plain(found), at.unwrap_or_default())
    }
}

/// The condition, the value, where it is in the stream, and in how many places more.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.error)?;
        if let Some(at) = self.at {
            write!(f, " (byte {at} of the stream)")?;
        }
        match self.times {
            0 | 1 => Ok(()),
            2 => f.write_str(", and so in another place"),
            times => write!(f, ", and so in {} more places", times - 1),
        }
    }
}

impl Cause {
    /// Whether a finding about that schema of the device says it.
    fn is_said_by(&self, finding: usize) -> bool {
        match self {
            Self::Unread => false,
            Self::Schema(findings) => findings.contains(&finding),
            Self::Condition(condition) => condition.findings.contains(&finding),
            Self::Absence(findings) => findings.contains(&finding),
        }
    }

    /// The findings that say it. Of a schema, the first stands for all.
    fn key(&self) -> Vec<usize> {
        match self {
            Self::Unread => Vec::new(),
            Self::Schema(findings) => findings.first().copied().into_iter().collect(),
            Self::Condition(condition) => condition.findings.clone(),
            Self::Absence(findings) => findings.clone(),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(taker) = &self.taker {
            write!(f, "`{}` takes it over: ", text::plain(taker))?;
        }
        match &self.cause {
            Cause::Unread | Cause::Schema(_) => f.write_str("the new release takes no such state"),
            Cause::Condition(condition) => condition.fmt(f),
            Cause::Absence(_) => {
                f.write_str("it was not needed, and the new release does not do without its state")
            }
        }
    }
}

impl Refusal {
    /// Whether a finding about that schema of a device says it.
    pub(super) fn is_of(&self, device: &Key, finding: usize) -> bool {
        self.device == *device && self.reason.cause.is_said_by(finding)
    }
}

/// The refusals of a stream while it is tried.
#[derive(Default)]
pub(super) struct Refusals {
    pub(super) kept: Vec<Refusal>,
    pub(super) omitted: u64,
    /// The causes of those that are kept, by device.
    causes: HashSet<(Key, Vec<usize>)>,
}

impl Refusals {
    pub(super) fn add(&mut self, refusal: Refusal) {
        let cause = (refusal.device.clone(), refusal.reason.cause.key());
        let is_new = self.causes.insert(cause);
        match is_new || self.kept.len() < MOST {
            true => self.kept.push(refusal),
            false => self.omitted += 1,
        }
    }
}
