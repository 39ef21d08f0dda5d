use migratable::Migratable;

#[derive(Migratable)]
struct Node {
    value: u32,
    children: Vec<Box<Node>>,
}

fn main() {}
