//! A machine that is not running, in a file.

use std::fs::{self, File};
use std::io::{BufReader, Read, Write};
use std::path::Path;

use migratable::stream::{
    BulkContent, BulkItem, ExternalFile, Limits, Prologue, StreamReader, StreamWriter, save_file,
    save_item,
};

use super::{DISK, RAM, WATCHDOG, bulk, header};
use crate::console::Console;
use crate::error::Error;
use crate::memory::Ram;
use crate::pages::PageSet;
use crate::release::Release;
use crate::vm::{Hardware, Vm};

/// Saves a machine to the file `path`, which is there whole or not at all.
pub fn save(vm: &mut Vm, release: Release, path: &Path) -> Result<(), Error> {
    save_file(path, &header(), Limits::default(), |writer| {
        write(vm, release, writer)
    })
}

/// Saves a machine to the file `path`, and its RAM to a file beside it, so that a restore can map it.
/// Both are there whole, or neither; those that were there before stay until then.
pub fn save_apart(vm: &mut Vm, release: Release, path: &Path) -> Result<(), Error> {
    let before = ram_file(path);
    let directory = directory_of(path);
    let ram = &vm.bus.ram;
    let item = save_item(directory, RAM, ram.reader(), ram.size() as u64)?;
    let file = external(&item).map(|external| external.file.clone());
    let saved = save_file(path, &header(), Limits::default(), |writer| {
        write_devices(vm, release, writer, Some(&item))
    });
    // Of two files, one has no stream any more, whichever stream is there now.
    if let Some(used) = ram_file(path) {
        for left in [before, file].into_iter().flatten() {
            if left != used {
                // What cannot be removed takes room, and does no harm.
                let _ = fs::remove_file(directory.join(left));
            }
        }
    }
    saved
}

/// The name of the file with the RAM of a machine that was saved before, if it is one.
fn ram_file(path: &Path) -> Option<String> {
    let file = BufReader::new(File::open(path).ok()?);
    let reader = StreamReader::new(file, Limits::default()).ok()?;
    Some(external(reader.prologue().item(RAM)?)?.file.clone())
}

fn lists(prologue: &Prologue, path: &str) -> bool {
    let mut instances = prologue.instances.iter();
    instances.any(|instance| instance.path == path)
}

fn external(item: &BulkItem) -> Option<&ExternalFile> {
    match &item.content {
        BulkContent::External(external) => Some(external),
        _ => None,
    }
}

fn directory_of(path: &Path) -> &Path {
    let directory = path.parent();
    let directory = directory.filter(|directory| !directory.as_os_str().is_empty());
    directory.unwrap_or(Path::new("."))
}

/// Makes a machine that goes on where the one in the file `path` was stopped, printing to
/// `console`. RAM that is in a file beside it is mapped. Whatever is wrong with the files, nothing
/// of them runs.
pub fn restore(path: &Path, release: Release, console: Console) -> Result<Vm, Error> {
    let file = File::open(path).map_err(|error| Error::Open {
        path: path.to_owned(),
        error,
    })?;
    let reader = StreamReader::new(BufReader::new(file), Limits::default())?;
    let ram = reader.prologue().item(RAM).cloned();
    // Whether the machine has what not every machine has, its stream says.
    let hardware = Hardware {
        watchdog: lists(reader.prologue(), WATCHDOG),
        ..Hardware::default()
    };
    let Some((ram, external)) = ram.as_ref().and_then(|ram| Some((ram, external(ram)?))) else {
        return load(Vm::of(console, hardware)?, release, reader, None);
    };
    let file = ram.open_in(directory_of(path)).map_err(Error::External)?;
    let size = usize::try_from(ram.len).unwrap_or(usize::MAX);
    let mapped = Ram::map(file, external.offset, size)?;
    let vm = Vm::with_ram(console, mapped, hardware)?;
    load(vm, release, reader, Some(ram))
}

/// Writes a machine, all but the end of the stream.
pub fn write<W: Write>(
    vm: &mut Vm,
    release: Release,
    writer: &mut StreamWriter<W>,
) -> Result<(), Error> {
    write_devices(vm, release, writer, None)
}

/// The same; `apart` is RAM, if it is in a file of its own.
fn write_devices<W: Write>(
    vm: &mut Vm,
    release: Release,
    writer: &mut StreamWriter<W>,
    apart: Option<&BulkItem>,
) -> Result<(), Error> {
    // Neither is borrowed with the devices.
    let (ram, disk) = (vm.bus.ram.clone(), vm.bus.virtio_blk.disk.clone());
    let (written, all) = (ram.written(), PageSet::all(disk.image().len()));
    release.with_devices(vm, |devices| {
        match apart {
            Some(item) => {
                devices.declare(item.clone());
                devices.save_prologue(writer)?;
            }
            None => {
                devices.save_prologue(writer)?;
                bulk::send_zeros(writer, RAM, &written.complement())?;
                bulk::send(writer, RAM, &written, |at, room| ram.copy_to(at, room))?;
            }
        }
        bulk::send(writer, DISK, &all, |at, room| disk.copy_to(at, room))?;
        Ok(devices.save_sections(writer)?)
    })
}

/// Reads a machine that [`write()`] has written, from an input that has nothing else.
pub fn read(input: impl Read, release: Release, console: Console) -> Result<Vm, Error> {
    let reader = StreamReader::new(input, Limits::default())?;
    load(Vm::bare(console)?, release, reader, None)
}

/// `mapped` is RAM, if the machine has it already.
fn load(
    mut vm: Vm,
    release: Release,
    mut reader: StreamReader<impl Read>,
    mapped: Option<&BulkItem>,
) -> Result<Vm, Error> {
    bulk::load(&mut vm, release, &mut reader, mapped)?;
    reader.expect_end_of_input()?;
    Ok(vm)
}
