#[derive(Migratable)]
#[migratable(device = "uart")]
struct Uart {
    #[migratable(with = Vec<Bits>)]
    raised: Vec<Interrupts>,
}
