//! Devices that keep the state that they have, among others that are loaded.

use std::cell::RefCell;
use std::sync::{Arc, Mutex};

use migratable::Migratable;
use migratable::device::{Absence, AnyDevice, Devices, Loaded, MachineError};
use migratable::resolve::Verdict;
use migratable::stream::{Limits, StreamWriter};

use super::super::builds::{header, reader, save};

thread_local! {
    static HOOKS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn hooks() -> Vec<String> {
    HOOKS.take()
}

/// A device all of whose hooks say that they ran.
#[derive(Migratable, Clone, Debug, Default, PartialEq)]
#[migratable(
    device = "card",
    version = 2,
    needed = Self::is_plugged,
    upgrade = Self::upgrade,
    validate = Self::validate,
    post_load = Self::post_load,
    loaded = Self::loaded
)]
struct Card {
    id: u8,
    sectors: u32,
}

impl Card {
    fn new(id: u8, sectors: u32) -> Self {
        Self { id, sectors }
    }

    fn is_plugged(&self) -> bool {
        self.sectors != 0
    }

    fn ran(&self, hook: &str) {
        HOOKS.with_borrow_mut(|hooks| hooks.push(format!("{hook} {}", self.id)));
    }

    fn upgrade(&mut self, _: u32) {
        self.ran("upgrade");
    }

    fn validate(&self) {
        self.ran("validate");
    }

    fn post_load(&mut self) -> Result<(), String> {
        self.ran("post_load");
        match self.sectors {
            13 => Err("no disk has 13 sectors".into()),
            _ => Ok(()),
        }
    }

    fn loaded(&mut self) {
        self.ran("loaded");
    }
}

fn bus<D: AnyDevice>(cards: &mut [D]) -> Devices<'_> {
    let mut devices = Devices::new();
    for (slot, card) in (0..).zip(cards) {
        devices.add_instance("bus", slot, card).unwrap();
    }
    devices
}

fn kept(loaded: &Loaded) -> Vec<(&str, Absence)> {
    let kept = loaded.kept.iter();
    kept.map(|one| (&*one.instance, one.why)).collect()
}

/// Of two of one device, one is needed. What is kept has no hooks but the last, which
/// speaks of the machine.
#[test]
fn of_two_one_is_needed() {
    let stream = save(&bus(&mut [Card::new(1, 0), Card::new(2, 80)]));
    let mut target = [Card::new(3, 0), Card::new(4, 0)];
    let loaded = bus(&mut target).load(&mut reader(&stream)).unwrap();
    assert_eq!(kept(&loaded), [("bus#0", Absence::NotNeeded)]);
    assert_eq!(
        loaded.kept[0].to_string(),
        "device bus#0 (card): keeps its state, as it was not needed at the source"
    );
    assert_eq!(target, [Card::new(3, 0), Card::new(2, 80)]);
    assert_eq!(
        hooks(),
        ["validate 2", "post_load 2", "loaded 3", "loaded 2"]
    );
}

#[derive(Migratable, Clone, Debug, Default, PartialEq)]
#[migratable(device = "host", loaded = Self::loaded)]
struct Host {
    irq: u32,
}

impl Host {
    fn loaded(&mut self) {
        HOOKS.with_borrow_mut(|hooks| hooks.push("loaded host".into()));
    }
}

/// What is loaded after one that is absent, is loaded; the order of the last hooks is that
/// of the machine.
#[test]
fn the_order_of_loading_is_that_of_all() {
    let stream = |sectors| {
        let (mut card, mut host) = (Card::new(1, sectors), Host { irq: 5 });
        let mut devices = Devices::new();
        devices.add("host", &mut host).unwrap();
        devices.add("card", &mut card).unwrap();
        save(&devices)
    };
    for (sectors, ran) in [
        (0, &["loaded 9", "loaded host"][..]),
        (3, &["validate 1", "post_load 1", "loaded 1", "loaded host"]),
    ] {
        let (mut card, mut host) = (Card::new(9, 0), Host::default());
        let mut devices = Devices::new();
        devices.add("host", &mut host).unwrap();
        devices.add("card", &mut card).unwrap();
        devices.load_after("host", "card").unwrap();
        devices.load(&mut reader(&stream(sectors))).unwrap();
        assert_eq!(host.irq, 5);
        assert_eq!(hooks(), ran);
    }
}

