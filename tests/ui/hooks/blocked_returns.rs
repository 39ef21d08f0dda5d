use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = "d", blocked = Self::is_busy)]
struct Device {
    requests: u32,
}

impl Device {
    fn is_busy(&self) -> bool {
        self.requests != 0
    }
}

fn main() {}
