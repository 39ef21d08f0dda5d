use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(default = "zero", varint = 1, subsection(tag = 0), unit = "ns")]
    delay: u64,
}

fn main() {}
