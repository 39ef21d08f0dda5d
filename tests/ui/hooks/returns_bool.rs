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
    fn upgrade(&mut self, _from: u32) -> bool {
        true
    }

    fn validate(&self) -> bool {
        true
    }

    fn post_load(&mut self) -> bool {
        true
    }

    fn apply(&mut self, _old: u8) -> bool {
        true
    }
}

fn main() {}
