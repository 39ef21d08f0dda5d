//! Configuration: judged by values before anything is sent, and again by the load.

use std::collections::BTreeMap;

use migratable::Migratable;
use migratable::codec::{Decoder, Encoder, Fault};
use migratable::device::{AnyDevice, Devices, MachineError, Preflight};
use migratable::resolve::Verdict;
use migratable::schema::Type;
use migratable::stream::{Limits, Outcome, StreamReader, StreamWriter};

use super::builds::header;

/// A change of a device, and what is said of it then.
type Change<T> = (fn(&mut T), &'static str);

fn writer() -> StreamWriter<Vec<u8>> {
    StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap()
}

fn reader(bytes: &[u8]) -> StreamReader<&[u8]> {
    StreamReader::new(bytes, Limits::default()).unwrap()
}

fn alone<D: AnyDevice>(device: &mut D) -> Devices<'_> {
    let mut devices = Devices::new();
    devices.add("dev", device).unwrap();
    devices
}

/// An offer and the answer to it.
struct Exchange {
    offer: StreamWriter<Vec<u8>>,
    answer: Vec<u8>,
    /// What the destination finds.
    there: Preflight,
}

fn exchange(source: &Devices<'_>, destination: &Devices<'_>) -> Exchange {
    let mut offer = writer();
    source.save_prologue(&mut offer).unwrap();
    offer.flush().unwrap();
    let there = destination
        .judge_offer(reader(offer.get_mut()).prologue())
        .unwrap();
    let mut answer = writer();
    destination.answer(&there, &mut answer).unwrap();
    let answer = std::mem::take(answer.get_mut());
    Exchange {
        offer,
        answer,
        there,
    }
}

fn saved(source: &Devices<'_>) -> Vec<u8> {
    let mut stream = writer();
    source.save(&mut stream).unwrap();
    stream.finish().unwrap()
}

/// What both sides find, which is the same, and each line of it; then what a load from a
/// file says.
fn found<S: AnyDevice, D: AnyDevice>(source: &mut S, destination: &mut D) -> Vec<String> {
    let (source, mut destination) = (alone(source), alone(destination));
    let exchange = exchange(&source, &destination);
    let here = source.read_answer(&mut reader(&exchange.answer)).unwrap();
    assert_eq!(here.to_string(), exchange.there.to_string());
    let stream = saved(&source);
    let loaded = destination.load(&mut reader(&stream));
    match here.verdict() {
        Verdict::Incompatible => {
            let error = loaded.unwrap_err().to_string();
            assert!(error.ends_with(&here.to_string()), "{error}");
        }
        _ => drop(loaded.unwrap()),
    }
    let devices = here.devices().iter();
    devices.flat_map(|device| device.reasons()).collect()
}

#[derive(Migratable, Default, Clone)]
#[migratable(device = "nic")]
struct Nic {
    #[migratable(must_match)]
    queues: u16,
    #[migratable(allowed(subset_of = self.offered))]
    features: u64,
    #[migratable(skip)]
    offered: u64,
}

fn nic(queues: u16, features: u64, offered: u64) -> Nic {
    Nic {
        queues,
        features,
        offered,
    }
}

#[test]
fn what_differs_or_is_not_offered_is_found_with_both_values() {
    let findings = found(&mut nic(4, 0b111, 0b111), &mut nic(2, 0, 0b011));
    assert_eq!(
        findings,
        [
            "`queues`: 4 at the source, 2 at the destination [configuration-differs]",
            "`features`: 0x7 at the source, no more bits than 0x3 at the destination \
             [configuration-not-allowed]",
        ]
    );
    let mut there = nic(4, 0, 0b111);
    assert!(found(&mut nic(4, 0b101, 0b111), &mut there).is_empty());
    assert_eq!((there.queues, there.features), (4, 0b101));
}

#[test]
fn nothing_is_sent_of_what_does_not_fit() {
    let (mut here, mut there) = (nic(4, 0, 0), nic(2, 0, 0));
    let (source, destination) = (alone(&mut here), alone(&mut there));
    let mut exchange = exchange(&source, &destination);
    let preflight = source.read_answer(&mut reader(&exchange.answer)).unwrap();
    let before = exchange.offer.get_mut().len();
    let error = source
        .save_checked_sections(&preflight, &mut exchange.offer)
        .unwrap_err();
    assert!(matches!(error, MachineError::DoesNotFit { .. }), "{error}");
    exchange.offer.flush().unwrap();
    assert_eq!(exchange.offer.get_mut().len(), before);
}

