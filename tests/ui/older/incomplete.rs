use migratable::Migratable;

#[derive(Migratable)]
struct TimerV1 {
    ticks: u32,
}

#[derive(Migratable, Default)]
#[migratable(version = 2, older(version = 1, type = TimerV1))]
struct Timer {
    ns: u64,
}

fn main() {}
