//! A framebuffer of 16 MiB.

use std::hint::black_box;
use std::io;
use std::mem;

use migratable::device::Devices;
use migratable::stream::Event;
use migratable::{Migratable, load_partly};

use super::{add, from, from_memory, in_memory, row, save, to};
use crate::corpora::Noise;
use crate::subject::{Step, Subject};

pub(super) fn written() -> Vec<Vec<String>> {
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
            Some(1.6),
            &mut copied,
            &mut discarded,
        ),
        row(
            "save 16 MiB, in memory / memcpy",
            Some(1.6),
            &mut copied,
            &mut in_memory,
        ),
    ]
}

pub(super) fn read() -> Vec<Vec<String>> {
    let mut framebuffer = Framebuffer::new();
    let mut copied = memcpy(&framebuffer);
    let mut rows = least(&framebuffer, &mut copied);
    let mut part = framebuffer.clone();
    let mut other_part = framebuffer.clone();
    let mut devices = Devices::new();
    add(&mut devices, std::slice::from_mut(&mut framebuffer));
    let stream = save(&devices, in_memory(Vec::new()));
    let mut read = Step(|| {
        let mut reader = from(&stream);
        while let Some(Event::Section(section)) = reader.next_frame().expect("a stream") {
            load_partly(&mut part, section.payload()).expect("what was saved");
        }
    });
    let mut read_in_place = Step(|| {
        let mut reader = from_memory(&stream);
        while let Some(Event::Section(section)) = reader.next_frame().expect("a stream") {
            load_partly(&mut other_part, section.payload()).expect("what was saved");
        }
    });
    rows.extend([
        row(
            "read 16 MiB and load them / memcpy",
            Some(2.2),
            &mut copied,
            &mut read,
        ),
        row(
            "read 16 MiB in memory and load them / memcpy",
            Some(1.6),
            &mut copied,
            &mut read_in_place,
        ),
    ]);
    let mut loaded = Step(|| drop(devices.load(&mut from(&stream)).expect("what was saved")));
    rows.push(row(
        "load 16 MiB, all or nothing / memcpy",
        Some(2.2),
        &mut copied,
        &mut loaded,
    ));
    let mut loaded_in_place = Step(|| {
        let loaded = devices.load(&mut from_memory(&stream));
        drop(loaded.expect("what was saved"));
    });
    rows.push(row(
        "load 16 MiB in memory, all or nothing / memcpy",
        Some(1.6),
        &mut copied,
        &mut loaded_in_place,
    ));
    rows.push(refusable(&mut copied));
    rows
}

/// What is the least for a load: nothing is loaded before its checksum was right; and where
/// it may still be refused, the state before is copied to memory that was not used yet.
fn least(framebuffer: &Framebuffer, copied: &mut dyn Subject) -> Vec<Vec<String>> {
    let from = framebuffer.pixels.clone();
    let mut to = from.clone();
    let mut other = from.clone();
    let mut checked = Step(|| {
        black_box(crc32fast::hash(black_box(&from)));
        black_box(&mut to).copy_from_slice(&from);
    });
    let mut kept = Step(|| {
        let before = black_box(other.clone());
        black_box(crc32fast::hash(black_box(&from)));
        black_box(&mut other).copy_from_slice(&from);
        drop(before);
    });
    vec![
        row(
            "CRC-32 of 16 MiB, and memcpy / memcpy",
            None,
            copied,
            &mut checked,
        ),
        row(
            "16 MiB copied to new memory, CRC-32, and memcpy / memcpy",
            None,
            copied,
            &mut kept,
        ),
    ]
}

/// Loading where code of the author may refuse what was loaded, so that the state before
/// is kept until it did not.
fn refusable(copied: &mut dyn Subject) -> Vec<String> {
    let mut framebuffer = Refusable {
        plain: Framebuffer::new(),
    };
    let mut devices = Devices::new();
    add(&mut devices, std::slice::from_mut(&mut framebuffer));
    let stream = save(&devices, in_memory(Vec::new()));
    let mut loaded = Step(|| {
        let loaded = devices.load(&mut from_memory(&stream));
        drop(loaded.expect("what was saved"));
    });
    row(
        "load 16 MiB in memory, where a hook may refuse / memcpy",
        Some(2.4),
        copied,
        &mut loaded,
    )
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

#[derive(Migratable)]
#[migratable(device = "refusable-framebuffer", post_load = Self::fits)]
struct Refusable {
    plain: Framebuffer,
}

impl Refusable {
    fn fits(&mut self) -> Result<(), &'static str> {
        let Framebuffer { width, height, .. } = self.plain;
        let fits = u64::from(width) * u64::from(height) * 4 == self.plain.pixels.len() as u64;
        fits.then_some(()).ok_or("as many pixels as its size says")
    }
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