#[test]
fn the_same_configuration_is_judged_by_the_load_where_nothing_was_offered() {
    let stream = saved(&alone(&mut nic(4, 0b111, 0b111)));
    // As it was before: a stream whose prologue says nothing.
    let mut there = nic(4, 0, 0b011);
    let error = alone(&mut there).load(&mut reader(&stream)).unwrap_err();
    let error = error.to_string();
    assert!(
        error.contains("0x7 at the source, no more bits than 0x3"),
        "{error}"
    );
    let payload = migratable::to_vec(&nic(4, 0b111, 0)).unwrap();
    let error = migratable::load(&mut there, &payload).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`features` is 0x7, and this device allows no more bits than 0x3"
    );
    assert_eq!(there.features, 0);
    migratable::load(&mut there, &migratable::to_vec(&nic(4, 0b010, 0)).unwrap()).unwrap();
    assert_eq!(there.features, 0b010);
}

#[test]
fn what_has_changed_since_the_offer_is_offered_again() {
    let (mut here, mut there) = (nic(4, 1, 3), nic(4, 0, 3));
    let destination = alone(&mut there);
    let mut exchange = exchange(&alone(&mut here), &destination);
    here.features = 3;
    let source = alone(&mut here);
    let error = source
        .read_answer(&mut reader(&exchange.answer))
        .unwrap_err();
    assert!(error.to_string().contains("changed since"), "{error}");
    drop(source);

    here.features = 1;
    let preflight = alone(&mut here)
        .read_answer(&mut reader(&exchange.answer))
        .unwrap();
    here.features = 3;
    let source = alone(&mut here);
    for error in [
        source.check_conditions(&preflight).unwrap_err(),
        source
            .save_checked_sections(&preflight, &mut exchange.offer)
            .unwrap_err(),
    ] {
        assert_eq!(
            error.to_string(),
            "device dev#0 (nic): its configuration is not as it was offered: `features` was 1 \
             and is 3; offer the devices again"
        );
    }
}

/// The whole way, in which all is well.
#[test]
fn what_fits_goes_through() {
    let (mut here, mut there) = (nic(4, 1, 3), nic(4, 0, 1));
    let (source, mut destination) = (alone(&mut here), alone(&mut there));
    let mut exchange = exchange(&source, &destination);
    let preflight = source.read_answer(&mut reader(&exchange.answer)).unwrap();
    assert_eq!(preflight.verdict(), Verdict::Compatible);
    source.check_conditions(&preflight).unwrap();
    source
        .save_checked_sections(&preflight, &mut exchange.offer)
        .unwrap();
    let stream = exchange.offer.finish().unwrap();
    let mut stream = reader(&stream);
    destination.load(&mut stream).unwrap();
    assert!(matches!(stream.outcome(None), Outcome::Loaded(_)));
    assert_eq!(there.features, 1);
}

#[derive(Migratable, Default, Clone)]
struct Leaf {
    leaf: u32,
    eax: u32,
}

#[derive(Migratable, Default, Clone)]
#[migratable(device = "vcpu")]
struct Vcpu {
    rip: u64,
    #[migratable(must_match)]
    cpuid: Vec<Leaf>,
    #[migratable(must_match)]
    name: String,
    #[migratable(must_match)]
    clock: f64,
    #[migratable(must_match)]
    msrs: BTreeMap<u32, u8>,
    #[migratable(must_match)]
    mask: [u16; 3],
    #[migratable(must_match)]
    bytes: Vec<u8>,
    #[migratable(must_match)]
    mode: Option<Mode>,
}

#[derive(Migratable, Default, Clone)]
enum Mode {
    #[default]
    Off,
    On {
        level: u8,
    },
}

