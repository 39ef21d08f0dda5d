use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = "uart", post-load = Self::update)]
struct Uart {
    #[migratable(must-match)]
    lanes: u8,
    #[migratable(not-a-key(1), max-len = 3)]
    fifo: Vec<u8>,
    #[migratable(rename-all = "kebab-case", skip-serializing-if = "Vec::is_empty")]
    lines: Vec<u8>,
}

fn main() {}