/// A refusal puts back what was loaded, and runs the hooks of that alone.
#[test]
fn a_refusal_leaves_out_what_is_kept() {
    let cards = [Card::new(1, 1), Card::new(2, 0), Card::new(3, 13)];
    let stream = save(&bus(&mut cards.clone()));
    let before = [Card::new(4, 4), Card::new(5, 5), Card::new(6, 6)];
    let mut target = before.clone();
    let error = bus(&mut target).load(&mut reader(&stream)).unwrap_err();
    assert!(
        error.to_string().contains("no disk has 13 sectors"),
        "{error}"
    );
    assert_eq!(target, before);
    let ran = hooks();
    assert!(ran.iter().all(|hook| !hook.ends_with('5')), "{ran:?}");
    assert!(ran.iter().any(|hook| hook == "post_load 4"), "{ran:?}");
}

/// Devices that were plugged in since: the older writer does not list them.
#[test]
fn what_is_not_listed_is_kept() {
    let stream = save(&bus(&mut [Card::new(1, 1)]));
    let mut target = [Card::new(2, 0), Card::new(3, 9)];
    let mut devices = bus(&mut target);
    let preflight = devices.judge_offer(reader(&stream).prologue()).unwrap();
    assert_eq!(preflight.verdict(), Verdict::Compatible);
    let [_, unlisted] = preflight.devices() else {
        panic!("{preflight:?}")
    };
    let said = unlisted.findings.first().unwrap().to_string();
    let expected = "the writer does not have it: it keeps the state that it has [device-not-sent]";
    assert_eq!(said, expected);
    let loaded = devices.load(&mut reader(&stream)).unwrap();
    assert_eq!(kept(&loaded), [("bus#1", Absence::NotSent)]);
    assert_eq!(
        loaded.kept[0].to_string(),
        "device bus#1 (card): keeps its state, as the source does not have it"
    );
    assert_eq!(target, [Card::new(1, 1), Card::new(3, 9)]);
    hooks();
}

/// Hotplug: the prologue says what to make, and what need not be.
#[test]
fn the_prologue_lists_what_may_be_absent() {
    let (mut host, mut card) = (Host::default(), Card::new(1, 0));
    let mut devices = Devices::new();
    devices.add("host", &mut host).unwrap();
    devices.add("card", &mut card).unwrap();
    let stream = save(&devices);
    let stream = reader(&stream);
    let listed = stream.prologue().devices().unwrap();
    let listed: Vec<_> = listed.iter().map(|one| (one.path, one.needed)).collect();
    assert_eq!(listed, [("host", false), ("card", true)]);
}

/// Between the offer and the save, the guest runs.
#[test]
fn what_became_needed_since_is_refused_before_it_is_lost() {
    let card = Arc::new(Mutex::new(Card::new(1, 0)));
    let host = Host::default();
    let mut source = Devices::new();
    source.add("host", &host).unwrap();
    source.add("card", card.clone()).unwrap();
    let mut offer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    source.save_prologue(&mut offer).unwrap();
    offer.flush().unwrap();

    let mut there = Host::default();
    let mut target = Devices::new();
    target.add("host", &mut there).unwrap();
    let judged = target
        .judge_offer(reader(offer.get_mut()).prologue())
        .unwrap();
    assert_eq!(
        judged.to_string(),
        "conditional\n  device card#0 (card): must not be needed when it is saved: the reader \
         does not have it [device-needed]"
    );
    let mut answer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    target.answer(&judged, &mut answer).unwrap();
    let preflight = source
        .read_answer(&mut reader(answer.get_mut()))
        .unwrap()
        .require()
        .unwrap();
    source.check_conditions(&preflight).unwrap();

    card.lock().unwrap().sectors = 8;
    let refusals = [
        source.check_conditions(&preflight),
        source.save_checked_sections(&preflight, &mut offer),
    ];
    for error in refusals {
        let error = error.unwrap_err();
        assert!(matches!(error, MachineError::Needed { .. }), "{error:?}");
        assert_eq!(
            error.to_string(),
            "device card#0 (card): it is needed, and must not be needed when it is saved: the \
             reader does not have it [device-needed]; turn off what needs it, or migrate to \
             where it is"
        );
    }
    // One that was not asked finds out from the state.
    let error = target.load(&mut reader(&save(&source))).unwrap_err();
    assert!(matches!(error, MachineError::Needed { .. }), "{error:?}");

    // And unplugged again, it goes.
    card.lock().unwrap().sectors = 0;
    source.check_conditions(&preflight).unwrap();
    target.load(&mut reader(&save(&source))).unwrap();
}

