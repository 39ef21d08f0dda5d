//! Files that hold no compiled code: what they seem to be, and what to do.

use crate::error::Error;
use crate::packed;
use crate::text;

/// First bytes, what such a file is, and what its owner may have meant.
const KINDS: &[(&[u8], &str, &str)] = &[
    (
        &migratable::stream::MAGIC,
        "a migratable stream",
        "its content is shown by `schema-tool inspect`",
    ),
    (
        b"{",
        "JSON",
        "it may be a schema already; those are exported from binaries",
    ),
    (b"#!", "a script", "name the binary that it starts"),
    (
        b"\0asm",
        "WebAssembly",
        "export from a native build of the same crate",
    ),
    (b"BC\xc0\xde", "LLVM bitcode", BITCODE_HINT),
    (b"\xde\xc0\x17\x0b", "LLVM bitcode", BITCODE_HINT),
];

const BITCODE_HINT: &str = "its code is compiled when it is linked: export from the linked binary";

pub(super) fn error(data: &[u8], place: &str) -> Error {
    if data.is_empty() {
        return Error::new(format!("{place}: it is empty"));
    }
    if let Some((_, what, hint)) = KINDS.iter().find(|(magic, ..)| data.starts_with(magic)) {
        return Error::new(format!("{place}: it is not a binary but {what}")).hint(*hint);
    }
    if let Some((what, hint)) = packed::kind(place, data) {
        return Error::new(format!("{place}: it is not a binary but {what}")).hint(hint);
    }
    let (beginning, _) = data.split_at(data.len().min(256));
    if beginning
        .iter()
        .all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace())
    {
        return Error::new(format!("{place}: it is not a binary but text"));
    }
    let start = text::hex(data.get(..8).unwrap_or(data));
    Error::new(format!(
        "{place}: it is not a binary of a known kind; it begins with {start}"
    ))
    .hint("ELF, Mach-O, PE and COFF files can be read, and archives of them (.rlib, .a, .lib)")
}

pub(super) fn is_bitcode(data: &[u8]) -> bool {
    data.starts_with(b"BC\xc0\xde") || data.starts_with(b"\xde\xc0\x17\x0b")
}
