//! Encodings of text other than UTF-8, by the beginning of a file.

/// What editors of some systems put before a text in UTF-8.
pub(super) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The encoding of a file whose first character is ASCII or a byte order mark,
/// unless it may be UTF-8 or no text at all.
pub(super) fn foreign(start: &[u8]) -> Option<&'static str> {
    match start {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some("UTF-32"),
        [b'{' | b'[', 0, 0, 0, ..] | [0, 0, 0, b'{' | b'[', ..] => Some("UTF-32"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("UTF-16"),
        [b'{' | b'[', 0, ..] | [0, b'{' | b'[', ..] => Some("UTF-16"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_encoding_is_named() {
        let utf_16 = |text: &str, order: fn(u16) -> [u8; 2]| -> Vec<u8> {
            text.encode_utf16().flat_map(order).collect()
        };
        let utf_32 = |text: &str, order: fn(u32) -> [u8; 4]| -> Vec<u8> {
            text.chars().flat_map(|c| order(c.into())).collect()
        };
        for text in ["{\"format\":1}", "[]", "\u{feff}{}"] {
            assert_eq!(foreign(text.as_bytes()), None);
            for bytes in [
                utf_16(text, u16::to_le_bytes),
                utf_16(text, u16::to_be_bytes),
            ] {
                assert_eq!(foreign(&bytes), Some("UTF-16"), "{bytes:x?}");
            }
            for bytes in [
                utf_32(text, u32::to_le_bytes),
                utf_32(text, u32::to_be_bytes),
            ] {
                assert_eq!(foreign(&bytes), Some("UTF-32"), "{bytes:x?}");
            }
        }
        for binary in [
            &b"\x7fELF"[..],
            b"MZ\x90\0",
            b"\0asm",
            b"\xca\xfe\xba\xbe",
            b"",
        ] {
            assert_eq!(foreign(binary), None);
        }
    }
}
