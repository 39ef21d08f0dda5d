//! Memory that saving and loading take beyond the devices themselves.

use std::io;

use allocation_counter::measure;
use migratable::device::{Devices, Snapshots};
use migratable::stream::{Event, Header, Limits, StreamReader, StreamWriter};
use migratable::{Device, Migratable};

#[derive(Migratable, Clone, Debug, PartialEq)]
#[migratable(device = "memory")]
struct Memory {
    bytes: Vec<u8>,
}

const LARGEST: usize = 4 << 20;

/// For buffers, the prologue and the names of a few devices.
const FIXED: u64 = 64 << 10;

/// What writing and reading may take: nowhere near two copies of a section.
const ONE_SECTION: u64 = LARGEST as u64 + FIXED;

/// Devices of these sizes in bytes.
fn memories(sizes: &[usize]) -> Vec<Memory> {
    let memory = |&size: &usize| Memory {
        bytes: vec![size as u8; size],
    };
    sizes.iter().map(memory).collect()
}

/// One large device, many of them, and others around it.
fn machines() -> [Vec<Memory>; 4] {
    [
        memories(&[LARGEST]),
        memories(&[LARGEST; 8]),
        memories(&[10, LARGEST / 3, LARGEST / 2, LARGEST, 5, LARGEST - 1]),
        memories(&[20_000; 200]),
    ]
}

fn devices(memories: &mut [Memory]) -> Devices<'_> {
    let mut devices = Devices::new();
    for (index, memory) in memories.iter_mut().enumerate() {
        devices.add(format!("/m{index}"), memory).unwrap();
    }
    devices
}

fn header() -> Header {
    Header::new("memory", "1")
}

fn writer<W: io::Write>(output: W) -> StreamWriter<W> {
    StreamWriter::new(output, &header(), Limits::default()).unwrap()
}

fn memory_writer() -> StreamWriter<Vec<u8>> {
    StreamWriter::in_memory(Vec::new(), &header(), Limits::default()).unwrap()
}

fn save<W: io::Write>(devices: &Devices<'_>, output: W) -> W {
    let mut writer = writer(output);
    devices.save(&mut writer).unwrap();
    writer.finish().unwrap()
}

#[track_caller]
fn takes_at_most(most: u64, action: impl FnOnce()) {
    let peak = measure(action).bytes_max;
    assert!(peak <= most, "{peak} bytes, at most {most}");
}

#[test]
fn saving_takes_one_section_however_many_there_are() {
    for mut machine in machines() {
        let devices = devices(&mut machine);
        takes_at_most(ONE_SECTION, || _ = save(&devices, io::sink()));
    }
}

/// The memory is reserved once, and not grown from section to section.
#[test]
fn saving_in_memory_takes_the_stream() {
    for mut machine in machines() {
        let stream = machine.iter().map(|memory| memory.bytes.len() as u64);
        let most = stream.sum::<u64>() + FIXED;
        let devices = devices(&mut machine);
        takes_at_most(most, || {
            let mut writer = memory_writer();
            devices.save(&mut writer).unwrap();
            writer.finish().unwrap();
        });
    }
}

#[test]
fn sections_that_are_slices_are_not_copied() {
    let mut machine = memories(&[0; 8]);
    let payload = vec![7; LARGEST];
    let devices = devices(&mut machine);
    takes_at_most(FIXED, || {
        let mut writer = writer(io::sink());
        devices.save_prologue(&mut writer).unwrap();
        for index in 0..8 {
            writer.section(index, &payload).unwrap();
        }
        writer.finish().unwrap();
    });
}

/// The reader's buffer grows with the bytes that come, and the allocator of this
/// test lets none grow where it stands: so there is up to half a section more.
#[test]
fn reading_takes_one_section_however_many_there_are() {
    for mut machine in machines() {
        let stream = save(&devices(&mut machine), Vec::new());
        takes_at_most(ONE_SECTION + LARGEST as u64 / 2, || {
            let mut reader = StreamReader::new(&stream[..], Limits::default()).unwrap();
            while let Some(Event::Section(section)) = reader.next_frame().unwrap() {
                assert!(section.payload().len() <= LARGEST + 4);
            }
        });
    }
}

