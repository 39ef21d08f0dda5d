//! Streams: however the bytes come, the same comes of them.

use std::io::Read;

use migratable::device::MachineError;
use migratable::stream::{Event, StreamError, StreamReader};

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
