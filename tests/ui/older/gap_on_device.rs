use migratable::Migratable;

#[derive(Migratable)]
struct TimerV1 {
    ticks: u32,
}

#[derive(Migratable, Default)]
#[migratable(
    device = "timer",
    version = 3,
    older(version = 1, type = TimerV1, convert = |_: &mut Self, _: TimerV1| ())
)]
struct Timer {
    ns: u64,
}

fn main() {}
