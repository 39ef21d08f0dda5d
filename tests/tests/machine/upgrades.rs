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

fn upgraded(writer: impl Device) -> Timer {
    let timer = Timer {
        deadline: 1,
        slack: 2,
        ..Timer::default()
    };
    upgraded_into(writer, timer)
}

fn upgraded_into<D: Device>(mut writer: impl Device, mut timer: D) -> D {
    let mut source = Devices::new();
    source.add("timer", &mut writer).unwrap();
    let stream = save(&source);
    let mut target = Devices::new();
    target.add("timer", &mut timer).unwrap();
    let loaded = target.load(&mut reader(&stream));
    loaded.unwrap_or_else(|error| panic!("{error}"));
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

/// What was retired is applied after the upgrade, and stays, wherever it goes.
mod applied {
    use migratable::Migratable;

    use super::upgraded_into;

    mod old {
        #[derive(migratable::Migratable, Default)]
        #[migratable(device = "timer")]
        pub(super) struct Timer {
            pub(super) period: u64,
            pub(super) prescaler: u8,
        }
    }

    /// All that the older writer does not have, and what is no state.
    #[derive(Migratable, Default, Debug, PartialEq)]
    #[migratable(
        device = "timer",
        version = 2,
        upgrade = Self::scale,
        retired(tag = 9, name = "prescaler", type = u8, apply = Self::set_prescaler),
        subsection(both, tag = 4, needed = |timer: &Self| timer.first != 0)
    )]
    struct Timer {
        period: u64,
        #[migratable(default = 1)]
        literal: u32,
        #[migratable(default = computed(u32::from(true)))]
        computed: u32,
        #[migratable(default, ignorable)]
        ignorable: u32,
        #[migratable(default)]
        option: Option<u32>,
        #[migratable(default)]
        part: (u8, u32),
        #[migratable(subsection(tag = 1, needed = |timer: &Self| timer.own != 1), default = 1)]
        own: u32,
        #[migratable(subsection(tag = 2))]
        optional: Option<u32>,
        #[migratable(subsection = both, default)]
        first: u32,
        #[migratable(subsection = both, default = 1)]
        second: u32,
        #[migratable(skip)]
        skipped: u32,
    }

    impl Timer {
        fn scale(&mut self, _from: u32) {
            assert_eq!((self.literal, self.optional), (1, None), "before `apply`");
            self.period *= 1000;
            self.literal *= 1000;
            self.optional = Some(1000);
        }

        fn set_prescaler(&mut self, prescaler: u8) {
            assert_eq!(
                (self.period, self.literal, self.optional),
                (5000, 1, None),
                "after it"
            );
            let divisor = 1 << prescaler;
            *self = Self {
                period: self.period,
                literal: divisor,
                computed: divisor,
                ignorable: divisor,
                option: Some(divisor),
                part: (prescaler, divisor),
                own: divisor,
                optional: Some(divisor),
                first: divisor,
                second: divisor,
                skipped: divisor,
            };
        }
    }

    #[test]
    fn what_is_applied_stays() {
        let old = old::Timer {
            period: 5,
            prescaler: 3,
        };
        let expected = Timer {
            period: 5000,
            literal: 8,
            computed: 8,
            ignorable: 8,
            option: Some(8),
            part: (3, 8),
            own: 8,
            optional: Some(8),
            first: 8,
            second: 8,
            skipped: 8,
        };
        assert_eq!(upgraded_into(old, Timer::default()), expected);
    }
}

/// Whatever else differs, and whatever it is called.
mod lacking {
    use migratable::Migratable;

    use super::upgraded_into;

    /// More registers that all differ than findings are listed.
    macro_rules! registers {
        ($name:ident: $ty:ty, $($register:ident)*) => {
            #[derive(Migratable, Default, Clone, Copy)]
            pub(super) struct $name { $(pub(super) $register: $ty,)* }
        };
    }

    mod old {
        use migratable::Migratable;

        registers!(Registers: u16, a b c d e f g h i j k);
        registers!(Bank: Registers, a b c d e f g h i j k);
        registers!(Banks: Bank, a b c d e f g h i j k);

        #[derive(Migratable, Default)]
        #[migratable(device = "timer", subsection(both, tag = 1, needed = |timer: &Self| timer.first != 0))]
        pub(super) struct Timer {
            pub(super) registers: Banks,
            #[migratable(rename = "p.extra", default = 3)]
            pub(super) dotted: u32,
            pub(super) p: Part,
            #[migratable(subsection = both, default)]
            pub(super) first: u32,
        }

        #[derive(Migratable, Default)]
        pub(super) struct Part {
            pub(super) kept: u32,
        }
    }

    registers!(Registers: u32, a b c d e f g h i j k);
    registers!(Bank: Registers, a b c d e f g h i j k);
    registers!(Banks: Bank, a b c d e f g h i j k);

