//! Answers of a destination: what is taken for one, and what is not.

use migratable::device::{Devices, MachineError};
use migratable::resolve::Verdict;
use migratable::stream::{Answer, Judgement, Limits, StreamReader, StreamWriter};

use super::builds::{header, new, old};

/// `near` fits on a condition, `far` as it is, and `gone` is not there at all.
struct Machine {
    near: new::Timer,
    far: old::Timer,
    gone: old::Uart,
}

impl Machine {
    fn new() -> Self {
        Self {
            near: new::Timer::default(),
            far: old::Timer::default(),
            gone: old::Uart::default(),
        }
    }

    fn devices(&mut self, has_gone: bool) -> Devices<'_> {
        let mut devices = Devices::new();
        devices.add("near", &mut self.near).unwrap();
        devices.add("far", &mut self.far).unwrap();
        if has_gone {
            devices.add("gone", &mut self.gone).unwrap();
        }
        devices
    }
}

struct Target {
    near: old::Timer,
    far: old::Timer,
}

impl Target {
    fn new() -> Self {
        Self {
            near: old::Timer::default(),
            far: old::Timer::default(),
        }
    }

    fn devices(&mut self) -> Devices<'_> {
        let mut devices = Devices::new();
        devices.add("near", &mut self.near).unwrap();
        devices.add("far", &mut self.far).unwrap();
        devices
    }
}

fn writer() -> StreamWriter<Vec<u8>> {
    StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap()
}

fn offer(source: &Devices<'_>) -> Vec<u8> {
    let mut offer = writer();
    source.save_prologue(&mut offer).unwrap();
    offer.flush().unwrap();
    offer.get_mut().clone()
}

/// What an honest destination says.
fn honest(offer: &[u8], target: &Devices<'_>) -> Answer {
    let mut answer = writer();
    let offer = StreamReader::new(offer, Limits::default()).unwrap();
    let judged = target.judge_offer(offer.prologue()).unwrap();
    target.answer(&judged, &mut answer).unwrap();
    let answer = answer.get_mut().as_slice();
    let mut reader = StreamReader::new(answer, Limits::default()).unwrap();
    reader.read_answer().unwrap()
}

/// The prologue of `target`, and an answer frame of these bytes.
fn answer_of(target: &Devices<'_>, message: &[u8]) -> Vec<u8> {
    let mut answer = offer(target);
    let mut frame = vec![0x11];
    frame.extend(postcard::to_allocvec(&message.len()).unwrap());
    frame.extend(message);
    let crc = crc32(&frame);
    answer.extend(frame);
    answer.extend(crc.to_le_bytes());
    answer
}

/// An answer as the page on the format describes it.
type Said = ([u8; 16], Vec<Judged>, Vec<u32>, Vec<Judged>);
type Judged = (u32, Vec<String>, u64);

const VERDICTS: [Verdict; 4] = [
    Verdict::Compatible,
    Verdict::Conditional,
    Verdict::Incompatible,
    Verdict::NotJudged,
];

fn message(answer: &Answer) -> Vec<u8> {
    let number = |verdict| VERDICTS.iter().position(|each| *each == verdict).unwrap();
    let judgements = answer.judgements.iter().map(|judgement| {
        let number = number(judgement.verdict) as u32;
        (number, judgement.findings.clone(), judgement.omitted)
    });
    // These machines have no bulk items.
    let judgements = judgements.collect();
    let said: Said = (answer.offer, judgements, answer.devices.clone(), Vec::new());
    postcard::to_allocvec(&said).unwrap()
}

fn said(message: &[u8]) -> Answer {
    let (offer, judgements, devices, _): Said = postcard::from_bytes(message).unwrap();
    let judgements = judgements.into_iter().map(|(number, findings, omitted)| {
        let mut judgement = Judgement::new(VERDICTS[number as usize], findings);
        judgement.omitted = omitted;
        judgement
    });
    Answer::new(offer, judgements.collect(), devices)
}

/// CRC-32 as the page on the format describes it, a bit at a time.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1))
        })
    };
    !bytes.iter().fold(!0, step)
}

fn read(source: &Devices<'_>, answer: &[u8]) -> Result<Verdict, MachineError> {
    let mut reader = StreamReader::new(answer, Limits::default())?;
    Ok(source.read_answer(&mut reader)?.verdict())
}

fn judgement(verdict: Verdict, findings: &[&str]) -> Judgement {
    Judgement::new(
        verdict,
        findings.iter().map(|&text| text.to_owned()).collect(),
    )
}

#[test]
fn an_honest_answer() {
    let (mut machine, mut target) = (Machine::new(), Target::new());
    let (source, target) = (machine.devices(true), target.devices());
    let offer = offer(&source);
    let answer = honest(&offer, &target);
    assert_eq!(answer.devices, [0, 1, 2]);
    let verdicts: Vec<_> = answer.judgements.iter().map(|j| j.verdict).collect();
    use Verdict::*;
    assert_eq!(verdicts, [Conditional, Compatible, Incompatible]);
    let answer = answer_of(&target, &message(&answer));
    assert_eq!(read(&source, &answer).unwrap(), Incompatible);
}

