//! Wherever a part stands, it is converted where it stands: the live part keeps what is no
//! state, hooks run, and what is refused leaves all as it was.

use migratable::Migratable;
use migratable::device::Devices;
use migratable::resolve::{Verdict, resolve};
use migratable::stream::{Limits, StreamReader};

use super::build::{said, save};
use super::places::*;
use super::probes::Part;

/// What it was.
#[derive(Migratable, Clone, Copy, Debug, Default)]
struct Old {
    tens: u8,
    ones: u16,
    #[migratable(default)]
    bonus: u8,
}

/// The same as some older build wrote it, which the rules bring to `Old`.
#[derive(Migratable, Clone, Copy, Debug, Default)]
struct Oldest {
    ones: u8,
    tens: u8,
}

#[derive(Migratable, Clone, Copy, Debug, Default, PartialEq)]
#[migratable(
    version = 2,
    older(version = 1, type = Old, convert = Self::add),
    validate = Self::validate
)]
struct New {
    #[migratable(range = 0..=500)]
    sum: u64,
    #[migratable(skip = 99)]
    live: u32,
    #[migratable(must_match)]
    config: u8,
}

impl New {
    fn add(&mut self, old: Old) -> Result<(), &'static str> {
        if old.tens == 66 {
            return Err("66 is no good");
        }
        self.config = if old.tens == 67 { 8 } else { self.config };
        self.sum = u64::from(old.tens) * 10 + u64::from(old.ones) + u64::from(old.bonus);
        Ok(())
    }

    fn validate(&self) -> Result<(), &'static str> {
        match self.sum {
            13 => Err("13 is unlucky"),
            _ => Ok(()),
        }
    }
}

mod writer {
    #[derive(migratable::Migratable)]
    #[migratable(device = "d")]
    pub(super) struct Device<Q> {
        pub(super) before: u8,
        pub(super) part: Q,
        pub(super) behind: u8,
    }
}

mod reader {
    #[derive(migratable::Migratable)]
    #[migratable(device = "d")]
    pub(super) struct Device<Q> {
        pub(super) part: Q,
        pub(super) before: u16,
        #[migratable(range = 0..=9)]
        pub(super) behind: u8,
        #[migratable(default = 5)]
        pub(super) added: u8,
    }
}

struct Loaded {
    result: Result<(), String>,
    after: Option<New>,
}

/// Sends an older part where `live` is, or no part is.
fn sent<W, Pos>(part: W, live: Option<New>, behind: u8) -> Option<Loaded>
where
    W: Part,
    Pos: Position<W> + Position<New>,
{
    let mut source = writer::Device {
        before: 1,
        part: <Pos as Position<W>>::with(part),
        behind,
    };
    let mut devices = Devices::new();
    devices.add("d", &mut source).unwrap();
    let stream = save(&devices);
    let part = match live {
        Some(live) => <Pos as Position<New>>::with(live),
        None => <Pos as Position<New>>::without(New {
            sum: 4,
            live: 40,
            config: 7,
        })?,
    };
    let mut target = reader::Device {
        part,
        before: 3,
        behind: 3,
        added: 3,
    };
    let mut devices = Devices::new();
    devices.add("d", &mut target).unwrap();
    let mut reader = StreamReader::new(&*stream, Limits::default()).unwrap();
    let result = devices
        .load(&mut reader)
        .map(drop)
        .map_err(|error| said(&error));
    drop(devices);
    let rest = (target.before, target.behind, target.added);
    match result.is_ok() {
        true => assert_eq!(rest, (1, behind, 5)),
        false => assert_eq!(rest, (3, 3, 3)),
    }
    let after = <Pos as Position<New>>::look(&target.part, |part| *part);
    Some(Loaded { result, after })
}

const LIVE: New = New {
    sum: 1,
    live: 10,
    config: 7,
};

fn check<Pos: Position<Old> + Position<Oldest> + Position<New>>() {
    let name = <Pos as Position<New>>::NAME;
    let resolution = resolve(
        <writer::Device<<Pos as Position<Old>>::Of> as migratable::Device>::SCHEMA,
        <reader::Device<<Pos as Position<New>>::Of> as migratable::Device>::SCHEMA,
    );
    let converts = resolution
        .findings()
        .iter()
        .any(|f| f.rule.id == "version-converted");
    assert!(
        converts && resolution.verdict() == Verdict::Conditional,
        "{name}"
    );
    assert!(
        resolution
            .conditions()
            .all(|finding| finding.path == "behind"),
        "{name}"
    );

    let old = Old {
        tens: 4,
        ones: 2,
        bonus: 1,
    };
    let there = sent::<Old, Pos>(old, Some(LIVE), 2).unwrap();
    assert_eq!(there.result, Ok(()), "{name}");
    assert_eq!(there.after, Some(New { sum: 43, ..LIVE }), "{name}");
    // By the rules to the older type, and from there by its author's code.
    let oldest = sent::<Oldest, Pos>(Oldest { ones: 2, tens: 4 }, Some(LIVE), 2).unwrap();
    assert_eq!(oldest.result, Ok(()), "{name}");
    assert_eq!(oldest.after, Some(New { sum: 42, ..LIVE }), "{name}");
    if let Some(anew) = sent::<Old, Pos>(old, None, 2) {
        assert_eq!(anew.result, Ok(()), "{name}");
        let is_held = anew.after
            == Some(New {
                sum: 43,
                live: 40,
                config: 7,
            });
        let is_new = anew.after
            == Some(New {
                sum: 43,
                live: 0,
                config: 0,
            });
        assert!(is_held || is_new, "{name}: {:?}", anew.after);
    }
    for (tens, ones, says) in [
        (66, 0, "convert of `New` refused: 66 is no good"),
        (1, 2, "13 is unlucky"),
        (60, 0, "outside its range"),
        (67, 0, "`convert` changed `config`"),
    ] {
        let refused = sent::<Old, Pos>(
            Old {
                tens,
                ones,
                bonus: 1,
            },
            Some(LIVE),
            2,
        )
        .unwrap();
        let text = refused.result.unwrap_err();
        assert!(text.contains(says), "{name}: {text}");
        assert_eq!(refused.after, Some(LIVE), "{name}");
    }
    // Refused without code of an author.
    let refused = sent::<Old, Pos>(old, Some(LIVE), 10).unwrap();
    let text = refused.result.unwrap_err();
    assert!(text.contains("`behind` is 10"), "{name}: {text}");
}

each_position!(check_each_position a_part_is_converted_wherever_it_stands);
