//! Types that are described by another one.

use migratable::Migratable;

use super::schema;

pub(super) fn schemas() -> Vec<&'static str> {
    vec![schema::<Remote>(), schema::<Converted>()]
}

/// Stands for a crate that knows nothing of this one.
mod foreign {
    pub(super) struct Serial {
        pub(super) divisor: u16,
        pub(super) fifo: Vec<u8>,
    }

    pub(super) enum Line {
        Low,
        High(u8),
    }
}

#[derive(Migratable)]
#[migratable(remote = foreign::Serial, rename = "Serial")]
struct SerialState {
    divisor: u16,
    #[migratable(max_len = 64)]
    fifo: Vec<u8>,
}

#[derive(Migratable)]
#[migratable(remote = foreign::Line)]
enum LineState {
    Low,
    #[migratable(tag = 4)]
    High(u8),
}

#[derive(Migratable)]
#[migratable(device = "remote")]
struct Remote {
    #[migratable(with = SerialState)]
    serial: foreign::Serial,
    #[migratable(with = [LineState; 3])]
    lines: [foreign::Line; 3],
    #[migratable(with = Option<Box<LineState>>)]
    boxed: Option<Box<foreign::Line>>,
}

/// What is in the stream is the other type, doc comments included.
#[derive(Migratable, Clone)]
#[migratable(device = "converted", try_from = Registers, into = Registers)]
struct Converted {
    level: u8,
}

#[derive(Migratable)]
struct Registers {
    /// As the guest reads it.
    status: u32,
}

impl From<&Converted> for Registers {
    fn from(device: &Converted) -> Self {
        Self {
            status: u32::from(device.level) << 8,
        }
    }
}

impl TryFrom<Registers> for Converted {
    type Error = std::num::TryFromIntError;

    fn try_from(registers: Registers) -> Result<Self, Self::Error> {
        Ok(Self {
            level: u8::try_from(registers.status >> 8)?,
        })
    }
}
