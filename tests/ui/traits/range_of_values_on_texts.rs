use std::collections::BTreeMap;

use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(range(values = 0..=16))]
    value: BTreeMap<u8, String>,
}

fn main() {}
