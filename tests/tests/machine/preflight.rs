//! Offer and answer over a real socket.

use std::io::{BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::thread;

use migratable::device::{Devices, MachineError, Preflight};
use migratable::resolve::Verdict;
use migratable::stream::{Limits, Outcome, StreamError, StreamReader, StreamWriter};

use super::builds::{header, new, old};

fn writer<W: Write>(output: W) -> StreamWriter<W> {
    StreamWriter::new(output, &header(), Limits::default()).unwrap()
}

fn stream_reader<R: Read>(input: R) -> StreamReader<R> {
    StreamReader::new(input, Limits::default()).unwrap()
}

/// An older build as destination: answers, loads what comes, says how it went.
fn destination(connection: UnixStream) -> (Preflight, Result<old::Timer, MachineError>) {
    let mut timer = old::Timer::default();
    let mut devices = Devices::new();
    devices.add("timer0", &mut timer).unwrap();
    let mut offer = stream_reader(BufReader::new(&connection));
    let preflight = devices.judge_offer(offer.prologue()).unwrap();
    let mut answer = writer(&connection);
    devices.answer(&preflight, &mut answer).unwrap();
    let loaded = devices.load(&mut offer);
    let refusal = loaded.as_ref().err().map(ToString::to_string);
    // The source may have gone away by now.
    let _ = answer.outcome(&offer.outcome(refusal));
    (preflight, loaded.map(|_| timer))
}

/// A newer build as source.
fn migrate(
    timer: &mut new::Timer,
    while_it_runs: impl FnOnce(&mut new::Timer),
) -> (
    Result<Outcome, MachineError>,
    Preflight,
    Result<old::Timer, MachineError>,
) {
    let (here, there) = UnixStream::pair().unwrap();
    let target = thread::spawn(move || destination(there));
    let source = source(&here, timer, while_it_runs);
    drop(here);
    let (preflight, loaded) = target.join().unwrap();
    (source, preflight, loaded)
}

fn source(
    connection: &UnixStream,
    timer: &mut new::Timer,
    while_it_runs: impl FnOnce(&mut new::Timer),
) -> Result<Outcome, MachineError> {
    let mut stream = writer(connection);
    let mut answers = {
        let mut devices = Devices::new();
        devices.add("timer0", &mut *timer)?;
        devices.save_prologue(&mut stream)?;
        stream.flush()?;
        stream_reader(connection)
    };
    let preflight = {
        let mut devices = Devices::new();
        devices.add("timer0", &mut *timer)?;
        let preflight = devices.read_answer(&mut answers)?;
        if let Err(error) = devices.check_conditions(&preflight) {
            stream.cancel(&error.to_string())?;
            return Err(error);
        }
        preflight
    };
    while_it_runs(timer);
    let mut devices = Devices::new();
    devices.add("timer0", &mut *timer)?;
    if let Err(error) = devices.save_checked_sections(&preflight, &mut stream) {
        stream.cancel(&error.to_string())?;
        return Err(error);
    }
    let (_, sent) = stream.finish_with_digest()?;
    Ok(answers.read_outcome(Some(&sent))?)
}

#[test]
fn a_migration_whose_conditions_hold() {
    let mut timer = new::Timer {
        count: 5,
        enabled: true,
        period: 0,
    };
    let (source, preflight, loaded) = migrate(&mut timer, |timer| timer.count += 1);
    assert!(matches!(source.unwrap(), Outcome::Loaded(_)));
    assert_eq!(preflight.verdict(), Verdict::Conditional);
    assert_eq!(
        loaded.unwrap(),
        old::Timer {
            count: 6,
            enabled: true
        }
    );
}

#[test]
fn conditions_are_checked_while_the_guest_runs() {
    let mut timer = new::Timer {
        count: 5,
        enabled: true,
        period: 8,
    };
    let (source, _, loaded) = migrate(&mut timer, |_| unreachable!("refused before"));
    let error = source.unwrap_err().to_string();
    assert_eq!(
        error,
        "device timer0#0 (timer): field `period` is present: must be absent [subsection-dropped]"
    );
    let told = loaded.unwrap_err().to_string();
    assert!(told.starts_with("the source gave up: "), "{told}");
}

#[test]
fn conditions_are_checked_again_on_the_bytes() {
    let mut timer = new::Timer {
        count: 5,
        enabled: true,
        period: 0,
    };
    let (source, _, loaded) = migrate(&mut timer, |timer| timer.period = 8);
    assert!(matches!(
        source.unwrap_err(),
        MachineError::Condition { .. }
    ));
    let told = loaded.unwrap_err();
    assert!(
        matches!(told, MachineError::Stream(StreamError::Cancelled { .. })),
        "{told}"
    );
}

/// A destination whose new field has a default that only its program knows.
mod computed {
    use migratable::Migratable;

    pub(super) fn rate() -> u64 {
        7
    }

    #[derive(Migratable, Debug, Default, PartialEq)]
    #[migratable(device = "timer")]
    pub(super) struct Timer {
        #[migratable(default = computed(rate()))]
        pub(super) rate: u64,
        pub(super) count: u32,
        pub(super) enabled: bool,
    }
}

#[test]
fn the_source_need_not_know_the_defaults_of_the_destination() {
    let mut timer = new::Timer {
        count: 1 << 33,
        enabled: true,
        period: 0,
    };
    let mut source = Devices::new();
    source.add("timer0", &mut timer).unwrap();
    let mut target_timer = computed::Timer::default();
    let mut target = Devices::new();
    target.add("timer0", &mut target_timer).unwrap();

    let mut offer = writer(Vec::new());
    source.save_prologue(&mut offer).unwrap();
    let offer = {
        offer.flush().unwrap();
        offer.get_mut().clone()
    };
    let offer = stream_reader(&offer[..]);
    let verdict = target.judge_offer(offer.prologue()).unwrap();
    let mut answer = writer(Vec::new());
    target.answer(&verdict, &mut answer).unwrap();
    let answer = answer.get_mut().clone();
    let preflight = source.read_answer(&mut stream_reader(&answer[..])).unwrap();

    // The condition on the count is checked, behind a field that nobody here
    // can make up.
    let error = source.check_conditions(&preflight).unwrap_err().to_string();
    assert!(error.contains("field `count` is 8589934592"), "{error}");
    timer.count = 3;
    let mut source = Devices::new();
    source.add("timer0", &mut timer).unwrap();
    source.check_conditions(&preflight).unwrap();
    let stream = super::builds::save(&source);
    target.load(&mut stream_reader(&stream[..])).unwrap();
    assert_eq!(
        target_timer,
        computed::Timer {
            rate: 7,
            count: 3,
            enabled: true
        }
    );
}

/// Conditions belong to devices and not to their positions.
#[test]
fn a_preflight_of_other_devices_is_refused() {
    let narrow = || old::Timer::default();
    let wide = |count| new::Timer {
        count,
        ..Default::default()
    };
    let (mut first, mut second) = (wide(1), wide(2));
    let (mut near, mut far) = (narrow(), narrow());
    let mut source = Devices::new();
    source.add("near", &mut first).unwrap();
    source.add("far", &mut second).unwrap();
    let mut target = Devices::new();
    target.add("near", &mut near).unwrap();
    target.add("far", &mut far).unwrap();

    let mut answers = Vec::new();
    let offer = super::builds::save(&source);
    let offer = stream_reader(&*offer);
    let judged = target.judge_offer(offer.prologue()).unwrap();
    target.answer(&judged, &mut writer(&mut answers)).unwrap();
    let preflight = source.read_answer(&mut stream_reader(&*answers)).unwrap();
    source.check_conditions(&preflight).unwrap();

    let refused = |devices: &Devices<'_>, named: &str| {
        let errors = [
            devices.check_conditions(&preflight),
            devices.save_checked_sections(&preflight, &mut writer(Vec::new())),
        ];
        for error in errors {
            let error = error.unwrap_err();
            let start = format!("device {named}: this is not the machine that the preflight");
            assert!(error.to_string().starts_with(&start), "{error}");
        }
    };
    let (mut a, mut b) = (wide(1), wide(2));
    let mut other_order = Devices::new();
    other_order.add("far", &mut b).unwrap();
    other_order.add("near", &mut a).unwrap();
    refused(&other_order, "far#0");

    let mut fewer = Devices::new();
    let mut a = wide(1);
    fewer.add("near", &mut a).unwrap();
    refused(&fewer, "far#0");

    let (mut a, mut b) = (wide(1), narrow());
    let mut other_type = Devices::new();
    other_type.add("near", &mut a).unwrap();
    other_type.add("far", &mut b).unwrap();
    refused(&other_type, "far#0");
}

