//! From a file's bytes to a stream's: unpacked.

use std::io::Read;

use flate2::read::MultiGzDecoder;

use crate::error::{Error, Result};
use crate::limits::Limits;

const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Whether something that begins with these bytes could be a stream of QEMU's,
/// plain or packed. Four bytes are enough.
pub fn is_stream(beginning: &[u8]) -> bool {
    beginning.starts_with(b"QEVM") || beginning.starts_with(&GZIP)
}

/// Reads all of an input, and unpacks it if it is packed with gzip.
///
/// # Errors
///
/// If it cannot be read or unpacked, or is longer than `limits` allow.
pub fn read_all(mut input: impl Read, limits: &Limits) -> Result<Vec<u8>> {
    let mut beginning = Vec::new();
    let cannot = |error| Error::new(format!("cannot read it: {error}"));
    input
        .by_ref()
        .take(GZIP.len() as u64)
        .read_to_end(&mut beginning)
        .map_err(cannot)?;
    let packed = beginning == GZIP;
    let input = std::io::Cursor::new(beginning).chain(input);
    match packed {
        true => read(MultiGzDecoder::new(input), limits)
            .map_err(|error| Error::new(format!("it is packed with gzip: {}", error.problem()))),
        false => read(input, limits),
    }
}

fn read(input: impl Read, limits: &Limits) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let most = limits.stream_len;
    input
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(|error| Error::new(format!("cannot read it: {error}")))?;
    match bytes.len() as u64 <= most {
        true => Ok(bytes),
        false => Err(Error::new(format!("it has more than {most} bytes"))),
    }
}
