//! A machine that is not running, in a file.

use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::Path;

use migratable::stream::{Limits, StreamReader, StreamWriter, save_file};

use super::bulk::{self, Intake};
use super::header;
use crate::console::Console;
use crate::error::Error;
use crate::pages::PageSet;
use crate::release::memory::Memory;
use crate::release::{DISK, Machine, RAM};
use crate::vm::Vm;

/// Saves a machine to the file `path`, which is there whole or not at all.
pub fn save(vm: &Vm, path: &Path) -> Result<(), Error> {
    save_file(path, |file| write(vm, file))
}

/// Makes a machine that goes on where the one in the file `path` was stopped, printing to
/// `console`. Whatever is wrong with the file, nothing of it runs.
pub fn restore(path: &Path, console: Console) -> Result<Vm, Error> {
    let file = File::open(path).map_err(|error| Error::Open {
        path: path.to_owned(),
        error,
    })?;
    read(BufReader::new(file), console)
}

fn write(vm: &Vm, output: impl Write) -> Result<(), Error> {
    let ram = vm.bus.ram.written();
    let disk = vm.bus.virtio_blk.disk.written();
    let mut machine = machine(vm, &ram, &disk);
    let devices = machine.devices()?;
    let mut writer = StreamWriter::new(output, &header(), Limits::default())?;
    devices.save_prologue(&mut writer)?;
    bulk::send(&mut writer, RAM, &ram, |offset, room| {
        vm.bus.ram.copy_to(offset, room)
    })?;
    bulk::send(&mut writer, DISK, &disk, |offset, room| {
        vm.bus.virtio_blk.disk.copy_to(offset, room)
    })?;
    devices.save_sections(&mut writer)?;
    writer.finish()?;
    Ok(())
}

fn read(input: impl Read, console: Console) -> Result<Vm, Error> {
    let mut vm = Vm::bare(console)?;
    let mut intake = Intake::new(&vm);
    let nothing = PageSet::none(0);
    let mut machine = machine(&vm, &nothing, &nothing);
    let mut reader = StreamReader::new(input, Limits::default())?;
    machine
        .devices()?
        .load_with_bulk(&mut reader, |bulk| intake.take(&mut vm, bulk))?;
    reader.expect_end_of_input()?;
    intake.check(&machine.ram, &machine.disk)?;
    vm.set_devices(machine.into_state())?;
    Ok(vm)
}

/// The devices of `vm`, for a stream that has these pages.
fn machine(vm: &Vm, ram: &PageSet, disk: &PageSet) -> Machine {
    let ram = Memory::new(vm.bus.ram.size(), ram);
    let disk = Memory::new(vm.bus.virtio_blk.disk.image().len(), disk);
    Machine::new(vm.devices(), ram, disk)
}
