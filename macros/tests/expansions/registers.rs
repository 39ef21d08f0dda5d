/// ARM PrimeCell UART.
#[migratable(device = "pl011")]
pub struct Pl011 {
    /// Flag register.
    flags: u32,
    read_fifo: [u32; 16],
    #[migratable(range = 0..=16)]
    read_count: u32,
    #[migratable(default = 0x12)]
    ifl: u32,
    #[migratable(skip)]
    irq: IrqLine,
}
