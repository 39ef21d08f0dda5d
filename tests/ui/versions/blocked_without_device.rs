use migratable::Migratable;

#[derive(Migratable)]
#[migratable(blocked = Self::busy)]
struct Queue {
    requests: u32,
}

impl Queue {
    fn busy(&self) -> Option<&'static str> {
        (self.requests != 0).then_some("requests are in flight")
    }
}

fn main() {}
