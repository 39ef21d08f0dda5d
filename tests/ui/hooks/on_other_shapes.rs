use migratable::Migratable;

#[derive(Migratable)]
#[migratable(validate = Self::check)]
enum Mode {
    Off,
    On(u8),
}

#[derive(Migratable)]
#[migratable(post_load = Self::check)]
struct Level(u8);

#[derive(Migratable)]
#[migratable(from = u8, into = u8, post_load = Self::check)]
struct Converted;

impl From<u8> for Converted {
    fn from(_: u8) -> Self {
        Self
    }
}

impl From<&Converted> for u8 {
    fn from(_: &Converted) -> Self {
        0
    }
}

struct Foreign {
    a: u8,
}

#[derive(Migratable)]
#[migratable(remote = Foreign, validate = check)]
struct Described {
    a: u8,
}

#[derive(Migratable)]
#[migratable(post_load = |part: &mut Self| part.a < 3)]
struct Closure {
    a: u8,
}

impl Mode {
    fn check(&self) -> bool {
        true
    }
}

impl Level {
    fn check(&mut self) -> bool {
        true
    }
}

impl Converted {
    fn check(&mut self) -> bool {
        true
    }
}

fn check(_: &Foreign) -> bool {
    true
}

fn main() {}
