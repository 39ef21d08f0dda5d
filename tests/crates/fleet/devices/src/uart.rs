//! A UART with most of what a simple device has.

use migratable::Migratable;

/// A serial line.
///
/// Not that of any real machine.
#[derive(Migratable, Debug)]
#[migratable(device = "uart", reserved(4, "baud"))]
pub struct Uart {
    /// Flag register.
    pub flags: u32,
    /// What was received and not read yet.
    pub read_fifo: [u32; 16],
    #[migratable(range = 0..=16)]
    pub read_count: u32,
    /// Interrupt FIFO level select.
    #[migratable(default = 0x12, alias = "fifo_level")]
    pub ifl: u32,
    pub line: Line,
    /// Of the last byte sent.
    #[migratable(unit = "ns", varint)]
    pub sent_at: u64,
    #[migratable(subsection(tag = 1, needed = Self::clock_changed), default)]
    pub clock: Clock,
    #[migratable(subsection(tag = 2, ignorable))]
    pub trace: Option<String>,
    /// The thread that reads the terminal.
    #[migratable(skip = 0)]
    pub thread: u32,
}

impl Uart {
    fn clock_changed(&self) -> bool {
        self.clock.period != 0
    }
}

/// What the line is doing.
#[derive(Migratable, Debug)]
pub enum Line {
    /// Nothing.
    Idle,
    /// Waits for so many bits.
    Receiving(u8),
    /// Sends a byte.
    #[migratable(tag = 5)]
    Sending { byte: u8, bits_left: u8 },
}

/// A clock other than the usual one.
#[derive(Migratable, Debug, Default)]
pub struct Clock {
    #[migratable(unit = "ps")]
    pub period: u64,
    pub drift: f64,
}
