//! Structs with `pod` are, in all but speed, what they are without it.

use std::collections::VecDeque;
use std::fmt::Debug;

use bytemuck::{Pod, bytes_of};
use migratable::device::Devices;
use migratable::resolve::resolve;
use migratable::schema::Schema;
use migratable::stream::{Header, Limits, StreamReader, StreamWriter};
use migratable::value::{self, JsonForm};
use migratable::{Decode, Device, Migratable};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

/// The same structs and devices in two modules, of which one has the key.
macro_rules! twins {
    ($($(#[$attr:meta])* struct $name:ident $fields:tt;)*) => {
        mod copied {
            $(twins!(@one [#[migratable(pod)]] $(#[$attr])* $name $fields);)*
            twins!(@devices);
        }
        mod plain {
            $(twins!(@one [] $(#[$attr])* $name $fields);)*
            twins!(@devices);
        }
    };
    (@one [$($pod:tt)*] $(#[$attr:meta])* $name:ident ($($fields:tt)*)) => {
        #[derive(Clone, Copy, Debug, bytemuck::Pod, bytemuck::Zeroable, migratable::Migratable)]
        #[repr(C)]
        $($pod)*
        $(#[$attr])*
        pub(super) struct $name($($fields)*);
    };
    (@one [$($pod:tt)*] $(#[$attr:meta])* $name:ident {$($fields:tt)*}) => {
        #[derive(Clone, Copy, Debug, bytemuck::Pod, bytemuck::Zeroable, migratable::Migratable)]
        #[repr(C)]
        $($pod)*
        $(#[$attr])*
        pub(super) struct $name {$($fields)*}
    };
    (@devices) => {
        /// All positions in which a value can be.
        #[derive(Clone, Debug, migratable::Migratable)]
        pub(super) struct Around<T> {
            pub(super) is_enabled: bool,
            pub(super) one: T,
            pub(super) text: String,
            pub(super) boxed: Box<T>,
            pub(super) array: [T; 5],
            pub(super) nested: Box<[[T; 2]; 3]>,
            pub(super) list: Vec<T>,
            pub(super) slice: Box<[T]>,
            pub(super) deque: std::collections::VecDeque<T>,
            pub(super) maybe: Option<T>,
            pub(super) pair: (u8, T),
        }

        #[derive(Clone, Debug, migratable::Migratable)]
        #[migratable(device = "nvme")]
        pub(super) struct Nvme {
            pub(super) around: Around<Queue>,
            pub(super) counters: Vec<Wide>,
            #[migratable(skip = 0)]
            pub(super) kept: u8,
        }
    };
}

twins! {
    struct Byte(u8);
    struct Address(u64);
    struct Pair {
        low: u16,
        high: i16,
    };
    struct Queue {
        base: Address,
        ring: Ring,
        #[migratable(unit = "ns", default = 3)]
        tail: u32,
        head: u32,
    };
    struct Ring {
        entries: [Pair; 3],
        #[migratable(rename = "flags", sensitive, ignorable)]
        bits: [[u8; 2]; 2],
    };
    struct Floats(f64, f32, i32);
    // What else of the standard library bytemuck copies, and is encoded as it lies.
    struct Wrapped {
        serial: std::num::Wrapping<u64>,
        clocks: [std::num::Wrapping<i16>; 2],
        owner: std::marker::PhantomData<u64>,
        pairs: std::num::Wrapping<Word>,
    };
    struct Word(u32);
    struct Wide {
        most: u128,
        least: i128,
        bytes: [u8; 16],
    };
    #[migratable(rename = "R")]
    struct Renamed {
        #[migratable(fill = 7)]
        #[migratable(alias = "old")]
        numbers: [i64; 9],
    };
}

/// Both twins of the same memory.
fn twin<A: Pod, B: Pod>(memory: &[u8]) -> (A, B) {
    let memory = &memory[..size_of::<A>()];
    (
        bytemuck::pod_read_unaligned(memory),
        bytemuck::pod_read_unaligned(memory),
    )
}

/// Each case is compared in many ways.
fn runner() -> TestRunner {
    TestRunner::new(ProptestConfig::with_cases(8))
}

fn memory<T>(values: usize) -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), values * size_of::<T>())
}

/// An `Around` of values taken from this memory.
macro_rules! around {
    ($module:ident, $ty:ty, $memory:expr) => {{
        let mut values = $memory.chunks_exact(size_of::<$ty>()).cycle();
        let mut next = || -> $ty { bytemuck::pod_read_unaligned(values.next().unwrap()) };
        $module::Around {
            is_enabled: true,
            one: next(),
            text: "text".to_owned(),
            boxed: Box::new(next()),
            array: std::array::from_fn(|_| next()),
            nested: Box::new(std::array::from_fn(|_| std::array::from_fn(|_| next()))),
            list: (0..7).map(|_| next()).collect(),
            slice: (0..3).map(|_| next()).collect(),
            deque: VecDeque::from_iter((0..6).map(|_| next())),
            maybe: Some(next()),
            pair: (9, next()),
        }
    }};
}

fn encoded<T: Migratable>(value: &T) -> Vec<u8> {
    migratable::to_vec(value).unwrap()
}

/// What `decode`, `load` and `load_partly` make of these bytes, encoded, or why they
/// refuse them.
fn outcomes<T: Decode + Clone>(live: &T, bytes: &[u8]) -> [Result<Vec<u8>, String>; 3] {
    let (mut loaded, mut partly) = (live.clone(), live.clone());
    let results = [
        migratable::decode::<T>(bytes),
        migratable::load(&mut loaded, bytes).map(|()| loaded),
        migratable::load_partly(&mut partly, bytes).map(|()| partly),
    ];
    results.map(|result| match result {
        Ok(value) => Ok(encoded(&value)),
        Err(error) => Err(error.to_string()),
    })
}

/// Compares two values that are to have the same bytes, in all that is done with them.
#[track_caller]
fn same<A, B>((copied, plain): (&A, &B), (live, plain_live): (&A, &B))
where
    A: Decode + Clone + Debug,
    B: Decode + Clone + Debug,
{
    let bytes = encoded(copied);
    assert_eq!(bytes, encoded(plain), "{copied:?}");
    let mut slice = vec![0xaa; bytes.len()];
    migratable::encode_to_slice(copied, &mut slice).unwrap();
    assert_eq!(slice, bytes);
    let mut again = encoded(live);
    migratable::encode_into(copied, &mut again).unwrap();
    assert_eq!(again, bytes);

    assert_eq!(outcomes(live, &bytes), [(); 3].map(|()| Ok(bytes.clone())));
    let lengths = (0..bytes.len()).step_by(bytes.len() / 20 + 1);
    let damaged = lengths.map(|len| bytes[..len].to_vec());
    let longer = [bytes.as_slice(), &[0]].concat();
    for bytes in damaged.chain([longer]) {
        let of_copied = outcomes(live, &bytes);
        assert!(
            of_copied.iter().all(Result::is_err),
            "{} bytes",
            bytes.len()
        );
        assert_eq!(of_copied, outcomes(plain_live, &bytes));
    }
}

#[track_caller]
fn same_schema<A: Migratable, B: Migratable>() {
    assert_eq!(A::TYPE, B::TYPE);
    let fingerprint = A::TYPE.summary().fingerprint();
    assert_eq!(fingerprint, B::TYPE.summary().fingerprint());
}

macro_rules! shapes {
    ($($test:ident: $ty:ident;)*) => {$(
        #[test]
        fn $test() {
            type Copied = copied::$ty;
            type Plain = plain::$ty;
            same_schema::<Copied, Plain>();
            same_schema::<copied::Around<Copied>, plain::Around<Plain>>();
            let run = runner().run(&memory::<Copied>(8), |memory| {
                let (one, other) = (twin(&memory), twin(&memory[size_of::<Copied>()..]));
                same::<Copied, Plain>((&one.0, &one.1), (&other.0, &other.1));
                let one = around!(copied, Copied, memory);
                let plain = around!(plain, Plain, memory);
                let mut live = around!(copied, Copied, memory[size_of::<Copied>()..]);
                let mut plain_live = around!(plain, Plain, memory[size_of::<Copied>()..]);
                (live.maybe, plain_live.maybe) = (None, None);
                live.list.truncate(2);
                plain_live.list.truncate(2);
                same((&one, &plain), (&live, &plain_live));
                Ok(())
            });
            run.unwrap();
        }
    )*};
}

shapes! {
    a_byte: Byte;
    a_newtype: Address;
    two_numbers: Pair;
    structs_within: Queue;
    arrays_within: Ring;
    floats: Floats;
    wrapped_numbers: Wrapped;
    wide_numbers: Wide;
    attributes: Renamed;
}

/// The bytes of a number are in the order of the stream, whatever the host's.
#[test]
fn bytes_are_little_endian() {
    let pair: copied::Pair = bytemuck::cast([0x0102_u16, 0x0304]);
    assert_eq!(encoded(&pair), [2, 1, 4, 3]);
    assert_eq!(encoded(&[pair; 2]), [2, 1, 4, 3, 2, 1, 4, 3]);
    assert_eq!(encoded(&vec![pair]), [1, 2, 1, 4, 3]);
    let list: Vec<copied::Pair> = migratable::decode(&[1, 2, 1, 4, 3]).unwrap();
    assert_eq!(bytes_of(&list[0]), bytes_of(&pair));
}

fn nvme(seed: u8) -> (copied::Nvme, plain::Nvme) {
    let memory: Vec<u8> = (0..4096_usize).map(|i| (i * 7) as u8 ^ seed).collect();
    let copied = copied::Nvme {
        around: around!(copied, copied::Queue, memory),
        counters: vec![twin::<copied::Wide, plain::Wide>(&memory).0; 3],
        kept: seed,
    };
    let plain = plain::Nvme {
        around: around!(plain, plain::Queue, memory),
        counters: vec![twin::<copied::Wide, plain::Wide>(&memory).1; 3],
        kept: seed,
    };
    (copied, plain)
}

fn save<T: Device>(device: &mut T) -> Vec<u8> {
    let mut devices = Devices::new();
    devices.add("nvme", device).unwrap();
    let mut stream =
        StreamWriter::new(Vec::new(), &Header::new("vmm", "1"), Limits::default()).unwrap();
    devices.save(&mut stream).unwrap();
    stream.finish().unwrap()
}

fn load<T: Device>(device: &mut T, stream: &[u8]) {
    let mut devices = Devices::new();
    devices.add("nvme", device).unwrap();
    let mut stream = StreamReader::new(stream, Limits::default()).unwrap();
    devices.load(&mut stream).unwrap();
}

#[test]
fn machines_load_what_the_twin_saved() {
    let (mut copied, mut plain) = nvme(1);
    assert_eq!(copied::Nvme::SCHEMA_JSON, plain::Nvme::SCHEMA_JSON);
    let stream = save(&mut copied);
    assert_eq!(stream, save(&mut plain));
    let (mut copied_live, mut plain_live) = nvme(2);
    load(&mut copied_live, &stream);
    load(&mut plain_live, &stream);
    for (bytes, kept) in [
        (encoded(&copied_live), copied_live.kept),
        (encoded(&plain_live), plain_live.kept),
    ] {
        assert_eq!((bytes, kept), (encoded(&copied), 2));
    }
}

#[test]
fn a_schema_reads_the_values() {
    let (copied, plain) = nvme(3);
    let shown = |schema: &str, bytes: &[u8]| {
        let schema = Schema::from_json(schema).unwrap();
        let item = value::read(schema.ty(), bytes).unwrap();
        serde_json::to_string(&JsonForm::new(schema.ty(), &item.value, true)).unwrap()
    };
    let of_copied = shown(copied::Nvme::SCHEMA_JSON, &encoded(&copied));
    assert_eq!(of_copied, shown(plain::Nvme::SCHEMA_JSON, &encoded(&plain)));
}

mod older {
    #[derive(Clone, Copy, Debug, bytemuck::Pod, bytemuck::Zeroable, migratable::Migratable)]
    #[repr(C)]
    #[migratable(pod)]
    pub(super) struct Queue {
        pub(super) head: u32,
        pub(super) flags: [u16; 2],
    }

    #[derive(Debug, migratable::Migratable)]
    #[migratable(device = "disk")]
    pub(super) struct Disk {
        pub(super) queues: Vec<Queue>,
    }
}

mod newer {
    /// Fields in another order, wider, longer, and new.
    #[derive(
        Clone, Copy, Debug, PartialEq, bytemuck::Pod, bytemuck::Zeroable, migratable::Migratable,
    )]
    #[repr(C)]
    #[migratable(pod)]
    pub(super) struct Queue {
        #[migratable(fill = 5)]
        pub(super) flags: [u16; 4],
        pub(super) head: u64,
        #[migratable(default = 9)]
        pub(super) tail: u64,
    }

    #[derive(Debug, PartialEq, migratable::Migratable)]
    #[migratable(device = "disk")]
    pub(super) struct Disk {
        pub(super) queues: Vec<Queue>,
    }
}

#[test]
fn plans_convert_them() {
    let old = older::Disk {
        queues: (1..4)
            .map(|head| older::Queue {
                head,
                flags: [0x0102, 0x0304],
            })
            .collect(),
    };
    let resolution = resolve(older::Disk::SCHEMA, newer::Disk::SCHEMA);
    let plan = resolution.into_plan().unwrap();
    let mut converted = Vec::new();
    plan.convert(&encoded(&old), &mut converted).unwrap();
    let expected = newer::Disk {
        queues: (1..4)
            .map(|head| newer::Queue {
                flags: [0x0102, 0x0304, 5, 5],
                head,
                tail: 9,
            })
            .collect(),
    };
    assert_eq!(
        migratable::decode::<newer::Disk>(&converted).unwrap(),
        expected
    );
    let mut live = newer::Disk { queues: vec![] };
    load_disk(&mut live, &old);
    assert_eq!(live, expected);
}

fn load_disk(live: &mut newer::Disk, old: &older::Disk) {
    let mut old = older::Disk {
        queues: old.queues.clone(),
    };
    let stream = save(&mut old);
    load(live, &stream);
}
