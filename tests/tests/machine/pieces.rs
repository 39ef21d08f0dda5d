//! Streams that come in pieces: a preflight and a load without an input.

use migratable::device::{Devices, LoadEvent, MachineError};
use migratable::stream::{
    Answer, BulkItem, Limits, Prologue, StreamError, StreamEvent, StreamParser, StreamWriter,
};

use super::builds::{header, new, old};

const RAM: u64 = 10_000;

/// The older build, with RAM of which the first byte is no zero.
fn stream(level: u32) -> Vec<u8> {
    let mut timer = old::Timer {
        count: 7,
        enabled: true,
    };
    let mut uart = old::Uart {
        fifo: vec![1, 2],
        level,
        live: 1,
    };
    let mut devices = Devices::new();
    devices.add("timer", &mut timer).unwrap();
    devices.add("uart", &mut uart).unwrap();
    devices.declare(BulkItem::whole("ram", RAM));
    let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    devices.save_prologue(&mut writer).unwrap();
    writer.bulk("ram", 0, &[5; 6_000]).unwrap();
    writer.zeros("ram", 6_000, RAM - 6_000).unwrap();
    devices.save_sections(&mut writer).unwrap();
    writer.finish().unwrap()
}

/// The newer build, and what came into its RAM.
#[derive(Debug, Default, PartialEq)]
struct Machine {
    timer: new::Timer,
    uart: new::Uart,
    ram: Vec<u8>,
}

impl Machine {
    fn used() -> Self {
        let mut machine = Self::default();
        machine.timer.count = 99;
        machine.uart.live = 3;
        machine.ram = vec![1; RAM as usize];
        machine
    }

    /// Loads a stream in pieces of `size`, of an item of RAM or none; how many bytes it took.
    fn load(&mut self, stream: &[u8], size: usize, has_ram: bool) -> Result<usize, MachineError> {
        let (mut parser, mut rest) = (StreamParser::new(Limits::default()), stream);
        let event = parser.next(&mut rest)?;
        assert!(matches!(event, Some(StreamEvent::Prologue(_))));
        let mut devices = Devices::new();
        devices.add("timer", &mut self.timer)?;
        devices.add("uart", &mut self.uart)?;
        if has_ram {
            devices.declare(BulkItem::whole("ram", RAM));
        }
        let mut load = devices.load_pieces(parser)?;
        let mut used = stream.len() - rest.len();
        for mut piece in rest.chunks(size) {
            let len = piece.len();
            while let Some(event) = load.next(&mut piece)? {
                match event {
                    LoadEvent::Bulk { offset, bytes, .. } => {
                        self.ram[offset as usize..][..bytes.len()].copy_from_slice(bytes);
                    }
                    LoadEvent::Zeros { offset, len, .. } => {
                        self.ram[offset as usize..][..len as usize].fill(0);
                    }
                    LoadEvent::Loaded(loaded) => {
                        assert!(loaded.kept.is_empty() && load.digest().is_some());
                        return Ok(used + len - piece.len());
                    }
                    other => panic!("{other:?}"),
                }
            }
            used += len;
        }
        load.end_of_input().map(|()| used)
    }
}

#[test]
fn a_machine_is_loaded_with_its_last_byte() {
    let stream = stream(2);
    let mut wanted = Machine::used();
    wanted.timer.count = 7;
    wanted.timer.enabled = true;
    wanted.uart = new::Uart {
        queue: vec![1, 2],
        level: 2,
        ifl: 0x12,
        live: 3,
    };
    wanted.ram[..6_000].fill(5);
    wanted.ram[6_000..].fill(0);
    for size in [1, 7, 997, stream.len()] {
        let mut machine = Machine::used();
        let behind = [&stream[..], b"others"].concat();
        // What follows the stream is left.
        assert_eq!(machine.load(&behind, size, true).unwrap(), stream.len());
        assert_eq!(machine, wanted);
        for cut in [1, 5, 30] {
            let mut machine = Machine::used();
            let error = machine.load(&stream[..stream.len() - cut], size, true);
            assert!(
                matches!(
                    error,
                    Err(MachineError::Stream(StreamError::Truncated { .. }))
                ) || matches!(
                    error,
                    Err(MachineError::Stream(StreamError::NoEndFrame { .. }))
                ),
                "{error:?}"
            );
            assert_eq!((machine.timer.count, machine.uart.live), (99, 3));
        }
    }
}

#[test]
fn what_is_refused_leaves_the_devices() {
    // A level without bytes, which a hook refuses; and memory that nobody has declared.
    for (stream, has_ram, says) in [
        (stream(3), true, "level 3 without bytes"),
        (stream(2), false, "ram"),
    ] {
        let mut machine = Machine::used();
        let error = machine.load(&stream, 100, has_ram).unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
        let before = Machine::used();
        assert_eq!((machine.timer, machine.uart), (before.timer, before.uart));
    }
    let mut timer = old::Timer::default();
    let mut devices = Devices::new();
    devices.add("timer", &mut timer).unwrap();
    let parser = StreamParser::new(Limits::default());
    let error = devices.load_pieces(parser).unwrap_err();
    assert!(matches!(error, MachineError::Stream(_)), "{error}");
}

