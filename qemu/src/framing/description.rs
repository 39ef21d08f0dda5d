//! The description behind the data.

use std::ops::Range;

use super::tag;
use crate::bytes::Bytes;
use crate::description::Description;
use crate::error::Error;
use crate::limits::Limits;

/// Bytes before a description: tag and length.
pub(super) const HEAD: usize = 5;

/// The description that the stream ends with: a tag, its length, and nothing
/// behind it.
pub(super) fn find(
    bytes: Bytes<'_>,
    limits: &Limits,
    warnings: &mut Vec<Error>,
) -> Option<(Description, Range<usize>)> {
    let all = bytes.rest();
    // A file may be longer than what was written to it.
    let end = all.iter().rposition(|byte| *byte != 0)? + 1;
    let bytes = bytes.until(end);
    let at = (0..end).rev().find(|at| {
        let mut here = bytes.from(*at);
        here.u8("") == Ok(tag::DESCRIPTION)
            && here.u32("").is_ok_and(|len| len as usize == here.left())
            && matches!(here.peek(), Some(b'{' | b' ' | b'\n' | b'\t'))
    })?;
    let json = all.get(at + HEAD..end)?;
    match Description::from_json(json, limits) {
        Ok(description) => Some((description, at + HEAD..end)),
        Err(error) => {
            let problem = format!("{}; it is not used", error.problem());
            warnings.push(Error::at(at as u64, problem));
            None
        }
    }
}
