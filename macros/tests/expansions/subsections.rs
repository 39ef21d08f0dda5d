#[migratable(subsection(dma, tag = 3, needed = Self::dma_active))]
struct Uart {
    data: u8,
    #[migratable(subsection(tag = 1, needed = Self::clock_changed), default)]
    clock: ClockState,
    #[migratable(subsection(tag = 2))]
    rate: Option<u32>,
    #[migratable(subsection = dma, default)]
    dma_address: u64,
    #[migratable(subsection = dma, default)]
    dma_left: u16,
}
