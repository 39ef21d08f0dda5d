//! Changes a part of a value: its bytes are replaced where they lie, and the lengths and
//! counts around them.

mod enclosing;
mod find;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use self::find::{Absent, Found, Present, find};
use super::from_json::from_json;
use super::read::read;
use super::violation::Violation;
use crate::schema::{Path, Type};

/// Why a part of a value cannot be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EditError {
    /// There is no such part, or it cannot be changed so.
    Path(String),
    /// The value as it was, or as it would be, departs from its type.
    Value(Violation),
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(problem) => f.write_str(problem),
            Self::Value(violation) => violation.fmt(f),
        }
    }
}

impl core::error::Error for EditError {}

impl From<Violation> for EditError {
    fn from(violation: Violation) -> Self {
        Self::Value(violation)
    }
}

/// Encodes a value of type `ty` anew, in which the part at `path` is what the text `json`
/// says in the form that [`JsonForm`](super::JsonForm) writes. A subsection that was absent
/// is made. Takes no more memory than the two values and what [`from_json`] takes.
///
/// ```
/// use migratable::{Migratable, to_vec, value};
///
/// let ty = <(u16, Vec<u8>)>::TYPE;
/// let old = to_vec(&(7_u16, vec![1_u8, 2])).unwrap();
/// let new = value::set(ty, &old, &"[1][0]".parse().unwrap(), "9").unwrap();
/// assert_eq!(new, to_vec(&(7_u16, vec![9_u8, 2])).unwrap());
/// ```
///
/// # Errors
///
/// If there is no such part, the new value does not fit its type and what its field
/// says of it, or `bytes` are no value of the type.
pub fn set(ty: &Type, bytes: &[u8], path: &Path, json: &str) -> Result<Vec<u8>, EditError> {
    read(ty, bytes)?;
    let found = find(ty, bytes, path.segments()).map_err(EditError::Path)?;
    let new = from_json(found.ty(), json).map_err(|violation| found.within(violation, path))?;
    let edited = match found {
        Found::Present(part) => part.around.put(bytes, part.range, &new),
        Found::Absent(subsection) => subsection.insert(bytes, &new),
    };
    fitting(ty, edited)
}

/// What an edit made, if it is a value.
fn fitting(ty: &Type, edited: Vec<u8>) -> Result<Vec<u8>, EditError> {
    match read(ty, &edited) {
        Ok(_) => Ok(edited),
        Err(violation) => Err(violation.without_offset().into()),
    }
}

/// As [`set`], where the part is made absent: a subsection, or what is in an option.
///
/// # Errors
///
/// As [`set`], and if the part is neither.
pub fn unset(ty: &Type, bytes: &[u8], path: &Path) -> Result<Vec<u8>, EditError> {
    read(ty, bytes)?;
    let found = find(ty, bytes, path.segments()).map_err(EditError::Path)?;
    let edited = match found {
        Found::Absent(_) => bytes.to_vec(),
        Found::Present(Present {
            around,
            range,
            entry: Some(entry),
            ..
        }) => entry.remove(bytes, range, around),
        Found::Present(Present {
            ty: Type::Option(_),
            around,
            range,
            ..
        }) => around.put(bytes, range, &[0]),
        Found::Present(_) => {
            let wrong = "only subsections and options can be absent; set it to its default";
            return Err(EditError::Path(wrong.into()));
        }
    };
    fitting(ty, edited)
}

impl Found<'_> {
    fn ty(&self) -> &Type {
        match self {
            Self::Present(part) => part.ty,
            Self::Absent(subsection) => subsection.ty,
        }
    }

    /// Says of what is wrong with a part within what it is.
    fn within(&self, mut violation: Violation, path: &Path) -> Violation {
        let (Self::Present(Present { is_sensitive, .. })
        | Self::Absent(Absent { is_sensitive, .. })) = self;
        if *is_sensitive {
            violation.hide();
        }
        let steps = path.segments().iter().rev();
        steps.for_each(|step| violation.push(step.clone()));
        violation
    }
}
