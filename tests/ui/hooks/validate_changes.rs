use migratable::Migratable;

#[derive(Migratable)]
#[migratable(validate = Self::validate)]
struct Part {
    a: u32,
}

impl Part {
    fn validate(&mut self) {
        self.a = 1;
    }
}

fn main() {}
