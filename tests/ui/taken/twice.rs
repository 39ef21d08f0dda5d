use migratable::Migratable;

#[derive(Migratable)]
#[migratable(
    device = "timer",
    takes_over(device = "timers", type = Old, apply = Self::take),
    takes_over(device = "timers", type = Old, apply = Self::take)
)]
struct Timer {
    count: u32,
}

#[derive(Migratable)]
struct Old {
    count: u32,
}

impl Timer {
    fn take(&mut self, old: Old, _: u32) {
        self.count = old.count;
    }
}

fn main() {}
