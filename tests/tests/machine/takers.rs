//! What a device that takes over may do, and what is said of it where it cannot.

use std::sync::{Arc, Mutex};

use migratable::device::{Absence, Devices, Former, MachineError};
use migratable::resolve::Verdict;
use migratable::stream::{Limits, StreamWriter};
use migratable::{Device, Migratable};

use super::builds::{header, reader, save};

/// The older build has one device with both counters.
mod old {
    use super::Migratable;

    #[derive(Migratable, Clone, Debug, Default)]
    #[migratable(device = "timers")]
    pub(super) struct Timers {
        pub(super) rate: u8,
        pub(super) counts: [u32; 2],
    }
}

/// One that is not always needed.
mod optional {
    use super::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "timers", needed = |timers: &Self| timers.rate != 0)]
    pub(super) struct Timers {
        pub(super) rate: u8,
        pub(super) counts: [u32; 2],
    }
}

/// What `old::Timers` was, with counts that are narrower.
#[derive(Migratable)]
struct OldTimers {
    #[migratable(range = 0..=9)]
    rate: u8,
    counts: [u16; 2],
}

#[derive(Migratable, Clone, Debug, Default, PartialEq)]
#[migratable(
    device = "timer",
    takes_over(device = "timers", type = OldTimers, apply = Self::take_over),
    post_load = Self::post_load,
)]
struct Timer {
    #[migratable(must_match)]
    rate: u8,
    #[migratable(range = 0..=1000)]
    count: u32,
}

impl Timer {
    fn take_over(&mut self, old: OldTimers, part: u32) -> Result<(), String> {
        let count = old.counts.get(part as usize);
        self.count = u32::from(*count.ok_or("there is no such counter")?);
        if part == 1 {
            self.rate = old.rate;
        }
        Ok(())
    }

    fn post_load(&mut self) -> Result<(), &'static str> {
        match self.count {
            13 => Err("it does not like 13"),
            _ => Ok(()),
        }
    }
}

fn stream(rate: u8, counts: [u32; 2]) -> Vec<u8> {
    let timers = old::Timers { rate, counts };
    let mut devices = Devices::new();
    devices.add("/timers", &timers).unwrap();
    save(&devices)
}

/// Two timers that take over these parts.
fn devices(timers: &mut [Timer; 2], parts: [u32; 2]) -> Devices<'_> {
    let mut devices = Devices::new();
    for ((id, timer), part) in (0..).zip(timers).zip(parts) {
        devices.add_instance("/timer", id, timer).unwrap();
        let former = Former::new("/timers", 0).part(part);
        devices.take_over("/timer", id, former).unwrap();
    }
    devices
}

fn timers() -> [Timer; 2] {
    [5, 6].map(|count| Timer { rate: 1, count })
}

/// Loads a stream, and says that nothing changed if it is refused.
fn load(stream: &[u8], parts: [u32; 2]) -> Result<[Timer; 2], String> {
    let mut live = timers();
    let result = devices(&mut live, parts).load(&mut reader(stream));
    match result {
        Ok(_) => Ok(live),
        Err(error) => {
            assert_eq!(live, timers(), "{error}");
            Err(error.to_string())
        }
    }
}

#[test]
fn all_take_over_or_none_does() {
    let [first, second] = load(&stream(1, [7, 8]), [0, 1]).unwrap();
    assert_eq!([first.count, second.count], [7, 8]);
    let refused = [
        // By `apply`, of the last one.
        (
            stream(1, [7, 8]),
            [0, 2],
            "device /timer#1 (timer): converted from another build: takes_over of `Timer` refused: there is no such counter; all devices have their state from before",
        ),
        // By `post_load`, which sees what was taken over.
        (
            stream(1, [7, 13]),
            [0, 1],
            "device /timer#1 (timer): converted from another build: post_load of `Timer` refused: it does not like 13; all devices have their state from before",
        ),
        // What was made is not what the schema says.
        (
            stream(1, [1001, 8]),
            [0, 1],
            "device /timer#0 (timer): converted from another build: `count` is 1001, outside its range 0..=1000; all devices have their state from before",
        ),
        // Configuration stays.
        (
            stream(2, [7, 8]),
            [0, 1],
            "device /timer#1 (timer): converted from another build: `takes_over` changed `rate`, which is configuration and must match: it stays as this device has it; have its `apply` refuse a state that does not suit it; all devices have their state from before",
        ),
        // What came is not what is taken.
        (
            stream(10, [7, 8]),
            [0, 1],
            "device /timers#0 (timers): field `rate` is 10: must be within 0..=9",
        ),
        (
            stream(1, [7, 70_000]),
            [0, 1],
            "device /timers#0 (timers): field `counts[1]` is 70000: must be within 0..=65535",
        ),
    ];
    for (stream, parts, says) in refused {
        let error = load(&stream, parts).unwrap_err();
        assert!(error.starts_with(says), "{error}\n{says}");
    }
}

