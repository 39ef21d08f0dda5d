//! Loads of streams of which something was read by hand: what the load has to see, it sees, or
//! it is refused. In these machines each device does without its state, so that nothing else
//! would tell.

use std::io::Cursor;

use migratable::Migratable;
use migratable::device::{Devices, Former, LoadEvent, MachineError};
use migratable::stream::{
    BulkItem, Event, Limits, StreamError, StreamEvent, StreamParser, StreamReader, StreamWriter,
};

use super::builds::{header, memory_reader, reader};

#[derive(Migratable, Clone, Debug, Default, PartialEq)]
#[migratable(device = "card", needed = |card: &Self| card.sectors != 0)]
struct Card {
    sectors: u32,
}

/// What only the source has.
#[derive(Migratable)]
#[migratable(device = "slot", needed = |slot: &Self| slot.plugged)]
struct Slot {
    plugged: bool,
}

/// What the destination has no more, and others take over.
#[derive(Migratable)]
#[migratable(device = "old", needed = |old: &Self| old.ticks != 0)]
struct Old {
    ticks: u32,
}

#[derive(Migratable)]
struct OldState {
    ticks: u32,
}

#[derive(Migratable, Clone, Debug, Default, PartialEq)]
#[migratable(
    device = "ticker",
    needed = |ticker: &Self| ticker.ticks != 0,
    takes_over(device = "old", type = OldState, apply = |ticker: &mut Self, old: OldState, _| {
        ticker.ticks = old.ticks;
    }),
)]
struct Ticker {
    ticks: u32,
}

const RAM: [u8; 12] = *b"abcdefgh\0\0\0\0";

