//! What a stream says about its bulk items. The bytes themselves are in bulk frames.

use migratable::Migratable;

use crate::error::Error;
use crate::pages::{PAGE_SIZE, PageSet};
use crate::vm::Vm;

use super::{DISK, RAM};

/// What there is of RAM and disk in a stream.
pub struct Manifest {
    pub(crate) ram: Memory,
    pub(crate) disk: Memory,
}

impl Manifest {
    /// For a stream that has these pages of each.
    pub fn new(ram: &PageSet, disk: &PageSet) -> Self {
        let (ram, disk) = (Memory::new(ram), Memory::new(disk));
        Self { ram, disk }
    }

    /// For a machine of this size, and a stream that is yet to come or has no pages.
    pub fn empty(vm: &Vm) -> Self {
        let disk = vm.bus.virtio_blk.disk.image();
        Self::new(
            &PageSet::none(vm.bus.ram.size()),
            &PageSet::none(disk.len()),
        )
    }

    /// Whether the pages that came are those that the stream was to have.
    pub(super) fn check(&self, ram: &PageSet, disk: &PageSet) -> Result<(), Error> {
        for (name, memory, arrived) in [(RAM, &self.ram, ram), (DISK, &self.disk, disk)] {
            memory
                .check(arrived)
                .map_err(|problem| Error::Coverage { name, problem })?;
        }
        Ok(())
    }
}

/// RAM or disk: its size, and which of its pages the stream leaves out.
#[derive(Migratable)]
#[migratable(device = "memory")]
pub(crate) struct Memory {
    /// Size of the whole.
    #[migratable(must_match, unit = "bytes")]
    size: u64,
    /// Size of a page. Bulk frames hold whole pages.
    #[migratable(must_match, unit = "bytes")]
    page_size: u32,
    /// Pages that are as in a new machine, in ascending order. All others are in the stream.
    #[migratable(max_len = 4096)]
    pristine: Vec<Run>,
}

/// Pages in a row.
#[derive(Migratable)]
pub(crate) struct Run {
    /// Number of the first page.
    first: u32,
    /// How many there are.
    #[migratable(unit = "pages")]
    count: u32,
}

impl Memory {
    /// An item of which the stream has the pages in `sent`.
    fn new(sent: &PageSet) -> Self {
        let runs = sent.complement().runs();
        let run = |(first, count): (usize, usize)| Run {
            first: first as u32,
            count: count as u32,
        };
        Self {
            size: (sent.len() * PAGE_SIZE) as u64,
            page_size: PAGE_SIZE as u32,
            pristine: runs.into_iter().map(run).collect(),
        }
    }

    /// Whether `sent` are exactly the pages that the stream was to have; if not, what is wrong.
    fn check(&self, sent: &PageSet) -> Result<(), String> {
        let mut expected = PageSet::all(self.size as usize);
        for run in &self.pristine {
            let end = u64::from(run.first) + u64::from(run.count);
            if end > expected.len() as u64 {
                return Err(format!("there is no page {}", end - 1));
            }
            (run.first as usize..end as usize).for_each(|page| expected.remove(page));
        }
        let differs = |page: &usize| expected.contains(*page) != sent.contains(*page);
        match (0..expected.len()).find(differs) {
            Some(page) if expected.contains(page) => Err(format!(
                "page {page}, at offset {:#x}, is missing from the stream",
                page * PAGE_SIZE
            )),
            Some(page) => Err(format!(
                "page {page}, at offset {:#x}, is said to be as in a new machine, but came",
                page * PAGE_SIZE
            )),
            None => Ok(()),
        }
    }
}
