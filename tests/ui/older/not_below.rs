use migratable::Migratable;

#[derive(Migratable)]
struct TimerV1 {
    ticks: u32,
}

#[derive(Migratable, Default)]
#[migratable(older(version = 1, type = TimerV1, convert = Self::take_v1))]
struct Timer {
    ns: u64,
}

impl Timer {
    fn take_v1(&mut self, old: TimerV1) {
        self.ns = u64::from(old.ticks) * 1000;
    }
}

fn main() {}
