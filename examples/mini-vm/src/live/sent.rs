//! RAM and disk on their way.

use migratable::live::Connection;
use migratable::stream::StreamWriter;

use crate::devices::virtio_blk::Disk;
use crate::error::Error;
use crate::memory::Ram;
use crate::pages::PageSet;
use crate::stream::{DISK, RAM, bulk};

/// What the destination has of RAM and disk.
pub(super) struct Sent {
    /// The guest's, which it writes to meanwhile.
    pub(super) ram: Ram,
    /// As it was sent last, if it was.
    disk: Option<Disk>,
}

impl Sent {
    /// The destination has nothing yet.
    pub(super) fn nothing_of(ram: Ram) -> Self {
        let disk = None;
        Self { ram, disk }
    }

    /// Says which pages of RAM are full of zeros.
    pub(super) fn zeros(
        &mut self,
        pages: &PageSet,
        writer: &mut StreamWriter<&Connection<'_>>,
    ) -> Result<(), Error> {
        bulk::send_zeros(writer, RAM, pages)
    }

    /// Sends pages of RAM as they are now.
    pub(super) fn ram(
        &mut self,
        pages: &PageSet,
        writer: &mut StreamWriter<&Connection<'_>>,
    ) -> Result<(), Error> {
        bulk::send(writer, RAM, pages, |at, room| self.ram.copy_to(at, room))
    }

    /// Sends what is on `disk` and was not sent; gives the pages.
    pub(super) fn disk(
        &mut self,
        disk: Disk,
        writer: &mut StreamWriter<&Connection<'_>>,
    ) -> Result<PageSet, Error> {
        let pages = match &self.disk {
            Some(sent) => disk.differing(sent),
            None => PageSet::all(disk.image().len()),
        };
        bulk::send(writer, DISK, &pages, |at, room| disk.copy_to(at, room))?;
        self.disk = Some(disk);
        Ok(pages)
    }
}
