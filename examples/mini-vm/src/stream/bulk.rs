//! RAM and disk in bulk frames.

use std::io::{Read, Write};
use std::ops::Range;

use migratable::stream::{Bulk, StreamReader, StreamWriter};

use crate::error::Error;
use crate::pages::{PAGE_SIZE, PageSet};
use crate::release::memory::Memory;
use crate::release::{DISK, Machine, RAM};
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

/// Loads the devices, and what is in bulk frames into `vm`, which does not run. It is whole only
/// once it is given the devices' state as well.
pub(crate) fn load<R: Read>(
    vm: &mut Vm,
    machine: &mut dyn Machine,
    reader: &mut StreamReader<R>,
) -> Result<(), Error> {
    let mut intake = Intake::new(vm);
    machine
        .devices()?
        .load_with_bulk(reader, |bulk| intake.take(vm, bulk))?;
    intake.check(machine.memories())
}

/// What has arrived of RAM and disk.
struct Intake {
    ram: PageSet,
    disk: PageSet,
}

impl Intake {
    fn new(vm: &Vm) -> Self {
        Self {
            ram: PageSet::none(vm.bus.ram.size()),
            disk: PageSet::none(vm.bus.virtio_blk.disk.image().len()),
        }
    }

    /// Puts a frame's bytes into the machine, which does not run.
    fn take<R: Read>(&mut self, vm: &mut Vm, bulk: Bulk<'_, R>) -> Result<(), Error> {
        let bus = &mut vm.bus;
        match bulk.name() {
            RAM => receive(&mut self.ram, bulk, |offset, bytes| {
                bus.ram.load(offset, bytes)
            }),
            DISK => receive(&mut self.disk, bulk, |offset, bytes| {
                bus.virtio_blk.disk.load(offset, bytes)
            }),
            _ => Err(refuse(&bulk, "this machine has no such item")),
        }
    }

    /// Whether all came that the stream was to have.
    fn check(&self, (ram, disk): (&Memory, &Memory)) -> Result<(), Error> {
        for (name, memory, arrived) in [(RAM, ram, &self.ram), (DISK, disk, &self.disk)] {
            memory
                .check(arrived)
                .map_err(|problem| Error::Coverage { name, problem })?;
        }
        Ok(())
    }
}

fn receive<R: Read>(
    arrived: &mut PageSet,
    mut bulk: Bulk<'_, R>,
    mut write: impl FnMut(usize, &[u8]) -> Result<(), Error>,
) -> Result<(), Error> {
    for page in whole_pages(&bulk, arrived.len())? {
        arrived.insert(page);
    }
    while let Some((offset, bytes)) = bulk.next_piece()? {
        write(offset as usize, bytes)?;
    }
    Ok(())
}

/// The pages that a frame fills, of the `count` that the item has.
fn whole_pages<R: Read>(bulk: &Bulk<'_, R>, count: usize) -> Result<Range<usize>, Error> {
    let (offset, len) = (bulk.offset(), bulk.remaining());
    let (page, size) = (PAGE_SIZE as u64, (count * PAGE_SIZE) as u64);
    // The reader has checked that this does not overflow.
    let end = offset.saturating_add(len);
    if end > size {
        let problem = format!("{len} bytes at offset {offset} go beyond its {size} bytes");
        return Err(refuse(bulk, &problem));
    }
    if offset % page != 0 || len % page != 0 {
        let problem = format!("{len} bytes at offset {offset} are not whole pages of {page} bytes");
        return Err(refuse(bulk, &problem));
    }
    Ok((offset / page) as usize..(end / page) as usize)
}

fn refuse<R: Read>(bulk: &Bulk<'_, R>, problem: &str) -> Error {
    Error::Bulk {
        name: bulk.name().to_owned(),
        at: bulk.stream_offset(),
        problem: problem.to_owned(),
    }
}
