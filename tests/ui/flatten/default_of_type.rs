use migratable::Migratable;

#[derive(Migratable, Default)]
struct Clock {
    rate: u32,
}

#[derive(Migratable, Default)]
#[migratable(default)]
struct Uart {
    #[migratable(flatten)]
    clock: Clock,
}

fn main() {}
