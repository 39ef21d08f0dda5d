use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(allowed(subset_of = 1.0))]
    value: f32,
}

fn main() {}
