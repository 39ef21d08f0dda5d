//! A machine that is not running, in a file.

use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::Path;

use migratable::stream::{Limits, StreamReader, StreamWriter, save_file};

use super::bulk;
use super::header;
use crate::console::Console;
use crate::error::Error;
use crate::release::{DISK, RAM, Release};
use crate::vm::Vm;

/// Saves a machine to the file `path`, which is there whole or not at all.
pub fn save(vm: &Vm, release: Release, path: &Path) -> Result<(), Error> {
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

fn write(vm: &Vm, release: Release, writer: &mut StreamWriter<impl Write>) -> Result<(), Error> {
    let bus = &vm.bus;
    let (ram, disk) = (bus.ram.written(), bus.virtio_blk.disk.written());
    let mut machine = release.machine_of(vm, &ram, &disk)?;
    let devices = machine.devices()?;
    devices.save_prologue(writer)?;
    bulk::send(writer, RAM, &ram, |offset, room| {
        bus.ram.copy_to(offset, room)
    })?;
    bulk::send(writer, DISK, &disk, |offset, room| {
        bus.virtio_blk.disk.copy_to(offset, room)
    })?;
    devices.save_sections(writer)?;
    Ok(())
}

fn read(input: impl Read, release: Release, console: Console) -> Result<Vm, Error> {
    let mut vm = Vm::bare(console)?;
    let mut machine = release.new_machine(&vm)?;
    let mut reader = StreamReader::new(input, Limits::default())?;
    bulk::load(&mut vm, &mut *machine, &mut reader)?;
    reader.expect_end_of_input()?;
    vm.set_devices(machine.into_state())?;
    Ok(vm)
}
