//! All devices are loaded, or none is changed.

use migratable::Migratable;
use migratable::device::{Devices, MachineError};

use super::builds::{memory_reader, new, old, reader, save};

fn old_machine() -> (old::Timer, old::Uart) {
    let uart = old::Uart {
        fifo: vec![7, 8, 9],
        level: 3,
        live: 1,
    };
    (
        old::Timer {
            count: 40,
            enabled: true,
        },
        uart,
    )
}

#[test]
fn equal_builds() {
    let (mut timer, mut uart) = old_machine();
    let mut source = Devices::new();
    source
        .add("timer0", &mut timer)
        .unwrap()
        .add("uart0", &mut uart)
        .unwrap();
    let stream = save(&source);

    let (mut timer2, mut uart2) = (
        old::Timer::default(),
        old::Uart {
            live: 5,
            ..Default::default()
        },
    );
    let mut target = Devices::new();
    // The order of the devices is each side's own.
    target
        .add("uart0", &mut uart2)
        .unwrap()
        .add("timer0", &mut timer2)
        .unwrap();
    target.load(&mut reader(&stream)).unwrap();
    assert_eq!(timer2, timer);
    assert_eq!(uart2, old::Uart { live: 5, ..uart });
}

#[test]
fn an_older_build_loads_into_a_newer_one() {
    let (mut timer, mut uart) = old_machine();
    let mut source = Devices::new();
    source
        .add("timer0", &mut timer)
        .unwrap()
        .add("uart0", &mut uart)
        .unwrap();
    let stream = save(&source);

    let mut timer2 = new::Timer {
        period: 3,
        ..Default::default()
    };
    let mut uart2 = new::Uart {
        live: 5,
        ..Default::default()
    };
    let mut target = Devices::new();
    target
        .add("timer0", &mut timer2)
        .unwrap()
        .add("uart0", &mut uart2)
        .unwrap();
    target.load(&mut memory_reader(&stream)).unwrap();
    assert_eq!(
        timer2,
        new::Timer {
            count: 40,
            enabled: true,
            period: 0
        }
    );
    assert_eq!(
        uart2,
        new::Uart {
            queue: vec![7, 8, 9],
            level: 3,
            ifl: 0x12,
            live: 5
        }
    );
}

#[test]
fn a_newer_build_loads_into_an_older_one_while_it_uses_nothing_new() {
    let mut timer = new::Timer {
        count: 41,
        enabled: true,
        period: 0,
    };
    let mut uart = new::Uart {
        queue: vec![1],
        level: 1,
        ifl: 0x12,
        live: 0,
    };
    let mut source = Devices::new();
    source
        .add("timer0", &mut timer)
        .unwrap()
        .add("uart0", &mut uart)
        .unwrap();
    let stream = save(&source);

    let (mut timer2, mut uart2) = (old::Timer::default(), old::Uart::default());
    let mut target = Devices::new();
    target
        .add("timer0", &mut timer2)
        .unwrap()
        .add("uart0", &mut uart2)
        .unwrap();
    target.load(&mut reader(&stream)).unwrap();
    assert_eq!(
        timer2,
        old::Timer {
            count: 41,
            enabled: true
        }
    );
    assert_eq!((uart2.fifo, uart2.level), (vec![1], 1));
}

#[test]
fn a_condition_that_fails_is_named_and_changes_nothing() {
    let mut timer = new::Timer {
        count: 1 << 40,
        enabled: true,
        period: 0,
    };
    let mut uart = new::Uart {
        ifl: 0x12,
        ..Default::default()
    };
    let mut source = Devices::new();
    source
        .add("uart0", &mut uart)
        .unwrap()
        .add("timer0", &mut timer)
        .unwrap();
    let stream = save(&source);

    let (mut timer2, mut uart2) = old_machine();
    let mut target = Devices::new();
    target
        .add("uart0", &mut uart2)
        .unwrap()
        .add("timer0", &mut timer2)
        .unwrap();
    let error = target.load(&mut reader(&stream)).unwrap_err().to_string();
    assert_eq!(
        error,
        "device timer0#0 (timer): field `count` is 1099511627776: must be within \
         0..=4294967295 [number-narrowed]"
    );
    assert_eq!((timer2, uart2), old_machine());
}

