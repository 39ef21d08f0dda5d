//! RAM and disk in bulk frames.

use std::io::{Read, Write};

use migratable::device::MachineError;
use migratable::stream::{Bulk, BulkItem, StreamReader, StreamWriter};

use super::{DISK, RAM};
use crate::devices::virtio_blk::Disk;
use crate::error::Error;
use crate::memory::Ram;
use crate::pages::{PAGE_SIZE, PageSet};
use crate::release::Release;
use crate::vm::Vm;

/// Writes `pages` of an item. `read` copies bytes of it, from an offset on.
pub(crate) fn send<W: Write>(
    writer: &mut StreamWriter<W>,
    name: &str,
    pages: &PageSet,
    read: impl Fn(usize, &mut [u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    for (first, count) in pages.runs() {
        let offset = (first * PAGE_SIZE) as u64;
        writer.bulk_with(name, offset, count * PAGE_SIZE, |offset, room| {
            read(offset as usize, room)
        })?;
    }
    Ok(())
}

/// Writes that `pages` of an item are full of zeros.
pub(crate) fn send_zeros<W: Write>(
    writer: &mut StreamWriter<W>,
    name: &str,
    pages: &PageSet,
) -> Result<(), Error> {
    for (first, count) in pages.runs() {
        let [offset, len] = [first, count].map(|pages| (pages * PAGE_SIZE) as u64);
        writer.zeros(name, offset, len)?;
    }
    Ok(())
}

/// Loads a machine that does not run, and after an error must not: what has come until then is in
/// its RAM. `mapped` is its RAM, if that is in a file which it has mapped.
pub(crate) fn load<R: Read>(
    vm: &mut Vm,
    release: Release,
    reader: &mut StreamReader<R>,
    mapped: Option<&BulkItem>,
) -> Result<(), Error> {
    // Neither is borrowed with the devices.
    let (ram, mut disk) = (vm.bus.ram.clone(), Disk::default());
    release.with_devices(vm, |devices| {
        if let Some(ram) = mapped {
            devices.declare(ram.clone());
        }
        devices.load_with_bulk(reader, |bulk| take(bulk, &ram, &mut disk))
    })?;
    vm.bus.virtio_blk.disk = disk;
    Ok(())
}

/// Takes the bytes of a frame in. The library has made sure that the item has room for them.
fn take<R: Read>(mut bulk: Bulk<'_, R>, ram: &Ram, disk: &mut Disk) -> Result<(), Error> {
    let is_zeros = bulk.is_zeros();
    let name = bulk.name().to_owned();
    while let Some((offset, bytes)) = bulk.next_piece()? {
        match (&*name, is_zeros) {
            (RAM, true) => ram.clear(offset as usize, bytes.len())?,
            (RAM, false) => ram.load(offset as usize, bytes)?,
            (DISK, _) => disk.load(offset as usize, bytes)?,
            // The library lets nothing through but what was declared.
            _ => return Err(MachineError::UnexpectedBulk { name }.into()),
        }
    }
    Ok(())
}
