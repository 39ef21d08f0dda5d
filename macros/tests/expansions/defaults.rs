#[migratable(default)]
struct Timing {
    start: u8,
    #[migratable(rename = "state", default = Mode::At { level: Level(7), irq: line() })]
    mode: Mode,
}
