use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    On(#[migratable(allowed(at_most = 4))] u64),
}

fn main() {}
