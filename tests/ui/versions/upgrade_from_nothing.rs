use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = "pl011", version = 2, oldest = 2, upgrade = Self::upgrade)]
struct Uart {
    flags: u32,
}

fn main() {}
