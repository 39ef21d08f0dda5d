use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    On(#[migratable(must_match)] u64),
}

fn main() {}
