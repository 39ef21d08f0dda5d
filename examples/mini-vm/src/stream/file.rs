//! A machine that is not running, in a file.

use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::Path;

use migratable::stream::{Limits, StreamReader, StreamWriter, save_file};

use super::{DISK, Manifest, RAM, bulk, header};
use crate::console::Console;
use crate::error::Error;
use crate::release::Release;
use crate::vm::Vm;

/// Saves a machine to the file `path`, which is there whole or not at all.
pub fn save(vm: &mut Vm, release: Release, path: &Path) -> Result<(), Error> {
    save_file(path, &header(), Limits::default(), |writer| {
        write(vm, release, writer)
    })
}

/// Makes a machine that goes on where the one in the file `path` was stopped, printing to
/// `console`. Whatever is wrong with the file, nothing of it runs.
pub fn restore(path: &Path, release: Release, console: Console) -> Result<Vm, Error> {
    let file = File::open(path).map_err(|error| Error::Open {
        path: path.to_owned(),
        error,
    })?;
    read(BufReader::new(file), release, console)
}

/// Writes a machine, all but the end of the stream.
pub fn write<W: Write>(
    vm: &mut Vm,
    release: Release,
    writer: &mut StreamWriter<W>,
) -> Result<(), Error> {
    // Neither is borrowed with the devices.
    let (ram, disk) = (vm.bus.ram.clone(), vm.bus.virtio_blk.disk.clone());
    let (ram_pages, disk_pages) = (ram.written(), disk.written());
    let mut manifest = Manifest::new(&ram_pages, &disk_pages);
    release.with_devices(vm, &mut manifest, |devices| {
        devices.save_prologue(writer)?;
        bulk::send(writer, RAM, &ram_pages, |at, room| ram.copy_to(at, room))?;
        bulk::send(writer, DISK, &disk_pages, |at, room| disk.copy_to(at, room))?;
        Ok(devices.save_sections(writer)?)
    })
}

/// Reads a machine that [`write()`] has written, from an input that has nothing else.
pub fn read(input: impl Read, release: Release, console: Console) -> Result<Vm, Error> {
    let mut vm = Vm::bare(console)?;
    let mut reader = StreamReader::new(input, Limits::default())?;
    bulk::load(&mut vm, release, &mut reader)?;
    reader.expect_end_of_input()?;
    Ok(vm)
}
