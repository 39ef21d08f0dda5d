//! Machines of very many devices: nothing is quadratic, and what a peer can
//! make this side hold is bounded.
//!
//! There are so many that what is quadratic would not come to an end.

use allocation_counter::measure;
use migratable::device::{Devices, MachineError};
use migratable::resolve::Verdict;
use migratable::schema::json::with_fingerprint;
use migratable::stream::{Instance, Limits, StreamReader, StreamWriter};

use super::builds::{header, new, old};

const MANY: u32 = 65_536;

fn many(devices: &mut Vec<old::Timer>) -> Devices<'_> {
    devices.resize_with(MANY as usize, Default::default);
    let mut added = Devices::new();
    for (id, device) in (0..).zip(devices) {
        added.add_instance("timer", id, device).unwrap();
    }
    added
}

fn writer() -> StreamWriter<Vec<u8>> {
    StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap()
}

fn flushed(mut writer: StreamWriter<Vec<u8>>) -> Vec<u8> {
    writer.flush().unwrap();
    std::mem::take(writer.get_mut())
}

fn reader(stream: &[u8]) -> StreamReader<&[u8]> {
    StreamReader::new(stream, Limits::default()).unwrap()
}

#[test]
fn many_instances_of_one_path() {
    let mut timers = Vec::new();
    let mut devices = many(&mut timers);
    let mut again = old::Timer::default();
    let error = devices.add_instance("timer", 7, &mut again).unwrap_err();
    assert!(matches!(error, MachineError::DuplicateInstance { .. }));
    let mut writer = writer();
    devices.save(&mut writer).unwrap();
    let stream = writer.finish().unwrap();
    devices.load(&mut reader(&stream)).unwrap();
}

/// Chains that grow at either end, in the middle, and paths of many devices.
#[test]
fn many_dependencies() {
    /// What is quadratic here is so for each dependency, so this many do.
    const LONG: u32 = 8192;
    /// The nth dependency: what is loaded later, and what before it.
    type Edge = fn(u32) -> (u32, u32);
    let chains: [(&str, Edge); 4] = [
        ("forwards", |n| (n + 1, n)),
        ("backwards", |n| (LONG - 1 - n, LONG - 2 - n)),
        ("against the order", |n| (n, n + 1)),
        ("all after one", |n| (n + 1, 0)),
    ];
    for (what, edge) in chains {
        let mut timers = vec![old::Timer::default(); LONG as usize];
        let mut devices = Devices::new();
        for (n, timer) in timers.iter_mut().enumerate() {
            devices.add(format!("{n}"), timer).unwrap();
        }
        for n in 0..LONG - 1 {
            let (later, earlier) = edge(n);
            let added = devices.load_after(&later.to_string(), &earlier.to_string());
            added.unwrap();
        }
        let last = devices.load_after("0", "0").unwrap_err();
        assert!(
            matches!(last, MachineError::DependencyCycle { .. }),
            "{what}"
        );
        let mut writer = writer();
        devices.save(&mut writer).unwrap();
        let stream = writer.finish().unwrap();
        devices.load(&mut reader(&stream)).unwrap();
    }

    let mut timers = vec![old::Timer::default(); LONG as usize];
    let mut devices = Devices::new();
    for (n, timer) in timers.iter_mut().enumerate() {
        let path = ["cpu", "irq"][n % 2];
        devices.add_instance(path, n as u32, timer).unwrap();
    }
    devices.load_after("cpu", "irq").unwrap();
    let mut writer = writer();
    devices.save(&mut writer).unwrap();
    let stream = writer.finish().unwrap();
    devices.load(&mut reader(&stream)).unwrap();
}