#[test]
fn the_last_devices_refusal_leaves_all_as_they_were() {
    let mut timer = new::Timer {
        count: 3,
        enabled: true,
        period: 9,
    };
    let mut uart = new::Uart {
        queue: vec![],
        level: 4,
        ifl: 1,
        live: 0,
    };
    let mut source = Devices::new();
    source
        .add("timer0", &mut timer)
        .unwrap()
        .add("uart0", &mut uart)
        .unwrap();
    let stream = save(&source);

    let timer_before = new::Timer {
        count: 70,
        enabled: false,
        period: 2,
    };
    let uart_before = new::Uart {
        queue: vec![5],
        level: 1,
        ifl: 6,
        live: 123,
    };
    let (mut timer2, mut uart2) = (timer_before.clone(), uart_before.clone());
    let mut target = Devices::new();
    target
        .add("timer0", &mut timer2)
        .unwrap()
        .add("uart0", &mut uart2)
        .unwrap();
    let refused = [
        target.load(&mut reader(&stream)),
        target.load(&mut memory_reader(&stream)),
    ];
    for error in refused.map(|refused| refused.unwrap_err().to_string()) {
        assert!(error.contains("device uart0#0 (uart)"), "{error}");
        assert!(
            error.contains("post_load of `Uart` refused: level 4 without bytes"),
            "{error}"
        );
        assert!(
            error.ends_with("all devices have their state from before"),
            "{error}"
        );
    }
    assert_eq!((timer2, uart2), (timer_before, uart_before));
}

#[test]
fn missing_and_surplus_devices_are_named() {
    let (mut timer, mut uart) = old_machine();
    let mut source = Devices::new();
    source
        .add("timer0", &mut timer)
        .unwrap()
        .add("uart0", &mut uart)
        .unwrap();
    let stream = save(&source);

    let mut only = old::Timer::default();
    let mut target = Devices::new();
    target.add("timer0", &mut only).unwrap();
    let error = target.load(&mut reader(&stream)).unwrap_err().to_string();
    assert!(
        error.contains("device uart0#0 (uart): the source has this device"),
        "{error}"
    );

    let (mut timer2, mut uart2, mut extra): (_, _, old::Timer) = Default::default();
    let mut target = Devices::new();
    target.add("timer0", &mut timer2).unwrap();
    target.add("uart0", &mut uart2).unwrap();
    target.add_instance("timer0", 1, &mut extra).unwrap();
    let error = target.load(&mut reader(&stream)).unwrap_err().to_string();
    let _: (&old::Timer, &old::Uart) = (&timer2, &uart2);
    assert!(
        error.contains("device timer0#1 (timer): the destination has this device"),
        "{error}"
    );
}

#[test]
fn damaged_data_is_placed() {
    let (mut timer, mut uart) = old_machine();
    let mut source = Devices::new();
    source
        .add("timer0", &mut timer)
        .unwrap()
        .add("uart0", &mut uart)
        .unwrap();
    let mut writer = migratable::stream::StreamWriter::new(
        Vec::new(),
        &super::builds::header(),
        migratable::stream::Limits::default(),
    )
    .unwrap();
    source.save_prologue(&mut writer).unwrap();
    // A bool of 2, in a frame whose checksum is right.
    writer.section(0, &[40, 0, 0, 0, 2]).unwrap();
    writer
        .section(1, &migratable::to_vec(&uart).unwrap())
        .unwrap();
    let stream = writer.finish().unwrap();

    let (mut timer2, mut uart2) = (old::Timer::default(), old::Uart::default());
    let mut target = Devices::new();
    target
        .add("timer0", &mut timer2)
        .unwrap()
        .add("uart0", &mut uart2)
        .unwrap();
    let refused = [
        target.load(&mut reader(&stream)),
        target.load(&mut memory_reader(&stream)),
    ];
    for error in refused.map(|refused| refused.unwrap_err().to_string()) {
        let place = "device timer0#0 (timer): field `enabled`, at byte 4: a bool is 0 or 1";
        assert!(error.contains(place), "{error}");
        assert!(
            error.contains("of the stream); all devices have their state from before"),
            "{error}"
        );
    }
    assert_eq!(timer2, old::Timer::default());
}

