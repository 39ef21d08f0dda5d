#[migratable(version = 3, older(version = 2, type = TimerV2, convert = Self::take_v2), older(version = 1, type = TimerV1, convert = Self::take_v1))]
struct Timer {
    ns: u64,
    #[migratable(skip)]
    fd: u32,
}
