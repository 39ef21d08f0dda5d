use migratable::Migratable;

#[derive(Migratable)]
#[migratable(version = 2)]
struct TimerV1 {
    ticks: u32,
}

#[derive(Migratable, Default)]
#[migratable(version = 3, older(version = 1, type = TimerV1, convert = Self::take_v1))]
struct Timer {
    ns: u64,
}

impl Timer {
    fn take_v1(&mut self, old: TimerV1) {
        self.ns = u64::from(old.ticks) * 1000;
    }
}

#[derive(Migratable)]
#[migratable(device = "dev")]
struct Dev {
    timer: Timer,
}

fn main() {}
