use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    Off,
    On {
        #[migratable(subsection(tag = 1))]
        since: Option<u64>,
    },
}

fn main() {}
