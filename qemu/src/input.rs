//! From a file's bytes to a stream's: unpacked.

use std::io::{self, Cursor, Read};

use flate2::read::MultiGzDecoder;

use crate::error::{Error, Result};
use crate::limits::Limits;

const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Whether what begins with these bytes, unpacked, is a stream of QEMU's. Four
/// bytes are enough.
pub fn is_stream(beginning: &[u8]) -> bool {
    beginning.starts_with(b"QEVM")
}

/// Reads all of an input, and unpacks it if it is packed with gzip.
///
/// # Errors
///
/// If it cannot be read or unpacked, or is longer than `limits` allow.
pub fn read_all(input: impl Read, limits: &Limits) -> Result<Vec<u8>> {
    match read_some(input, limits)? {
        (bytes, None) => Ok(bytes),
        (_, Some(error)) => Err(error),
    }
}

/// The same, up to where it cannot be read or unpacked any further: then with what is wrong
/// there.
///
/// # Errors
///
/// If nothing can be read, or it is longer than `limits` allow.
pub fn read_some(input: impl Read, limits: &Limits) -> Result<(Vec<u8>, Option<Error>)> {
    let mut bytes = Vec::new();
    let most = limits.stream_len;
    let read =
        unpack(input).and_then(|input| input.take(most.saturating_add(1)).read_to_end(&mut bytes));
    if bytes.len() as u64 > most {
        return Err(Error::new(format!(
            "it has more than {most} bytes, which are as many as are read: it is held in \
             memory, as its description stands behind the data"
        )));
    }
    match read {
        Ok(_) => Ok((bytes, None)),
        Err(error) if bytes.is_empty() => Err(Error::new(format!("cannot read it: {error}"))),
        Err(error) => {
            let problem = format!("cannot be read on: {error}");
            let error = Error::at(bytes.len() as u64, problem);
            Ok((bytes, Some(error)))
        }
    }
}

/// An input as it is, or unpacked as it is read if it is packed with gzip.
///
/// # Errors
///
/// If its beginning cannot be read.
pub fn unpack<'r>(mut input: impl Read + 'r) -> io::Result<Box<dyn Read + 'r>> {
    let mut beginning = Vec::new();
    let first = GZIP.len() as u64;
    input.by_ref().take(first).read_to_end(&mut beginning)?;
    let is_packed = beginning == GZIP;
    let input = Cursor::new(beginning).chain(input);
    Ok(match is_packed {
        true => Box::new(Unpacked(MultiGzDecoder::new(input))),
        false => Box::new(input),
    })
}

/// Its errors say what they are about.
struct Unpacked<R>(MultiGzDecoder<R>);

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| {
            io::Error::new(error.kind(), format!("it is packed with gzip: {error}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read, Write};

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::{is_stream, read_all, read_some, unpack};
    use crate::limits::Limits;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(bytes).unwrap();
        packer.finish().unwrap()
    }

    /// What is no stream is refused by its beginning, whatever its size is.
    #[test]
    fn only_what_is_asked_for_is_unpacked() {
        let packed = packed(&vec![0; 16 << 20]);
        let mut input = Cursor::new(packed.as_slice());
        let mut beginning = [1; 4];
        unpack(&mut input)
            .unwrap()
            .read_exact(&mut beginning)
            .unwrap();
        assert_eq!(beginning, [0; 4]);
        assert!(input.position() < packed.len() as u64);
    }

    /// What was unpacked before a file is cut, or its bytes are other ones, is there.
    #[test]
    fn what_is_before_damage_is_read() {
        let stream: Vec<u8> = (0..200_000_u32).flat_map(u32::to_be_bytes).collect();
        let whole = packed(&stream);
        let limits = Limits::default();
        for cut in [whole.len() / 2, whole.len() - 4] {
            let (bytes, error) = read_some(&whole[..cut], &limits).unwrap();
            assert!(!bytes.is_empty() && stream.starts_with(&bytes));
            let error = error.expect("it is cut");
            assert_eq!(error.offset(), Some(bytes.len() as u64));
            assert!(read_all(&whole[..cut], &limits).is_err());
        }
        assert!(read_some(&whole[..8], &limits).is_err());
        let mut other = whole.clone();
        *other.iter_mut().rev().nth(6).unwrap() ^= 1;
        let (bytes, error) = read_some(&*other, &limits).unwrap();
        assert!(bytes == stream && error.is_some());
        let mut limits = limits;
        limits.stream_len = 10;
        let error = read_some(&*whole, &limits).unwrap_err().to_string();
        assert!(error.contains("more than 10 bytes"), "{error}");
    }

    #[test]
    fn what_is_packed_is_unpacked_once() {
        let stream = b"QEVM and more";
        for (file, expected) in [
            (stream.to_vec(), stream.to_vec()),
            (packed(stream), stream.to_vec()),
            (packed(&packed(stream)), packed(stream)),
            (vec![], vec![]),
            (vec![0x1f], vec![0x1f]),
        ] {
            let mut bytes = Vec::new();
            unpack(&*file).unwrap().read_to_end(&mut bytes).unwrap();
            assert_eq!(bytes, expected);
        }
        assert!(is_stream(stream) && !is_stream(&packed(stream)));
    }
}
