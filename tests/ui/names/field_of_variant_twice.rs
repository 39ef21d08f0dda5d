use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    On {
        since: u64,
        #[migratable(rename = "since")]
        until: u64,
    },
}

fn main() {}
