//! Types of one name.

use migratable::Migratable;

use super::schema;

pub(super) fn schemas() -> Vec<&'static str> {
    vec![
        schema::<Generics>(),
        schema::<Modules>(),
        schema::<Nic<u16, 4>>(),
        schema::<Longest>(),
    ]
}

/// Each instance of a generic type is a type of its own.
#[derive(Migratable)]
#[migratable(device = "generics")]
struct Generics {
    small: Ring<u8, 4>,
    large: Ring<u64, 16>,
    small_again: Vec<Ring<u8, 4>>,
    nested: Ring<Ring<u8, 4>, 2>,
}

#[derive(Migratable)]
struct Ring<T, const N: usize> {
    entries: [T; N],
    head: u32,
}

mod receive {
    #[derive(super::Migratable)]
    pub(super) struct Queue {
        pub(super) depth: u16,
    }

    #[derive(super::Migratable)]
    pub(super) struct Same {
        pub(super) value: u8,
    }

    #[derive(super::Migratable)]
    pub(super) struct Key {
        pub(super) bits: [u8; 16],
        pub(super) slot: u8,
    }
}

mod transmit {
    /// Not that of the other module.
    #[derive(super::Migratable)]
    pub(super) enum Queue {
        Empty,
        Busy(super::receive::Queue),
    }

    /// Encoded as that of the other module, so listed once.
    #[derive(super::Migratable)]
    pub(super) struct Same {
        pub(super) value: u8,
    }

    /// Encoded as that of the other module, and hides other fields.
    #[derive(super::Migratable)]
    pub(super) struct Key {
        #[migratable(sensitive)]
        pub(super) bits: [u8; 16],
        pub(super) slot: u8,
    }
}

type Alias = receive::Queue;

#[derive(Migratable)]
#[migratable(device = "modules")]
struct Modules {
    transmit: transmit::Queue,
    receive: receive::Queue,
    alias: Alias,
    same: (receive::Same, transmit::Same),
    keys: (receive::Key, Option<transmit::Key>),
}

/// A generic device.
#[derive(Migratable)]
#[migratable(device = "nic")]
struct Nic<T, const QUEUES: usize> {
    queues: [Ring<T, 8>; QUEUES],
}

#[derive(Migratable)]
#[migratable(
    device = "A-name.of_128_bytes-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx0"
)]
struct Longest {
    #[migratable(rename = "A-name.of_64_bytes-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx0")]
    field: u8,
}
