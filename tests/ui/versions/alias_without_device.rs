use migratable::Migratable;

#[derive(Migratable)]
#[migratable(alias = "fifo")]
struct Queue {
    requests: u32,
}

fn main() {}
