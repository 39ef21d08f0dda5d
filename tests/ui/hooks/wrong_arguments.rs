use migratable::Migratable;

#[derive(Migratable)]
#[migratable(
    device = "d",
    version = 2,
    upgrade = Self::upgrade,
    validate = Self::validate,
    post_load = Self::post_load,
    loaded = Self::loaded,
    retired(tag = 1, name = "old", type = u8, apply = Self::apply)
)]
struct Device {
    a: u32,
}

impl Device {
    fn upgrade(&mut self, _from: u64) {}

    fn validate(&self, _strict: bool) {}

    fn post_load() {}

    fn loaded(&mut self, _running: bool) {}

    fn apply(&mut self, _old: String) {}
}

fn main() {}
