//! The peer of a preflight: whatever it offers or answers.

use std::sync::OnceLock;

use migratable::device::{Devices, Preflight};
use migratable::stream::{Answer, StreamReader};

use crate::machine::{Machine, limits, new, old, save_ram, writer};
use crate::repair::{self, Repairs};
use crate::text::assert_escaped;

/// The first byte says which side this is, which build, and what is put right;
/// the rest is what comes from the peer.
pub(crate) fn run(input: &[u8]) {
    let Some((flags, bytes)) = input.split_first() else {
        return;
    };
    match flags & 8 {
        0 => run_as(new::Board::busy, *flags, bytes),
        _ => run_as(old::Board::busy, *flags, bytes),
    }
}

fn run_as<M: Machine>(machine: fn() -> M, flags: u8, bytes: &[u8]) {
    let repairs = Repairs {
        fingerprints: flags & 2 != 0,
        end: true,
        offer: (flags & 4 != 0).then(|| match flags & 8 {
            0 => digest_of(&NEW, new::Board::busy),
            _ => digest_of(&OLD, old::Board::busy),
        }),
    };
    let stream = repair::stream(bytes, repairs);
    match flags & 1 {
        0 => destination(machine(), &stream),
        _ => source(machine(), &stream),
    }
}

static NEW: OnceLock<[u8; 16]> = OnceLock::new();
static OLD: OnceLock<[u8; 16]> = OnceLock::new();

/// The digest of a machine's offer, as an honest peer answers it.
fn digest_of<M: Machine>(known: &OnceLock<[u8; 16]>, machine: fn() -> M) -> [u8; 16] {
    *known.get_or_init(|| {
        let mut machine = machine();
        let devices = machine.devices().expect("paths differ");
        let offer = prologue(&devices);
        let mut peer = M::default();
        let peer = peer.devices().expect("paths differ");
        let offer = StreamReader::new(&offer[..], limits()).expect("a prologue");
        let preflight = peer.judge_offer(offer.prologue()).expect("a judgement");
        answer(&peer, &preflight).offer
    })
}

/// The prologue of a machine.
fn prologue(devices: &Devices<'_>) -> Vec<u8> {
    let mut writer = writer();
    devices
        .save_prologue(&mut writer)
        .expect("memory takes all");
    writer.flush().expect("memory takes all");
    std::mem::take(writer.get_mut())
}

/// Writes an answer and reads it.
fn answer(devices: &Devices<'_>, preflight: &Preflight) -> Answer {
    let mut writer = writer();
    devices
        .answer(preflight, &mut writer)
        .expect("an answer can be written");
    writer.flush().expect("memory takes all");
    let mut reader = StreamReader::new(&writer.get_mut()[..], limits()).expect("an answer");
    reader.read_answer().expect("what was written is read")
}

/// Judges an offer, answers it, and loads what follows.
fn destination<M: Machine>(mut machine: M, stream: &[u8]) {
    let before = machine.states();
    let mut reader = match StreamReader::new(stream, limits()) {
        Ok(reader) => reader,
        Err(error) => return assert_escaped(&error),
    };
    let mut devices = machine.devices().expect("paths differ");
    let preflight = match devices.judge_offer(reader.prologue()) {
        Ok(preflight) => preflight,
        Err(error) => return assert_escaped(&error),
    };
    assert_escaped(&preflight);
    let answer = answer(&devices, &preflight);
    assert_eq!(answer.devices.len(), reader.prologue().instances.len());
    for (device, judgement) in preflight.devices().iter().zip(&answer.devices) {
        let judgement = &answer.judgements[*judgement as usize];
        assert_eq!(judgement.verdict, device.verdict);
    }
    let verdict = preflight.verdict();
    let loaded = devices.load(&mut reader);
    drop(devices);
    if let Err(error) = &loaded {
        assert_escaped(error);
        assert_eq!(machine.states(), before, "changed by a refused load");
    }
    assert!(loaded.is_err() || verdict.permits_loading());
}

/// Reads the answer to its offer, sends its state, and reads the outcome.
fn source<M: Machine>(mut machine: M, stream: &[u8]) {
    let mut reader = match StreamReader::new(stream, limits()) {
        Ok(reader) => reader,
        Err(error) => return assert_escaped(&error),
    };
    let devices = machine.devices().expect("paths differ");
    let preflight = match devices.read_answer(&mut reader) {
        Ok(preflight) => preflight,
        Err(error) => return assert_escaped(&error),
    };
    assert_escaped(&preflight);
    let checked = devices.check_conditions(&preflight);
    if let Err(error) = &checked {
        assert_escaped(error);
    }
    let mut writer = writer();
    devices
        .save_prologue(&mut writer)
        .expect("memory takes all");
    save_ram(&mut writer);
    let saved = devices.save_checked_sections(&preflight, &mut writer);
    assert_eq!(saved.is_ok(), checked.is_ok());
    let sent = saved.ok().map(|()| writer.finish_with_digest());
    let sent = sent.map(|sent| sent.expect("memory takes all").1);
    if let Err(error) = reader.read_outcome(sent.as_ref()) {
        assert_escaped(&error);
    }
}
