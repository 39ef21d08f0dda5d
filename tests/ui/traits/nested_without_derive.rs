use migratable::Migratable;

struct Channel {
    address: u64,
}

#[derive(Migratable)]
struct Dma {
    channels: [Channel; 8],
    pending: Vec<Channel>,
}

fn main() {}
