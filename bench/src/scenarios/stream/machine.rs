//! Machines of 200 devices that take 1 MiB in all, and of 300.

use std::cell::Cell;
use std::hint::black_box;
use std::io;
use std::mem;

use migratable::device::Devices;
use migratable::{Migratable, encode_into, encode_to_slice, encoded_len, load_partly};

use super::{add, from_memory, in_memory, row, save, to};
use crate::subject::{Operation, Step, Subject};

/// Saving 200 devices of 1 MiB in all, against encoding each and hashing that.
///
/// A stream that is kept takes 1 MiB of memory beside the devices, which the
/// first cache does not hold: so it is compared with encoding each device to
/// where its bytes stay. What is discarded needs one buffer as long as the
/// largest device.
pub(super) fn saved() -> Vec<Vec<String>> {
    let (plain, mut saved) = (Machine::new(200), Machine::new(200));
    let mut buffer = Vec::new();
    let mut encoded = Step(|| plain.encode_and_hash(&mut buffer));
    // One memory for both: where it lies decides how much of it the cache holds.
    let place = Cell::new(Vec::new());
    let mut in_place = Step(|| {
        let mut bytes = place.take();
        bytes.resize(plain.encoded_len(), 0);
        plain.encode_in_place_and_hash(&mut bytes);
        place.set(bytes);
    });
    let devices = saved.devices();
    let mut discarded = Step(|| _ = save(&devices, to(io::sink())));
    let mut reused = Step(|| place.set(save(&devices, in_memory(place.take()))));
    let mut rows = vec![
        row(
            "save 200 devices, discarded / encode and hash",
            Some(1.5),
            &mut encoded,
            &mut discarded,
        ),
        row(
            "save 200 devices, in memory / encode in place and hash",
            Some(1.5),
            &mut in_place,
            &mut reused,
        ),
        row(
            "the same / encode and hash",
            None,
            &mut encoded,
            &mut reused,
        ),
    ];
    let mut new = Step(|| _ = black_box(save(&devices, in_memory(Vec::new()))));
    rows.push(row(
        "save 200 devices, in new memory / encode in place and hash",
        None,
        &mut in_place,
        &mut new,
    ));
    let mut written = Step(|| {
        let mut output = place.take();
        output.clear();
        place.set(save(&devices, to(output)));
    });
    rows.push(row(
        "save 200 devices, to a `Write` in memory / encode in place and hash",
        None,
        &mut in_place,
        &mut written,
    ));
    rows
}

/// Loading 300 devices, against hashing each and loading that.
pub(super) fn loaded() -> Vec<Vec<String>> {
    let (mut plain, mut machine) = (Machine::new(300), Machine::new(300));
    let mut bytes = vec![0; plain.encoded_len()];
    plain.encode_in_place_and_hash(&mut bytes);
    let mut hashed = Step(|| plain.hash_and_load(&bytes));
    let mut devices = machine.devices();
    let stream = save(&devices, in_memory(Vec::new()));
    let mut loaded = Step(|| {
        let loaded = devices.load(&mut from_memory(&stream));
        drop(loaded.expect("what was saved"));
    });
    vec![row(
        "load 300 devices in memory, all or nothing / hash and load",
        None,
        &mut hashed,
        &mut loaded,
    )]
}

/// What is counted of a machine: to save it to memory that is there, to read its stream,
/// and to load it.
pub(crate) fn subject() -> Box<dyn Subject> {
    // The program counts until it ends.
    let devices = Box::leak(Box::new(Machine::new(300))).devices();
    let stream = save(&devices, in_memory(Vec::new()));
    Box::new(Whole {
        devices,
        place: stream.clone(),
        stream,
    })
}

struct Whole {
    devices: Devices<'static>,
    stream: Vec<u8>,
    place: Vec<u8>,
}

impl Subject for Whole {
    fn run(&mut self, operation: Operation, times: u32) {
        for _ in 0..times {
            match operation {
                Operation::Encode => {
                    let writer = in_memory(mem::take(&mut self.place));
                    self.place = save(&self.devices, writer);
                }
                Operation::Decode => {
                    let mut reader = from_memory(black_box(&self.stream));
                    while black_box(reader.next_frame().expect("a stream")).is_some() {}
                }
                Operation::Load => {
                    let loaded = self.devices.load(&mut from_memory(&self.stream));
                    drop(loaded.expect("what was saved"));
                }
            }
        }
    }

    fn is_right(&mut self) -> bool {
        self.run(Operation::Load, 1);
        save(&self.devices, in_memory(Vec::new())) == self.stream
    }
}

fn encode_and_hash<D: Migratable>(devices: &[D], buffer: &mut Vec<u8>) {
    for device in devices {
        encode_into(black_box(device), buffer).expect("a value to encode");
        black_box(crc32fast::hash(buffer));
    }
}

