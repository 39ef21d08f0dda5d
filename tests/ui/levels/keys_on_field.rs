use std::collections::BTreeMap;

use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(keys = 0..=16)]
    value: BTreeMap<u8, u8>,
}

fn main() {}
