use std::collections::BTreeMap;

use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(range())]
    value: BTreeMap<u8, u8>,
}

fn main() {}
