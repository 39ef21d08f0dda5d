//! Devices that no machine has.

use migratable::Migratable;

/// A clock with a battery.
#[derive(Migratable)]
#[migratable(device = "spare-rtc")]
struct Rtc {
    #[migratable(with = RegistersDef)]
    registers: foreign::Registers,
    offset: i64,
    #[migratable(ignorable, default)]
    label: String,
}

mod foreign {
    /// As of a crate that knows nothing of migration.
    pub(crate) struct Registers {
        pub(crate) matches: u32,
        pub(crate) load: u32,
    }
}

#[derive(Migratable)]
#[migratable(remote = foreign::Registers)]
#[expect(dead_code, reason = "describes the other one")]
struct RegistersDef {
    matches: u32,
    load: u32,
}

/// A queue of fixed depth.
#[derive(Migratable)]
#[migratable(device = "spare-fifo")]
struct Fifo<T, const DEPTH: usize> {
    entries: [T; DEPTH],
    used: u32,
}

migratable::publish!(Fifo<u16, 64>);