mod floppy {
    use migratable::Migratable;

    /// It may be without a section, so what is not loaded of it could pass for not needed.
    #[derive(Migratable, Debug, PartialEq)]
    #[migratable(device = "floppy", needed = Self::is_needed)]
    pub(super) struct Wide {
        pub(super) head: u8,
    }

    impl Wide {
        fn is_needed(&self) -> bool {
            self.head != 0
        }
    }

    pub(super) mod newer {
        use migratable::Migratable;

        #[derive(Migratable, Debug, PartialEq)]
        #[migratable(device = "floppy", needed = Self::is_needed)]
        pub(in super::super) struct Drive {
            #[migratable(range = ..=80)]
            pub(in super::super) head: u8,
        }

        impl Drive {
            fn is_needed(&self) -> bool {
                self.head != 0
            }
        }
    }
}

/// Whoever hands over bytes behind an error gets nothing of them.
#[test]
fn nothing_follows_a_refusal() {
    let (mut timer, mut drive) = (old::Timer::default(), floppy::Wide { head: 81 });
    timer.count = 7;
    let mut devices = Devices::new();
    devices.add("floppy", &mut drive).unwrap();
    devices.add("timer", &mut timer).unwrap();
    let stream = super::builds::save(&devices);

    let (mut timer, mut drive) = (old::Timer::default(), floppy::newer::Drive { head: 1 });
    let mut devices = Devices::new();
    devices.add("floppy", &mut drive).unwrap();
    devices.add("timer", &mut timer).unwrap();
    let (mut parser, mut rest) = (StreamParser::new(Limits::default()), &stream[..]);
    parser.next(&mut rest).unwrap();
    let mut load = devices.load_pieces(parser).unwrap();
    let error = load.next(&mut rest).unwrap_err();
    assert!(error.to_string().contains("head"), "{error}");
    for error in [
        load.next(&mut rest).map(|_| ()).unwrap_err(),
        load.end_of_input().unwrap_err(),
    ] {
        let is_broken = matches!(error, MachineError::Stream(StreamError::Broken));
        assert!(is_broken, "{error}");
    }
    assert_eq!(load.digest(), None);
    drop(load);
    drop(devices);
    assert_eq!((timer.count, drive.head), (0, 1));
}

/// A load that fails with the last byte of its stream has not loaded.
#[test]
fn what_the_end_refuses_is_not_loaded() {
    let (stream, mut machine) = (stream(3), Machine::used());
    let (mut parser, mut rest) = (StreamParser::new(Limits::default()), &stream[..]);
    parser.next(&mut rest).unwrap();
    let mut devices = Devices::new();
    devices.add("timer", &mut machine.timer).unwrap();
    devices.add("uart", &mut machine.uart).unwrap();
    devices.declare(BulkItem::whole("ram", RAM));
    let mut load = devices.load_pieces(parser).unwrap();
    let error = loop {
        match load.next(&mut rest) {
            Ok(event) => assert!(event.is_some(), "all was taken"),
            Err(error) => break error,
        }
    };
    assert!(error.to_string().contains("without bytes"), "{error}");
    assert!(load.next(&mut rest).is_err() && load.end_of_input().is_err());
    assert_eq!(load.digest(), None);
}

/// Prologue and answer of a stream in pieces.
fn read(stream: &[u8], size: usize) -> (Prologue, Option<Answer>) {
    let (mut parser, mut found) = (StreamParser::new(Limits::default()), None);
    for mut piece in stream.chunks(size) {
        while let Some(event) = parser.next(&mut piece).unwrap() {
            if let StreamEvent::Answer(answer) = event {
                found = Some(answer);
            }
        }
    }
    (parser.prologue().unwrap().clone(), found)
}

#[test]
fn a_preflight_in_pieces_is_one() {
    let (mut here, mut there) = (old::Timer::default(), new::Timer::default());
    let (mut source, mut target) = (Devices::new(), Devices::new());
    source.add("timer", &mut here).unwrap();
    target.add("timer", &mut there).unwrap();
    for size in [1, 13, 1 << 20] {
        let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
        source.save_prologue(&mut writer).unwrap();
        writer.flush().unwrap();
        let (offer, answer) = read(writer.get_mut(), size);
        assert_eq!(answer, None);
        let judged = target.judge_offer(&offer).unwrap();
        let mut answers = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
        target.answer(&judged, &mut answers).unwrap();
        let (theirs, answer) = read(answers.get_mut(), size);
        let judged = source.judge_answer(&theirs, &answer.unwrap()).unwrap();
        source.check_conditions(&judged.require().unwrap()).unwrap();

        // Of other devices, it is no answer.
        let other = Answer::new([0; 16], Vec::new(), Vec::new());
        assert!(source.judge_answer(&theirs, &other).is_err());

        // An answer is nothing to load.
        let mut parser = StreamParser::new(Limits::default());
        let mut rest = &answers.get_mut()[..];
        parser.next(&mut rest).unwrap();
        let mut load = source.load_pieces(parser).unwrap();
        let error = load.next(&mut rest).unwrap_err().to_string();
        assert!(
            error.contains("answer frame") && error.contains("out of order"),
            "{error}"
        );
        assert!(load.next(&mut rest).is_err());
    }
}
