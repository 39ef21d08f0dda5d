//! A stream as JSON lines.

use migratable::lines::{LinesError, LinesReader, write_lines};
use migratable::stream::{StreamReader, StreamWriter};

use crate::machine::limits;
use crate::text::assert_escaped;

/// The input is the lines. What is taken is a stream, which is written as lines that make
/// the same stream.
pub(crate) fn run(input: &[u8]) {
    let stream = match stream_of(input) {
        Ok(stream) => stream,
        Err(error) => return assert_escaped(&error),
    };
    let mut reader = StreamReader::new(&stream[..], limits()).expect("a stream was written");
    let mut lines = Vec::new();
    let is_same = write_lines(&mut reader, &mut lines).expect("a stream was written");
    let again = stream_of(&lines).expect("lines were written");
    assert!(is_same, "the writer wrote what it would not write");
    assert_eq!(again, stream);
}

fn stream_of(lines: &[u8]) -> Result<Vec<u8>, LinesError> {
    let lines = LinesReader::new(lines, limits())?;
    let mut writer = StreamWriter::new(Vec::new(), lines.header(), limits())?;
    lines.write_to(&mut writer)?;
    Ok(writer.finish()?)
}
