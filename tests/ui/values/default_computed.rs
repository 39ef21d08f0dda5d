use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = "uart")]
struct Uart {
    #[migratable(default = computed())]
    nothing: u32,
    #[migratable(default = computed(1, 2))]
    two: u32,
}

fn main() {}
