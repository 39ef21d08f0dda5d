//! RAM and disk on their way.

use migratable::live::Connection;
use migratable::stream::StreamWriter;

use crate::devices::virtio_blk::Disk;
use crate::error::Error;
use crate::memory::Ram;
use crate::pages::PageSet;
use crate::stream::{DISK, Manifest, RAM, bulk};

/// What the destination has of RAM and disk.
pub(super) struct Sent {
    /// The guest's, which it writes to meanwhile.
    pub(super) ram: Ram,
    ram_pages: PageSet,
    /// As it was sent last.
    disk: Disk,
    disk_pages: PageSet,
}

impl Sent {
    /// The destination has what every new machine has.
    pub(super) fn nothing_of(ram: Ram) -> Self {
        let disk = Disk::default();
        Self {
            ram_pages: PageSet::none(ram.size()),
            ram,
            disk_pages: PageSet::none(disk.image().len()),
            disk,
        }
    }

    /// What the devices say of it.
    pub(super) fn manifest(&self) -> Manifest {
        Manifest::new(&self.ram_pages, &self.disk_pages)
    }

    /// Sends pages of RAM as they are now.
    pub(super) fn ram(
        &mut self,
        pages: &PageSet,
        writer: &mut StreamWriter<&Connection<'_>>,
    ) -> Result<(), Error> {
        self.ram_pages.extend(pages);
        bulk::send(writer, RAM, pages, |at, room| self.ram.copy_to(at, room))
    }

    /// Sends what is on `disk` and was not sent; gives the pages.
    pub(super) fn disk(
        &mut self,
        disk: Disk,
        writer: &mut StreamWriter<&Connection<'_>>,
    ) -> Result<PageSet, Error> {
        let pages = disk.differing(&self.disk);
        self.disk_pages.extend(&pages);
        self.disk = disk;
        bulk::send(writer, DISK, &pages, |at, room| self.disk.copy_to(at, room))?;
        Ok(pages)
    }
}
