//! Devices that cannot be saved now.

use std::sync::{Arc, Mutex};

use migratable::Migratable;
use migratable::device::{Devices, MachineError};
use migratable::stream::{Limits, StreamReader, StreamWriter};

use super::builds::{header, reader, save};

/// Its reasons, in each way in which a function can give them.
macro_rules! disks {
    ($($name:ident, $device:literal: $returns:ty = $reason:expr;)*) => {$(
        #[derive(Migratable, Debug, Default, PartialEq)]
        #[migratable(device = $device, blocked = Self::blocked)]
        struct $name {
            sectors: u32,
            #[migratable(skip)]
            in_flight: u32,
        }

        impl $name {
            fn blocked(&self) -> Option<$returns> {
                (self.in_flight != 0).then(|| $reason(self.in_flight))
            }
        }
    )*};
}

disks! {
    Owned, "disk": String = |count| format!("{count} requests are in flight");
    Borrowed, "tape": &str = |_| "requests are in flight";
    Error, "drum": std::fmt::Error = |_| std::fmt::Error;
}

#[derive(Migratable, Default)]
#[migratable(device = "plain")]
struct Plain {
    a: u8,
}

const BOTH: &str = "device disk0#0 (disk): cannot be saved now: 2 requests are in flight; device \
                    disk1#0 (tape): cannot be saved now: requests are in flight; the machine can \
                    be saved when nothing blocks it any more";

#[test]
fn each_way_to_save_is_refused_and_names_all() {
    let (plain, first, second) = (
        Plain { a: 1 },
        Owned {
            sectors: 1,
            in_flight: 2,
        },
        Arc::new(Mutex::new(Borrowed {
            sectors: 1,
            in_flight: 1,
        })),
    );
    let third = Error::default();
    let mut devices = Devices::new();
    devices.add("plain", &plain).unwrap();
    devices.add("disk0", &first).unwrap();
    devices.add("disk1", &second).unwrap();
    devices.add("disk2", &third).unwrap();
    let found = devices.blockers().unwrap();
    let found: Vec<_> = found.iter().map(|b| (&*b.instance, &*b.reason)).collect();
    let expected = [
        ("disk0#0", "2 requests are in flight"),
        ("disk1#0", "requests are in flight"),
    ];
    assert_eq!(found, expected);

    let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    // What there is, can be offered.
    devices.save_prologue(&mut writer).unwrap();
    writer.flush().unwrap();
    let offer = writer.get_mut().clone();
    let preflight = devices.judge_offer(reader(&offer).prologue()).unwrap();
    let mut fresh = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    let refusals = [
        devices.check_conditions(&preflight),
        devices.save_sections(&mut writer),
        devices.save_checked_sections(&preflight, &mut writer),
        devices.save(&mut fresh),
    ];
    for error in refusals {
        let error = error.unwrap_err();
        assert!(matches!(error, MachineError::Blocked { .. }), "{error}");
        assert_eq!(error.to_string(), BOTH);
    }
    writer.flush().unwrap();
    assert_eq!(*writer.get_mut(), offer, "nothing of the state was written");
    // The guest runs on, and the stream is ended as any other that is given up.
    writer.cancel("blocked").unwrap();
}

/// What the destination has is no matter: it is about to be replaced.
#[test]
fn a_blocked_device_is_loaded() {
    let stream = save(Devices::new().add("disk0", &Owned::default()).unwrap());
    let mut target = Owned {
        sectors: 9,
        in_flight: 3,
    };
    let mut devices = Devices::new();
    devices.add("disk0", &mut target).unwrap();
    let mut reader = StreamReader::new(&stream[..], Limits::default()).unwrap();
    devices.load(&mut reader).unwrap();
    assert_eq!((target.sectors, target.in_flight), (0, 3));
}

/// A reason that is gone is none.
#[test]
fn what_was_blocked_is_saved_later() {
    let mut disk = Error {
        sectors: 7,
        in_flight: 1,
    };
    assert!(
        Devices::new()
            .add("disk0", &disk)
            .unwrap()
            .blockers()
            .unwrap()
            .len()
            == 1
    );
    disk.in_flight = 0;
    let stream = save(Devices::new().add("disk0", &disk).unwrap());
    assert!(!stream.is_empty());
}