/// Bulk frames stand before, between and behind the sections.
fn stream(is_plugged: bool) -> Vec<u8> {
    let (card, moved) = (Card { sectors: 1 }, Card { sectors: 2 });
    let (slot, old) = (
        Slot {
            plugged: is_plugged,
        },
        Old { ticks: 3 },
    );
    let mut devices = Devices::new();
    devices.add("card", &card).unwrap();
    devices.add("there", &moved).unwrap();
    devices.add("slot", &slot).unwrap();
    devices.add("old", &old).unwrap();
    devices.declare(BulkItem::whole("ram", RAM.len() as u64));
    let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    devices.save_prologue(&mut writer).unwrap();
    writer.bulk("ram", 0, b"abcd").unwrap();
    writer.section(0, &1u32.to_le_bytes()).unwrap();
    writer.section(1, &2u32.to_le_bytes()).unwrap();
    writer.bulk("ram", 4, b"efgh").unwrap();
    if is_plugged {
        writer.section(2, &[1]).unwrap();
    }
    writer.zeros("ram", 8, 4).unwrap();
    writer.section(3, &3u32.to_le_bytes()).unwrap();
    writer.finish().unwrap()
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Machine {
    card: Card,
    moved: Card,
    ticker: Ticker,
    ram: Vec<u8>,
}

impl Machine {
    fn new() -> Self {
        Self {
            ram: vec![9; RAM.len()],
            ..Self::default()
        }
    }

    fn loaded() -> Self {
        Self {
            card: Card { sectors: 1 },
            moved: Card { sectors: 2 },
            ticker: Ticker { ticks: 3 },
            ram: RAM.to_vec(),
        }
    }

    fn parts(&mut self) -> (Devices<'_>, &mut [u8]) {
        let mut devices = Devices::new();
        devices.add("card", &mut self.card).unwrap();
        devices.add("here", &mut self.moved).unwrap();
        devices.add_alias("here", 0, "there", 0).unwrap();
        devices.add("ticker", &mut self.ticker).unwrap();
        let former = Former::new("old", 0);
        devices.take_over("ticker", 0, former).unwrap();
        devices.declare(BulkItem::whole("ram", RAM.len() as u64));
        (devices, &mut self.ram)
    }

    /// Whether devices are as they were.
    fn is_untouched(&self) -> bool {
        let Self {
            card,
            moved,
            ticker,
            ..
        } = self;
        (card, moved, ticker) == (&Card::default(), &Card::default(), &Ticker::default())
    }
}

/// What was read by hand.
#[derive(Debug, Default, PartialEq)]
struct ByHand {
    frames: u32,
    sections: u32,
    is_all: bool,
}

impl ByHand {
    fn spoils(&self) -> bool {
        self.sections > 0 || self.is_all
    }
}

type Result = std::result::Result<(), MachineError>;

/// Reads so many frames by hand, and loads the rest.
type Way = fn(&mut Machine, &[u8], frames: u32) -> (ByHand, Result);

/// As `Way`, from any reader; `most` is as in `next_frame_stored`.
fn from_reader<R: std::io::Read>(
    machine: &mut Machine,
    mut reader: StreamReader<R>,
    frames: u32,
    most: u64,
) -> (ByHand, Result) {
    let (mut devices, ram) = machine.parts();
    let mut by_hand = ByHand::default();
    while by_hand.frames < frames && !by_hand.is_all {
        by_hand.frames += 1;
        match reader.next_frame_stored(most, &mut |_| Ok(())).unwrap() {
            Some(Event::Section(section)) => {
                assert_eq!(section.is_stored(), most == 0);
                by_hand.sections += 1;
            }
            Some(Event::Bulk(mut bulk)) => bulk.read_to_item(ram).unwrap(),
            Some(Event::Zeros(zeros)) => zeros.into_bulk().read_to_item(ram).unwrap(),
            Some(other) => panic!("{other:?}"),
            None => by_hand.is_all = true,
        }
    }
    let loaded = devices.load_with_bulk(&mut reader, |mut bulk| {
        Ok::<_, MachineError>(bulk.read_to_item(ram)?)
    });
    // Whatever came of it, there is no other load.
    let again = devices.load_with_bulk(&mut reader, |_| Ok::<_, MachineError>(()));
    assert!(again.is_err(), "{by_hand:?}: {again:?}");
    (by_hand, loaded.map(drop))
}

fn in_pieces(machine: &mut Machine, stream: &[u8], frames: u32, size: usize) -> (ByHand, Result) {
    let (mut devices, ram) = machine.parts();
    let (mut parser, mut rest) = (StreamParser::new(Limits::default()), stream);
    parser.next(&mut rest).unwrap();
    let mut by_hand = ByHand::default();
    let mut put = |offset: u64, bytes: &[u8]| {
        ram[offset as usize..][..bytes.len()].copy_from_slice(bytes);
    };
    while by_hand.frames < frames && !by_hand.is_all {
        let mut piece = rest.get(..size).unwrap_or(rest);
        let before = piece.len();
        let event = parser.next(&mut piece).unwrap();
        rest = &rest[before - piece.len()..];
        match event {
            None => continue,
            // The frame that is open may have more.
            Some(StreamEvent::Bulk { offset, bytes, .. }) => put(offset, bytes),
            Some(StreamEvent::BulkEnd) => {}
            Some(StreamEvent::Zeros { offset, len, .. }) => put(offset, &vec![0; len as usize]),
            Some(StreamEvent::Section(_)) => by_hand.sections += 1,
            Some(StreamEvent::End(_)) => by_hand.is_all = true,
            Some(other) => panic!("{other:?}"),
        }
        by_hand.frames += 1;
    }
    let mut load = match devices.load_pieces(parser) {
        Ok(load) => load,
        Err(error) => return (by_hand, Err(error)),
    };
    for mut piece in rest.chunks(size) {
        loop {
            match load.next(&mut piece) {
                Ok(None) => break,
                Ok(Some(LoadEvent::Bulk { offset, bytes, .. })) => put(offset, bytes),
                Ok(Some(LoadEvent::Zeros { offset, len, .. })) => {
                    put(offset, &vec![0; len as usize]);
                }
                Ok(Some(_)) => return (by_hand, Ok(())),
                Err(error) => return (by_hand, Err(error)),
            }
        }
    }
    (by_hand, load.end_of_input())
}

const WAYS: [(&str, Way); 5] = [
    ("input", |machine, stream, frames| {
        from_reader(machine, reader(stream), frames, u64::MAX)
    }),
    ("memory", |machine, stream, frames| {
        from_reader(machine, memory_reader(stream), frames, u64::MAX)
    }),
    ("stored", |machine, stream, frames| {
        from_reader(machine, reader(stream), frames, 0)
    }),
    ("bytes", |machine, stream, frames| {
        in_pieces(machine, stream, frames, 1)
    }),
    ("pieces", |machine, stream, frames| {
        in_pieces(machine, stream, frames, 1 << 20)
    }),
];

/// Whatever was read before: all is loaded, or nothing, and that is said.
#[test]
fn what_was_read_by_hand_is_not_taken_for_absent() {
    let (mut loaded, mut refused) = (0, 0);
    for (name, way) in WAYS {
        for is_plugged in [false, true] {
            let stream = stream(is_plugged);
            for frames in 0.. {
                let mut machine = Machine::new();
                let (by_hand, result) = way(&mut machine, &stream, frames);
                let said = format!("{name} {is_plugged}: {by_hand:?}, {result:?}");
                match result {
                    Ok(()) => {
                        assert!(!by_hand.spoils() && !is_plugged, "{said}");
                        assert_eq!(machine, Machine::loaded(), "{said}");
                        loaded += 1;
                    }
                    Err(MachineError::AlreadyRead { instance }) => {
                        assert!(by_hand.spoils(), "{said}");
                        assert_eq!(instance.as_deref(), Some("card#0"));
                        assert!(machine.is_untouched(), "{said}");
                        refused += 1;
                    }
                    Err(MachineError::Needed { .. }) => {
                        assert!(!by_hand.spoils() && is_plugged, "{said}");
                        assert!(machine.is_untouched(), "{said}");
                    }
                    Err(_) => panic!("{said}"),
                }
                if by_hand.is_all {
                    break;
                }
            }
        }
    }
    assert!(loaded >= 10 && refused >= 60, "{loaded} {refused}");
}

/// A stream without a section says no more of itself than that it ended.
#[test]
fn behind_the_end_is_nothing_to_load() {
    let (card, mut target) = (Card::default(), Card::default());
    let mut source = Devices::new();
    source.add("card", &card).unwrap();
    let stream = super::builds::save(&source);
    let mut devices = Devices::new();
    devices.add("card", &mut target).unwrap();
    let mut reader = reader(&stream);
    assert_eq!(devices.load(&mut reader).unwrap().kept.len(), 1);
    let error = devices.load(&mut reader).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("the stream was read to its end"),
        "{error}"
    );
    let (mut parser, mut rest) = (StreamParser::new(Limits::default()), &stream[..]);
    while parser.next(&mut rest).unwrap().is_some() {}
    let error = devices.load_pieces(parser).unwrap_err();
    assert!(
        matches!(error, MachineError::AlreadyRead { instance: None }),
        "{error}"
    );
}

