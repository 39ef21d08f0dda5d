//! Why a binary may have no schema in it.

use super::Search;
use crate::error::Error;

const MANY_REASONS: &str = "\
each type with `#[migratable(device = \"…\")]` leaves its schema in the binary, unless
- the crate with the devices is a dependency that no source names, and so is not linked:
  write `use that_crate as _;` in the program
- migratable is built without its feature `record`
- the device is generic, and the program does not name its concrete type:
  write `migratable::publish!(Device<Concrete>);`
- the section with the schemas was removed, by objcopy or a linker script
- this is another file than the one with the devices";

const BITCODE: &str = "\
its members are LLVM bitcode, made for link-time optimization: export from the linked binary";

const EMPTIED: &str = "\
it has a section for them, but without its content, as a file of debug information has
(`objcopy --only-keep-debug`): export from the binary itself";

const SECTIONLESS: &str = "\
its list of sections was removed (sstrip does so): export before that is done";

pub(super) fn error(place: &str, search: &Search) -> Error {
    let hint = if search.emptied > 0 {
        EMPTIED
    } else if search.objects > 0 && search.sectionless == search.objects {
        SECTIONLESS
    } else if search.bitcode > 0 {
        BITCODE
    } else {
        MANY_REASONS
    };
    Error::new(format!("{place}: no schemas in it")).hint(hint)
}
