use std::collections::BTreeMap;

use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(range(keys = 5..5, values = 4..=2))]
    value: BTreeMap<u8, u8>,
}

fn main() {}
