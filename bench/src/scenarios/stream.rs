//! Machines through a stream, against the least that it could cost.

use std::hint::black_box;
use std::io::{self, Write};
use std::mem;

use migratable::device::{Device, Devices};
use migratable::stream::{Event, Header, Limits, StreamReader, StreamWriter};
use migratable::{Migratable, encode_into, load_partly};

use crate::corpora::Noise;
use crate::measure::timing::{self, Ratio};
use crate::subject::{Operation, Subject};
use crate::table::table;

/// Each scenario's time, divided by that of what it is compared with.
pub(crate) fn measured() -> String {
    let head = ["", "at most", "ratio", "quartiles", "reached"];
    let rows = [machine(), framebuffer_written(), framebuffer_read()];
    table(head.map(str::to_owned).to_vec(), rows.concat())
}

/// Saving 200 devices of 1 MiB in all, against encoding each into a buffer and
/// hashing that.
fn machine() -> Vec<Vec<String>> {
    let (plain, mut saved) = (Machine::new(), Machine::new());
    let mut buffer = Vec::new();
    let mut encoded = Step(|| plain.encode_and_hash(&mut buffer));
    let devices = saved.devices();
    let mut discarded = Step(|| _ = save(&devices, to(io::sink())));
    let mut kept = Vec::new();
    let mut in_memory = Step(|| kept = save(&devices, in_memory(mem::take(&mut kept))));
    let mut vec = Vec::new();
    let mut written = Step(|| {
        vec.clear();
        vec = save(&devices, to(mem::take(&mut vec)));
    });
    vec![
        row(
            "save 200 devices, discarded / encode and hash",
            Some(1.5),
            &mut encoded,
            &mut discarded,
        ),
        row(
            "save 200 devices, in memory / encode and hash",
            Some(1.5),
            &mut encoded,
            &mut in_memory,
        ),
        row(
            "save 200 devices, to a `Write` in memory / encode and hash",
            None,
            &mut encoded,
            &mut written,
        ),
    ]
}

fn framebuffer_written() -> Vec<Vec<String>> {
    let mut framebuffer = Framebuffer::new();
    let mut copied = memcpy(&framebuffer);
    let mut devices = Devices::new();
    add(&mut devices, std::slice::from_mut(&mut framebuffer));
    let mut discarded = Step(|| _ = save(&devices, to(io::sink())));
    let mut kept = Vec::new();
    let mut in_memory = Step(|| kept = save(&devices, in_memory(mem::take(&mut kept))));
    vec![
        row(
            "save 16 MiB, discarded / memcpy",
            Some(2.5),
            &mut copied,
            &mut discarded,
        ),
        row(
            "save 16 MiB, in memory / memcpy",
            Some(2.5),
            &mut copied,
            &mut in_memory,
        ),
    ]
}

fn framebuffer_read() -> Vec<Vec<String>> {
    let mut framebuffer = Framebuffer::new();
    let mut copied = memcpy(&framebuffer);
    let mut part = framebuffer.clone();
    let mut devices = Devices::new();
    add(&mut devices, std::slice::from_mut(&mut framebuffer));
    let stream = save(&devices, in_memory(Vec::new()));
    let mut read = Step(|| {
        let mut reader = from(&stream);
        while let Some(Event::Section(section)) = reader.next_frame().expect("a stream") {
            load_partly(&mut part, section.payload()).expect("what was saved");
        }
    });
    let mut loaded = Step(|| devices.load(&mut from(&stream)).expect("what was saved"));
    vec![
        row(
            "read 16 MiB and load them / memcpy",
            Some(2.5),
            &mut copied,
            &mut read,
        ),
        row(
            "load 16 MiB, all or nothing / memcpy",
            Some(2.5),
            &mut copied,
            &mut loaded,
        ),
    ]
}

/// Has the two take turns.
fn row(
    name: &str,
    most: Option<f64>,
    base: &mut dyn Subject,
    subject: &mut dyn Subject,
) -> Vec<String> {
    // The operation says nothing to a step.
    let ratios = timing::ratios(vec![base, subject], Operation::Encode);
    let [_, Ratio { median, low, high }] = ratios[..] else {
        return Vec::new();
    };
    let reached = |most| if median <= most { "yes" } else { "no" };
    vec![
        name.to_owned(),
        most.map_or(String::new(), |most| format!("{most:.1}")),
        format!("{median:.2}"),
        format!("{low:.2} to {high:.2}"),
        most.map_or("", reached).to_owned(),
    ]
}

/// Anything that takes time.
struct Step<F>(F);

impl<F: FnMut()> Subject for Step<F> {
    fn run(&mut self, _: Operation, times: u32) {
        (0..times).for_each(|_| self.0());
    }

    fn is_right(&mut self) -> bool {
        true
    }
}

fn header() -> Header {
    Header {
        producer: "migratable-bench".into(),
        producer_version: env!("CARGO_PKG_VERSION").into(),
    }
}

fn to<W: Write>(output: W) -> StreamWriter<W> {
    StreamWriter::new(output, &header(), Limits::default()).expect("an output that takes all")
}

fn in_memory(buffer: Vec<u8>) -> StreamWriter<Vec<u8>> {
    StreamWriter::in_memory(buffer, &header(), Limits::default()).expect("memory")
}

fn save<W: Write>(devices: &Devices<'_>, mut writer: StreamWriter<W>) -> W {
    devices.save(&mut writer).expect("devices to save");
    writer.finish().expect("an output that takes all")
}

fn from(stream: &[u8]) -> StreamReader<&[u8]> {
    StreamReader::new(stream, Limits::default()).expect("a stream")
}

fn add<'a, D: Device>(devices: &mut Devices<'a>, list: &'a mut [D]) {
    let bus = D::SCHEMA.device();
    for (slot, device) in list.iter_mut().enumerate() {
        let path = format!("/pci0/{bus}/{slot}");
        devices.add(path, device).expect("a path of its own");
    }
}

fn encode_and_hash<D: Migratable>(devices: &[D], buffer: &mut Vec<u8>) {
    for device in devices {
        encode_into(black_box(device), buffer).expect("a value to encode");
        black_box(crc32fast::hash(buffer));
    }
}

/// Copies the pixels to memory that is there.
fn memcpy(framebuffer: &Framebuffer) -> impl Subject + use<> {
    let from = framebuffer.pixels.clone();
    let mut to = from.clone();
    Step(move || black_box(&mut to).copy_from_slice(black_box(&from)))
}

#[derive(Migratable, Clone)]
#[migratable(device = "framebuffer")]
struct Framebuffer {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Framebuffer {
    fn new() -> Self {
        let mut noise = Noise(9);
        Self {
            width: 2048,
            height: 2048,
            pixels: (0..2 << 20)
                .flat_map(|_| noise.next().to_le_bytes())
                .collect(),
        }
    }
}

/// 200 devices that take 1 MiB in all, of 73 bytes to 32 KiB each.
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
    fn new() -> Self {
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
            uarts: vec![uart; 59],
            vcpus: vec![vcpu; 68],
            nets: vec![net; 54],
            nics: vec![nic; 19],
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
}