#[test]
fn reading_memory_takes_none() {
    for mut machine in machines() {
        let stream = save(&devices(&mut machine), Vec::new());
        takes_at_most(FIXED, || {
            let mut reader = StreamReader::in_memory(&stream, Limits::default()).unwrap();
            while let Some(Event::Section(section)) = reader.next_frame().unwrap() {
                assert!(section.payload().len() <= LARGEST + 4);
            }
        });
    }
}

/// The sections stay where they are; each device's own state is kept.
#[test]
fn loading_from_memory_takes_the_own_states() {
    let mut source = memories(&[1 << 20; 8]);
    let stream = save(&devices(&mut source), Vec::new());
    let mut target = memories(&[1 << 20; 8]);
    target.iter_mut().for_each(|memory| memory.bytes.fill(1));
    let mut devices = devices(&mut target);
    takes_at_most(8 * (1 << 20) + 2 * FIXED, || {
        let mut reader = StreamReader::in_memory(&stream, Limits::default()).unwrap();
        devices.load(&mut reader).unwrap();
    });
    assert!(target == source);
}

/// All or nothing: the sections are all read before any is loaded. Then the
/// device's own state takes the place of what was loaded before.
#[test]
fn loading_takes_all_sections_and_one_state() {
    let mut source = memories(&[1 << 20; 8]);
    let stream = save(&devices(&mut source), Vec::new());
    let mut target = memories(&[1 << 20; 8]);
    target.iter_mut().for_each(|memory| memory.bytes.fill(1));
    let mut devices = devices(&mut target);
    takes_at_most(9 * (1 << 20) + 2 * FIXED, || {
        let mut reader = StreamReader::new(&stream[..], Limits::default()).unwrap();
        devices.load(&mut reader).unwrap();
    });
    assert!(target == source);
}

/// A build reads no schema that is its own, which would take memory.
#[test]
fn own_schemas_are_not_read() {
    let mut machine = memories(&[1, 2, 3]);
    let devices = devices(&mut machine);
    let stream = save(&devices, Vec::new());
    let mut limits = Limits::default();
    limits.memory = 3000;
    let judge = |stream: &[u8]| {
        let reader = StreamReader::new(stream, limits.clone()).unwrap();
        devices.judge_offer(reader.prologue()).map(drop)
    };
    judge(&stream).unwrap();
    // The same schema in another spelling is none of them.
    let mut writer = writer(Vec::new());
    writer
        .schema(&Memory::SCHEMA_JSON.replace("{\"format\":1,", "{ \"format\":1,"))
        .unwrap();
    writer.instances(&[]).unwrap();
    let error = judge(&writer.finish().unwrap()).unwrap_err().to_string();
    assert!(error.contains("of memory"), "{error}");
}

/// What took the memory is said: here the states, not their comparison.
#[test]
fn states_that_are_too_large_are_named() {
    let mut machine = memories(&[5000, 60_000, 5000]);
    let devices = devices(&mut machine);
    let stream = save(&devices, Vec::new());
    let mut limits = Limits::default();
    limits.memory = 60_000;
    let mut target = memories(&[1, 2, 3]);
    let before = target.clone();
    let mut loaders = self::devices(&mut target);
    let mut snapshots = Snapshots::new(&loaders, &header(), limits.clone()).unwrap();
    let errors = [
        loaders.load(&mut StreamReader::new(&stream[..], limits.clone()).unwrap()),
        loaders.load(&mut StreamReader::in_memory(&stream, limits).unwrap()),
        {
            let mut kept = Vec::new();
            let mut saving = Snapshots::new(&devices, &header(), Limits::default()).unwrap();
            saving.save(&devices, &mut kept).unwrap();
            snapshots.load(&mut loaders, &kept)
        },
    ];
    for error in errors {
        let error = error.unwrap_err().to_string();
        assert!(
            error.starts_with("holding the states of devices"),
            "{error}"
        );
    }
    drop(loaders);
    assert!(target == before);
}