/// Nor is an answer, whether or not it was read, and its outcome.
#[test]
fn an_answer_is_nothing_to_load() {
    let mut card = Card::default();
    let mut devices = Devices::new();
    devices.add("card", &mut card).unwrap();
    let mut offer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    devices.save_prologue(&mut offer).unwrap();
    offer.flush().unwrap();
    let preflight = devices
        .judge_offer(reader(offer.get_mut()).prologue())
        .unwrap();
    let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    devices.answer(&preflight, &mut writer).unwrap();
    let refusal = migratable::stream::Outcome::Refused {
        reason: "no".into(),
    };
    writer.outcome(&refusal).unwrap();
    let answers = writer.get_mut().clone();
    for frames in 0..3 {
        let mut reader = reader(&answers);
        if frames > 0 {
            reader.read_answer().unwrap();
        }
        if frames > 1 {
            drop(reader.read_outcome(None).unwrap());
        }
        let error = devices.load(&mut reader).unwrap_err();
        let is_read = matches!(error, MachineError::AlreadyRead { instance: None });
        assert_eq!(is_read, frames > 0, "{error}");

        let (mut parser, mut rest) = (StreamParser::new(Limits::default()), &answers[..]);
        for _ in 0..=frames {
            parser.next(&mut rest).unwrap().unwrap();
        }
        match devices.load_pieces(parser) {
            Ok(mut load) => assert!(frames == 0 && load.next(&mut rest).is_err()),
            Err(error) => assert!(frames > 0, "{error}"),
        };
    }
}

/// Of a bulk frame that is open, a load would pass over the rest.
#[test]
fn a_frame_that_is_open_is_read_to_its_end() {
    for len in 0..=4 {
        let (stream, mut machine) = (stream(false), Machine::new());
        let mut reader = StreamReader::new(Cursor::new(&stream), Limits::default()).unwrap();
        let (mut devices, ram) = machine.parts();
        let Some(Event::Bulk(mut bulk)) = reader.next_frame().unwrap() else {
            panic!("no bulk frame");
        };
        assert_eq!(bulk.read_into(&mut ram[..len]).unwrap(), len);
        let mut load = || {
            devices.load_with_bulk(&mut reader, |mut bulk| {
                Ok::<_, MachineError>(bulk.read_to_item(ram)?)
            })
        };
        match (load(), len) {
            (Ok(_), 4) => {}
            (Err(MachineError::BulkNotRead { offset, len, .. }), _) => {
                assert_eq!(offset + len, 4);
                let again = load().unwrap_err();
                let is_broken = matches!(again, MachineError::Stream(StreamError::Broken));
                assert!(is_broken, "{again}");
                continue;
            }
            other => panic!("{len}: {other:?}"),
        }
        assert_eq!(machine, Machine::loaded());
    }
}

/// A load that was refused within a stream is not followed by one of its rest, whatever
/// refused it: one of three bulk frames, or the section behind them.
#[test]
fn a_load_that_failed_is_the_last() {
    let stream = stream(true);
    for fails_at in 0..4 {
        let mut machine = Machine::new();
        let (mut devices, ram) = machine.parts();
        let (mut reader, mut frames) = (memory_reader(&stream), 0);
        let mut load = || {
            devices.load_with_bulk(&mut reader, |mut bulk| {
                bulk.read_to_item(ram)?;
                frames += 1;
                match frames - 1 == fails_at {
                    true => Err(MachineError::from(StreamError::Broken)),
                    false => Ok(()),
                }
            })
        };
        load().unwrap_err();
        let again = load().unwrap_err();
        let is_broken = matches!(again, MachineError::Stream(StreamError::Broken));
        assert!(is_broken, "{again}");
        assert!(machine.is_untouched());
    }
}
