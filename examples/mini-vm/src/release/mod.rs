//! What the devices are in a stream, release by release.
//!
//! A real emulator is one release at a time: its devices are what it has, as in [`Vm::devices`], and
//! nothing of this directory would be there. To show what happens between releases, this program can
//! also speak as an older one (`v1`), as a careless newer one (`v3`), and as one that made two
//! devices of one (`v4`): their structs are here for the devices that differ, and stand before the
//! live ones (`As`).

mod as_release;
mod other;
mod v1;
mod v3;
mod v4;

use std::{fmt, io};

use migratable::device::Devices;
use migratable::stream::{Limits, StreamReader, StreamWriter};

use crate::console::Console;
use crate::error::Error;
use crate::stream::header;
use crate::vm::{Hardware, Vm};

/// A release of the devices.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Release {
    /// The first.
    V1,
    /// The current one.
    #[default]
    V2,
    /// One that breaks what it should not.
    V3,
    /// One that splits a device.
    V4,
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V1 => "v1",
            Self::V2 => "v2",
            Self::V3 => "v3",
            Self::V4 => "v4",
        })
    }
}

impl Release {
    /// Does something with the devices of `vm` as this release writes and reads them, and with its
    /// memory declared.
    pub fn with_devices<T>(
        self,
        vm: &mut Vm,
        act: impl FnOnce(&mut Devices<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        match self {
            Self::V1 => v1::with_devices(vm, act),
            Self::V2 => act(&mut vm.devices()?),
            Self::V3 => v3::with_devices(vm, act),
            Self::V4 => v4::with_devices(vm, act),
        }
    }

    /// The schemas of all devices that its machines can have, as JSON.
    pub fn schemas(self) -> Result<Vec<String>, Error> {
        let hardware = Hardware {
            watchdog: self != Self::V1,
            ..Hardware::default()
        };
        let mut vm = Vm::of(Console::new(io::sink()), hardware)?;
        let mut writer = StreamWriter::new(Vec::new(), &header(), Limits::default())?;
        self.with_devices(&mut vm, |devices| Ok(devices.save_prologue(&mut writer)?))?;
        writer.flush()?;
        let reader = StreamReader::new(&writer.get_mut()[..], Limits::default())?;
        Ok(reader
            .prologue()
            .schema_texts()
            .map(str::to_owned)
            .collect())
    }
}