/// An offer of a device with so many fields that this side does not have, each
/// of which is a condition, for each of `instances`.
fn conditions(fields: usize, instances: u32) -> Vec<u8> {
    let extra: Vec<_> = (0..fields)
        .map(|n| format!(r#"{{"name":"feature_{n}","type":"u8","default":"zero"}}"#))
        .collect();
    let json = format!(
        r#"{{"format":1,"device":"timer","version":1,"oldest":1,"fingerprint":"","type":{{"ref":"T"}},"types":{{"T":{{"fields":[{{"name":"count","type":"u32"}},{{"name":"enabled","type":"bool"}},{}]}}}}}}"#,
        extra.join(",")
    );
    let mut writer = writer();
    let schema = writer.schema(&with_fingerprint(&json).unwrap()).unwrap();
    let list = (0..instances).map(|instance_id| Instance::new("timer", instance_id, schema));
    writer.instances(&list.collect::<Vec<_>>()).unwrap();
    flushed(writer)
}

/// Findings are there once, however many instances have them, in the judgement,
/// in its text and in the answer.
#[test]
fn many_findings_of_many_instances() {
    let mut timers = Vec::new();
    let devices = many(&mut timers);
    for fields in [16, 4900] {
        let offer = conditions(fields, MANY);
        let peak = measure(|| {
            let read = reader(&offer);
            let judged = devices.judge_offer(read.prologue()).unwrap();
            assert_eq!(judged.verdict(), Verdict::Conditional);
            assert_eq!(judged.count_reasons(), fields * MANY as usize);
            let text = judged.to_string();
            assert!(text.len() < 10_000);
            let more = fields * MANY as usize - 40;
            assert!(text.ends_with(&format!("and {more} more")), "{text}");

            let mut answer = writer();
            devices.answer(&judged, &mut answer).unwrap();
            let bytes = flushed(answer);
            assert!(bytes.len() < 3 << 20, "{} bytes", bytes.len());
            let said = reader(&bytes).read_answer().unwrap();
            let [judgement] = &said.judgements[..] else {
                panic!("{said:?}")
            };
            assert_eq!(judgement.findings.len(), 16);
            assert_eq!(judgement.omitted, fields as u64 - 16);
        });
        let most = 64 * offer.len() as u64 + (16 << 20);
        assert!(peak.bytes_max < most, "{} of {most}", peak.bytes_max);
    }
}

/// However few bytes a frame may have, an answer fits it, with the findings
/// for which a quarter of it has room.
#[test]
fn an_answer_fits_the_frame_that_it_may_be() {
    let mut timers = [old::Timer::default()];
    let mut devices = Devices::new();
    devices.add("timer", &mut timers[0]).unwrap();
    let offer = conditions(16, 1);
    let read = reader(&offer);
    let judged = devices.judge_offer(read.prologue()).unwrap();
    let whole: Vec<usize> = judged.devices()[0]
        .reasons()
        .map(|said| said.len())
        .collect();
    assert_eq!(whole.len(), 16);
    for message_len in [256, 512, 1024, 2048, 4096, 8192, 1 << 14, 1 << 20] {
        let mut limits = Limits::default();
        limits.message_len = message_len;
        let mut answer = StreamWriter::new(Vec::new(), &header(), limits).unwrap();
        devices.answer(&judged, &mut answer).unwrap();
        let said = reader(&flushed(answer)).read_answer().unwrap();
        let [judgement] = &said.judgements[..] else {
            panic!("{said:?}")
        };
        let mut left = message_len as usize / 4;
        let fit = whole.iter().take_while(|len| {
            let fits = **len <= left;
            left = left.saturating_sub(**len);
            fits
        });
        let fit = fit.count();
        assert_eq!(judgement.findings.len(), fit, "{message_len}");
        assert_eq!(judgement.omitted, 16 - fit as u64, "{message_len}");
    }
}

/// Each schema of an offer has findings of its own.
#[test]
fn the_memory_of_a_preflight_is_bounded() {
    let mut timer = old::Timer::default();
    let mut devices = Devices::new();
    devices.add("timer", &mut timer).unwrap();
    let offer = conditions(4900, 1);
    let mut limits = Limits::default();
    limits.memory = 1 << 20;
    let read = StreamReader::new(&offer[..], limits.clone()).unwrap();
    let error = devices.judge_offer(read.prologue()).unwrap_err();
    assert!(matches!(error, MachineError::Memory { .. }), "{error}");
    assert!(
        error.to_string().ends_with("raise `Limits::memory`"),
        "{error}"
    );

    // The same of an answer.
    let mut answer = offer;
    let honest = {
        let own = {
            let mut own = writer();
            devices.save_prologue(&mut own).unwrap();
            flushed(own)
        };
        let judged = devices.judge_offer(reader(&own).prologue()).unwrap();
        let mut said = writer();
        devices.answer(&judged, &mut said).unwrap();
        flushed(said)[own.len()..].to_vec()
    };
    answer.extend(honest);
    let mut read = StreamReader::new(&answer[..], limits).unwrap();
    let error = devices.read_answer(&mut read).unwrap_err();
    assert!(matches!(error, MachineError::Memory { .. }), "{error}");
}

/// What parsing takes is estimated from above.
#[test]
fn parsing_takes_what_is_drawn_for_it() {
    let dense: [(&str, String); 4] = [
        (
            "fields",
            (0..30_000)
                .map(|n| format!(r#"{{"name":"{n:x}","type":"u8"}}"#))
                .collect::<Vec<_>>()
                .join(","),
        ),
        (
            "defaults",
            (0..20_000)
                .map(|n| format!(r#"{{"name":"{n:x}","type":"u8","default":"zero"}}"#))
                .collect::<Vec<_>>()
                .join(","),
        ),
        (
            "tuples",
            format!(
                r#"{{"name":"a","type":{{"tuple":[{}]}}}}"#,
                vec!["\"u8\""; 90_000].join(",")
            ),
        ),
        (
            "aliases",
            format!(
                r#"{{"name":"a","type":"u8","aliases":[{}]}}"#,
                (0..90_000)
                    .map(|n| format!("\"{n:x}\""))
                    .collect::<Vec<_>>()
                    .join(",")
            ),
        ),
    ];
    for (what, fields) in dense {
        let json = format!(
            r#"{{"format":1,"device":"d","version":1,"oldest":1,"fingerprint":"","type":{{"ref":"T"}},"types":{{"T":{{"fields":[{fields}]}}}}}}"#
        );
        let json = with_fingerprint(&json).unwrap_or(json);
        let taken = measure(|| {
            let _ = migratable::schema::Schema::from_json(&json);
        });
        let ratio = taken.bytes_max as f64 / json.len() as f64;
        println!("{what}: {ratio:.1} bytes for each");
        assert!(ratio < 128.0, "{what}: {ratio:.1}");
    }
}

/// A reader's own machine, however large, is answered within a frame.
#[test]
fn an_honest_large_machine_can_be_answered() {
    let mut newer = vec![new::Timer::default(); MANY as usize];
    let mut source = Devices::new();
    for (id, timer) in (0..).zip(&mut newer) {
        source.add_instance("timer", id, timer).unwrap();
    }
    let mut timers = Vec::new();
    let target = many(&mut timers);
    let mut offer = writer();
    source.save_prologue(&mut offer).unwrap();
    let offer = flushed(offer);
    let judged = target.judge_offer(reader(&offer).prologue()).unwrap();
    let mut answer = writer();
    target.answer(&judged, &mut answer).unwrap();
    let answer = flushed(answer);
    let preflight = source.read_answer(&mut reader(&answer)).unwrap();
    assert_eq!(preflight.verdict(), Verdict::Conditional);
    source.check_conditions(&preflight).unwrap();
}
