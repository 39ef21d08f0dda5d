use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = "d", needed = Self::is_plugged)]
struct Device {
    sectors: Option<u32>,
}

impl Device {
    fn is_plugged(&self) -> Option<u32> {
        self.sectors
    }
}

fn main() {}
