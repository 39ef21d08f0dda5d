use migratable::Migratable;

#[derive(Migratable)]
struct TimerV1 {
    ticks: u32,
}

#[derive(Migratable, Default)]
#[migratable(
    version = 2,
    older(version = 4_294_967_295, type = TimerV1, convert = |_: &mut Self, _: TimerV1| ())
)]
struct Timer {
    ns: u64,
}

fn main() {}
