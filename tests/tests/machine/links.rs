//! Every refusal, of each device of a machine, while each may derive from each
//! other one: all is as it was before.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use migratable::Migratable;
use migratable::device::Devices;
use migratable::stream::{Limits, StreamWriter};
use migratable_tests::assert_between;

use super::builds::{header, memory_reader, reader};

/// What ran: a hook of a device.
type Log = Rc<RefCell<Vec<(&'static str, usize)>>>;

#[derive(Migratable)]
#[migratable(
    device = "link",
    version = 2,
    oldest = 1,
    upgrade = Self::upgrade,
    validate = Self::validate,
    post_load = Self::post_load,
    loaded = Self::loaded,
    retired(tag = 1, name = "old", type = u8, apply = Self::apply)
)]
struct Link {
    on: bool,
    #[migratable(range = 0..=99)]
    level: u32,
    #[migratable(must_match)]
    config: u8,
    /// Which hook refuses.
    command: u8,
    value: Arc<AtomicU32>,
    guarded: Arc<Mutex<u32>>,
    shared: Rc<RefCell<u32>>,
    part: Checked,
    text: String,
    /// Ten times the value of the neighbour.
    #[migratable(skip)]
    derived: u32,
    #[migratable(skip)]
    neighbour: Option<Arc<AtomicU32>>,
    #[migratable(skip)]
    id: usize,
    #[migratable(skip)]
    log: Log,
}

/// Where fields stand in the encoding.
const ON: usize = 0;
const LEVEL: usize = 1;
const CONFIG: usize = 5;
const COMMAND: usize = 6;
const PART: usize = 19;

impl Link {
    fn ran(&self, hook: &'static str, command: u8) -> Result<(), String> {
        self.log.borrow_mut().push((hook, self.id));
        match self.command == command {
            true => Err(format!("no command {command}")),
            false => Ok(()),
        }
    }

    fn apply(&mut self, old: u8) -> Result<(), String> {
        self.level += u32::from(old);
        self.ran("apply", 1)
    }

    fn upgrade(&mut self, _from: u32) -> Result<(), String> {
        self.ran("upgrade", 2)
    }

    fn validate(&self) -> Result<(), String> {
        self.ran("validate", 3)
    }

    fn post_load(&mut self) -> Result<(), String> {
        if let Some(neighbour) = &self.neighbour {
            self.derived = neighbour.load(Ordering::SeqCst) * 10;
        }
        self.ran("post_load", 4)
    }

    fn loaded(&mut self) {
        self.log.borrow_mut().push(("loaded", self.id));
    }

    /// All that can be seen of it.
    fn seen(&self) -> Seen {
        let guarded = self
            .guarded
            .lock()
            .unwrap_or_else(|poison| poison.into_inner());
        Seen {
            numbers: [
                self.on.into(),
                self.level,
                self.config.into(),
                self.command.into(),
                self.value.load(Ordering::SeqCst),
                *guarded,
                *self.shared.borrow(),
                self.part.0.into(),
                self.derived,
            ],
            text: self.text.clone(),
            handles: [
                Arc::as_ptr(&self.value).cast(),
                Arc::as_ptr(&self.guarded).cast(),
                Rc::as_ptr(&self.shared).cast(),
            ],
        }
    }
}

#[derive(Debug, PartialEq)]
struct Seen {
    numbers: [u32; 9],
    text: String,
    handles: [*const (); 3],
}

#[derive(Migratable)]
#[migratable(try_from = u8, into = u8)]
struct Checked(u8);

impl From<&Checked> for u8 {
    fn from(checked: &Checked) -> Self {
        checked.0
    }
}

impl TryFrom<u8> for Checked {
    type Error = &'static str;

    fn try_from(value: u8) -> Result<Self, &'static str> {
        match value {
            200 => Err("200 is too much"),
            _ => Ok(Self(value)),
        }
    }
}

/// The build before.
mod older {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "link")]
    pub(super) struct Link {
        pub(super) old: u8,
        pub(super) on: bool,
        pub(super) level: u64,
        pub(super) config: u8,
        pub(super) command: u8,
        pub(super) value: u32,
        pub(super) guarded: u32,
        pub(super) shared: u32,
        pub(super) part: u8,
        pub(super) text: String,
    }
}

