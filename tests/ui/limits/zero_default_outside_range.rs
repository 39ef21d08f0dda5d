use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = "uart")]
struct Uart {
    #[migratable(subsection(tag = 1, needed = |uart: &Self| uart.divisor != 1), default, range = 1..=16)]
    divisor: u32,
}

fn main() {}
