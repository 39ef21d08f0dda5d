use migratable::Migratable;

bitflags::bitflags! {
    struct Mask: u8 { const A = 1; }
}

#[derive(Migratable)]
struct Uart {
    #[migratable(with = Bits)]
    mask: Mask,
    #[migratable(with = migratable::Bits)]
    other: Maskk,
}

fn main() {}
