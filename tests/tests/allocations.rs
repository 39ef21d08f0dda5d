//! What is allocated while state is encoded and loaded: nothing, unless a
//! collection grows.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::num::Wrapping;
use std::sync::Mutex;
use std::sync::atomic::AtomicU32;

use allocation_counter::measure;
use migratable::device::{Devices, Snapshots};
use migratable::stream::{Header, Limits};
use migratable::{Migratable, encode_into, encode_to_slice, encoded_len, load_partly, to_vec};

#[derive(Migratable)]
struct Console {
    registers: [u32; 64],
    flags: [bool; 8],
    ticks: AtomicU32,
    overflows: Wrapping<u16>,
    #[migratable(varint)]
    frame: u64,
    #[migratable(with = Vec<migratable::Varint>)]
    samples: Vec<i32>,
    name: String,
    ram: Box<[u8]>,
    fifo: VecDeque<u8>,
    channels: Vec<Channel>,
    lines: Mutex<Vec<u16>>,
    banks: BTreeMap<u64, BTreeMap<u16, Vec<u8>>>,
    pending: BTreeSet<u32>,
    event: Event,
    deadline: Option<u64>,
    #[migratable(range = 0..=16, default = 0)]
    count: u32,
    #[migratable(subsection(tag = 1, needed = |this: &Self| this.clock.rate != 0), default)]
    clock: Clock,
    #[migratable(subsection(tag = 2))]
    extra: Option<Clock>,
    #[migratable(skip)]
    title: String,
}

#[derive(Migratable)]
struct Channel {
    volume: u8,
    wave: Vec<u8>,
    envelope: Option<[u16; 4]>,
}

#[derive(Migratable)]
enum Event {
    None,
    Timer { deadline: u64, period: u32 },
}

#[derive(Migratable, Default)]
struct Clock {
    rate: u32,
}

fn console(value: u8) -> Console {
    let channel = || Channel {
        volume: value,
        wave: vec![value; 32],
        envelope: Some([value.into(); 4]),
    };
    Console {
        registers: [value.into(); 64],
        flags: [value.is_multiple_of(2); 8],
        ticks: AtomicU32::new(value.into()),
        overflows: Wrapping(value.into()),
        frame: u64::from(value) << 30,
        samples: vec![-i32::from(value); 100],
        name: "console".to_owned(),
        ram: vec![value; 1000].into(),
        fifo: VecDeque::from(vec![value; 16]),
        channels: vec![channel(), channel()],
        lines: Mutex::new(vec![value.into(); 9]),
        banks: (0..3)
            .map(|n| (n, BTreeMap::from([(7, vec![value])])))
            .collect(),
        pending: (0..20).collect(),
        event: Event::Timer {
            deadline: 5,
            period: value.into(),
        },
        deadline: Some(value.into()),
        count: 3,
        clock: Clock { rate: value.into() },
        extra: Some(Clock { rate: 2 }),
        title: "live".to_owned(),
    }
}

#[track_caller]
fn allocates_nothing(run: impl FnOnce()) {
    let info = measure(run);
    assert_eq!((info.count_total, info.bytes_total), (0, 0));
}

#[test]
fn encoding_into_a_buffer_that_is_used_again() {
    let (first, second) = (console(7), console(9));
    let mut buffer = to_vec(&first).unwrap();
    allocates_nothing(|| encode_into(&second, &mut buffer).unwrap());
    assert_eq!(buffer, to_vec(&second).unwrap());
}

#[test]
fn encoding_into_a_slice() {
    let value = console(7);
    let mut room = [0; 4096];
    allocates_nothing(|| {
        let len = encode_to_slice(&value, &mut room).unwrap();
        assert_eq!(len, encoded_len(&value));
    });
    assert!(room.starts_with(&to_vec(&value).unwrap()));
}

#[test]
fn loading_what_is_not_larger() {
    let mut live = console(7);
    for other in [console(9), console(200)] {
        let bytes = to_vec(&other).unwrap();
        allocates_nothing(|| load_partly(&mut live, &bytes).unwrap());
        assert_eq!(to_vec(&live).unwrap(), bytes);
    }
    assert_eq!(live.title, "live");
}

#[test]
fn loading_shorter_lists_and_absent_parts() {
    let mut live = console(7);
    let mut shorter = console(0);
    shorter.channels.pop();
    shorter.fifo.pop_front();
    shorter.name.truncate(3);
    shorter.event = Event::None;
    shorter.deadline = None;
    shorter.extra = None;
    let bytes = to_vec(&shorter).unwrap();
    allocates_nothing(|| load_partly(&mut live, &bytes).unwrap());
    assert_eq!(to_vec(&live).unwrap(), bytes);
}

/// What grows is allocated once.
#[test]
fn a_list_that_grows() {
    let mut live = console(7);
    let mut longer = console(9);
    longer.samples = vec![1; 50_000];
    longer.lines = Mutex::new(vec![1; 50_000]);
    let bytes = to_vec(&longer).unwrap();
    let info = measure(|| load_partly(&mut live, &bytes).unwrap());
    assert_eq!(to_vec(&live).unwrap(), bytes);
    // Numbers of variable length are counted only as they are read.
    let needed = 50_000 * (4 + 2);
    assert!(info.bytes_max <= 2 * needed, "{} bytes", info.bytes_max);
}

#[derive(Migratable, Default)]
#[migratable(device = "apu-channel")]
struct Voice {
    period: u16,
    wave: [u8; 32],
    #[migratable(range = 0..=15)]
    volume: u8,
}

#[derive(Migratable)]
#[migratable(device = "bus", post_load = Self::look)]
struct Bus {
    lines: Vec<u16>,
    latch: u8,
}

impl Bus {
    /// As it may refuse, its own state is taken before a load.
    fn look(&mut self) -> Result<(), &'static str> {
        match self.latch {
            0xff => Err("no latch"),
            _ => Ok(()),
        }
    }
}

/// A machine of eleven devices that is kept in memory.
#[test]
fn snapshots_of_a_machine() {
    let mut voices: Vec<Voice> = (0..10).map(|_| Voice::default()).collect();
    let mut bus = Bus {
        lines: vec![3; 40],
        latch: 1,
    };
    let mut devices = Devices::new();
    for (id, voice) in (0..).zip(&mut voices) {
        devices.add_instance("apu", id, voice).unwrap();
    }
    devices.add("bus", &mut bus).unwrap();
    let header = Header::new("emulator", "2.1");
    let mut snapshots = Snapshots::new(&devices, &header, Limits::default()).unwrap();
    let mut state = Vec::new();
    // The first ones make what the next use again.
    snapshots.save(&devices, &mut state).unwrap();
    snapshots.load(&mut devices, &state).unwrap();

    allocates_nothing(|| snapshots.save(&devices, &mut state).unwrap());
    allocates_nothing(|| drop(snapshots.load(&mut devices, &state).unwrap()));
    assert_eq!(snapshots.saved_len(&devices).unwrap(), state.len() as u64);
    let payloads = 10 * (2 + 32 + 1) + (1 + 40 * 2 + 1);
    let more = state.len() - payloads;
    assert!(more <= 11 * 64, "{more} bytes over the payloads");
}
