//! What the reader takes from its input, and when.

use std::io::{self, ErrorKind, Read, Write};

use super::raw::{Raw, split};
use super::*;

/// Hands out a byte at a time, and an interruption before each.
struct Trickle<'a> {
    rest: &'a [u8],
    interrupted: bool,
}

impl Read for Trickle<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.interrupted = !self.interrupted;
        if self.interrupted {
            return Err(ErrorKind::Interrupted.into());
        }
        let len = to.len().min(1);
        self.rest.read(&mut to[..len])
    }
}

#[test]
fn input_may_come_in_any_pieces() {
    let stream = sample();
    let input = Trickle {
        rest: &stream,
        interrupted: false,
    };
    let mut reader = StreamReader::new(input, Limits::default()).unwrap();
    assert_eq!(read_body(&mut reader).unwrap(), read(&stream).unwrap());
    reader.expect_end_of_input().unwrap();
}

/// A connection on which nothing more comes before an answer is given.
struct Connection<'a>(&'a [u8]);

impl Read for Connection<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        match self.0.read(to)? {
            0 if !to.is_empty() => Err(ErrorKind::WouldBlock.into()),
            read => Ok(read),
        }
    }
}

#[test]
fn no_byte_is_waited_for_that_need_not_come() {
    let stream = sample();
    let parts = split(&stream);
    let prologue = parts[..9].concat();
    let mut reader = StreamReader::new(Connection(&prologue), Limits::default()).unwrap();
    assert_eq!(reader.prologue().instances.len(), 4);
    for part in &parts[9..] {
        assert!(reader.get_mut().0.is_empty());
        *reader.get_mut() = Connection(part);
        match reader.next_frame().unwrap() {
            Some(Event::Bulk(mut bulk)) => while bulk.next_piece().unwrap().is_some() {},
            Some(Event::Section(_) | Event::Zeros(_)) => {}
            None => assert_eq!(part.as_ptr(), parts.last().unwrap().as_ptr()),
        }
    }
    assert!(
        reader.next_frame().unwrap().is_none(),
        "the end can be asked for again"
    );
}

#[test]
fn what_follows_on_a_connection_is_left_there() {
    let both = [&sample()[..], b"answer"].concat();
    let mut reader = StreamReader::new(&both[..], Limits::default()).unwrap();
    read_body(&mut reader).unwrap();
    assert_eq!(reader.into_inner(), b"answer");
}

#[test]
fn what_follows_in_a_file_is_an_error() {
    let stream = sample();
    let len = stream.len();
    let expected = format!("the stream ends at byte {len}, but the input goes on");
    assert!(refusal(&[&stream[..], b"\0"].concat()).starts_with(&expected));
    assert!(refusal(&stream.repeat(2)).starts_with(&expected));
}

#[test]
fn a_failing_input_is_told_with_its_place() {
    let stream = Raw::body(1).section(0, &[7; 100]).end();
    let mut reader = StreamReader::new(Connection(&stream[..100]), Limits::default()).unwrap();
    let error = reader.next_frame().unwrap_err();
    assert!(
        matches!(error, StreamError::Read { offset: 100, .. }),
        "{error}"
    );
    // The text has what the system said, so the chain does not say it once more.
    let StreamError::Read { source, .. } = &error else {
        panic!("{error}");
    };
    assert!(error.to_string().contains(&source.to_string()), "{error}");
    assert!(core::error::Error::source(&error).is_none());
    assert!(matches!(reader.next_frame(), Err(StreamError::Broken)));
}

/// Takes `room` bytes and fails from then on.
struct Full {
    room: usize,
}

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.room == 0 {
            return Err(ErrorKind::StorageFull.into());
        }
        let len = bytes.len().min(self.room);
        self.room -= len;
        Ok(len)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn nothing_is_written_after_a_failed_write() {
    let mut writer = body_writer(Full { room: 1000 }, 2);
    let error = writer.section(0, &[7; 100_000]).unwrap_err();
    assert!(matches!(error, StreamError::Write { .. }), "{error}");
    assert!(matches!(
        writer.section(1, b"small"),
        Err(StreamError::Broken)
    ));
    assert!(matches!(
        writer.bulk("ram", 0, b"small"),
        Err(StreamError::Broken)
    ));
    assert!(matches!(writer.flush(), Err(StreamError::Broken)));
    assert!(writer.finish().is_err());
}

#[test]
fn what_is_in_memory_is_not_copied() {
    let stream = sample();
    let within = |bytes: &[u8]| stream.as_ptr_range().contains(&bytes.as_ptr());
    let mut reader = StreamReader::in_memory(&stream, Limits::default()).unwrap();
    let mut seen = 0;
    while let Some(event) = reader.next_frame().unwrap() {
        match event {
            Event::Section(section) => assert!(within(section.payload())),
            Event::Bulk(mut bulk) => {
                while let Some((_, piece)) = bulk.next_piece().unwrap() {
                    assert!(within(piece));
                }
            }
            Event::Zeros(zeros) => assert_eq!(zeros.len(), 0x8000_0000),
        }
        seen += 1;
    }
    assert_eq!(seen, 7);
}

#[test]
fn memory_may_go_on_behind_the_stream() {
    let stream = sample();
    let input = [&stream[..], b"more"].concat();
    let mut reader = StreamReader::in_memory(input, Limits::default()).unwrap();
    while reader.next_frame().unwrap().is_some() {}
    assert_eq!(reader.get_mut().position(), stream.len() as u64);
    let mut rest = Vec::new();
    reader.into_inner().read_to_end(&mut rest).unwrap();
    assert_eq!(rest, b"more");
}

#[test]
fn memory_is_read_into_memory() {
    let stream = sample();
    let mut reader = StreamReader::in_memory(&stream, Limits::default()).unwrap();
    let mut ram = Vec::new();
    while let Some(event) = reader.next_frame().unwrap() {
        if let Event::Bulk(mut bulk) = event {
            let mut room = [0; 7];
            let len = bulk.read_into(&mut room).unwrap();
            ram.push(room[..len].to_vec());
            // What is left of the frame is skipped, and verified.
        }
    }
    assert_eq!(ram, [&b"first p"[..], b"", b"later p"]);
}
