#[migratable(try_from = UartState, into = UartState)]
struct LiveUart {
    serial: Serial,
}