#[test]
fn the_first_entry_that_differs_is_named() {
    let vcpu = Vcpu {
        cpuid: (0..40)
            .map(|leaf| Leaf {
                leaf,
                eax: 0x1f8b_fbff,
            })
            .collect(),
        name: "qemu64".into(),
        clock: f64::NAN,
        msrs: [(1, 1), (2, 2)].into(),
        mode: Some(Mode::On { level: 1 }),
        bytes: vec![1, 2, 3],
        ..Vcpu::default()
    };
    assert!(found(&mut vcpu.clone(), &mut vcpu.clone()).is_empty());
    let changes: [Change<Vcpu>; 13] = [
        (
            |v| v.cpuid[17].eax = 0x178b_fbff,
            "`cpuid[17].eax`: 0x1f8bfbff at the source, 0x178bfbff at the destination",
        ),
        (
            |v| v.cpuid.truncate(39),
            "`cpuid`: 40 elements at the source, 39 elements at the destination",
        ),
        (
            |v| v.name = "host\n".into(),
            "`name`: \"qemu64\" at the source, \"host\\n\" at the destination",
        ),
        (
            |v| v.clock = 1.5,
            "`clock`: NaN of bits 0x7ff8000000000000 at the source, 1.5 at the destination",
        ),
        (
            |v| v.clock = f64::from_bits(0x7ff8_0000_0000_0001),
            "`clock`: NaN of bits 0x7ff8000000000000 at the source, \
             NaN of bits 0x7ff8000000000001 at the destination",
        ),
        (
            |v| _ = v.msrs.insert(2, 3),
            "`msrs{1}`: 2 at the source, 3 at the destination",
        ),
        (
            |v| v.msrs = [(1, 1), (3, 2)].into(),
            "`msrs{key 1}`: 2 at the source, 3 at the destination",
        ),
        (
            |v| v.mask[2] = 9,
            "`mask[2]`: 0 at the source, 9 at the destination",
        ),
        (
            |v| v.bytes[1] = 0,
            "`bytes[1]`: 2 at the source, 0 at the destination",
        ),
        (
            |v| v.bytes.push(0),
            "`bytes`: 3 elements at the source, 4 elements at the destination",
        ),
        (
            |v| v.mode = None,
            "`mode`: On at the source, none at the destination",
        ),
        (
            |v| v.mode = Some(Mode::Off),
            "`mode`: On at the source, Off at the destination",
        ),
        (
            |v| v.mode = Some(Mode::On { level: 2 }),
            "`mode.On.level`: 1 at the source, 2 at the destination",
        ),
    ];
    for (change, says) in changes {
        let mut there = vcpu.clone();
        change(&mut there);
        let said = format!("{says} [configuration-differs]");
        assert_eq!(found(&mut vcpu.clone(), &mut there), [said]);
    }
}

#[derive(Migratable, Default, Clone)]
#[migratable(device = "limits")]
struct Bounds {
    #[migratable(allowed(at_most = self.offer.most))]
    queues: u16,
    #[migratable(varint, allowed(at_least = self.offer.least))]
    level: i32,
    #[migratable(allowed(at_most = |bounds| bounds.offer.share))]
    share: f32,
    #[migratable(allowed(subset_of = Self::words))]
    words: [u32; 2],
    #[migratable(allowed(subset_of = { vec![0xff, self.offer.most] }))]
    list: Vec<u16>,
    #[migratable(allowed(at_most = Some(3)))]
    some: Option<u8>,
    #[migratable(skip)]
    offer: Offer,
}

#[derive(Default, Clone)]
struct Offer {
    most: u16,
    least: i32,
    share: f32,
}

impl Bounds {
    fn words(&self) -> [u32; 2] {
        [0xff, 0x1_0000]
    }
}

#[test]
fn each_limit_says_what_it_allows() {
    let offer = Offer {
        most: 2,
        least: -1,
        share: 0.5,
    };
    let here = Bounds {
        queues: 2,
        level: -1,
        share: 0.5,
        words: [0xf0, 0x1_0000],
        list: vec![1, 2],
        some: Some(3),
        ..Bounds::default()
    };
    let there = Bounds {
        offer,
        ..Bounds::default()
    };
    let mut loaded = there.clone();
    assert!(found(&mut here.clone(), &mut loaded).is_empty());
    assert_eq!((loaded.queues, loaded.list), (2, vec![1, 2]));
    let changes: [Change<Bounds>; 9] = [
        (|b| b.queues = 3, "`queues`: 3 at the source, at most 2"),
        (|b| b.level = -2, "`level`: -2 at the source, at least -1"),
        (
            |b| b.share = 0.75,
            "`share`: 0.75 at the source, at most 0.5",
        ),
        (
            |b| b.share = f32::NAN,
            "`share`: NaN at the source, at most 0.5",
        ),
        (
            |b| b.words[1] = 0x1_0001,
            "`words[1]`: 0x10001 at the source, no more bits than 0x10000",
        ),
        (
            |b| b.list[0] = 0x100,
            "`list[0]`: 0x100 at the source, no more bits than 0xff",
        ),
        (
            |b| b.list.push(0),
            "`list`: 3 elements at the source, no more bits than 2 elements",
        ),
        (|b| b.some = Some(4), "`some`: 4 at the source, at most 3"),
        (|b| b.some = None, ""),
    ];
    for (change, says) in changes {
        let mut source = here.clone();
        change(&mut source);
        let (mut target, payload) = (there.clone(), migratable::to_vec(&source).unwrap());
        let findings = found(&mut source, &mut target);
        let loaded = migratable::load(&mut there.clone(), &payload);
        if says.is_empty() {
            assert!(findings.is_empty() && loaded.is_ok());
            continue;
        }
        let said = format!("{says} at the destination [configuration-not-allowed]");
        assert_eq!(findings, [said]);
        let error = loaded.unwrap_err().to_string();
        let field = says.split("`:").next().unwrap_or_default();
        assert!(error.starts_with(&format!("{field}` is ")), "{error}");
    }
}

