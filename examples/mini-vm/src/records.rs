//! The schemas that the devices have left in a binary.

use std::fs;
use std::path::Path;

use migratable::schema::Schema;
use migratable::schema::record::{self, ELF_SECTION, MACH_O_SECTION, PE_SECTION};
use object::{Object, ObjectSection};

use crate::failure::Failure;

/// Reads them from `binary`, without running it, and writes each to a file in `directory`. Gives
/// their number.
pub(crate) fn export(binary: &Path, directory: &Path) -> Result<usize, Failure> {
    let bytes = fs::read(binary)?;
    let file = object::File::parse(&bytes[..]).map_err(Failure::new)?;
    let is_ours = |name| [ELF_SECTION, MACH_O_SECTION, PE_SECTION].contains(&name);
    let mut count = 0;
    for section in file.sections() {
        if !section.name().is_ok_and(is_ours) {
            continue;
        }
        for json in record::read(section.data().map_err(Failure::new)?) {
            let json = json.map_err(Failure::new)?;
            let schema = Schema::from_json(json).map_err(Failure::new)?;
            fs::write(directory.join(schema.device()).with_extension("json"), json)?;
            count += 1;
        }
    }
    Ok(count)
}
