use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = "d", loaded = Self::loaded)]
struct Device {
    a: u32,
}

impl Device {
    fn loaded(&mut self) -> Result<(), String> {
        Ok(())
    }
}

fn main() {}
