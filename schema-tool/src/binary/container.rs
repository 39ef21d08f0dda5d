//! Files made of several objects: archives, and Mach-O for several machines.

use object::read::archive::ArchiveFile;
use object::read::macho::{FatArch, MachOFatFile32, MachOFatFile64};

use super::{Search, damaged};
use crate::error::{Error, Result};
use crate::text;

/// More machines than there are; each may claim the whole file for itself.
const MAX_MACHINES: usize = 64;

/// Bytes of a path, at most, on the systems that there are.
const MAX_NAME: usize = 4096;

impl Search {
    /// Looks into each member. Those that are not objects, such as the
    /// metadata in an rlib, have no records.
    pub(super) fn archive(&mut self, data: &[u8], place: &str, depth: u32) -> Result<()> {
        let failed = |error| damaged(place, error);
        let archive = ArchiveFile::parse(data).map_err(failed)?;
        if archive.is_thin() {
            return Err(Error::new(format!(
                "{place}: it is a thin archive, which holds no objects"
            ))
            .hint("export from the objects that it names (`ar t` lists them)"));
        }
        for member in archive.members() {
            let member = member.map_err(failed)?;
            let content = member.data(data).map_err(failed)?;
            let name = name(member.name(), place)?;
            self.part(content, &format!("{place}({name})"), depth + 1)?;
        }
        Ok(())
    }

    /// Looks into the part for each machine.
    pub(super) fn universal(&mut self, data: &[u8], place: &str, depth: u32) -> Result<()> {
        let failed = |error| damaged(place, error);
        if let Ok(file) = MachOFatFile32::parse(data) {
            return self.machines(data, file.arches(), place, depth);
        }
        let file = MachOFatFile64::parse(data).map_err(failed)?;
        self.machines(data, file.arches(), place, depth)
    }

    fn machines<A: FatArch>(
        &mut self,
        data: &[u8],
        machines: &[A],
        place: &str,
        depth: u32,
    ) -> Result<()> {
        if machines.len() > MAX_MACHINES {
            let count = machines.len();
            return Err(Error::new(format!(
                "{place}: it claims to be for {count} machines"
            )));
        }
        for machine in machines {
            let content = machine.data(data).map_err(|error| damaged(place, error))?;
            let name = format!("{:?}", machine.architecture()).to_lowercase();
            self.part(content, &format!("{place}({name})"), depth + 1)?;
        }
        Ok(())
    }
}

/// The name of an archive's member, escaped. Many members can have the same long one.
fn name(name: &[u8], place: &str) -> Result<String> {
    match name.len() <= MAX_NAME {
        true => Ok(text::plain(&String::from_utf8_lossy(name))),
        false => {
            let len = name.len();
            Err(Error::new(format!(
                "{place}: it is damaged: a member's name has {len} bytes, and no file's has more \
                 than {MAX_NAME}"
            )))
        }
    }
}
