//! The devices of the page's examples.

use std::collections::{BTreeMap, BTreeSet};

use migratable::{Migratable, Varint};

#[derive(Migratable)]
#[migratable(device = "numbers")]
pub(super) struct Numbers((bool, u16, i32, f32));

#[derive(Migratable)]
#[migratable(device = "varints")]
pub(super) struct Varints(#[migratable(with = (Varint, Varint, Varint))] (u16, u32, i64));

#[derive(Migratable)]
#[migratable(device = "texts")]
pub(super) struct Texts((char, String, Vec<u8>));

#[derive(Migratable)]
#[migratable(device = "sequences")]
pub(super) struct Sequences(([u16; 2], Vec<Option<u8>>, ()));

#[derive(Migratable)]
#[migratable(device = "ascending")]
pub(super) struct Sorted((BTreeSet<i16>, BTreeMap<String, u8>));

#[derive(Migratable)]
#[migratable(device = "subsections")]
pub(super) struct Clock {
    ticks: u32,
    #[migratable(subsection(tag = 1, needed = Self::is_divided), default = 1)]
    divisor: u16,
    #[migratable(subsection(tag = 2))]
    alarm: Option<u32>,
    #[migratable(subsection(tag = 300))]
    trace: Option<Vec<u8>>,
}

impl Clock {
    fn is_divided(&self) -> bool {
        self.divisor != 1
    }
}

#[derive(Migratable)]
#[migratable(device = "enums")]
pub(super) struct Requests(Vec<Request>);

#[derive(Migratable)]
enum Request {
    Flush,
    #[migratable(tag = 4)]
    Read {
        sector: u16,
    },
    #[migratable(other)]
    Unknown(u32),
}

#[derive(Migratable)]
#[migratable(device = "special")]
pub(super) struct Special((u128, i64, f64, f32, Option<Option<u8>>, Option<()>));

/// A 16550 UART.
#[derive(Migratable)]
#[migratable(device = "uart", version = 2, upgrade = Self::upgrade)]
pub(super) struct Uart {
    /// Bytes that the guest has not read yet.
    #[migratable(max_len = 16)]
    fifo: Vec<u8>,
    #[migratable(range = 1.., default = 12)]
    divisor: u16,
    #[migratable(alias = "mode")]
    line: Line,
    #[migratable(subsection(tag = 1, needed = Self::is_waiting), default, unit = "ns")]
    timeout: u64,
}

#[derive(Migratable)]
enum Line {
    Low,
    High,
}

impl Uart {
    fn upgrade(&mut self, _from: u32) {
        self.timeout *= 1000;
    }

    fn is_waiting(&self) -> bool {
        self.timeout > 0
    }
}

#[derive(Migratable)]
#[migratable(device = "switch")]
pub(super) struct Switch {
    on: bool,
}
