//! Strings, and lists of bytes that become strings.

use super::make::Goal;
use super::room::{Made, Room, Stop};
use super::scalar::number;
use crate::resolve::domain::{Bounded, Interval};
use crate::resolve::plan::{CountLimit, Number, Step};

/// A text that must be UTF-8, or not longer.
pub(super) fn make(side: Bounded<'_>, step: &Step, goal: Goal<'_>, room: &mut Room) -> Made {
    if side.ty.is_char() {
        return room.counted(match step {
            Step::MaxBytes { .. } if goal.is_here() => "\u{10000}".as_bytes(),
            _ => b"a",
        });
    }
    if !goal.is_here() {
        return room.put(&[0]);
    }
    match (step, side.ty.as_list()) {
        (Step::MaxBytes { max_len, .. }, None) if side.ty.is_string() => long(*max_len, b"a", room),
        (_, Some(element)) => {
            let bytes = Interval::of_side(side.element(element));
            let utf8 = Interval::up_to(0x7f);
            let byte = match step {
                Step::MaxBytes { .. } => number(bytes.common(utf8), 0),
                _ => Some(bytes.max).filter(|max| !utf8.contains(Interval::one(*max))),
            };
            let byte = byte.and_then(byte_of).ok_or(Stop::None)?;
            match step {
                Step::MaxBytes { max_len, .. } => long(*max_len, &[byte], room),
                _ => room.counted(&[byte]),
            }
        }
        (_, None) => Err(Stop::None),
    }
}

/// One byte too many.
fn long(max_len: u64, byte: &[u8], room: &mut Room) -> Made {
    let len = max_len.saturating_add(1);
    room.reserve(len)?;
    room.varint(len.into())?;
    room.repeat(byte, len)
}

fn byte_of(number: Number) -> Option<u8> {
    match number {
        Number::Natural(value) => u8::try_from(value).ok(),
        Number::Negative(_) => None,
    }
}

/// A string whose bytes become the elements of a list.
pub(super) fn of_bytes(
    side: Bounded<'_>,
    element: &Step,
    limit: Option<CountLimit>,
    goal: Goal<'_>,
    room: &mut Room,
) -> Made {
    match (goal, limit, element) {
        (Goal::Loads, ..) => room.put(&[0]),
        (goal, Some(limit), _) if goal.is_here() => long(limit.most, b"a", room),
        (_, _, Step::Integer(step)) => {
            let limits = step.limits.as_ref().ok_or(Stop::None)?;
            let is_refused = |byte: &u8| {
                let number = Number::Natural((*byte).into());
                !(limits.min..=limits.max).contains(&number) || limits.nonzero && *byte == 0
            };
            let long = ['\u{80}', '\u{7ff}', '\u{ffff}', '\u{10ffff}'];
            let chars = ('a'..='z').chain('\0'..='\u{7f}').chain(long);
            let most = side.bounds.max_len.unwrap_or(u64::MAX);
            let found = chars
                .filter(|one| one.len_utf8() as u64 <= most)
                .find(|one| {
                    one.encode_utf8(&mut [0; 4])
                        .as_bytes()
                        .iter()
                        .any(is_refused)
                });
            let found = found.ok_or(Stop::None)?;
            room.counted(found.encode_utf8(&mut [0; 4]).as_bytes())
        }
        (_, _, Step::Refuse { .. }) => room.counted(b"a"),
        _ => Err(Stop::None),
    }
}
