//! Files that are read whole, and no further than their kind can go: a device can go on
//! without end.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// So many bytes no such file has.
const MOST: u64 = 256 << 20;

/// The bytes of a file.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    read_from(File::open(path)?)
}

/// The text of a file.
pub(crate) fn read_text(path: &Path) -> io::Result<String> {
    String::from_utf8(read(path)?)
        .map_err(|error| io::Error::new(ErrorKind::InvalidData, error.utf8_error()))
}

/// The bytes of an input that is open already.
pub(crate) fn read_from(input: impl Read) -> io::Result<Vec<u8>> {
    // Most files are read at once.
    let mut bytes = Vec::with_capacity(1 << 14);
    input.take(MOST + 1).read_to_end(&mut bytes)?;
    match bytes.len() as u64 > MOST {
        true => Err(io::Error::other("it is longer than any such file is")),
        false => Ok(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_input_without_end_is_not_read_on() {
        let endless = read_from(io::repeat(7)).map_err(|error| error.to_string());
        assert_eq!(
            endless,
            Err("it is longer than any such file is".to_owned())
        );
    }

    /// A file that is cut while it is read, on a system that says so.
    #[test]
    fn what_fails_on_the_way_is_no_file() {
        struct Gone;
        impl Read for Gone {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(ErrorKind::StaleNetworkFileHandle.into())
            }
        }
        let read = read_from((&b"the beginning"[..]).chain(Gone));
        assert_eq!(
            read.map_err(|error| error.kind()),
            Err(ErrorKind::StaleNetworkFileHandle)
        );
    }
}