    #[derive(Migratable, Default)]
    #[migratable(
        device = "timer",
        version = 2,
        upgrade = Self::scale,
        subsection(both, tag = 1, needed = |timer: &Self| timer.first != 0)
    )]
    struct Timer {
        registers: Banks,
        #[migratable(default = 5)]
        extra: u32,
        #[migratable(rename = "p.extra", default = 3)]
        dotted: u32,
        p: Part,
        #[migratable(subsection = both, default)]
        first: u32,
        #[migratable(subsection = both, default = 7)]
        second: u32,
    }

    #[derive(Migratable, Default)]
    struct Part {
        kept: u32,
        #[migratable(default = 9)]
        extra: u32,
    }

    impl Timer {
        fn scale(&mut self, _from: u32) {
            for time in [
                &mut self.extra,
                &mut self.dotted,
                &mut self.first,
                &mut self.second,
            ] {
                *time *= 1000;
            }
        }
    }

    #[test]
    fn what_the_writer_lacks_is_known_by_its_place() {
        for first in [0, 2] {
            let old = old::Timer {
                dotted: 77,
                first,
                ..old::Timer::default()
            };
            let timer = upgraded_into(old, Timer::default());
            assert_eq!(timer.extra, 5, "the writer does not have it");
            assert_eq!(timer.dotted, 77_000, "the writer has it");
            assert_eq!(timer.p.extra, 9);
            assert_eq!(
                (timer.first, timer.second),
                (first * 1000, 7),
                "in the group"
            );
        }
    }
}

mod in_megabytes {
    #[derive(migratable::Migratable, Clone, Debug, PartialEq)]
    #[migratable(device = "memory")]
    pub(super) struct Memory {
        #[migratable(must_match)]
        pub(super) size: u32,
        pub(super) used: u32,
    }
}

mod in_kilobytes {
    #[derive(migratable::Migratable, Clone, Debug, PartialEq)]
    #[migratable(device = "memory", version = 2, upgrade = |memory: &mut Self, _| {
        memory.size *= 1024;
        memory.used *= 1024;
    })]
    pub(super) struct Memory {
        #[migratable(must_match)]
        pub(super) size: u32,
        pub(super) used: u32,
    }
}

/// Configuration was compared as it was written: `upgrade` does not make another device
/// of the one that is there.
#[test]
fn configuration_stays_what_it_is() {
    for live_size in [2, 2048] {
        let mut old = in_megabytes::Memory { size: 2, used: 1 };
        let mut source = Devices::new();
        source.add("memory", &mut old).unwrap();
        let stream = save(&source);
        let mut live = in_kilobytes::Memory {
            size: live_size,
            used: 7,
        };
        let before = live.clone();
        let mut target = Devices::new();
        target.add("memory", &mut live).unwrap();
        let error = target.load(&mut reader(&stream)).unwrap_err().to_string();
        assert!(error.contains("configuration"), "{error}");
        drop(target);
        assert_eq!(live, before);
    }
}

/// The same wherever in the device configuration stands: each line is a part of it, and the
/// way to a field of it that must match.
mod configuration_below {
    use std::cell::RefCell;
    use std::collections::BTreeMap;
    use std::sync::{Arc, Mutex};

    use migratable::Migratable;
    use migratable::device::Devices;

    use super::{reader, save};