const COUNT: usize = 3;

/// Device `id` with state that shows `base`.
fn link(base: u32, id: usize, log: &Log) -> Link {
    let base = base + id as u32;
    Link {
        on: true,
        level: base,
        config: 7,
        command: 0,
        value: Arc::new(AtomicU32::new(base)),
        guarded: Arc::new(Mutex::new(base)),
        shared: Rc::new(RefCell::new(base)),
        part: Checked(base as u8),
        text: format!("text {base}"),
        derived: 0,
        neighbour: None,
        id,
        log: log.clone(),
    }
}

fn old_link(base: u32, id: usize) -> older::Link {
    let base = base + id as u32;
    older::Link {
        old: 1,
        on: true,
        level: base.into(),
        config: 7,
        command: 0,
        value: base,
        guarded: base,
        shared: base,
        part: base as u8,
        text: format!("text {base}"),
    }
}

/// Three devices, of which `derives` derives from `from`.
fn machine(base: u32, derives: usize, from: usize, log: &Log) -> Vec<Link> {
    let mut links: Vec<Link> = (0..COUNT).map(|id| link(base, id, log)).collect();
    let value = links[from].value.clone();
    links[derives].derived = value.load(Ordering::SeqCst) * 10;
    links[derives].neighbour = Some(value);
    links
}

const PATHS: [&str; COUNT] = ["a", "b", "c"];

fn devices(links: &mut [Link], derives: usize, from: usize) -> Devices<'_> {
    let mut devices = Devices::new();
    for (path, link) in PATHS.into_iter().zip(links) {
        devices.add(path, link).unwrap();
    }
    devices.load_after(PATHS[derives], PATHS[from]).unwrap();
    devices
}

/// A stream of `devices`, whose sections are `payloads`.
fn stream(devices: &Devices<'_>, payloads: &[Vec<u8>]) -> Vec<u8> {
    let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    devices.save_prologue(&mut writer).unwrap();
    for (index, payload) in (0..).zip(payloads) {
        writer.section(index, payload).unwrap();
    }
    writer.finish().unwrap()
}

/// What a writer of the same build sends.
fn sent(change: impl Fn(usize, &mut Vec<u8>)) -> Vec<u8> {
    let mut links = machine(20, 0, 1, &Log::default());
    let payloads: Vec<Vec<u8>> = links
        .iter()
        .map(|link| {
            let mut payload = migratable::to_vec(link).unwrap();
            change(link.id, &mut payload);
            payload
        })
        .collect();
    stream(&devices(&mut links, 0, 1), &payloads)
}

/// What one of the build before sends.
fn sent_by_older(change: impl Fn(usize, &mut older::Link)) -> Vec<u8> {
    let mut links: Vec<_> = (0..COUNT).map(|id| old_link(20, id)).collect();
    for (id, link) in links.iter_mut().enumerate() {
        change(id, link);
    }
    let payloads: Vec<_> = links
        .iter()
        .map(|link| migratable::to_vec(link).unwrap())
        .collect();
    let mut devices = Devices::new();
    for (path, link) in PATHS.into_iter().zip(&mut links) {
        devices.add(path, link).unwrap();
    }
    stream(&devices, &payloads)
}

/// Why a device refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    Truncated,
    Trailing,
    NoValue,
    Utf8,
    Range,
    MustMatch,
    Condition,
    Poisoned,
    Borrowed,
    TryFrom,
    Apply,
    Upgrade,
    Validate,
    PostLoad,
}

