//! Records in one object or linked binary.

use std::rc::Rc;

use migratable::schema::record;
use object::read::{Object, ObjectSection};
use object::{BinaryFormat, CompressionFormat, File};

use super::{Found, Search, damaged, overlapping};
use crate::error::{Error, Result};

impl Search {
    pub(super) fn object(&mut self, data: &[u8], place: &str) -> Result<()> {
        let file = File::parse(data).map_err(|error| damaged(place, error))?;
        self.objects += 1;
        let place: Rc<str> = place.into();
        self.sectionless += usize::from(file.sections().next().is_none());
        let wanted = section_name(file.format());
        for section in file.sections() {
            if section
                .name_bytes()
                .is_ok_and(|name| name == wanted.as_bytes())
            {
                let content = section.compressed_data();
                let content = content.map_err(|error| damaged(&place, error))?;
                if content.format != CompressionFormat::None {
                    return Err(compressed(&place, wanted));
                }
                let content = content.data;
                self.emptied += usize::from(content.is_empty() && section.size() > 0);
                self.section(content, wanted, &place)?;
            }
        }
        Ok(())
    }

    fn section(&mut self, content: &[u8], name: &str, place: &Rc<str>) -> Result<()> {
        match self.records.checked_sub(content.len()) {
            Some(left) => self.records = left,
            None => return Err(overlapping(place, "sections of schema records")),
        }
        for json in record::read(content) {
            let json = json.map_err(|error| {
                Error::new(format!("{place}: {error}"))
                    .hint(format!("something other than the derive wrote to section `{name}`, or the file is damaged"))
            })?;
            self.found.push(Found {
                json: json.to_owned(),
                place: Rc::clone(place),
            });
        }
        Ok(())
    }
}

fn compressed(place: &str, section: &str) -> Error {
    Error::new(format!("{place}: its section `{section}` is compressed")).hint(
        "export before that is done, or undo it in a copy: `llvm-objcopy \
         --compress-sections=migratable=none`",
    )
}

pub(super) fn section_name(format: BinaryFormat) -> &'static str {
    match format {
        BinaryFormat::MachO => record::MACH_O_SECTION,
        BinaryFormat::Coff | BinaryFormat::Pe => record::PE_SECTION,
        _ => record::ELF_SECTION,
    }
}
