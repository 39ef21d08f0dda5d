//! What is wrong with an input, and where.

use std::fmt;

use crate::text::shown;

/// What is wrong with a stream or dump, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    offset: Option<u64>,
    section: Option<String>,
    path: String,
    problem: String,
}

/// A result whose error says where.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// A problem at an offset of the stream, in bytes.
    pub(crate) fn at(offset: u64, problem: impl Into<String>) -> Self {
        Self {
            offset: Some(offset),
            ..Self::new(problem)
        }
    }

    /// A problem of the input as a whole.
    pub(crate) fn new(problem: impl Into<String>) -> Self {
        Self {
            offset: None,
            section: None,
            path: String::new(),
            problem: problem.into(),
        }
    }

    /// Says which section it is in, unless that is known.
    pub(crate) fn in_section(mut self, name: impl FnOnce() -> String) -> Self {
        self.section.get_or_insert_with(name);
        self
    }

    /// Puts a step in front of the path.
    pub(crate) fn below(mut self, step: &str) -> Self {
        match self.path.is_empty() || self.path.starts_with('[') {
            true => self.path.insert_str(0, step),
            false => self.path = format!("{step}.{}", self.path),
        }
        self
    }

    /// Bytes of the unpacked stream before the place; `None` if the problem is
    /// not one of a place.
    pub fn offset(&self) -> Option<u64> {
        self.offset
    }

    /// The section, as `cpu#0`, not escaped.
    pub fn section(&self) -> Option<&str> {
        self.section.as_deref()
    }

    /// Fields from the section to the place, as `env.regs[3]`, not escaped;
    /// empty for the section itself.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong there.
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

/// Fit for a terminal: names from the input are escaped.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(offset) = self.offset {
            write!(f, "byte {offset:#x}: ")?;
        }
        if let Some(section) = &self.section {
            write!(f, "section {}", shown(section))?;
            if !self.path.is_empty() {
                write!(f, ", {}", shown(&self.path))?;
            }
            f.write_str(": ")?;
        } else if !self.path.is_empty() {
            write!(f, "{}: ", shown(&self.path))?;
        }
        f.write_str(&self.problem)
    }
}

impl std::error::Error for Error {}
