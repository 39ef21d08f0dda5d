use migratable::Migratable;

#[derive(Migratable)]
struct TimerV1 {
    ticks: u32,
}

#[derive(Migratable, Default)]
#[migratable(version = 2, older(version = 1, type = TimerV1, convert = Self::take_v1))]
struct Timer {
    ns: u64,
}

impl Timer {
    fn take_v1(&mut self, old: TimerV1) -> bool {
        old.ticks > 0
    }
}

fn main() {}
