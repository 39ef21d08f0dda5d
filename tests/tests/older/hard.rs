//! The three changes that no other construct says.

use migratable::resolve::Verdict;

use super::build::{said, send, verdict};

/// Seconds and nanoseconds become nanoseconds, in a part that two devices share.
mod clock {
    pub(super) mod v1 {
        #[derive(migratable::Migratable, Clone, Default)]
        pub(crate) struct Time {
            pub(crate) sec: u64,
            pub(crate) nsec: u32,
        }

        #[derive(migratable::Migratable, Default)]
        #[migratable(device = "rtc")]
        pub(crate) struct Rtc {
            pub(crate) now: Time,
            pub(crate) alarms: Vec<Time>,
        }

        #[derive(migratable::Migratable, Default)]
        #[migratable(device = "hpet")]
        pub(crate) struct Hpet {
            pub(crate) enabled: bool,
            pub(crate) deadline: Option<Time>,
            #[migratable(subsection(tag = 1))]
            pub(crate) period: Option<Time>,
        }
    }

    pub(super) mod v2 {
        use super::v1;

        #[derive(migratable::Migratable, Clone, Debug, Default, PartialEq)]
        #[migratable(version = 2, older(version = 1, type = v1::Time, convert = Self::take_v1))]
        pub(crate) struct Time {
            pub(crate) ns: u64,
            #[migratable(skip = 0)]
            pub(crate) host: u8,
        }

        impl Time {
            fn take_v1(&mut self, old: v1::Time) -> Result<(), String> {
                let ns = old.sec.checked_mul(1_000_000_000);
                let ns = ns.and_then(|ns| ns.checked_add(old.nsec.into()));
                self.ns = ns.ok_or_else(|| format!("{} s do not fit", old.sec))?;
                Ok(())
            }
        }

        #[derive(migratable::Migratable, Debug, Default, PartialEq)]
        #[migratable(device = "rtc")]
        pub(crate) struct Rtc {
            pub(crate) now: Time,
            pub(crate) alarms: Vec<Time>,
            #[migratable(default)]
            pub(crate) added: Time,
        }

        #[derive(migratable::Migratable, Debug, Default, PartialEq)]
        #[migratable(device = "hpet")]
        pub(crate) struct Hpet {
            pub(crate) enabled: bool,
            pub(crate) deadline: Option<Time>,
            #[migratable(subsection(tag = 1))]
            pub(crate) period: Option<Time>,
        }
    }

    pub(super) fn old(sec: u64, nsec: u32) -> v1::Time {
        v1::Time { sec, nsec }
    }

    pub(super) fn new(ns: u64, host: u8) -> v2::Time {
        v2::Time { ns, host }
    }
}

#[test]
fn a_shared_part_changes_its_unit_and_shape() {
    use clock::{new, old, v1, v2};
    let mut source = v1::Rtc {
        now: old(1, 5),
        alarms: vec![old(2, 0), old(0, 7)],
    };
    let mut rtc = v2::Rtc {
        now: new(3, 9),
        alarms: vec![new(4, 8)],
        added: new(5, 7),
    };
    send(&mut source, &mut rtc).unwrap();
    let expected = v2::Rtc {
        now: new(1_000_000_005, 9),
        // What is new has no host's state.
        alarms: vec![new(2_000_000_000, 8), new(7, 0)],
        added: new(0, 7),
    };
    assert_eq!(rtc, expected);

    let mut source = v1::Hpet {
        enabled: true,
        deadline: Some(old(0, 1)),
        period: Some(old(3, 0)),
    };
    let mut hpet = v2::Hpet::default();
    send(&mut source, &mut hpet).unwrap();
    let expected = v2::Hpet {
        enabled: true,
        deadline: Some(new(1, 0)),
        period: Some(new(3_000_000_000, 0)),
    };
    assert_eq!(hpet, expected);

    let absent = v1::Hpet::default();
    send(&mut { absent }, &mut hpet).unwrap();
    assert_eq!(hpet, v2::Hpet::default());

    assert_eq!(verdict::<v1::Rtc, v2::Rtc>().0, Verdict::Compatible);
    assert_eq!(verdict::<v1::Hpet, v2::Hpet>().0, Verdict::Compatible);
}

/// What an older build takes of it: nothing that has the part.
#[test]
fn the_way_back_is_there_without_the_part() {
    use clock::{new, v1, v2};
    assert_eq!(verdict::<v2::Rtc, v1::Rtc>().0, Verdict::Incompatible);
    let (back, rules) = verdict::<v2::Hpet, v1::Hpet>();
    assert_eq!(back, Verdict::Conditional);
    assert_eq!(rules, ["deadline part-too-new", "period part-too-new"]);
    let mut hpet = v1::Hpet::default();
    let mut without = v2::Hpet {
        enabled: true,
        ..v2::Hpet::default()
    };
    send(&mut without, &mut hpet).unwrap();
    assert!(hpet.enabled);
    without.deadline = Some(new(1, 0));
    let text = said(&send(&mut without, &mut hpet).unwrap_err());
    assert!(
        text.contains("`deadline`") && text.contains("must be absent"),
        "{text}"
    );
}

