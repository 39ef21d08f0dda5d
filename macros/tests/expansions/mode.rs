enum Mode {
    Off,
    #[migratable(tag = 4)]
    On,
    Level(u8, u16),
    Named { name: String, #[migratable(skip = 0)] live: u32 },
    #[migratable(other)]
    Unknown(u32),
}
