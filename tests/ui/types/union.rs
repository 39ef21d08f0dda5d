use migratable::Migratable;

#[derive(Migratable)]
union Word {
    whole: u32,
    bytes: [u8; 4],
}

fn main() {}
