//! The first twelve bytes of a stream, which never change their form: the
//! magic, the format version, two reserved bytes.

#[cfg(feature = "std")]
use std::io::Read;

use super::error::StreamError;
#[cfg(feature = "std")]
use super::input::Input;

/// How a stream begins.
///
/// After PNG's signature, and for its reasons: the first byte is not ASCII, and
/// both kinds of line end and the end-of-file sign of DOS are in it, so that a
/// transfer as text changes it in a way that can be named.
pub const MAGIC: [u8; 8] = *b"\x89MIG\r\n\x1a\n";

/// The version of the format that this build writes and reads.
pub const FORMAT_VERSION: u16 = 1;

/// Bytes of the preamble.
pub(crate) const LEN: usize = 12;

/// What transfers as text make of [`MAGIC`].
const TEXT_DAMAGE: [(&[u8], &str); 8] = [
    (b"\x09MIG", "the eighth bit of each byte is gone"),
    (b"\xc2\x89MIG", "it was converted from Latin-1 to UTF-8"),
    (b"\xef\xbf\xbdMIG", "bytes that are not UTF-8 were replaced"),
    (b"\x89MIG\n\x1a\n", "CR LF was changed to LF"),
    (b"\x89MIG\r\r\n\x1a", "LF was changed to CR LF"),
    (b"\x89MIG\r\n\x1a\r", "LF was changed to CR LF"),
    (b"\x89MIG\r\r\x1a\r", "LF was changed to CR"),
    (b"\x89MIG\n\n\x1a\n", "CR was changed to LF"),
];

/// How other files begin that are taken for streams.
const OTHERS: [(&[u8], &str); 17] = [
    (b"QEVM", "a migration stream of QEMU"),
    (b"LibvirtQemud", "a saved domain of libvirt"),
    (b"QFI\xfb", "a qcow2 disk image"),
    (b"\x7fELF", "an ELF binary"),
    (b"\x1f\x8b", "gzip data: decompress it first"),
    (b"\x28\xb5\x2f\xfd", "zstd data: decompress it first"),
    (b"\xfd7zXZ\0", "xz data: decompress it first"),
    (b"\x04\x22\x4d\x18", "lz4 data: decompress it first"),
    (b"BZh", "bzip2 data: decompress it first"),
    (b"PK\x03\x04", "a zip archive: unpack it first"),
    (b"\x89PNG", "a PNG image"),
    (b"<!DOCTYPE", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "XML"),
    (b"{", "JSON"),
    (b"[", "JSON"),
    (&[0; LEN], "a file of zero bytes, as a crash can leave it"),
];

/// The preamble of a stream in [`FORMAT_VERSION`].
pub(super) fn bytes() -> [u8; LEN] {
    let mut bytes = [0; LEN];
    bytes[..8].copy_from_slice(&MAGIC);
    bytes[8..10].copy_from_slice(&FORMAT_VERSION.to_le_bytes());
    bytes
}

/// Reads and checks the preamble.
#[cfg(feature = "std")]
pub(super) fn read<R: Read>(input: &mut Input<R>) -> Result<(), StreamError> {
    check(input.peek(LEN)?)?;
    input.consume(LEN);
    Ok(())
}

/// Says what the first bytes of an input are, if they are no preamble.
pub(super) fn check(start: &[u8]) -> Result<(), StreamError> {
    let Some(rest) = start.strip_prefix(&MAGIC) else {
        return Err(not_a_stream(start));
    };
    let &[v0, v1, r0, r1] = rest else {
        return Err(StreamError::CutPreamble { len: start.len() });
    };
    let found = u16::from_le_bytes([v0, v1]);
    if found != FORMAT_VERSION {
        let supported = FORMAT_VERSION;
        return Err(StreamError::Version { found, supported });
    }
    match [r0, r1] {
        [0, 0] => Ok(()),
        found => Err(StreamError::ReservedBytes { found }),
    }
}

