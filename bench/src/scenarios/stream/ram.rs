//! Guest RAM of 64 MiB, in bulk frames.

use std::cell::Cell;
use std::hint::black_box;
use std::io::{Read, Write};

use migratable::stream::{Event, StreamReader, StreamWriter};

use super::{from, from_memory, in_memory, row, to};
use crate::corpora::Noise;
use crate::subject::{Step, Subject};

/// Our time divided by that of a copy and a checksum, of which 0.8 of the bytes a second
/// are to be reached.
const MOST: f64 = 1.0 / 0.8;

pub(super) fn moved() -> Vec<Vec<String>> {
    let mut noise = Noise(12);
    let ram: Vec<u8> = (0..8 << 20)
        .flat_map(|_| noise.next().to_le_bytes())
        .collect();
    let mut copied = copied_and_hashed(&ram);
    let place = Cell::new(Vec::new());
    let mut gathered = Step(|| place.set(save(in_memory(place.take()), &ram)));
    let to_vec = Cell::new(Vec::with_capacity(ram.len() + (1 << 20)));
    let mut written = Step(|| {
        let mut output = to_vec.take();
        output.clear();
        to_vec.set(save(to(output), &ram));
    });
    let mut rows = vec![
        row(
            "64 MiB of RAM, saved in memory / memcpy and CRC-32",
            Some(MOST),
            &mut copied,
            &mut gathered,
        ),
        row(
            "64 MiB of RAM, saved to a `Write` in memory / memcpy and CRC-32",
            Some(MOST),
            &mut copied,
            &mut written,
        ),
    ];
    let stream = save(in_memory(Vec::new()), &ram);
    let mut live = ram.clone();
    let mut loaded = Step(|| load(&mut from_memory(&stream), &mut live));
    rows.push(row(
        "64 MiB of RAM, loaded from memory / memcpy and CRC-32",
        Some(MOST),
        &mut copied,
        &mut loaded,
    ));
    let mut live = ram.clone();
    let mut read = Step(|| load(&mut from(&stream), &mut live));
    rows.push(row(
        "64 MiB of RAM, loaded from a `Read` / memcpy and CRC-32",
        Some(MOST),
        &mut copied,
        &mut read,
    ));
    rows
}

fn save<W: Write>(mut writer: StreamWriter<W>, ram: &[u8]) -> W {
    writer.instances(&[]).expect("an output that takes all");
    (writer.bulk("ram", 0, black_box(ram))).expect("an output that takes all");
    writer.finish().expect("an output that takes all")
}

fn load<R: Read>(reader: &mut StreamReader<R>, ram: &mut [u8]) {
    while let Some(event) = reader.next_frame().expect("a stream") {
        if let Event::Bulk(mut bulk) = event {
            let to = ram
                .get_mut(bulk.offset() as usize..)
                .expect("what was saved");
            bulk.read_into(to).expect("a stream");
        }
    }
}

/// One after the other.
fn copied_and_hashed(ram: &[u8]) -> impl Subject + use<> {
    let (from, mut to) = (ram.to_vec(), ram.to_vec());
    Step(move || {
        black_box(&mut to).copy_from_slice(black_box(&from));
        black_box(crc32fast::hash(black_box(&from)));
    })
}
