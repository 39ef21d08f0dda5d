//! What is refused is refused whole: no device changes for it, or all are put back.

use migratable::Migratable;
use migratable::device::Devices;
use migratable::stream::{Limits, StreamReader};

use super::build::{said, save};

mod v1 {
    #[derive(migratable::Migratable, Clone, Default)]
    pub(super) struct Level {
        pub(super) percent: u8,
    }

    #[derive(migratable::Migratable, Default)]
    #[migratable(device = "fan")]
    pub(super) struct Fan {
        pub(super) level: Level,
    }
}

/// The older type has limits of its own, which are tested before anything changes.
#[derive(Migratable, Clone, Default)]
struct LevelV1 {
    #[migratable(range = 0..=100)]
    percent: u8,
}

#[derive(Migratable, Clone, Debug, Default, PartialEq)]
#[migratable(version = 2, older(version = 1, type = LevelV1, convert = Self::take_v1))]
struct Level {
    rpm: u32,
}

impl Level {
    fn take_v1(&mut self, old: LevelV1) -> Result<(), &'static str> {
        assert!(
            old.percent <= 100,
            "the older type's range holds where its code runs"
        );
        self.rpm = u32::from(old.percent) * 30;
        match old.percent {
            99 => Err("a fan does not run at 99 %"),
            _ => Ok(()),
        }
    }
}

#[derive(Migratable, Debug, Default, PartialEq)]
#[migratable(device = "fan")]
struct Fan {
    level: Level,
}

/// Loads three fans, of which the others run at 10 %.
fn load(percent: [u8; 3]) -> (Result<(), String>, [u32; 3]) {
    let mut sources = percent.map(|percent| v1::Fan {
        level: v1::Level { percent },
    });
    let mut devices = Devices::new();
    for (index, fan) in (0..).zip(&mut sources) {
        devices.add_instance("fan", index, fan).unwrap();
    }
    let stream = save(&devices);
    let mut fans = [7, 8, 9].map(|rpm| Fan {
        level: Level { rpm },
    });
    let mut devices = Devices::new();
    for (index, fan) in (0..).zip(&mut fans) {
        devices.add_instance("fan", index, fan).unwrap();
    }
    let mut reader = StreamReader::new(&*stream, Limits::default()).unwrap();
    let result = devices
        .load(&mut reader)
        .map(drop)
        .map_err(|error| said(&error));
    drop(devices);
    (result, fans.map(|fan| fan.level.rpm))
}

#[test]
fn all_devices_are_converted() {
    assert_eq!(load([10, 20, 100]), (Ok(()), [300, 600, 3000]));
}

#[test]
fn a_limit_of_the_older_type_is_tested_first() {
    let (result, fans) = load([10, 20, 101]);
    let text = result.unwrap_err();
    assert!(
        text.contains("`level.percent`") && text.contains("101"),
        "{text}"
    );
    assert_eq!(fans, [7, 8, 9]);
}

#[test]
fn devices_are_put_back_where_convert_refuses() {
    let (result, fans) = load([10, 20, 99]);
    let text = result.unwrap_err();
    assert!(
        text.contains("convert of `Level` refused: a fan does not run at 99 %"),
        "{text}"
    );
    assert_eq!(fans, [7, 8, 9]);
}

/// Fewer bytes of it than of what it becomes: the count of a list is no reason to refuse it.
#[test]
fn many_short_elements_become_long_ones() {
    mod old {
        #[derive(migratable::Migratable)]
        #[migratable(device = "dev")]
        pub(super) struct Dev {
            pub(super) all: Vec<crate::older::refusals::v1::Level>,
        }
    }

    #[derive(Migratable, Debug, PartialEq)]
    #[migratable(device = "dev")]
    struct Dev {
        all: Vec<Level>,
    }

    let mut source = old::Dev {
        all: vec![v1::Level { percent: 1 }; 1000],
    };
    let mut target = Dev { all: Vec::new() };
    super::build::send(&mut source, &mut target).unwrap();
    assert_eq!(target.all, vec![Level { rpm: 30 }; 1000]);
}
