use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(allowed(at_most = self.wide))]
    value: u32,
    wide: u64,
}

fn main() {}
