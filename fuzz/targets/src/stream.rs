//! Streams: however the bytes come, the same comes of them.

use std::io::Read;

use migratable::device::{LoadEvent, MachineError};
use migratable::stream::{Event, StreamError, StreamEvent, StreamParser, StreamReader};

use crate::machine::{self, Machine, limits, new, old};
use crate::repair::{self, Repairs};
use crate::text::message;

/// The first byte says what is put right and which build reads, the second how
/// many bytes come at once; the rest is a stream.
pub(crate) fn run(input: &[u8]) {
    let &[flags, step, ref bytes @ ..] = input else {
        return;
    };
    let repaired;
    let bytes = match flags & 1 {
        0 => bytes,
        _ => {
            let repairs = Repairs {
                fingerprints: flags & 2 != 0,
                end: flags & 4 != 0,
                offer: None,
            };
            repaired = repair::stream(bytes, repairs);
            &repaired
        }
    };
    events_agree(bytes, step);
    match flags & 8 {
        0 => loads_agree::<new::Board>(new::Board::busy, bytes, step),
        _ => loads_agree::<old::Board>(old::Board::busy, bytes, step),
    }
}

/// Gives a few bytes at once.
struct Drip<'a> {
    rest: &'a [u8],
    step: usize,
}

impl<'a> Drip<'a> {
    fn new(rest: &'a [u8], step: u8) -> Self {
        let step = usize::from(step).max(1);
        Self { rest, step }
    }
}

impl Read for Drip<'_> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        let len = to.len().min(self.step);
        self.rest.read(&mut to[..len])
    }
}

fn events_agree(bytes: &[u8], step: u8) {
    let from_memory = events(StreamReader::in_memory(bytes, limits()));
    assert_eq!(events(StreamReader::new(bytes, limits())), from_memory);
    let drip = Drip::new(bytes, step);
    assert_eq!(events(StreamReader::new(drip, limits())), from_memory);
    let size = usize::from(step).max(1);
    // Whose answers can be read, and which cannot, is said of those that are read.
    let is_of_answer = from_memory.1.contains("the answer frame");
    for size in [size, size << 8] {
        if !is_of_answer && let Some(from_pieces) = events_of_pieces(bytes, size) {
            assert_eq!(from_pieces, from_memory);
        }
    }
}

/// What comes of a stream that is handed over in pieces; `None` if it has an answer, which a reader
/// wants to be asked for.
fn events_of_pieces(bytes: &[u8], size: usize) -> Option<(Vec<String>, String)> {
    let (mut parser, mut seen) = (StreamParser::new(limits()), Vec::new());
    let end = match read_pieces(&mut parser, bytes, size, &mut seen) {
        Ok(true) => "the end".to_owned(),
        Ok(false) => return None,
        Err(error) => {
            let is_beyond = matches!(error, StreamError::TrailingBytes { .. });
            let again = parser.next(&mut &b"x"[..]);
            assert!(is_beyond || matches!(again, Err(StreamError::Broken)));
            message(&error)
        }
    };
    Some((seen, end))
}

/// Reads all pieces; false if one has an answer.
fn read_pieces(
    parser: &mut StreamParser,
    stream: &[u8],
    size: usize,
    seen: &mut Vec<String>,
) -> Result<bool, StreamError> {
    // The bytes of the bulk frame that is open, behind what was seen of it.
    let mut open: Option<(String, Vec<u8>)> = None;
    for piece in stream.chunks(size) {
        let mut bytes = piece;
        while let Some(event) = parser.next(&mut bytes)? {
            match event {
                StreamEvent::Prologue(prologue) => seen.push(format!("{prologue:?}")),
                StreamEvent::Section(section) => {
                    seen.push(format!("{section:?} {:?}", section.payload()));
                }
                StreamEvent::Bulk {
                    name,
                    offset,
                    bytes,
                    ..
                } => {
                    let begun = || format!("Bulk {{ name: {name:?}, offset: {offset}, .. }}");
                    let (of, mut all) = open.take().unwrap_or_else(|| (begun(), Vec::new()));
                    all.extend_from_slice(bytes);
                    open = Some((of, all));
                }
                StreamEvent::BulkEnd => {
                    let ended = open.take().expect("a frame of bytes");
                    seen.push(format!("{} {:?}", ended.0, ended.1));
                }
                StreamEvent::Answer(_) | StreamEvent::Outcome(_) => return Ok(false),
                StreamEvent::End(digest) => seen.push(format!("{:?}", Some(digest))),
                StreamEvent::Zeros {
                    name, offset, len, ..
                } => seen.push(format!(
                    "Zeros {{ name: {name:?}, offset: {offset}, len: {len} }}"
                )),
                other => panic!("{other:?}"),
            }
        }
        if !bytes.is_empty() {
            let offset = parser.offset();
            return Err(StreamError::TrailingBytes { offset });
        }
    }
    parser.end_of_input()?;
    Ok(true)
}

