use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    On {
        #[migratable(skip)]
        handle: u64,
    },
}

fn main() {}