/// Each, how it is called in the guide, and what the error says.
const REFUSALS: [(Refusal, &str, &str); 14] = [
    (Refusal::Truncated, "bytes that are missing", "ends before"),
    (Refusal::Trailing, "bytes that are left", "behind"),
    (
        Refusal::NoValue,
        "a bool, tag or count that is none",
        "a bool is 0 or 1",
    ),
    (Refusal::Utf8, "text that is not UTF-8", "UTF-8"),
    (Refusal::Range, "`range`, `max_len`", "range 0..=99"),
    (Refusal::MustMatch, "`must_match`", "must match"),
    (
        Refusal::Condition,
        "a condition of the preflight",
        "number-narrowed",
    ),
    (
        Refusal::Poisoned,
        "a lock that is poisoned",
        "the lock is poisoned",
    ),
    (
        Refusal::Borrowed,
        "a `RefCell` that is borrowed",
        "is borrowed",
    ),
    (Refusal::TryFrom, "`try_from`", "200 is too much"),
    (
        Refusal::Apply,
        "`apply`",
        "apply of `Link` refused: no command 1",
    ),
    (
        Refusal::Upgrade,
        "`upgrade`",
        "upgrade of `Link` refused: no command 2",
    ),
    (
        Refusal::Validate,
        "`validate`",
        "validate of `Link` refused: no command 3",
    ),
    (
        Refusal::PostLoad,
        "`post_load`",
        "post_load of `Link` refused: no command 4",
    ),
];

/// A stream that device `refuses` refuses.
fn refused_stream(refusal: Refusal, refuses: usize) -> Vec<u8> {
    let same = |change: &dyn Fn(&mut Vec<u8>)| {
        sent(|id, payload| {
            if id == refuses {
                change(payload);
            }
        })
    };
    let older = |change: &dyn Fn(&mut older::Link)| {
        sent_by_older(|id, link| {
            if id == refuses {
                change(link);
            }
        })
    };
    match refusal {
        Refusal::Truncated => same(&|payload| payload.truncate(payload.len() - 1)),
        Refusal::Trailing => same(&|payload| payload.push(0)),
        Refusal::NoValue => same(&|payload| payload[ON] = 2),
        Refusal::Utf8 => same(&|payload| payload[PART + 2] = 0xff),
        Refusal::Range => same(&|payload| payload[LEVEL] = 100),
        Refusal::MustMatch => same(&|payload| payload[CONFIG] = 8),
        Refusal::Condition => older(&|link| link.level = 1 << 40),
        Refusal::Poisoned | Refusal::Borrowed => same(&|_| ()),
        Refusal::TryFrom => same(&|payload| payload[PART] = 200),
        Refusal::Apply => older(&|link| link.command = 1),
        Refusal::Upgrade => older(&|link| link.command = 2),
        Refusal::Validate => same(&|payload| payload[COMMAND] = 3),
        Refusal::PostLoad => same(&|payload| payload[COMMAND] = 4),
    }
}

/// Loads what device `refuses` refuses; returns what ran, and the error.
fn load_refused(
    links: &mut [Link],
    (derives, from): (usize, usize),
    (refusal, refuses): (Refusal, usize),
    in_memory: bool,
) -> String {
    let stream = refused_stream(refusal, refuses);
    let (guarded, shared) = (
        links[refuses].guarded.clone(),
        links[refuses].shared.clone(),
    );
    if refusal == Refusal::Poisoned {
        let held = guarded.clone();
        let panicked = std::thread::spawn(move || {
            let _held = held.lock();
            std::panic::resume_unwind(Box::new("poison"));
        });
        panicked.join().unwrap_err();
    }
    let borrowed = (refusal == Refusal::Borrowed).then(|| shared.borrow_mut());
    let mut devices = devices(links, derives, from);
    let error = match in_memory {
        true => devices.load(&mut memory_reader(&stream)).unwrap_err(),
        false => devices.load(&mut reader(&stream)).unwrap_err(),
    };
    drop((devices, borrowed));
    guarded.clear_poison();
    error.to_string()
}

/// What a good load ran: hooks of each device in load order, then `loaded` of each.
fn assert_loaded(ran: &[(&str, usize)], (derives, from): (usize, usize)) -> Vec<usize> {
    let of = |hook: &str| -> Vec<usize> {
        ran.iter()
            .filter(|ran| ran.0 == hook)
            .map(|ran| ran.1)
            .collect()
    };
    let order = of("post_load");
    assert_eq!((order.len(), of("loaded").len()), (COUNT, COUNT), "{ran:?}");
    assert_eq!(of("validate"), order);
    assert_eq!(of("loaded"), order);
    assert!(
        ran[ran.len() - COUNT..].iter().all(|ran| ran.0 == "loaded"),
        "{ran:?}"
    );
    let at = |id| order.iter().position(|other| *other == id);
    assert!(at(from) < at(derives), "{order:?}");
    order
}

