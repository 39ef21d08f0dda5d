//! `upgrade` converts what an older writer sent, and nothing that it did not:
//! defaults that are put in for it have the new meaning already.

use migratable::device::Devices;
use migratable::{Device, Migratable};

use super::builds::{reader, save};

/// Microseconds; the first release.
mod v1_0 {
    #[derive(migratable::Migratable, Default)]
    #[migratable(device = "timer")]
    pub(super) struct Timer {
        pub(super) period: u64,
    }
}

/// Microseconds still, with more fields.
mod v1_1 {
    #[derive(migratable::Migratable, Default)]
    #[migratable(device = "timer")]
    #[migratable(subsection(dma, tag = 2, needed = |timer: &Self| timer.left != 0))]
    pub(super) struct Timer {
        pub(super) period: u64,
        #[migratable(default = 5)]
        pub(super) deadline: u64,
        #[migratable(subsection(tag = 1, needed = |timer: &Self| timer.slack != 3), default = 3)]
        pub(super) slack: u64,
        #[migratable(subsection = dma, default)]
        pub(super) left: u64,
        #[migratable(subsection = dma, default = 7)]
        pub(super) done: u64,
        #[migratable(subsection(tag = 3))]
        pub(super) alarm: Option<u64>,
    }
}

/// Nanoseconds.
#[derive(Migratable, Default, Debug, PartialEq)]
#[migratable(device = "timer", version = 2, upgrade = Self::scale)]
#[migratable(subsection(dma, tag = 2, needed = |timer: &Self| timer.left != 0))]
struct Timer {
    period: u64,
    #[migratable(default = 5000)]
    deadline: u64,
    #[migratable(subsection(tag = 1, needed = |timer: &Self| timer.slack != 3000), default = 3000)]
    slack: u64,
    #[migratable(subsection = dma, default)]
    left: u64,
    #[migratable(subsection = dma, default = 7000)]
    done: u64,
    #[migratable(subsection(tag = 3))]
    alarm: Option<u64>,
}

impl Timer {
    /// As code that knows nothing of which fields the writer had.
    fn scale(&mut self, from: u32) {
        assert_eq!(from, 1);
        for time in [&mut self.period, &mut self.deadline, &mut self.slack] {
            *time *= 1000;
        }
        self.left *= 1000;
        self.done *= 1000;
        self.alarm = Some(self.alarm.map_or(1, |alarm| alarm * 1000));
    }
}

fn upgraded(mut writer: impl Device) -> Timer {
    let mut source = Devices::new();
    source.add("timer", &mut writer).unwrap();
    let stream = save(&source);
    let mut timer = Timer {
        deadline: 1,
        slack: 2,
        ..Timer::default()
    };
    let mut target = Devices::new();
    target.add("timer", &mut timer).unwrap();
    target.load(&mut reader(&stream)).unwrap();
    timer
}

#[test]
fn what_the_writer_did_not_have_is_not_upgraded() {
    let expected = Timer {
        period: 7000,
        deadline: 5000,
        slack: 3000,
        left: 0,
        done: 7000,
        alarm: None,
    };
    assert_eq!(upgraded(v1_0::Timer { period: 7 }), expected);
}

#[test]
fn what_the_writer_had_is_even_where_it_was_absent() {
    let writer = v1_1::Timer {
        period: 7,
        deadline: 6,
        slack: 3,
        left: 2,
        done: 8,
        alarm: Some(9),
    };
    let expected = Timer {
        period: 7000,
        deadline: 6000,
        slack: 3000,
        left: 2000,
        done: 8000,
        alarm: Some(9000),
    };
    assert_eq!(upgraded(writer), expected);
}
