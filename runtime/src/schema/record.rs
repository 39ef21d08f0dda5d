//! The record that each device leaves in a section of the binary.
//!
//! ```text
//! 16 bytes  magic, "migratable-v1\r\n\x1a"
//!  4 bytes  length of the JSON, little-endian
//!  n bytes  the schema as JSON
//! ```
//!
//! There are no pointers in it, so it can be read from a file for any machine.
//! Records stand one behind the other; between them there may be zero bytes,
//! which linkers insert as padding.

use core::fmt;

/// First bytes of each record.
pub const MAGIC: [u8; 16] = *b"migratable-v1\r\n\x1a";

/// Name of the section in ELF files.
pub const ELF_SECTION: &str = "migratable";

/// Name of the section in Mach-O files; its segment is `__DATA`.
pub const MACH_O_SECTION: &str = "__migratable";

/// Name of the section in PE files, which allow 8 bytes.
pub const PE_SECTION: &str = ".migrate";

/// Longest schema that is read from a record, in bytes.
pub const MAX_LEN: usize = 1 << 24;

const HEADER: usize = MAGIC.len() + 4;

/// The length of the record of a schema whose JSON has `json_len` bytes.
#[doc(hidden)]
pub const fn len(json_len: usize) -> usize {
    HEADER + json_len
}

/// The record of a schema. `N` is its [`len`].
#[doc(hidden)]
pub const fn write<const N: usize>(json: &str) -> [u8; N] {
    assert!(
        N == len(json.len()) && json.len() <= MAX_LEN,
        "a record has room for its schema"
    );
    let mut record = [0; N];
    let (magic, rest) = record.split_at_mut(MAGIC.len());
    magic.copy_from_slice(&MAGIC);
    let (length, text) = rest.split_at_mut(4);
    length.copy_from_slice(&(json.len() as u32).to_le_bytes());
    text.copy_from_slice(json.as_bytes());
    record
}

/// Why the content of a section is not a row of records.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordError {
    /// Where in the section, in bytes.
    pub offset: usize,
    what: &'static str,
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "schema record at byte {} of its section: {}",
            self.offset, self.what
        )
    }
}

impl core::error::Error for RecordError {}

/// The schemas in the content of a section, in its order, as JSON.
///
/// After an error there are no more: nothing tells where the next record
/// begins.
pub fn read(section: &[u8]) -> Records<'_> {
    Records {
        rest: section,
        offset: 0,
    }
}

/// Iterator over the schemas in a section; see [`read`].
#[derive(Clone, Debug)]
pub struct Records<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Records<'a> {
    fn record(&mut self) -> Result<&'a str, &'static str> {
        let after_magic = self
            .rest
            .strip_prefix(&MAGIC)
            .ok_or("it does not begin with the magic")?;
        let (length, rest) = after_magic
            .split_first_chunk::<4>()
            .ok_or("it ends within the length")?;
        let length = u32::from_le_bytes(*length) as usize;
        if length > MAX_LEN {
            return Err("it claims to be longer than 16 MiB");
        }
        let (json, rest) = rest
            .split_at_checked(length)
            .ok_or("it ends within the schema")?;
        self.offset += HEADER + length;
        self.rest = rest;
        core::str::from_utf8(json).map_err(|_| "the schema is not UTF-8")
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<&'a str, RecordError>;

    fn next(&mut self) -> Option<Self::Item> {
        let padding = self.rest.iter().take_while(|byte| **byte == 0).count();
        self.rest = self.rest.get(padding..)?;
        self.offset += padding;
        if self.rest.is_empty() {
            return None;
        }
        let offset = self.offset;
        Some(self.record().map_err(|what| {
            self.rest = &[];
            RecordError { offset, what }
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn reads_what_it_writes_with_padding_between() {
        const A: [u8; len(2)] = write("{}");
        const B: [u8; len(4)] = write("null");
        let section = [&[0; 3][..], &A, &[0; 5], &B, &[0]].concat();
        let texts: Vec<_> = read(&section).collect::<Result<_, _>>().unwrap();
        assert_eq!(texts, ["{}", "null"]);
    }

    #[test]
    fn each_damage_is_named_with_its_offset() {
        const A: [u8; len(2)] = write("{}");
        let mut section = [A, A].concat();
        section[A.len()] = b'X';
        let error = read(&section).nth(1).unwrap().unwrap_err();
        assert_eq!(error.offset, A.len());
        for cut in 1..A.len() {
            assert!(read(&A[..cut]).next().unwrap().is_err(), "cut at {cut}");
        }
        let mut huge = A;
        huge[16..20].fill(0xff);
        assert!(read(&huge).next().unwrap().is_err());
    }
}