fn pairs() -> impl Iterator<Item = (usize, usize)> {
    let all = (0..COUNT).flat_map(|derives| (0..COUNT).map(move |from| (derives, from)));
    all.filter(|(derives, from)| derives != from)
}

#[test]
fn a_refused_machine_is_as_it_was() {
    let mut table = String::from(
        "\n| refused by | state, skipped fields, handles | hooks that ran | `loaded` |\n|---|---|---|---|\n",
    );
    for (refusal, name, says) in REFUSALS {
        let mut hooks_ran = false;
        for (pair, refuses) in pairs().flat_map(|pair| (0..COUNT).map(move |i| (pair, i))) {
            for in_memory in [false, true] {
                let case = format!("{refusal:?} of {refuses}, {pair:?}");
                let log = Log::default();
                let mut links = machine(50, pair.0, pair.1, &log);
                let before: Vec<Seen> = links.iter().map(Link::seen).collect();
                let error = load_refused(&mut links, pair, (refusal, refuses), in_memory);
                assert!(error.contains(says), "{case}: {error}");
                assert!(
                    error.contains(&format!("device {}#0", PATHS[refuses])),
                    "{error}"
                );
                assert!(!error.contains("put back"), "{case}: {error}");
                let after: Vec<Seen> = links.iter().map(Link::seen).collect();
                assert_eq!(after, before, "{case}");
                let ran = log.take();
                assert!(ran.iter().all(|ran| ran.0 != "loaded"), "{case}: {ran:?}");
                hooks_ran |= !ran.is_empty();

                // It can still be loaded, and tells in which order.
                devices(&mut links, pair.0, pair.1)
                    .load(&mut reader(&sent(|_, _| ())))
                    .unwrap();
                let order = assert_loaded(&log.take(), pair);
                assert_eq!(links[pair.0].derived, (20 + pair.1 as u32) * 10);
                assert_put_back(&ran, &order, refuses, refusal);
            }
        }
        table += &match hooks_ran {
            false => format!("| {name} | not touched | none | does not run |\n"),
            true => format!(
                "| {name} | put back | those of what was loaded; then `validate` and `post_load` on what was put back | does not run |\n"
            ),
        };
    }
    assert_between("docs/guide.md", "refusals", &(table + "\n"));
}

/// Hooks ran on what was loaded, up to the device that refused, and then on what
/// was put back, each time in load order.
fn assert_put_back(ran: &[(&str, usize)], order: &[usize], refuses: usize, refusal: Refusal) {
    if ran.is_empty() {
        return;
    }
    let last = order.iter().position(|id| *id == refuses).unwrap();
    let again: Vec<(&str, usize)> = order[..=last]
        .iter()
        .flat_map(|id| [("validate", *id), ("post_load", *id)])
        .collect();
    let (first, put_back) = ran.split_at(ran.len() - again.len());
    assert_eq!(put_back, again, "{refusal:?}: {ran:?}");
    let ids: Vec<usize> = first.iter().map(|ran| ran.1).collect();
    let mut seen = ids.clone();
    seen.dedup();
    assert!(order.starts_with(&seen), "{refusal:?}: {ran:?}, {order:?}");
}

#[test]
fn a_good_load_of_an_older_build_runs_all_hooks_once() {
    for pair in pairs() {
        let log = Log::default();
        let mut links = machine(50, pair.0, pair.1, &log);
        let stream = sent_by_older(|_, _| ());
        devices(&mut links, pair.0, pair.1)
            .load(&mut reader(&stream))
            .unwrap();
        let ran = log.take();
        let order = assert_loaded(&ran, pair);
        for (index, id) in order.into_iter().enumerate() {
            let hooks = ["upgrade", "apply", "validate", "post_load"].map(|hook| (hook, id));
            assert_eq!(ran[index * 4..][..4], hooks);
            assert_eq!(links[id].level, 21 + id as u32);
        }
    }
}
