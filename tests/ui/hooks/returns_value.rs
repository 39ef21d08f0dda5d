use migratable::Migratable;

#[derive(Migratable)]
#[migratable(
    device = "d",
    version = 2,
    upgrade = Self::upgrade,
    validate = Self::validate,
    post_load = Self::post_load,
    retired(tag = 1, name = "old", type = u8, apply = Self::apply)
)]
struct Device {
    a: u32,
}

impl Device {
    fn upgrade(&mut self, _from: u32) -> Result<u32, String> {
        Ok(1)
    }

    fn validate(&self) -> Result<u32, String> {
        Ok(1)
    }

    fn post_load(&mut self) -> Result<u32, String> {
        Ok(1)
    }

    fn apply(&mut self, _old: u8) -> Result<u32, String> {
        Ok(1)
    }
}

fn main() {}
