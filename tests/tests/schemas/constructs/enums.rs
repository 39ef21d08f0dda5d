//! Enums.

use migratable::Migratable;

use super::schema;

pub(super) fn schemas() -> Vec<&'static str> {
    vec![
        schema::<Mode>(),
        schema::<Command>(),
        schema::<Status>(),
        schema::<Register>(),
    ]
}

#[derive(Migratable)]
#[migratable(device = "mode")]
enum Mode {
    Off,
    On,
}

/// Variants with content.
#[derive(Migratable)]
#[migratable(device = "command")]
enum Command {
    /// Nothing to do.
    Idle,
    Read(u64, #[migratable(range = 1..=128)] u16),
    Write {
        /// First sector.
        sector: u64,
        #[migratable(max_len = 512)]
        data: Vec<u8>,
        #[migratable(skip = 3)]
        live: u32,
    },
    Empty {},
}

/// Tags, names and a catch-all that forgets.
#[derive(Migratable)]
#[migratable(device = "status", reserved(2, 5..=7, "Gone"))]
enum Status {
    #[migratable(tag = 1)]
    Ready,
    #[migratable(tag = 300, rename = "in-flight", alias = "busy", alias = "Busy")]
    InFlight(u8),
    Counted,
    #[migratable(other)]
    Unknown,
}

/// A catch-all that holds the tag.
#[derive(Migratable)]
#[migratable(device = "register")]
enum Register {
    Data(u8),
    Control(u8),
    #[migratable(other)]
    Unknown(u32),
}
