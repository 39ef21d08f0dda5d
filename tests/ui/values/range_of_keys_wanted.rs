use std::collections::BTreeMap;

use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(range(keys = 16, values))]
    value: BTreeMap<u8, u8>,
}

fn main() {}
