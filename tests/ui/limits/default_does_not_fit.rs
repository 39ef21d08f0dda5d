use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = "uart")]
struct Uart {
    #[migratable(default = 300)]
    level: u8,
    #[migratable(fill = 70_000)]
    lanes: [u16; 4],
}

fn main() {}
