//! Finds where a section ends that nothing describes.

use super::tag;
use crate::bytes::Bytes;

/// Bytes of a footer: tag and number of the section.
pub(super) const LEN: usize = 5;

/// Offset of the footer of section `id`, from where `bytes` is. What follows it
/// must look like a record.
pub(super) fn find(bytes: Bytes<'_>, id: u32) -> Option<usize> {
    let [a, b, c, d] = id.to_be_bytes();
    let footer = [tag::FOOTER, a, b, c, d];
    let rest = bytes.rest();
    rest.windows(LEN)
        .enumerate()
        .filter(|(_, window)| *window == footer)
        .map(|(at, _)| bytes.offset() + at)
        .find(|at| begins_record(bytes.from(at + LEN)))
}

/// Whether the footer of section `id` stands here.
pub(super) fn is_at(mut bytes: Bytes<'_>, id: u32) -> bool {
    match bytes.u8("") {
        Ok(tag::FOOTER) => bytes.u32("") == Ok(id),
        _ => false,
    }
}

/// Whether a record could begin here.
fn begins_record(mut bytes: Bytes<'_>) -> bool {
    match bytes.u8("") {
        Ok(tag::END) => bytes.left() == 0 || bytes.peek() == Some(tag::DESCRIPTION),
        Ok(tag::START | tag::FULL) => {
            let id = bytes.u32("").is_ok();
            let name = bytes.name("");
            id && name.is_ok_and(|name| {
                !name.is_empty() && name.iter().all(|byte| (0x20..0x7f).contains(byte))
            })
        }
        Ok(tag::PART | tag::LAST) => bytes.u32("").is_ok_and(|id| id < 1 << 16),
        Ok(tag::COMMAND) => bytes.u16("").is_ok_and(|number| number < 64),
        _ => false,
    }
}