/// Each answer that differs from the honest one is refused, and says why.
#[test]
fn everything_else_is_refused() {
    use Verdict::*;
    type Change = fn(&mut Answer);
    let cases: [(&str, Change, &str); 19] = [
        (
            "no device",
            |a| {
                a.judgements.clear();
                a.devices.clear();
            },
            "it judges 0 devices, and 2 were offered",
        ),
        (
            "one too few",
            |a| {
                a.devices.pop();
                a.judgements.pop();
            },
            "it judges 1 devices, and 2 were offered",
        ),
        (
            "one too many",
            |a| a.devices.push(1),
            "it judges 3 devices, and 2 were offered",
        ),
        (
            "one that nobody has",
            |a| {
                a.devices.push(2);
                a.judgements.push(judgement(Compatible, &[]));
            },
            "it judges 3 devices, and 2 were offered",
        ),
        (
            "twice the first",
            |a| {
                a.devices[1] = 0;
                a.judgements.pop();
            },
            "device far#0: the destination calls it conditional, but its schemas and configuration are compatible",
        ),
        (
            "the other order",
            |a| a.judgements.reverse(),
            "device near#0: the destination calls it compatible, but its schemas and configuration are conditional",
        ),
        (
            "used in another order",
            |a| {
                a.devices.reverse();
                a.judgements.reverse();
            },
            "a device has judgement number 1, where 0 of 2 were used so far",
        ),
        (
            "a judgement that is not there",
            |a| a.devices[1] = 2,
            "a device has judgement number 2, where 1 of 2 were used so far",
        ),
        (
            "a judgement far out",
            |a| a.devices[1] = u32::MAX,
            "a device has judgement number 4294967295",
        ),
        (
            "a judgement of no device",
            |a| a.judgements.push(judgement(Incompatible, &[])),
            "no device has its judgement number 2",
        ),
        (
            "another offer",
            |a| a.offer[15] ^= 1,
            "it answers an offer of other devices",
        ),
        (
            "consent where this side finds a condition",
            |a| a.judgements[0] = judgement(Compatible, &[]),
            "device near#0: the destination calls it compatible, but its schemas and configuration are conditional \
             with those of this side: ",
        ),
        (
            "refusal where there is a condition",
            |a| a.judgements[0].verdict = Incompatible,
            "device near#0: the destination calls it incompatible, but its schemas and configuration are conditional",
        ),
        (
            "a condition where there is none",
            |a| a.judgements[1] = judgement(Conditional, &["odd"]),
            "device far#0: the destination calls it conditional, but its schemas and configuration are compatible \
             with those of this side: odd",
        ),
        (
            "refusal with equal schemas",
            |a| a.judgements[1] = judgement(Incompatible, &["\x1b[2Jno"]),
            "device far#0: the destination calls it incompatible, but its schemas and configuration are compatible \
             with those of this side: \\u{1b}[2Jno; migrate between builds",
        ),
        (
            "refusal without a reason",
            |a| a.judgements[1] = judgement(Incompatible, &[]),
            "device far#0: the destination calls it incompatible, but its schemas and configuration are compatible \
             with those of this side; migrate between builds",
        ),
        (
            "reasons against what fits",
            |a| a.judgements[1].findings.push("no".into()),
            "it has reasons against what it calls compatible",
        ),
        (
            "more reasons against what fits",
            |a| a.judgements[1].omitted = 1,
            "it has reasons against what it calls compatible",
        ),
        (
            "an endless reason",
            |a| a.judgements[0].findings[0] = "x".repeat(4097),
            "a text of 4097 bytes, of which 4096 are the most",
        ),
    ];
    let (mut machine, mut target) = (Machine::new(), Target::new());
    let (source, target) = (machine.devices(false), target.devices());
    let honest = honest(&offer(&source), &target);
    for (what, change, expected) in cases {
        let mut answer = honest.clone();
        change(&mut answer);
        let error = read(&source, &answer_of(&target, &message(&answer))).unwrap_err();
        assert!(error.to_string().contains(expected), "{what}: {error}");
        // A writer of ours cannot say what contradicts itself.
        let mut own = writer();
        target.save_prologue(&mut own).unwrap();
        let is_said = own.answer(&answer).is_ok();
        let is_malformed = matches!(error, MachineError::Stream(_));
        assert_eq!(is_said, !is_malformed, "{what}");
    }
}