/// Limits are the live device's, and not those of fields that were loaded before.
#[test]
fn what_comes_sets_no_limit() {
    #[derive(Migratable, Clone, Debug, PartialEq)]
    #[migratable(device = "queues")]
    struct Queues {
        most: u8,
        mask: u32,
        list: Vec<u8>,
        #[migratable(allowed(at_most = self.most))]
        used: u8,
        #[migratable(allowed(subset_of = self.mask))]
        features: u32,
        #[migratable(allowed(at_most = |queues| queues.list.clone()))]
        heads: Vec<u8>,
    }
    let live = Queues {
        most: 4,
        mask: 0b11,
        list: vec![4],
        used: 0,
        features: 0,
        heads: vec![],
    };
    let all = Queues {
        most: 0xff,
        mask: 0xff,
        list: vec![0xff; 2],
        ..live.clone()
    };
    let none = Queues {
        most: 0,
        mask: 0,
        list: vec![],
        used: 4,
        features: 0b11,
        heads: vec![4],
    };
    let changes: [Change<Queues>; 3] = [
        (|queues| queues.used = 5, "`used`"),
        (|queues| queues.features = 0b100, "`features`"),
        (|queues| queues.heads = vec![5], "`heads[0]`"),
    ];
    type Way = fn(&mut Queues, &Queues) -> Result<(), String>;
    let ways: [Way; 3] = [
        |live, source| {
            let payload = migratable::to_vec(source).unwrap();
            migratable::load(live, &payload).map_err(|error| error.to_string())
        },
        |live, source| {
            let payload = migratable::to_vec(source).unwrap();
            migratable::load_partly(live, &payload).map_err(|error| error.to_string())
        },
        |live, source| {
            let stream = saved(&alone(&mut source.clone()));
            let loaded = alone(live).load(&mut reader(&stream));
            loaded.map(drop).map_err(|error| error.to_string())
        },
    ];
    for way in ways {
        let mut target = live.clone();
        way(&mut target, &none).unwrap();
        assert_eq!(target, none);
        for (change, field) in changes {
            let mut source = all.clone();
            change(&mut source);
            let error = way(&mut live.clone(), &source).unwrap_err();
            assert!(error.contains(field), "{error}");
        }
    }
}

mod places {
    use std::sync::{Arc, Mutex};

    use super::*;

    #[derive(Migratable, Default, Clone)]
    pub(super) struct Part {
        #[migratable(must_match)]
        pub(super) size: u32,
        pub(super) state: u32,
    }

    #[derive(Migratable, Default, Clone)]
    pub(super) enum Choice {
        #[default]
        No,
        Yes(Part),
    }

    #[derive(Migratable, Default)]
    #[migratable(device = "places")]
    pub(super) struct Places {
        pub(super) before: Vec<u8>,
        pub(super) part: Part,
        pub(super) boxed: Box<Part>,
        pub(super) locked: Mutex<Part>,
        pub(super) shared: Arc<Mutex<Part>>,
        pub(super) pair: (u8, Part),
        pub(super) list: Vec<Part>,
        pub(super) choice: Choice,
        pub(super) option: Option<Part>,
        #[migratable(sensitive)]
        pub(super) secret: Part,
        #[migratable(sensitive, must_match)]
        pub(super) key: u32,
    }
}

