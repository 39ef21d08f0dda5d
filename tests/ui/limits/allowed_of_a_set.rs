use std::collections::BTreeSet;

use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(allowed(at_most = BTreeSet::new()))]
    value: BTreeSet<u8>,
}

fn main() {}