/// A list becomes a struct of lists.
mod queues {
    pub(super) mod v1 {
        #[derive(migratable::Migratable, Clone, Default)]
        pub(crate) struct Entry {
            pub(crate) address: u64,
            pub(crate) len: u16,
        }

        #[derive(migratable::Migratable, Default)]
        #[migratable(device = "ring")]
        pub(crate) struct Ring {
            pub(crate) head: u16,
            pub(crate) entries: Vec<Entry>,
        }

        /// What the field was.
        #[derive(migratable::Migratable)]
        pub(crate) struct Entries(pub(crate) Vec<Entry>);
    }

    #[derive(migratable::Migratable, Debug, Default, PartialEq)]
    #[migratable(version = 2, older(version = 1, type = v1::Entries, convert = Self::split))]
    pub(super) struct Entries {
        pub(super) addresses: Vec<u64>,
        pub(super) lens: Vec<u16>,
    }

    impl Entries {
        fn split(&mut self, old: v1::Entries) {
            self.addresses = old.0.iter().map(|entry| entry.address).collect();
            self.lens = old.0.iter().map(|entry| entry.len).collect();
        }
    }

    #[derive(migratable::Migratable, Debug, Default, PartialEq)]
    #[migratable(device = "ring")]
    pub(super) struct Ring {
        pub(super) head: u32,
        pub(super) entries: Entries,
    }
}

#[test]
fn a_list_becomes_a_struct_of_lists() {
    use queues::{Entries, Ring, v1};
    let entry = |address, len| v1::Entry { address, len };
    let mut source = v1::Ring {
        head: 3,
        entries: vec![entry(0x1000, 4), entry(0x2000, 5)],
    };
    let mut ring = Ring::default();
    send(&mut source, &mut ring).unwrap();
    let entries = Entries {
        addresses: vec![0x1000, 0x2000],
        lens: vec![4, 5],
    };
    assert_eq!(ring, Ring { head: 3, entries });
    assert_eq!(verdict::<v1::Ring, Ring>().0, Verdict::Compatible);
    let (back, rules) = verdict::<Ring, v1::Ring>();
    assert_eq!(back, Verdict::Incompatible);
    assert!(
        rules.contains(&"entries part-too-new".to_owned()),
        "{rules:?}"
    );
}

/// A device whose parts become its own fields, with another meaning.
mod flat {
    pub(super) mod v1 {
        #[derive(migratable::Migratable, Default)]
        pub(crate) struct Channel {
            pub(crate) level: u8,
            pub(crate) is_muted: bool,
        }

        #[derive(migratable::Migratable, Default)]
        #[migratable(device = "mixer")]
        pub(crate) struct Mixer {
            pub(crate) left: Channel,
            pub(crate) right: Channel,
        }
    }

    #[derive(migratable::Migratable, Debug, Default, PartialEq)]
    #[migratable(
        device = "mixer",
        version = 2,
        older(version = 1, type = v1::Mixer, convert = Self::flatten)
    )]
    pub(super) struct Mixer {
        pub(super) levels: [u8; 2],
        pub(super) mute: u8,
        #[migratable(skip)]
        pub(super) socket: u32,
    }

    impl Mixer {
        fn flatten(&mut self, old: v1::Mixer) {
            self.levels = [old.left.level, old.right.level];
            self.mute = u8::from(old.left.is_muted) | u8::from(old.right.is_muted) << 1;
        }
    }
}

#[test]
fn a_device_is_flattened() {
    use flat::{Mixer, v1};
    let channel = |level, is_muted| v1::Channel { level, is_muted };
    let mut source = v1::Mixer {
        left: channel(7, false),
        right: channel(9, true),
    };
    let mut mixer = Mixer {
        socket: 11,
        ..Mixer::default()
    };
    send(&mut source, &mut mixer).unwrap();
    let expected = Mixer {
        levels: [7, 9],
        mute: 2,
        socket: 11,
    };
    assert_eq!(mixer, expected);
    let (forth, rules) = verdict::<v1::Mixer, Mixer>();
    assert_eq!(
        (forth, &*rules),
        (Verdict::Compatible, &[" version-converted".to_owned()][..])
    );
    let (back, rules) = verdict::<Mixer, v1::Mixer>();
    assert_eq!(back, Verdict::Incompatible);
    assert!(rules.contains(&" version-too-new".to_owned()), "{rules:?}");
}

pub(super) fn newest() -> &'static migratable::schema::Schema {
    <flat::Mixer as migratable::Device>::SCHEMA
}

pub(super) fn newest_json() -> &'static str {
    <flat::Mixer as migratable::Device>::SCHEMA_JSON
}
