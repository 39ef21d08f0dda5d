//! What is said beside the values.

use std::io;

use super::count;
use super::lines::Lines;
use crate::stream::BulkItem;
use crate::terminal::{BOLD, styled};
use crate::text;

/// The bulk items.
pub(super) fn bulk(lines: &mut Lines<'_>, items: &[BulkItem]) -> io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    lines.blank()?;
    lines.line(
        None,
        &format!("{}  bytes that no schema describes", styled(BOLD, "bulk")),
    )?;
    let names: Vec<String> = items.iter().map(|item| text::plain(&item.name)).collect();
    let width = names
        .iter()
        .map(|name| name.chars().count())
        .max()
        .unwrap_or(0);
    for (index, (name, item)) in names.iter().zip(items).enumerate() {
        let last = index + 1 == items.len();
        let bytes = bytes(item.bytes);
        let frames = count(item.frames, "frame");
        let range = format!("{:#x}..{:#x}", item.start, item.end);
        lines.branch(
            None,
            last,
            &format!("{name:width$}  {bytes} in {frames}, {range}"),
        )?;
    }
    Ok(())
}

/// A number of bytes, rounded beside if it is large.
fn bytes(number: u64) -> String {
    let exact = count(number, "byte");
    let units = ["KiB", "MiB", "GiB", "TiB"];
    let scaled = units
        .iter()
        .zip([10, 20, 30, 40])
        .rfind(|(_, shift)| number >> shift > 0);
    match scaled {
        None => exact,
        Some((unit, shift)) => {
            let tenths = (u128::from(number) * 10) >> shift;
            match tenths % 10 {
                0 => format!("{exact} ({} {unit})", tenths / 10),
                rest => format!("{exact} ({}.{rest} {unit})", tenths / 10),
            }
        }
    }
}

/// The first line of a description, escaped.
pub(super) fn first_line(doc: &str) -> String {
    text::plain(doc.trim().lines().next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_rounded_down_to_a_tenth() {
        assert_eq!(bytes(1), "1 byte");
        assert_eq!(bytes(1023), "1023 bytes");
        assert_eq!(bytes(64 << 20), "67108864 bytes (64 MiB)");
        assert_eq!(
            bytes((3 << 30) + (1 << 29) + 5),
            "3758096389 bytes (3.5 GiB)"
        );
        assert_eq!(
            bytes(u64::MAX),
            "18446744073709551615 bytes (16777215.9 TiB)"
        );
    }
}
