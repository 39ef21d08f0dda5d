#[migratable(device = "timer", alias = "clock", alias = "pit", version = 3, oldest = 2, needed = Self::is_used, upgrade = Self::upgrade, validate = Self::validate, post_load = Self::post_load)]
struct Timer {
    #[migratable(unit = "ns", alias = "count")]
    ticks: u64,
    #[migratable(must_match)]
    frequency: u32,
    #[migratable(allowed(at_most = self.frequency))]
    rate: u32,
}
