#[migratable(remote = vm_superio::RtcState)]
struct RtcStateDef {
    lr: u32,
    offset: i64,
}
