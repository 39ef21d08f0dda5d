//! Numbers of things, in words.

/// A number of things.
pub(crate) fn count(number: u64, what: &str) -> String {
    match (number, what.strip_suffix('y')) {
        (1, _) => format!("1 {what}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        _ => format!("{number} {what}s"),
    }
}

/// A number of bytes, rounded beside if it is large.
pub(crate) fn byte_count(number: u64) -> String {
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

/// A part of a whole, in percent.
pub(crate) fn share(part: u64, whole: u64) -> String {
    let tenths = match whole {
        0 => 0,
        whole => u128::from(part) * 1000 / u128::from(whole),
    };
    format!("{}.{} %", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_rounded_down_to_a_tenth() {
        assert_eq!(byte_count(1), "1 byte");
        assert_eq!(byte_count(1023), "1023 bytes");
        assert_eq!(byte_count(64 << 20), "67108864 bytes (64 MiB)");
        assert_eq!(
            byte_count((3 << 30) + (1 << 29) + 5),
            "3758096389 bytes (3.5 GiB)"
        );
        assert_eq!(
            byte_count(u64::MAX),
            "18446744073709551615 bytes (16777215.9 TiB)"
        );
    }

    #[test]
    fn shares_are_rounded_down() {
        assert_eq!(share(0, 0), "0.0 %");
        assert_eq!(share(2, 3), "66.6 %");
        assert_eq!(share(u64::MAX, u64::MAX), "100.0 %");
    }
}
