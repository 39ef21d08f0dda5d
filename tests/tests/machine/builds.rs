//! Two builds of the same small machine.

use std::io::Cursor;

use migratable::Migratable;
use migratable::device::Devices;
use migratable::stream::{Header, Limits, StreamReader, StreamWriter};

/// The older build.
pub(crate) mod old {
    use super::Migratable;

    #[derive(Migratable, Clone, Debug, Default, PartialEq)]
    #[migratable(device = "timer")]
    pub(crate) struct Timer {
        pub(crate) count: u32,
        pub(crate) enabled: bool,
    }

    #[derive(Migratable, Clone, Debug, Default, PartialEq)]
    #[migratable(device = "uart")]
    pub(crate) struct Uart {
        pub(crate) fifo: Vec<u8>,
        #[migratable(range = 0..=16)]
        pub(crate) level: u32,
        #[migratable(skip = 99)]
        pub(crate) live: u32,
    }
}

/// The newer build: a wider counter, a feature in a subsection, a renamed
/// field, a new register.
pub(crate) mod new {
    use super::Migratable;

    #[derive(Migratable, Clone, Debug, Default, PartialEq)]
    #[migratable(device = "timer")]
    pub(crate) struct Timer {
        pub(crate) count: u64,
        pub(crate) enabled: bool,
        #[migratable(subsection(tag = 1, needed = Self::is_periodic), default)]
        pub(crate) period: u64,
    }

    impl Timer {
        fn is_periodic(&self) -> bool {
            self.period != 0
        }
    }

    #[derive(Migratable, Clone, Debug, Default, PartialEq)]
    #[migratable(device = "uart", post_load = Self::post_load)]
    pub(crate) struct Uart {
        #[migratable(alias = "fifo")]
        pub(crate) queue: Vec<u8>,
        #[migratable(range = 0..=16)]
        pub(crate) level: u32,
        #[migratable(default = 0x12)]
        pub(crate) ifl: u32,
        #[migratable(skip = 99)]
        pub(crate) live: u32,
    }

    impl Uart {
        fn post_load(&mut self) -> Result<(), String> {
            match self.level as usize <= self.queue.len() {
                true => Ok(()),
                false => Err(format!("level {} without bytes", self.level)),
            }
        }
    }
}

pub(crate) fn header() -> Header {
    Header::new("machine", "1")
}

pub(crate) fn save(devices: &Devices<'_>) -> Vec<u8> {
    let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
    devices.save(&mut writer).unwrap();
    writer.finish().unwrap()
}

pub(crate) fn reader(stream: &[u8]) -> StreamReader<&[u8]> {
    StreamReader::new(stream, Limits::default()).unwrap()
}

pub(crate) fn memory_reader(stream: &[u8]) -> StreamReader<Cursor<&[u8]>> {
    StreamReader::in_memory(stream, Limits::default()).unwrap()
}