mod grown {
    pub(super) mod old {
        #[derive(migratable::Migratable)]
        #[migratable(device = "vram")]
        pub(crate) struct Vram {
            pub(crate) bytes: [u8; 16],
        }
    }

    pub(super) mod new {
        #[derive(migratable::Migratable)]
        #[migratable(device = "vram")]
        pub(crate) struct Vram {
            #[migratable(fill = 0)]
            pub(crate) bytes: [u8; 256 << 10],
        }
    }
}

/// Conditions are tested with the memory that the limits give, and no other.
#[test]
fn conditions_are_tested_within_the_limits() {
    let check = |memory: u64| {
        let limits = || {
            let mut limits = Limits::default();
            limits.memory = memory;
            limits
        };
        let mut vram = grown::old::Vram { bytes: [1; 16] };
        let mut here = Devices::new();
        here.add("vram", &mut vram).unwrap();
        let mut offer = writer(Vec::new());
        here.save_prologue(&mut offer).unwrap();
        offer.flush().unwrap();
        let offer = std::mem::take(offer.get_mut());
        let mut target = grown::new::Vram {
            bytes: [0; 256 << 10],
        };
        let mut there = Devices::new();
        there.add("vram", &mut target).unwrap();
        let offered = stream_reader(&offer[..]);
        let preflight = there.judge_offer(offered.prologue()).unwrap();
        let mut answer = writer(Vec::new());
        there.answer(&preflight, &mut answer).unwrap();
        answer.flush().unwrap();
        let answer = std::mem::take(answer.get_mut());
        let mut answers = StreamReader::new(&answer[..], limits()).unwrap();
        let preflight = here.read_answer(&mut answers).unwrap();
        here.check_conditions(&preflight)
    };
    assert!(check(1 << 20).is_ok());
    let error = check(300_000).unwrap_err().to_string();
    assert!(
        error.contains("of the budget of 300000 are left"),
        "{error}"
    );
}
