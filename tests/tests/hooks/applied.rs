//! `apply` beside `into`: what is no state stays, wherever the live value is.

use std::cell::Cell;

use migratable::Migratable;
use migratable::device::Devices;
use migratable::stream::{Header, Limits, StreamReader, StreamWriter};

use super::places::*;

#[derive(Migratable)]
struct Wire {
    #[migratable(range = 0..=100)]
    percent: u8,
    #[migratable(must_match)]
    config: u8,
}

/// A level, and what is no state; made anew where there is none.
#[derive(Migratable, Clone, Copy, Debug, Default, PartialEq)]
#[migratable(
    from = Wire,
    into = Wire,
    apply = Self::set,
    validate = Self::validate,
    post_load = Self::post_load
)]
struct Level {
    thousandth: u32,
    config: u8,
    live: u32,
    hooks: u32,
}

impl From<&Level> for Wire {
    fn from(level: &Level) -> Self {
        let percent = u8::try_from(level.thousandth / 10).unwrap_or(101);
        Self {
            percent,
            config: level.config,
        }
    }
}

impl From<Wire> for Level {
    fn from(wire: Wire) -> Self {
        let thousandth = u32::from(wire.percent) * 10;
        Self {
            thousandth,
            config: wire.config,
            live: 99,
            hooks: 0,
        }
    }
}

impl Level {
    fn set(&mut self, wire: Wire) -> Result<(), &'static str> {
        self.thousandth = u32::from(wire.percent) * 10;
        match wire.percent {
            66 => Err("66 is no good"),
            _ => Ok(()),
        }
    }

    fn validate(&self) -> Result<(), &'static str> {
        match self.thousandth {
            130 => Err("13 is unlucky"),
            _ => Ok(()),
        }
    }

    fn post_load(&mut self) {
        self.hooks += 1;
    }
}

#[derive(Migratable)]
#[migratable(device = "d")]
struct Device<Q> {
    part: Q,
    behind: u8,
}

fn save<Q: Migratable + 'static>(part: Q) -> Vec<u8>
where
    Device<Q>: migratable::Device,
{
    let mut source = Device { part, behind: 2 };
    let mut devices = Devices::new();
    devices.add("d", &mut source).unwrap();
    let header = Header::new("applied", "1");
    let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default()).unwrap();
    devices.save(&mut writer).unwrap();
    writer.finish().unwrap()
}

const LIVE: Level = Level {
    thousandth: 10,
    config: 7,
    live: 5,
    hooks: 1,
};

fn check<Pos: Position<Level>>() {
    let name = Pos::NAME;
    let sent = |percent: u32, config| {
        let part = Level {
            thousandth: percent * 10,
            config,
            ..LIVE
        };
        let stream = save(Pos::with(part));
        let mut target = Device {
            part: Pos::with(LIVE),
            behind: 1,
        };
        let mut devices = Devices::new();
        devices.add("d", &mut target).unwrap();
        let mut reader = StreamReader::new(&*stream, Limits::default()).unwrap();
        let result = devices.load(&mut reader).map(drop);
        drop(devices);
        let result = result.map_err(|error| {
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            format!("{error}: {}", cause.unwrap_or_default())
        });
        let part = Pos::look(&target.part, |part| *part).unwrap();
        (result, part, target.behind)
    };
    let (result, part, behind) = sent(40, 7);
    assert_eq!((result, behind), (Ok(()), 2), "{name}");
    assert_eq!(
        (part.thousandth, part.live, part.config),
        (400, 5, 7),
        "{name}"
    );
    assert!(part.hooks > 1, "{name}: {part:?}");
    for (percent, config, says) in [
        (66, 7, "apply of `Level` refused: 66 is no good"),
        (13, 7, "13 is unlucky"),
        (40, 8, "config"),
    ] {
        let (result, part, behind) = sent(percent, config);
        let text = result.unwrap_err();
        assert!(text.contains(says), "{name}: {text}");
        let part = Level { hooks: 1, ..part };
        assert_eq!((part, behind), (LIVE, 1), "{name}: {text}");
    }
}

each_position!(check_each_position what_is_no_state_stays_wherever_it_is);

/// Where there is no live value, `from` makes one.
#[test]
fn a_new_value_is_made() {
    let made = migratable::decode::<Level>(&[40, 3]).unwrap();
    assert_eq!(
        made,
        Level {
            thousandth: 400,
            config: 3,
            live: 99,
            hooks: 1
        }
    );
}

/// What cannot be made anew at all: a line that belongs to the machine.
struct Line<'m>(&'m Cell<u32>);

#[derive(Migratable)]
#[migratable(device = "timer", into = u32, apply = Self::arm)]
struct Timer<'m> {
    deadline: u64,
    line: Line<'m>,
}

impl From<&Timer<'_>> for u32 {
    fn from(timer: &Timer<'_>) -> Self {
        (timer.deadline / 1000) as Self
    }
}

impl Timer<'_> {
    fn arm(&mut self, ms: u32) {
        self.deadline = u64::from(ms) * 1000;
        self.line.0.set(ms);
    }
}

#[test]
fn what_cannot_be_made_is_loaded_in_place() {
    let line = Cell::new(0);
    let mut timer = Timer {
        deadline: 5000,
        line: Line(&line),
    };
    assert_eq!(migratable::to_vec(&timer).unwrap(), [5, 0, 0, 0]);
    migratable::load(&mut timer, &[7, 0, 0, 0]).unwrap();
    assert_eq!((timer.deadline, line.get()), (7000, 7));
}