mod blocked {
    use super::*;

    #[derive(Migratable, Default)]
    #[migratable(device = "disk", needed = |disk: &Self| disk.sectors != 0, blocked = Self::busy)]
    struct Disk {
        sectors: u32,
    }

    impl Disk {
        fn busy(&self) -> Option<&'static str> {
            Some("requests are in flight")
        }
    }

    /// What is not saved, does not keep the machine from being saved.
    #[test]
    fn only_what_is_needed_blocks() {
        let blockers = |sectors| {
            let disk = Disk { sectors };
            let mut devices = Devices::new();
            devices.add("disk", &disk).unwrap();
            devices.blockers().unwrap().len()
        };
        assert_eq!([blockers(0), blockers(1)], [0, 1]);
    }
}

mod configured {
    use super::*;

    /// What must match counts only for state that comes.
    #[derive(Migratable, Default)]
    #[migratable(device = "nic", needed = |nic: &Self| nic.link != 0)]
    struct Nic {
        #[migratable(must_match)]
        queues: u16,
        link: u8,
    }

    #[derive(Migratable, Default)]
    #[migratable(device = "phy")]
    struct Always {
        #[migratable(must_match)]
        queues: u16,
        link: u8,
    }

    #[test]
    fn a_configuration_counts_if_the_device_is_needed() {
        for link in [0, 1] {
            let (mut source, mut target) = (Nic { queues: 4, link }, Nic { queues: 2, link: 3 });
            let (source, mut target) = (
                bus(std::slice::from_mut(&mut source)),
                bus(std::slice::from_mut(&mut target)),
            );
            let stream = save(&source);
            let judged = target.judge_offer(reader(&stream).prologue()).unwrap();
            assert_eq!(
                judged.to_string(),
                "conditional\n  device bus#0 (nic): `queues`: must not be needed: 4 at the \
                 source, 2 at the destination [configuration-differs]"
            );
            let mut answer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
            target.answer(&judged, &mut answer).unwrap();
            let preflight = source.read_answer(&mut reader(answer.get_mut())).unwrap();
            let checked = source.check_conditions(&preflight);
            assert_eq!(checked.is_ok(), link == 0, "{checked:?}");
            let loaded = target.load(&mut reader(&stream));
            assert_eq!(loaded.is_ok(), link == 0, "{loaded:?}");
        }
    }

    /// A later build, into whose counters not every value of the earlier one's fits.
    mod narrow {
        use migratable::Migratable;

        #[derive(Migratable, Default)]
        #[migratable(device = "nic", needed = |nic: &Self| nic.packets != 0)]
        pub(super) struct Nic {
            #[migratable(must_match)]
            pub(super) queues: u16,
            pub(super) packets: u16,
        }
    }

    mod wide {
        use migratable::Migratable;

        #[derive(Migratable, Default)]
        #[migratable(device = "nic", needed = |nic: &Self| nic.packets != 0)]
        pub(super) struct Nic {
            #[migratable(must_match)]
            pub(super) queues: u16,
            pub(super) packets: u32,
        }
    }

    /// Conditions on the state and on the configuration are all counted and sent.
    #[test]
    fn all_conditions_are_told() {
        let mut source = wide::Nic {
            queues: 4,
            packets: 70_000,
        };
        let mut target = narrow::Nic::default();
        let source = bus(std::slice::from_mut(&mut source));
        let mut target = bus(std::slice::from_mut(&mut target));
        let stream = save(&source);
        let judged = target.judge_offer(reader(&stream).prologue()).unwrap();
        assert_eq!(judged.verdict(), Verdict::Conditional);
        assert_eq!(judged.count_reasons(), 2);
        let [device] = judged.devices() else {
            panic!("{judged:?}")
        };
        assert_eq!(device.reasons().count(), 2);
        let mut answer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
        target.answer(&judged, &mut answer).unwrap();
        source.read_answer(&mut reader(answer.get_mut())).unwrap();
        target.load(&mut reader(&stream)).unwrap_err();
    }

    /// Of one that is always sent, as ever.
    #[test]
    fn a_configuration_of_what_is_always_sent_counts() {
        let (mut source, mut target) = (Always { queues: 4, link: 0 }, Always::default());
        let stream = save(&bus(std::slice::from_mut(&mut source)));
        let target = bus(std::slice::from_mut(&mut target));
        let judged = target.judge_offer(reader(&stream).prologue()).unwrap();
        assert_eq!(judged.verdict(), Verdict::Incompatible);
    }
}