/// Whatever stands for a verdict, it is one of four or the answer is refused.
#[test]
fn unknown_verdicts_are_refused() {
    let (mut machine, mut target) = (Machine::new(), Target::new());
    let (source, target) = (machine.devices(false), target.devices());
    let offer = honest(&offer(&source), &target).offer;
    let no_texts = (Vec::<String>::new(), 0_u64);
    for verdict in [4, 5, 127, 128, u32::MAX] {
        let judgements = [(1, no_texts.clone()), (verdict, no_texts.clone())];
        let message = postcard::to_allocvec(&(offer, &judgements[..], &[0_u32, 1][..])).unwrap();
        let error = read(&source, &answer_of(&target, &message))
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("it has a choice that is not defined"),
            "{verdict}: {error}"
        );
    }
    // The words of an earlier draft.
    for word in ["compatible", "Incompatible", "refused", ""] {
        let message = postcard::to_allocvec(&vec![("near#0", word, Vec::<String>::new())]).unwrap();
        let error = read(&source, &answer_of(&target, &message)).unwrap_err();
        assert!(matches!(error, MachineError::Stream(_)), "{error}");
    }
}

/// Every answer that differs in a byte is refused, or says the same in other
/// words: only the texts of findings can.
#[test]
fn every_changed_byte_is_noticed() {
    let (mut machine, mut target) = (Machine::new(), Target::new());
    let (source, target) = (machine.devices(false), target.devices());
    let honest = honest(&offer(&source), &target);
    let message = message(&honest);
    for at in 0..message.len() {
        for value in [0, 1, 2, 3, 0x7f, 0x80, 0xff] {
            let mut changed = message.clone();
            changed[at] = value;
            if read(&source, &answer_of(&target, &changed)).is_ok() {
                let mut said = said(&changed);
                assert_eq!(said.devices, honest.devices);
                for (said, honest) in said.judgements.iter_mut().zip(&honest.judgements) {
                    said.findings.clone_from(&honest.findings);
                    said.omitted = honest.omitted;
                }
                assert_eq!(said, honest, "byte {at} is {value}");
            }
        }
    }
}

/// The digest of an offer is as the page on the format says.
#[test]
fn the_digest_of_an_offer() {
    use migratable::Device;
    let (mut machine, mut target) = (Machine::new(), Target::new());
    let answer = honest(&offer(&machine.devices(false)), &target.devices());
    let mut bytes = Vec::new();
    for (path, schema) in [("near", new::Timer::SCHEMA), ("far", old::Timer::SCHEMA)] {
        bytes.extend((path.len() as u32).to_le_bytes());
        bytes.extend(path.as_bytes());
        bytes.extend(0_u32.to_le_bytes());
        bytes.extend(schema.fingerprint().to_u128().to_le_bytes());
        // Neither has a configuration.
        bytes.extend(0_u32.to_le_bytes());
    }
    let digest = bytes
        .iter()
        .fold(0x6c62272e07bb014262b821756295c58d, |hash, byte| {
            (hash ^ u128::from(*byte)).wrapping_mul((1 << 88) + 0x13b)
        });
    assert_eq!(answer.offer, digest.to_le_bytes());
}

/// Each element of each part may be too large for the other build: far more conditions
/// than are compared.
mod large {
    use migratable::Migratable;

    type Dozen<T> = (T, T, T, T, T, T, T, T, T, T, T, T);
    type Thousands<T> = Dozen<Dozen<Dozen<T>>>;

    macro_rules! builds {
        ($($build:ident: $number:ty;)*) => {$(
            pub(super) mod $build {
                use super::*;

                #[derive(Migratable, Clone, Debug, Default, PartialEq)]
                #[migratable(device = "large")]
                pub(crate) struct Device {
                    parts: [Thousands<$number>; 1],
                    more: Thousands<$number>,
                    most: Thousands<$number>,
                    end: Thousands<$number>,
                }
            }
        )*};
    }

    builds! {
        wide: u16;
        narrow: u8;
    }
}

/// What was not judged is said to be that, is told so, and is loaded by nobody: although
/// the very state, which is all 0, would fit.
#[test]
fn what_is_not_judged_is_not_loaded() {
    let mut wide = large::wide::Device::default();
    let mut source = Devices::new();
    source.add("large", &mut wide).unwrap();
    let mut narrow = large::narrow::Device::default();
    let mut target = Devices::new();
    target.add("large", &mut narrow).unwrap();
    let offer = offer(&source);
    let answer = honest(&offer, &target);
    let verdicts: Vec<_> = answer.judgements.iter().map(|one| one.verdict).collect();
    assert_eq!(verdicts, [Verdict::NotJudged]);
    let offered = StreamReader::new(&*offer, Limits::default()).unwrap();
    let judged = target.judge_offer(offered.prologue()).unwrap();
    assert_eq!(judged.verdict(), Verdict::NotJudged);
    let error = judged.require().unwrap_err();
    assert!(matches!(error, MachineError::Incompatible(_)), "{error:?}");
    assert!(error.to_string().contains("not judged"), "{error}");
    let mut stream = writer();
    source.save(&mut stream).unwrap();
    let stream = stream.finish().unwrap();
    let mut reader = StreamReader::new(&*stream, Limits::default()).unwrap();
    let error = target.load(&mut reader).unwrap_err();
    assert!(matches!(error, MachineError::Incompatible(_)), "{error:?}");
}