/// Says in which order its devices were loaded.
#[derive(Migratable)]
#[migratable(device = "witness", post_load = Self::post_load)]
struct Witness<'a> {
    id: u8,
    #[migratable(skip)]
    log: &'a std::sync::Mutex<Vec<u8>>,
}

impl Witness<'_> {
    fn post_load(&mut self) -> Result<(), &'static str> {
        self.log.lock().unwrap().push(self.id);
        Ok(())
    }
}

#[test]
fn devices_are_loaded_after_those_they_depend_on() {
    let log = std::sync::Mutex::new(Vec::new());
    let witness = |id| Witness { id, log: &log };
    let (mut a, mut b, mut c) = (witness(1), witness(2), witness(3));
    let mut devices = Devices::new();
    devices
        .add("a", &mut a)
        .unwrap()
        .add("b", &mut b)
        .unwrap()
        .add("c", &mut c)
        .unwrap();
    devices
        .load_after("a", "c")
        .unwrap()
        .load_after("c", "b")
        .unwrap();
    let stream = save(&devices);
    devices.load(&mut reader(&stream)).unwrap();
    assert_eq!(*log.lock().unwrap(), [2, 3, 1]);

    let error = devices.load_after("b", "a").unwrap_err();
    assert!(matches!(error, MachineError::DependencyCycle { .. }));
    assert!(error.to_string().contains("in a circle"), "{error}");
    let error = devices.load_after("b", "nowhere").unwrap_err().to_string();
    assert!(error.contains("nowhere"), "{error}");
}

/// The counter once counted milliseconds.
mod meanings {
    use migratable::Migratable;

    pub(super) mod older {
        use super::Migratable;

        #[derive(Migratable, Debug, Default, PartialEq)]
        #[migratable(device = "counter")]
        pub(in crate::machine) struct Milliseconds {
            pub(in crate::machine) elapsed: u64,
        }
    }

    #[derive(Migratable, Debug, Default, PartialEq)]
    #[migratable(
        device = "counter",
        version = 2,
        oldest = 1,
        upgrade = Self::upgrade,
        validate = Self::validate
    )]
    pub(super) struct Nanoseconds {
        pub(super) elapsed: u64,
        #[migratable(default = computed(Some(Inner { level: 3 })))]
        pub(super) inner: Option<Inner>,
    }

    /// A device of its own elsewhere; here it is part of another one.
    #[derive(Migratable, Debug, Default, PartialEq)]
    #[migratable(device = "inner")]
    pub(super) struct Inner {
        pub(super) level: u32,
    }

    impl Nanoseconds {
        fn upgrade(&mut self, from: u32) {
            assert_eq!(from, 1);
            self.elapsed *= 1_000_000;
        }

        fn validate(&self) -> Result<(), String> {
            match self.elapsed % 1_000_000 {
                0 => Ok(()),
                _ => Err(format!("{} was not upgraded", self.elapsed)),
            }
        }
    }

    pub(super) mod newest {
        use super::Migratable;

        #[derive(Migratable, Debug, Default, PartialEq)]
        #[migratable(device = "counter", version = 2, oldest = 2)]
        pub(in crate::machine) struct OnlyNew {
            pub(in crate::machine) elapsed: u64,
        }
    }
}

#[test]
fn an_older_meaning_is_upgraded_before_it_is_validated() {
    let mut old = meanings::older::Milliseconds { elapsed: 7 };
    let mut source = Devices::new();
    source.add("counter0", &mut old).unwrap();
    let stream = save(&source);

    let mut new = meanings::Nanoseconds::default();
    let mut target = Devices::new();
    target.add("counter0", &mut new).unwrap();
    target.load(&mut reader(&stream)).unwrap();
    let inner = Some(meanings::Inner { level: 3 });
    assert_eq!(
        new,
        meanings::Nanoseconds {
            elapsed: 7_000_000,
            inner
        }
    );

    let mut refused = meanings::newest::OnlyNew::default();
    let mut target = Devices::new();
    target.add("counter0", &mut refused).unwrap();
    let error = target.load(&mut reader(&stream)).unwrap_err().to_string();
    assert!(error.contains("version-too-old"), "{error}");
}
