//! Files that are packed, as the tool does not unpack them itself.

use crate::text;

/// First bytes, what such a file is, and what unpacks it.
const KINDS: [(&[u8], &str, &str); 6] = [
    (b"\x1f\x8b", "a gzip file", "gzip -dc"),
    (b"\x28\xb5\x2f\xfd", "a zstd file", "zstd -dc"),
    (b"\xfd7zXZ\0", "an xz file", "xz -dc"),
    (b"\x04\x22\x4d\x18", "an lz4 file", "lz4 -dc"),
    (b"BZh", "a bzip2 file", "bzip2 -dc"),
    (b"PK\x03\x04", "a zip archive", "unzip -p"),
];

/// What a file is that begins so, and how to have it read.
pub(crate) fn kind(name: &str, start: &[u8]) -> Option<(&'static str, String)> {
    let row = KINDS.iter().find(|(magic, ..)| start.starts_with(magic))?;
    let (_, what, unpack) = row;
    // A shell takes it as it is.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+".contains(c);
    let name = match name.chars().all(is_plain) && !name.starts_with('-') {
        true => text::plain(name),
        false => "FILE".to_owned(),
    };
    Some((
        what,
        format!("unpack it on the way: {unpack} {name} | schema-tool … -"),
    ))
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_a_shell_would_change_is_not_repeated() {
        let hint = |name| super::kind(name, b"BZh9").map(|(_, hint)| hint).unwrap();
        assert_eq!(
            hint("a/vm.bz2"),
            "unpack it on the way: bzip2 -dc a/vm.bz2 | schema-tool … -"
        );
        for name in ["a b", "-x", "$(x)", "standard input", "a\u{1b}"] {
            assert!(hint(name).contains("-dc FILE |"), "{name:?}");
        }
    }
}
