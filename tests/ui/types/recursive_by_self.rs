use migratable::Migratable;

#[derive(Migratable)]
enum List<T> {
    End,
    Item(T, Box<Self>),
}

fn main() {}
