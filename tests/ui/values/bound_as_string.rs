use migratable::Migratable;

#[derive(Migratable)]
#[migratable(bound = "T: Clone")]
struct Queue<T> {
    items: Vec<T>,
}

fn main() {}