/// An offer and its answer: the source finds what the destination does, and checks the
/// conditions of all that take over before anything leaves.
#[test]
fn conditions_are_those_of_what_takes_over() {
    let mut states = old::Timers {
        rate: 1,
        counts: [7, 70_000],
    };
    let mut live = timers();
    let target = devices(&mut live, [0, 1]);
    let mut source = Devices::new();
    source.add("/timers", &mut states).unwrap();
    let mut offer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    source.save_prologue(&mut offer).unwrap();
    offer.flush().unwrap();
    let offered = reader(offer.get_mut());
    assert!(offered.prologue().instances[0].takes_over.is_empty());
    let there = target.judge_offer(offered.prologue()).unwrap();
    assert_eq!(there.verdict(), Verdict::Conditional, "{there}");
    let mut answer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    target.answer(&there, &mut answer).unwrap();
    let mut answer = reader(answer.get_mut());
    assert_eq!(answer.prologue().instances[1].takes_over.len(), 1);
    let here = source.read_answer(&mut answer).unwrap();
    assert_eq!(here.to_string(), there.to_string());
    assert!(
        here.to_string().contains("`timer` takes it over: "),
        "{here}"
    );
    let error = source.check_conditions(&here).unwrap_err().to_string();
    assert!(
        error.starts_with(
            "device /timers#0 (timers): field `counts[1]` is 70000: must be within 0..=65535"
        ),
        "{error}"
    );
    // Both sides say of what only the destination has that it takes over.
    let of_timer = here.devices().iter().find(|one| one.instance == "/timer#1");
    let findings = &of_timer.unwrap().findings;
    assert_eq!(findings[0].rule.id, "device-taken-over");
    assert_eq!(findings[0].message, "it takes over the state of `timers`");
}

/// Old state that was not needed is no state: that does where those that take over do
/// without.
#[test]
fn what_was_not_needed_hands_nothing_over() {
    #[derive(Migratable, Clone, Debug, Default, PartialEq)]
    #[migratable(
        device = "ticker",
        needed = |ticker: &Self| ticker.count != 0,
        takes_over(device = "timers", type = OldTimers, apply = Self::take_over),
    )]
    struct Ticker {
        count: u32,
    }
    impl Ticker {
        fn take_over(&mut self, old: OldTimers, _: u32) {
            self.count = old.counts[0].into();
        }
    }

    for rate in [0, 1] {
        let slot = optional::Timers {
            rate,
            counts: [7, 8],
        };
        let mut devices_there = Devices::new();
        devices_there.add("/timers", &slot).unwrap();
        let stream = save(&devices_there);

        let error = load(&stream, [0, 1]);
        assert_eq!(error.is_ok(), rate == 1, "{error:?}");
        if let Err(error) = error {
            assert!(
                error.starts_with("device /timers#0 (timers): it is not needed"),
                "{error}"
            );
        }
        let mut ticker = Ticker { count: 5 };
        let mut devices = Devices::new();
        devices.add("/ticker", &mut ticker).unwrap();
        devices
            .take_over("/ticker", 0, Former::new("/timers", 0))
            .unwrap();
        let loaded = devices.load(&mut reader(&stream)).unwrap();
        drop(devices);
        let kept: Vec<_> = loaded
            .kept
            .iter()
            .map(|one| (&*one.instance, one.why))
            .collect();
        match rate {
            0 => assert_eq!(
                (ticker.count, &kept[..]),
                (5, &[("/ticker#0", Absence::NotNeeded)][..])
            ),
            _ => assert_eq!((ticker.count, &kept[..]), (7, &[][..])),
        }
    }
}

#[test]
fn what_is_lacking_is_named() {
    let mut live = timers();
    let mut devices = devices(&mut live, [0, 1]);
    devices
        .take_over("/timer", 0, Former::new("/other", 3))
        .unwrap();
    let refused = devices.load(&mut reader(&stream(1, [7, 8]))).unwrap_err();
    let MachineError::Incompatible(preflight) = refused else {
        panic!("{refused}");
    };
    let said = preflight.to_string();
    let says = "device /timer#0 (timer): it takes over from several devices, and the source has no /other#3 [taken-over-in-part]";
    assert!(said.contains(says), "{said}");
}

#[test]
fn what_cannot_take_over_is_refused_at_once() {
    let mut live = timers();
    let mut plain = old::Timers::default();
    let mut devices = devices(&mut live, [0, 1]);
    devices.add("/plain", &mut plain).unwrap();
    let mut error = |path, id, former| {
        let error = devices.take_over(path, id, Former::new(former, 0)).err();
        error.unwrap().to_string()
    };
    assert_eq!(error("/timer", 2, "/a"), "no device /timer#2 was added");
    assert_eq!(
        error("/plain", 0, "/a"),
        "device /plain#0: cannot be said to take over from /a#0: its type takes over from none: \
         give it `takes_over(device = …)`"
    );
    assert_eq!(
        error("/timer", 0, "/timers"),
        "device /timer#0: cannot be said to take over from /timers#0: it is said already that it \
         does"
    );
}

/// A layout keeps who takes over; devices behind locks do, too.
#[test]
fn a_layout_keeps_it() {
    let mut live = timers();
    let layout = devices(&mut live, [1, 0]).layout();
    let stream = stream(1, [7, 8]);
    layout
        .lend(live.iter_mut())
        .unwrap()
        .load(&mut reader(&stream))
        .unwrap();
    assert_eq!(live.each_ref().map(|one| one.count), [8, 7]);
    let shared = timers().map(|one| Arc::new(Mutex::new(one)));
    layout
        .lend(&shared)
        .unwrap()
        .load(&mut reader(&stream))
        .unwrap();
    assert_eq!(shared.map(|one| one.lock().unwrap().count), [8, 7]);
}

/// The schema says it, as JSON and read from there.
#[test]
fn the_schema_says_it() {
    let parsed = migratable::schema::Schema::from_json(Timer::SCHEMA_JSON).unwrap();
    assert_eq!(&parsed, Timer::SCHEMA);
    assert_eq!(parsed.takes_over()[0].device(), "timers");
    let without = Timer::SCHEMA_JSON.replacen("\"device\":\"timers\"", "\"device\":\"timer\"", 1);
    let error = migratable::schema::Schema::from_json(&without).unwrap_err();
    assert!(
        error.to_string().contains("does not take over from itself"),
        "{error}"
    );
}