#[test]
fn fixed_places_are_judged_before_and_all_others_by_the_load() {
    use places::{Choice, Part, Places};
    let make = || Places {
        before: vec![1; 3],
        list: vec![Part::default()],
        choice: Choice::Yes(Part::default()),
        option: Some(Part::default()),
        ..Places::default()
    };
    let mut target = make();
    assert!(found(&mut make(), &mut target).is_empty());
    let fixed: [Change<Places>; 5] = [
        (|p| p.part.size = 7, "part.size"),
        (|p| p.boxed.size = 7, "boxed.size"),
        (|p| p.locked.get_mut().unwrap().size = 7, "locked.size"),
        (|p| p.shared.lock().unwrap().size = 7, "shared.size"),
        (|p| p.pair.1.size = 7, "pair.1.size"),
    ];
    for (change, path) in fixed {
        let mut target = make();
        change(&mut target);
        let said =
            format!("`{path}`: 0 at the source, 7 at the destination [configuration-differs]");
        assert_eq!(found(&mut make(), &mut target), [said]);
    }
    let others: [fn(&mut Places); 5] = [
        |p| p.list[0].size = 7,
        |p| p.choice = Choice::Yes(Part { size: 7, state: 0 }),
        |p| p.option = Some(Part { size: 7, state: 0 }),
        |p| p.secret.size = 7,
        |p| p.key = 7,
    ];
    for change in others {
        let (mut source, mut target) = (make(), make());
        change(&mut target);
        let (source, mut target) = (alone(&mut source), alone(&mut target));
        let exchange = exchange(&source, &target);
        assert_eq!(exchange.there.verdict(), Verdict::Compatible);
        let error = target.load(&mut reader(&saved(&source))).unwrap_err();
        assert!(error.to_string().contains("must match"), "{error}");
    }
}

mod older {
    use super::*;

    #[derive(Migratable, Default)]
    pub(super) struct Size {
        #[migratable(must_match)]
        pub(super) ram: u32,
        #[migratable(must_match)]
        pub(super) gone: u8,
    }

    #[derive(Migratable, Default)]
    #[migratable(device = "board")]
    pub(super) struct Board {
        #[migratable(must_match)]
        pub(super) slots: u8,
        size: Size,
        #[migratable(must_match)]
        pub(super) plain_there: u16,
        pub(super) plain_here: u16,
    }

    pub(super) fn board(slots: u8, ram: u32) -> Board {
        Board {
            slots,
            size: Size { ram, gone: 9 },
            plain_there: 5,
            plain_here: 6,
        }
    }
}

#[derive(Migratable, Default)]
#[migratable(retired(tag = 1, name = "gone", type = u8))]
struct Sizes {
    #[migratable(must_match, alias = "ram")]
    bytes: u64,
}

#[derive(Migratable, Default)]
#[migratable(device = "board")]
struct Board {
    #[migratable(alias = "size")]
    sizes: Sizes,
    #[migratable(must_match, alias = "slots")]
    slot_count: u16,
    plain_there: u16,
    #[migratable(must_match)]
    plain_here: u16,
}

#[test]
fn other_builds_are_judged_through_the_same_plan() {
    let there = |slot_count, bytes, plain_here| Board {
        sizes: Sizes { bytes },
        slot_count,
        plain_there: 0,
        plain_here,
    };
    assert!(found(&mut older::board(3, 4), &mut there(3, 4, 6)).is_empty());
    assert_eq!(
        found(&mut older::board(3, 4), &mut there(2, 5, 6)),
        [
            "`sizes.bytes`: 4 at the source, 5 at the destination [configuration-differs]",
            "`slot_count`: 3 at the source, 2 at the destination [configuration-differs]",
        ]
    );
    // Of what is state at the source, the prologue says nothing.
    let (mut here, mut there) = (older::board(3, 4), there(3, 4, 7));
    let (source, mut destination) = (alone(&mut here), alone(&mut there));
    assert_eq!(
        exchange(&source, &destination).there.verdict(),
        Verdict::Compatible
    );
    let error = destination.load(&mut reader(&saved(&source))).unwrap_err();
    assert!(error.to_string().contains("`plain_here`"), "{error}");
}

