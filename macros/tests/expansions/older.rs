#[migratable(version = 3, older(version = 2, type = TimerV2, convert = Self::from_v2), older(version = 1, type = TimerV1, convert = Self::from_v1))]
struct Timer {
    ns: u64,
    #[migratable(skip)]
    fd: u32,
}