    #[derive(Migratable, Clone, Debug, Default)]
    struct Part {
        #[migratable(must_match)]
        size: u32,
        #[expect(
            dead_code,
            reason = "a part in which something is kept is loaded in place"
        )]
        #[migratable(skip = 0)]
        live: u8,
    }

    #[derive(Migratable, Debug)]
    enum Choice {
        #[allow(dead_code)]
        No,
        Yes {
            part: Part,
        },
    }

    /// Is a `Part` in the stream.
    #[derive(Migratable, Debug)]
    #[migratable(from = Part, into = Part)]
    struct Converted(u32);

    impl From<Part> for Converted {
        fn from(part: Part) -> Self {
            Self(part.size)
        }
    }

    impl From<&Converted> for Part {
        fn from(converted: &Converted) -> Self {
            Self {
                size: converted.0,
                live: 0,
            }
        }
    }

    #[derive(Migratable, Debug, Default)]
    struct Subsection {
        #[migratable(subsection(tag = 1, needed = |_: &Self| true), default)]
        part: Part,
    }

    /// Loads the older device, whose `upgrade` changes configuration or does not.
    macro_rules! parts {
        ($($name:ident: $ty:ty = $value:expr, $size:expr;)*) => {$(
            #[test]
            fn $name() {
                mod old {
                    use super::*;

                    #[derive(Migratable)]
                    #[migratable(device = "dev")]
                    pub(super) struct Dev {
                        pub(super) part: $ty,
                        pub(super) changes: bool,
                    }
                }
                mod new {
                    use super::*;

                    #[derive(Migratable, Debug)]
                    #[migratable(device = "dev", version = 2, upgrade = Self::upgrade)]
                    pub(super) struct Dev {
                        pub(super) part: $ty,
                        pub(super) changes: bool,
                    }

                    impl Dev {
                        pub(super) fn size(&mut self) -> &mut u32 {
                            let size: fn(&mut $ty) -> &mut u32 = $size;
                            size(&mut self.part)
                        }

                        fn upgrade(&mut self, _from: u32) {
                            *self.size() += u32::from(self.changes);
                        }
                    }
                }
                for changes in [false, true] {
                    let mut live = new::Dev { part: $value, changes: false };
                    let mut old = old::Dev { part: $value, changes };
                    refused_if(changes, &mut old, &mut live);
                    assert_eq!(*live.size(), 2);
                }
            }
        )*};
    }

    /// That load is refused, and nothing else.
    fn refused_if(
        changes: bool,
        old: &mut dyn migratable::device::AnyDevice,
        live: &mut dyn migratable::device::AnyDevice,
    ) {
        let mut source = Devices::new();
        source.add("dev", old).unwrap();
        let stream = save(&source);
        let mut target = Devices::new();
        target.add("dev", live).unwrap();
        match (target.load(&mut reader(&stream)), changes) {
            (Ok(_), false) => {}
            (Err(error), true) => {
                let error = error.to_string();
                assert!(error.contains("`upgrade` changed `size`"), "{error}");
            }
            (loaded, _) => panic!("{changes}: {loaded:?}"),
        }
    }

    fn part() -> Part {
        Part { size: 2, live: 0 }
    }

    parts! {
        in_a_field: Part = part(), |part| &mut part.size;
        in_a_tuple: (u8, Part) = (1, part()), |pair| &mut pair.1.size;
        in_an_array: [Part; 2] = [part(), part()], |parts| &mut parts[1].size;
        in_a_list: Vec<Part> = vec![part(), part()], |parts| &mut parts[1].size;
        in_a_map: BTreeMap<u8, Part> = [(1, part())].into(), |parts| {
            &mut parts.get_mut(&1).unwrap().size
        };
        in_an_option: Option<Part> = Some(part()), |part| &mut part.as_mut().unwrap().size;
        in_a_variant: Choice = Choice::Yes { part: part() }, |choice| match choice {
            Choice::Yes { part } => &mut part.size,
            Choice::No => panic!(),
        };
        in_a_box: Box<Part> = Box::new(part()), |part| &mut part.size;
        in_a_cell: RefCell<Part> = RefCell::new(part()), |part| &mut part.get_mut().size;
        in_a_lock: Mutex<Part> = Mutex::new(part()), |part| &mut part.get_mut().unwrap().size;
        in_what_is_converted: Converted = Converted(2), |part| &mut part.0;
        in_a_subsection: Subsection = Subsection { part: part() }, |all| &mut all.part.size;
    }

    /// What others hold is put back, too.
    #[test]
    fn behind_a_handle() {
        mod old {
            use super::*;

            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(super) struct Dev {
                pub(super) part: Arc<Mutex<Part>>,
            }
        }
        #[derive(Migratable)]
        #[migratable(device = "dev", version = 2, upgrade = |dev: &mut Self, _| {
            dev.part.lock().unwrap().size += 1;
        })]
        struct Dev {
            part: Arc<Mutex<Part>>,
        }
        let part = || Arc::new(Mutex::new(part()));
        let mut live = Dev { part: part() };
        refused_if(true, &mut old::Dev { part: part() }, &mut live);
        assert_eq!(live.part.lock().unwrap().size, 2);
    }

    /// The device itself is something else than a struct of fields.
    mod devices {
        use super::{Migratable, Part, part, refused_if};

        #[derive(Migratable)]
        #[migratable(device = "dev")]
        struct Old(Part);

        #[test]
        fn a_newtype() {
            #[derive(Migratable)]
            #[migratable(device = "dev", version = 2, upgrade = |dev: &mut Self, _| dev.0.size += 1)]
            struct Dev(Part);

            let mut live = Dev(part());
            refused_if(true, &mut Old(part()), &mut live);
            assert_eq!(live.0.size, 2);
        }

        #[test]
        fn a_conversion() {
            #[derive(Migratable)]
            #[migratable(device = "dev", version = 2, upgrade = |dev: &mut Self, _| dev.0 += 1)]
            #[migratable(from = Part, into = Part)]
            struct Dev(u32);

            impl From<Part> for Dev {
                fn from(part: Part) -> Self {
                    Self(part.size)
                }
            }

            impl From<&Dev> for Part {
                fn from(dev: &Dev) -> Self {
                    Self {
                        size: dev.0,
                        live: 0,
                    }
                }
            }

            let mut live = Dev(2);
            refused_if(true, &mut Old(part()), &mut live);
            assert_eq!(live.0, 2);
        }

        #[test]
        fn an_enum() {
            mod old {
                use super::{Migratable, Part};

                #[derive(Migratable)]
                #[migratable(device = "dev")]
                pub(super) enum Dev {
                    On(Part),
                }
            }
            #[derive(Migratable)]
            #[migratable(device = "dev", version = 2, upgrade = Self::upgrade)]
            enum Dev {
                On(Part),
            }

            impl Dev {
                fn upgrade(&mut self, _from: u32) {
                    let Self::On(part) = self;
                    part.size += 1;
                }
            }

            let mut live = Dev::On(part());
            refused_if(true, &mut old::Dev::On(part()), &mut live);
            let Dev::On(part) = live;
            assert_eq!(part.size, 2);
        }
    }
}
