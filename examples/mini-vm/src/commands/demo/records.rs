//! The schemas that the devices have left in a binary.

use std::fs;
use std::path::Path;

use migratable::schema::record::{self, ELF_SECTION, MACH_O_SECTION, PE_SECTION};
use object::{Object, ObjectSection};

use crate::failure::Failure;

/// Reads them from `binary`, as JSON, without running it.
pub(crate) fn read(binary: &Path) -> Result<Vec<String>, Failure> {
    let bytes = fs::read(binary)?;
    let file = object::File::parse(&bytes[..]).map_err(Failure::new)?;
    let is_ours = |name| [ELF_SECTION, MACH_O_SECTION, PE_SECTION].contains(&name);
    let mut schemas = Vec::new();
    for section in file
        .sections()
        .filter(|section| section.name().is_ok_and(is_ours))
    {
        for json in record::read(section.data().map_err(Failure::new)?) {
            schemas.push(json.map_err(Failure::new)?.to_owned());
        }
    }
    Ok(schemas)
}
