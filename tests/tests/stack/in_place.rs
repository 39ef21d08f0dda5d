//! What is loaded in place, or made on the heap.

use std::cell::RefCell;
use std::sync::Mutex;

use migratable::Migratable;
use migratable::device::Devices;
use migratable::stream::{Header, Limits, StreamReader, StreamWriter};

use super::limit::with_stack;

const MIB: usize = 1 << 20;
const THREAD: usize = 2 * MIB;
const LARGE: usize = 256 * MIB;

#[derive(Migratable)]
struct Line {
    pixels: [u16; 640],
    is_shown: bool,
    name: String,
}

/// 16 MiB, none of it in a box.
#[derive(Migratable)]
#[migratable(device = "gpu")]
struct Gpu {
    frame: [u32; MIB],
    flags: [bool; MIB],
    lines: [Line; 1024],
    tiles: [Option<u16>; MIB],
    pair: ([u8; MIB], u8),
    guarded: Mutex<[u8; MIB]>,
    shared: RefCell<[u16; MIB / 2]>,
    #[migratable(must_match)]
    rom: [u8; MIB],
    #[migratable(varint)]
    count: u32,
}

fn gpu(byte: u8) -> Box<Gpu> {
    let line = |_| Line {
        pixels: [byte.into(); 640],
        is_shown: true,
        name: format!("line {byte}"),
    };
    Box::new(Gpu {
        frame: [byte.into(); MIB],
        flags: [true; MIB],
        lines: std::array::from_fn(line),
        tiles: [Some(byte.into()); MIB],
        pair: ([byte; MIB], byte),
        guarded: Mutex::new([byte; MIB]),
        shared: RefCell::new([byte.into(); MIB / 2]),
        rom: [7; MIB],
        count: byte.into(),
    })
}

fn has(gpu: &Gpu, byte: u8) -> bool {
    gpu.frame[MIB - 1] == u32::from(byte)
        && gpu.lines[1023].name == format!("line {byte}")
        && gpu.tiles[MIB - 1] == Some(byte.into())
        && gpu.pair.1 == byte
        && gpu.guarded.lock().unwrap()[MIB - 1] == byte
        && gpu.shared.borrow()[MIB / 2 - 1] == u16::from(byte)
        && gpu.count == u32::from(byte)
}

#[test]
fn a_device_of_many_mib_is_saved_and_loaded_where_it_stands() {
    let (mut source, mut target) = with_stack(LARGE, || (gpu(1), gpu(2)));
    let (source, target) = (&mut *source, &mut *target);
    with_stack(THREAD, move || {
        let bytes = migratable::to_vec(source).unwrap();
        migratable::load(target, &bytes).unwrap();
        assert!(has(target, 1));
        let refused = migratable::load(target, &bytes[..bytes.len() - 1]);
        assert!(refused.is_err());
    });
}

#[test]
fn a_machine_with_it_is_saved_and_loaded_where_it_stands() {
    let (mut source, mut target) = with_stack(LARGE, || (gpu(1), gpu(2)));
    let (source, target) = (&mut *source, &mut *target);
    with_stack(THREAD, move || {
        let mut devices = Devices::new();
        devices.add("gpu", source).unwrap();
        let header = Header::new("test", "1");
        let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default()).unwrap();
        devices.save(&mut writer).unwrap();
        let stream = writer.finish().unwrap();
        let mut devices = Devices::new();
        devices.add("gpu", &mut *target).unwrap();
        let mut reader = StreamReader::new(&stream[..], Limits::default()).unwrap();
        devices.load(&mut reader).unwrap();
        drop(devices);
        assert!(has(target, 1));
    });
}

/// What makes new values, each with its arrays on the heap.
#[derive(Migratable, Default)]
struct Boxed {
    page: Option<Box<[u32; MIB]>>,
    pages: Vec<Box<[u8; MIB]>>,
    tiles: Option<Box<[Option<u16>; MIB]>>,
    either: Either,
}

#[derive(Migratable, Default)]
enum Either {
    #[default]
    Neither,
    Ram(Box<[u8; MIB]>, String),
}

#[test]
fn arrays_in_boxes_are_made_on_the_heap() {
    let bytes = with_stack(LARGE, || {
        let boxed = Boxed {
            page: Some(Box::new([1; MIB])),
            pages: vec![Box::new([2; MIB]); 3],
            tiles: Some(Box::new([Some(3); MIB])),
            either: Either::Ram(Box::new([4; MIB]), "ram".into()),
        };
        migratable::to_vec(&boxed).unwrap()
    });
    with_stack(THREAD, || {
        let mut live = Boxed::default();
        migratable::load(&mut live, &bytes).unwrap();
        assert_eq!(migratable::to_vec(&live).unwrap(), bytes);
        let decoded: Boxed = migratable::decode(&bytes).unwrap();
        assert_eq!(migratable::to_vec(&decoded).unwrap(), bytes);
    });
}

const LARGEST_DEFAULT: usize = 64 << 10;

/// Eight levels in place, each with a default that is as large as may be.
#[derive(Migratable)]
struct Level<T> {
    below: T,
    #[migratable(subsection(tag = 1, needed = Self::is_needed), default = computed([9; LARGEST_DEFAULT]))]
    cache: [u8; LARGEST_DEFAULT],
    #[migratable(subsection(tag = 2, needed = Self::is_needed), default = computed(Kept::default()))]
    kept: Kept,
}

impl<T> Level<T> {
    fn is_needed(&self) -> bool {
        false
    }
}

/// Is loaded from its default, since something in it is kept.
#[derive(Migratable)]
struct Kept {
    bytes: [u8; LARGEST_DEFAULT - 64],
    name: String,
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            bytes: [8; LARGEST_DEFAULT - 64],
            name: String::from("default"),
        }
    }
}

fn level<T>(below: T) -> Level<T> {
    Level {
        below,
        cache: [1; LARGEST_DEFAULT],
        kept: Kept {
            bytes: [1; LARGEST_DEFAULT - 64],
            name: String::new(),
        },
    }
}

#[test]
fn defaults_are_put_in_on_the_stack() {
    let mut live = with_stack(LARGE, || {
        let four = level(level(level(level(0_u8))));
        Box::new(level(level(level(level(four)))))
    });
    let live = &mut *live;
    with_stack(THREAD, || {
        let bytes = migratable::to_vec(live).unwrap();
        migratable::load(live, &bytes).unwrap();
        let last = &live.below.below.below.below.below.below.below;
        assert_eq!((last.cache[0], last.kept.bytes[0]), (9, 8));
        assert_eq!(last.kept.name, "default");
        assert_eq!((live.cache[0], &*live.kept.name), (9, "default"));
    });
}
