//! Objects, images and archives, made by hand.

use migratable::schema::record;
use object::write::pe;
use object::write::{Object, SectionFlags, SectionKind};
use object::{Architecture, BinaryFormat, Endianness, elf, pe as constants};

/// A record, as the derive leaves it.
pub(crate) fn record(json: &str) -> Vec<u8> {
    let len = u32::try_from(json.len()).expect("a short schema");
    [&record::MAGIC[..], &len.to_le_bytes(), json.as_bytes()].concat()
}

/// A format of objects with a machine that uses it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Machine(
    pub(crate) BinaryFormat,
    pub(crate) Architecture,
    pub(crate) Endianness,
);

/// One of each kind: 32 and 64 bits, both byte orders.
pub(crate) const MACHINES: [Machine; 8] = [
    Machine(BinaryFormat::Elf, Architecture::X86_64, Endianness::Little),
    Machine(BinaryFormat::Elf, Architecture::Riscv32, Endianness::Little),
    Machine(BinaryFormat::Elf, Architecture::PowerPc, Endianness::Big),
    Machine(BinaryFormat::Elf, Architecture::S390x, Endianness::Big),
    Machine(
        BinaryFormat::MachO,
        Architecture::Aarch64,
        Endianness::Little,
    ),
    Machine(BinaryFormat::MachO, Architecture::PowerPc, Endianness::Big),
    Machine(BinaryFormat::Coff, Architecture::X86_64, Endianness::Little),
    Machine(BinaryFormat::Coff, Architecture::I386, Endianness::Little),
];

impl Machine {
    /// An object with this content in the section for records.
    pub(crate) fn object(self, content: &[u8]) -> Vec<u8> {
        self.object_with(content, None)
    }

    /// The same, of ELF, with a section that is said to be compressed.
    pub(crate) fn compressed(self, content: &[u8]) -> Vec<u8> {
        let flags = SectionFlags::Elf {
            sh_type: elf::SHT_PROGBITS,
            sh_flags: elf::SHF_COMPRESSED,
        };
        self.object_with(content, Some(flags))
    }

    fn object_with(self, content: &[u8], flags: Option<SectionFlags>) -> Vec<u8> {
        let Self(format, architecture, endianness) = self;
        let mut object = Object::new(format, architecture, endianness);
        let (segment, name) = match format {
            BinaryFormat::MachO => ("__DATA", record::MACH_O_SECTION),
            BinaryFormat::Coff => ("", record::PE_SECTION),
            _ => ("", record::ELF_SECTION),
        };
        let text = object.add_section("".into(), ".text".into(), SectionKind::Text);
        object.append_section_data(text, &[0xc3; 33], 4);
        let section = object.add_section(segment.into(), name.into(), SectionKind::ReadOnlyData);
        object.append_section_data(section, content, 1);
        if let Some(flags) = flags {
            object.section_mut(section).flags = flags;
        }
        object.write().expect("an object")
    }
}

/// A linked program for UEFI or Windows.
pub(crate) fn image(content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = pe::Writer::new(true, 0x1000, 0x200, &mut bytes);
    writer.reserve_dos_header_and_stub();
    writer.reserve_nt_headers(16);
    writer.reserve_section_headers(1);
    let len = u32::try_from(content.len()).expect("a short section");
    let mut name = [0; 8];
    name.copy_from_slice(record::PE_SECTION.as_bytes());
    let flags = constants::IMAGE_SCN_CNT_INITIALIZED_DATA | constants::IMAGE_SCN_MEM_READ;
    let range = writer.reserve_section(name, flags, len, len);
    writer.write_dos_header_and_stub().expect("a header");
    writer.write_nt_headers(pe::NtHeaders {
        machine: constants::IMAGE_FILE_MACHINE_AMD64,
        time_date_stamp: 0,
        characteristics: constants::IMAGE_FILE_EXECUTABLE_IMAGE,
        major_linker_version: 0,
        minor_linker_version: 0,
        address_of_entry_point: 0,
        image_base: 0x1_4000_0000,
        major_operating_system_version: 0,
        minor_operating_system_version: 0,
        major_image_version: 0,
        minor_image_version: 0,
        major_subsystem_version: 0,
        minor_subsystem_version: 0,
        subsystem: constants::IMAGE_SUBSYSTEM_EFI_APPLICATION,
        dll_characteristics: constants::DllFlags(0),
        size_of_stack_reserve: 0,
        size_of_stack_commit: 0,
        size_of_heap_reserve: 0,
        size_of_heap_commit: 0,
    });
    writer.write_section_headers();
    writer.write_section(range.file_offset, content);
    bytes
}

/// A Mach-O file for several machines.
pub(crate) fn universal(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut header = [0xca, 0xfe, 0xba, 0xbe].to_vec();
    let mut content = Vec::new();
    let number = |number: usize| u32::try_from(number).expect("a small file").to_be_bytes();
    header.extend(number(objects.len()));
    let start = 8 + 20 * objects.len();
    for object in objects {
        // The machine, as the object has it.
        header.extend(object[4..8].iter().rev());
        header.extend([0; 4]);
        header.extend(number(start + content.len()));
        header.extend(number(object.len()));
        header.extend([0; 4]);
        content.extend(object);
    }
    [header, content].concat()
}

/// An archive, as `ar` makes it.
pub(crate) fn archive(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = b"!<arch>\n".to_vec();
    for (name, content) in members {
        let name = format!("{name}/");
        let size = content.len();
        bytes.extend(format!("{name:16}{:12}{:6}{:6}{:8}{size:<10}`\n", 0, 0, 0, 644).bytes());
        bytes.extend(content);
        if size % 2 == 1 {
            bytes.push(b'\n');
        }
    }
    bytes
}