/// All that a reader says of a stream.
fn events<R: Read>(reader: Result<StreamReader<R>, StreamError>) -> (Vec<String>, String) {
    let mut seen = Vec::new();
    let end = reader.and_then(|mut reader| {
        seen.push(format!("{:?}", reader.prologue()));
        let end = read_all(&mut reader, &mut seen);
        if end.is_err() {
            assert!(matches!(reader.next_frame(), Err(StreamError::Broken)));
        }
        end
    });
    let end = end.map_or_else(|error| message(&error), |()| "the end".to_owned());
    (seen, end)
}

fn read_all<R: Read>(
    reader: &mut StreamReader<R>,
    seen: &mut Vec<String>,
) -> Result<(), StreamError> {
    while let Some(event) = reader.next_frame()? {
        match event {
            Event::Section(section) => {
                seen.push(format!("{section:?} {:?}", section.payload()));
            }
            Event::Bulk(mut bulk) => {
                let mut all = Vec::new();
                let name = format!("{bulk:?}");
                while let Some((_, piece)) = bulk.next_piece()? {
                    all.extend_from_slice(piece);
                }
                seen.push(format!("{name} {all:?}"));
            }
            other => seen.push(format!("{other:?}")),
        }
    }
    seen.push(format!("{:?}", reader.digest()));
    reader.expect_end_of_input()
}

fn loads_agree<M: Machine>(live: fn() -> M, bytes: &[u8], step: u8) {
    let from_memory = load(live(), StreamReader::in_memory(bytes, limits()));
    let read = load(live(), StreamReader::new(bytes, limits()));
    assert_eq!(read, from_memory);
    let dripped = load(live(), StreamReader::new(Drip::new(bytes, step), limits()));
    assert_eq!(dripped, from_memory);
    pieces_agree(live(), bytes, usize::from(step).max(1), &from_memory);
}

/// A load whose stream comes in pieces ends as one from memory. It leaves it to the machine
/// whether bytes of bulk items are used, and says of those that are not declared only when one
/// has come.
fn pieces_agree<M: Machine>(mut machine: M, bytes: &[u8], size: usize, from_memory: &Loaded) {
    let (expected, states, _) = from_memory;
    let loaded = load_pieces(&mut machine, bytes, size).map_err(|error| message(&error));
    let others = ["were not read", "take it", "the answer frame"];
    let is_other = |text: &String| others.iter().any(|other| text.contains(other));
    if expected.as_ref().is_err_and(is_other) {
        return;
    }
    assert_eq!(loaded, *expected);
    assert_eq!(machine.states(), *states);
}

fn load_pieces<M: Machine>(
    machine: &mut M,
    stream: &[u8],
    size: usize,
) -> Result<(), MachineError> {
    let mut parser = StreamParser::new(limits());
    let mut rest = stream;
    if parser.next(&mut rest)?.is_none() {
        return Ok(parser.end_of_input()?);
    }
    let mut devices = machine.devices()?;
    let mut load = devices.load_pieces(parser)?;
    for piece in rest.chunks(size) {
        let mut piece = piece;
        while let Some(event) = load.next(&mut piece)? {
            if let LoadEvent::Loaded(_) = event {
                assert!(load.digest().is_some());
                return Ok(());
            }
        }
    }
    load.end_of_input()
}

type Loaded = (Result<(), String>, Vec<Vec<u8>>, Vec<u8>);

/// Loads, and tries what must hold then.
fn load<M: Machine, R: Read>(
    mut machine: M,
    reader: Result<StreamReader<R>, StreamError>,
) -> Loaded {
    let before = machine.states();
    let done = outcome(&mut machine, reader);
    match &done {
        (Ok(()), states, _) => assert_saves(machine, states),
        (Err(_), states, _) => assert_eq!(*states, before, "changed by a refused load"),
    }
    done
}

/// The outcome, the states after it, and the bytes of bulk items.
fn outcome<M: Machine, R: Read>(
    machine: &mut M,
    reader: Result<StreamReader<R>, StreamError>,
) -> Loaded {
    let mut all = Vec::new();
    let loaded = reader.map_err(MachineError::from).and_then(|mut reader| {
        let mut devices = machine.devices()?;
        devices.load_with_bulk(&mut reader, |mut bulk| {
            all.resize(all.len().max(1 << 12), 0);
            bulk.read_into(&mut all)?;
            Ok::<_, MachineError>(())
        })
    });
    let loaded = loaded.map(drop).map_err(|error| message(&error));
    (loaded, machine.states(), all)
}

/// What was loaded can be saved, and loaded again. A hook may refuse to load it
/// twice.
fn assert_saves<M: Machine>(mut machine: M, states: &[Vec<u8>]) {
    let stream = machine::save(&mut machine);
    let reader = StreamReader::new(&stream[..], limits());
    let (loaded, again, _) = outcome(&mut M::default(), reader);
    assert_eq!(loaded, Ok(()), "what was loaded can be loaded again");
    assert_eq!(again, states);
}
