use migratable::Migratable;

#[derive(Migratable)]
struct Marker;

#[derive(Migratable)]
#[migratable(device = "hub")]
struct Hub {
    ports: Vec<Marker>,
}

fn main() {}
