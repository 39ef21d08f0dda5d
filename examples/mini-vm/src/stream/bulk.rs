//! RAM and disk in bulk frames.

use std::io::{Read, Write};
use std::ops::Range;

use migratable::stream::{Bulk, StreamReader, StreamWriter};

use super::{DISK, Manifest, RAM};
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

/// Loads a machine that does not run, and after an error must not: what has come until then is in
/// its RAM.
pub(crate) fn load<R: Read>(
    vm: &mut Vm,
    release: Release,
    reader: &mut StreamReader<R>,
) -> Result<(), Error> {
    let mut intake = Intake::new(vm.bus.ram.clone());
    let mut manifest = Manifest::empty(vm);
    release.with_devices(vm, &mut manifest, |devices| {
        devices.load_with_bulk(reader, |bulk| intake.take(bulk))
    })?;
    manifest.check(&intake.ram_pages, &intake.disk_pages)?;
    vm.bus.virtio_blk.disk = intake.disk;
    Ok(())
}

/// What has arrived of RAM and disk.
struct Intake {
    ram: Ram,
    ram_pages: PageSet,
    disk: Disk,
    disk_pages: PageSet,
}

impl Intake {
    /// Takes RAM in where it is to be, and the disk beside the device, which is borrowed meanwhile.
    fn new(ram: Ram) -> Self {
        let disk = Disk::default();
        Self {
            ram_pages: PageSet::none(ram.size()),
            disk_pages: PageSet::none(disk.image().len()),
            ram,
            disk,
        }
    }

    /// Takes a frame's bytes in.
    fn take<R: Read>(&mut self, bulk: Bulk<'_, R>) -> Result<(), Error> {
        match bulk.name() {
            RAM => receive(&mut self.ram_pages, bulk, |offset, bytes| {
                self.ram.load(offset, bytes)
            }),
            DISK => receive(&mut self.disk_pages, bulk, |offset, bytes| {
                self.disk.load(offset, bytes)
            }),
            _ => Err(refuse(&bulk, "this machine has no such item")),
        }
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
