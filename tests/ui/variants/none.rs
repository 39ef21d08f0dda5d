use migratable::Migratable;

#[derive(Migratable)]
enum Mode {}

fn main() {}
