#[migratable(into = UartState, apply = Self::set_state)]
struct LiveUart {
    serial: Serial,
}