/// A device that waits for its state need not have a valid one.
#[test]
fn a_destination_that_cannot_be_encoded_leaves_all_to_the_load() {
    #[derive(Migratable, Default)]
    #[migratable(device = "pit")]
    struct Pit {
        #[migratable(range = 1..=9)]
        reload: u8,
        #[migratable(must_match)]
        lines: u8,
    }
    let pit = |reload, lines| Pit { reload, lines };
    assert!(found(&mut pit(7, 2), &mut pit(0, 2)).is_empty());
    let (mut here, mut there) = (pit(7, 2), pit(0, 3));
    let error = alone(&mut there)
        .load(&mut reader(&saved(&alone(&mut here))))
        .unwrap_err();
    assert!(error.to_string().contains("`lines`"), "{error}");
}

/// A prologue comes from anybody: what it says is compared, if it says anything.
#[test]
fn whatever_stands_for_a_configuration_is_no_reason_to_fail_otherwise() {
    let mut here = nic(4, 0, 0);
    let honest = saved(&alone(&mut here));
    let honest = reader(&honest);
    let mut prologue = honest.prologue().clone();
    let whole = prologue.instances[0].configuration.clone();
    let mut there = nic(4, 0, 0);
    let there = alone(&mut there);
    for len in 0..whole.len() {
        prologue.instances[0].configuration = whole[..len].to_vec();
        there.judge_offer(&prologue).unwrap();
    }
    for at in 0..whole.len() {
        for byte in [0, 1, 0x7f, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] = byte;
            prologue.instances[0].configuration = bytes;
            there.judge_offer(&prologue).unwrap();
        }
    }
}

#[test]
fn machines_of_one_configuration_are_judged_once() {
    let mut nics: Vec<Nic> = (0..100).map(|index| nic(index % 3, 0, 0)).collect();
    let mut source = Devices::new();
    for (id, nic) in (0..).zip(&mut nics) {
        source.add_instance("nic", id, nic).unwrap();
    }
    let mut targets = vec![nic(0, 0, 0); 100];
    let mut destination = Devices::new();
    for (id, nic) in (0..).zip(&mut targets) {
        destination.add_instance("nic", id, nic).unwrap();
    }
    let exchange = exchange(&source, &destination);
    let answer = reader(&exchange.answer).read_answer().unwrap();
    assert_eq!(answer.judgements.len(), 3);
    assert_eq!(exchange.there.count_reasons(), 66);
    let shown = exchange.there.to_string();
    assert!(
        shown.contains("device nic#2 (nic): `queues`: 2 at the source"),
        "{shown}"
    );
}

/// A codec by hand, of which nothing is known but that it loads a `Nic`.
struct ByHand(Nic);

impl Migratable for ByHand {
    const TYPE: &'static Type = <Nic as Migratable>::TYPE;

    fn encoded_len(value: &Self) -> usize {
        <Nic as Migratable>::encoded_len(&value.0)
    }

    fn encode(value: &Self, out: &mut Encoder<'_>) -> Result<(), Fault> {
        Nic::encode(&value.0, out)
    }

    fn load(value: &mut Self, input: &mut Decoder<'_>) -> Result<(), Fault> {
        Nic::load(&mut value.0, input)
    }
}

#[derive(Migratable)]
#[migratable(device = "around")]
struct Around {
    nic: ByHand,
    behind: u8,
}

/// What it allows is not known before, so nothing is said of it.
#[test]
fn of_a_codec_by_hand_no_limit_is_known() {
    let around = |nic| Around {
        nic: ByHand(nic),
        behind: 1,
    };
    let mut there = around(nic(4, 0, 0b011));
    assert!(found(&mut around(nic(4, 0b001, 0)), &mut there).is_empty());
    assert_eq!((there.nic.0.features, there.behind), (0b001, 1));
    assert_eq!(
        found(&mut around(nic(4, 0, 0)), &mut around(nic(2, 0, 0))),
        ["`nic.queues`: 4 at the source, 2 at the destination [configuration-differs]"]
    );
    // By itself, as another codec by hand calls it.
    let payload = migratable::to_vec(&nic(4, 0b100, 0)).unwrap();
    let loaded = Nic::load(&mut there.nic.0, &mut Decoder::new(&payload));
    let error = loaded.unwrap_err().to_string();
    assert!(error.contains("`features` is 0x4"), "{error}");
    let payload = migratable::to_vec(&nic(4, 0b010, 0)).unwrap();
    Nic::load(&mut there.nic.0, &mut Decoder::new(&payload)).unwrap();
    assert_eq!(there.nic.0.features, 0b010);
}