fn not_a_stream(start: &[u8]) -> StreamError {
    if !start.is_empty() && MAGIC.starts_with(start) {
        return StreamError::CutPreamble { len: start.len() };
    }
    if let Some(damage) = lookup(&TEXT_DAMAGE, start) {
        return StreamError::TextDamage { damage };
    }
    let looks_like = match start {
        [] => Some("an empty file: the writer was stopped at once"),
        _ => lookup(&OTHERS, start.trim_ascii_start()),
    };
    StreamError::NotAStream {
        looks_like,
        start: start.to_vec(),
    }
}

fn lookup(table: &[(&[u8], &'static str)], start: &[u8]) -> Option<&'static str> {
    let row = table.iter().find(|(prefix, _)| start.starts_with(prefix));
    row.map(|&(_, text)| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(start: &[u8]) -> String {
        check(&start[..start.len().min(LEN)])
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn bytes_of_version_1() {
        assert_eq!(
            bytes(),
            [0x89, 0x4d, 0x49, 0x47, 13, 10, 26, 10, 1, 0, 0, 0]
        );
        assert!(check(&bytes()).is_ok());
    }

    #[test]
    fn text_mode_is_told_by_what_it_does() {
        type Transfer = fn(Vec<u8>) -> Vec<u8>;
        let transfers: [(&str, Transfer); 7] = [
            ("eighth bit", |b| b.iter().map(|byte| byte & 0x7f).collect()),
            ("from Latin-1", |b| {
                b.iter()
                    .map(|&byte| char::from(byte))
                    .collect::<String>()
                    .into()
            }),
            ("not UTF-8", |b| {
                String::from_utf8_lossy(&b).into_owned().into()
            }),
            ("CR LF was changed to LF", |b| replace(&b, b"\r\n", b"\n")),
            ("LF was changed to CR LF", |b| replace(&b, b"\n", b"\r\n")),
            ("LF was changed to CR;", |b| replace(&b, b"\n", b"\r")),
            ("CR was changed to LF", |b| replace(&b, b"\r", b"\n")),
        ];
        for (expected, transfer) in transfers {
            let text = refusal(&transfer(bytes().to_vec()));
            assert!(
                text.contains("treated as text") && text.contains(expected),
                "{expected}: {text}"
            );
        }
    }

    fn replace(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut rest = bytes;
        while let Some(&first) = rest.first() {
            if let Some(after) = rest.strip_prefix(from) {
                out.extend(to);
                rest = after;
            } else {
                out.push(first);
                rest = &rest[1..];
            }
        }
        out
    }

    #[test]
    fn other_files_are_named() {
        let cases: [(&[u8], &str); 7] = [
            (b"", "an empty file"),
            (b"QEVM\0\0\0\x03abcdef", "QEMU"),
            (b"\x1f\x8b\x08\0\0\0\0\0\0\x03ab", "gzip"),
            (b"\x7fELF\x02\x01\x01\0\0\0\0\0", "ELF"),
            (b" \n\t{\"device\": 1}", "JSON"),
            (&[0; 100], "zero bytes"),
            (
                b"\x1b[31mhello world",
                "no kind that is known here; it begins with 1b 5b",
            ),
        ];
        for (start, expected) in cases {
            let text = refusal(start);
            assert!(text.contains("not a migratable stream"), "{text}");
            assert!(text.contains(expected), "{expected}: {text}");
        }
    }

    #[test]
    fn newer_versions_and_cuts() {
        let mut newer = bytes();
        newer[8] = 2;
        assert!(refusal(&newer).contains("version 2, this build reads version 1"));
        newer[8] = 0;
        assert!(refusal(&newer).contains("version 0, which does not exist"));
        let mut reserved = bytes();
        reserved[11] = 0x80;
        assert!(refusal(&reserved).contains("are 00 80, not zero"));
        for len in 1..LEN {
            let text = refusal(&bytes()[..len]);
            assert!(text.contains(&format!("ends after {len} bytes")), "{text}");
        }
    }
}