/// Returns the rest of the room.
fn encode_in_place_and_hash<'a, D: Migratable>(devices: &[D], room: &'a mut [u8]) -> &'a mut [u8] {
    devices.iter().fold(room, |room, device| {
        let len = encode_to_slice(black_box(device), room).expect("a value to encode");
        let (bytes, rest) = room.split_at_mut(len);
        black_box(crc32fast::hash(bytes));
        rest
    })
}

/// Returns the rest of the bytes.
fn hash_and_load<'a, D: Migratable>(devices: &mut [D], bytes: &'a [u8]) -> &'a [u8] {
    devices.iter_mut().fold(bytes, |bytes, device| {
        let (own, rest) = bytes.split_at(encoded_len(device));
        black_box(crc32fast::hash(own));
        load_partly(black_box(device), own).expect("what was saved");
        rest
    })
}

fn len_of<D: Migratable>(devices: &[D]) -> usize {
    devices.iter().map(encoded_len).sum()
}

/// Devices of 73 bytes to 32 KiB each.
struct Machine {
    uarts: Vec<Uart>,
    vcpus: Vec<Vcpu>,
    nets: Vec<Net>,
    nics: Vec<Nic>,
}

#[derive(Migratable, Clone)]
#[migratable(device = "uart")]
struct Uart {
    flags: u32,
    fifo: [u32; 16],
    count: u32,
    enabled: bool,
}

#[derive(Migratable, Clone)]
#[migratable(device = "vcpu")]
struct Vcpu {
    registers: [u64; 32],
    xsave: [u8; 4096],
    apic: [u8; 1024],
    msrs: Vec<(u32, u64)>,
}

#[derive(Migratable, Clone)]
#[migratable(device = "net")]
struct Net {
    features: u64,
    queues: Vec<Queue>,
    mac: [u8; 6],
}

#[derive(Migratable, Clone)]
struct Queue {
    size: u16,
    ready: bool,
    descriptors: u64,
    available: u64,
    used: u64,
}

#[derive(Migratable, Clone)]
#[migratable(device = "nic")]
struct Nic {
    registers: [u32; 0x2000],
    eeprom: [u16; 32],
    link_up: bool,
}

impl Machine {
    /// Of so many devices, a multiple of 100; 200 take 1 MiB.
    fn new(devices: usize) -> Self {
        let of_200 = |count: usize| (count * devices).div_ceil(200);
        let uart = Uart {
            flags: 0x90,
            fifo: [0x41; 16],
            count: 3,
            enabled: true,
        };
        let vcpu = Vcpu {
            registers: [0x1234_5678; 32],
            xsave: [0x7f; 4096],
            apic: [0x11; 1024],
            msrs: (0..40).map(|n| (n, 7)).collect(),
        };
        let queue = Queue {
            size: 256,
            ready: true,
            descriptors: 0x8000_5300,
            available: 0x8000_5400,
            used: 0x8000_5430,
        };
        let net = Net {
            features: 0x1_2000_0a00,
            queues: vec![queue; 16],
            mac: [2; 6],
        };
        let nic = Nic {
            registers: [0x5a; 0x2000],
            eeprom: [0x321; 32],
            link_up: true,
        };
        Self {
            uarts: vec![uart; of_200(59)],
            vcpus: vec![vcpu; of_200(68)],
            nets: vec![net; of_200(54)],
            nics: vec![nic; of_200(19)],
        }
    }

    fn devices(&mut self) -> Devices<'_> {
        let mut devices = Devices::new();
        add(&mut devices, &mut self.uarts);
        add(&mut devices, &mut self.vcpus);
        add(&mut devices, &mut self.nets);
        add(&mut devices, &mut self.nics);
        devices
    }

    fn encode_and_hash(&self, buffer: &mut Vec<u8>) {
        encode_and_hash(&self.uarts, buffer);
        encode_and_hash(&self.vcpus, buffer);
        encode_and_hash(&self.nets, buffer);
        encode_and_hash(&self.nics, buffer);
    }

    fn encode_in_place_and_hash(&self, room: &mut [u8]) {
        let room = encode_in_place_and_hash(&self.uarts, room);
        let room = encode_in_place_and_hash(&self.vcpus, room);
        let room = encode_in_place_and_hash(&self.nets, room);
        encode_in_place_and_hash(&self.nics, room);
    }

    fn hash_and_load(&mut self, bytes: &[u8]) {
        let bytes = hash_and_load(&mut self.uarts, bytes);
        let bytes = hash_and_load(&mut self.vcpus, bytes);
        let bytes = hash_and_load(&mut self.nets, bytes);
        hash_and_load(&mut self.nics, bytes);
    }

    fn encoded_len(&self) -> usize {
        len_of(&self.uarts) + len_of(&self.vcpus) + len_of(&self.nets) + len_of(&self.nics)
    }
}
