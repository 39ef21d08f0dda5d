//! Subsections, and what has retired.

use migratable::Migratable;

use super::schema;

pub(super) fn schemas() -> Vec<&'static str> {
    vec![schema::<Subsections>(), schema::<Retired>()]
}

#[derive(Migratable)]
#[migratable(device = "subsections", subsection(timers, tag = 200, needed = Self::has_timers))]
#[migratable(subsection(trace, tag = 3, needed = |device: &Self| device.traced > 0, ignorable))]
struct Subsections {
    state: u32,
    /// The clock.
    #[migratable(subsection(tag = 5, needed = Self::has_clock), default)]
    clock: Clock,
    #[migratable(subsection(tag = 1, ignorable), unit = "ns", alias = "old_delay")]
    delay: Option<u64>,
    #[migratable(subsection = timers, default = 10)]
    first: u32,
    #[migratable(subsection = timers, default, range = 0..=9)]
    second: u32,
    #[migratable(subsection = trace, default)]
    traced: u8,
    #[migratable(subsection(tag = 65_535, needed = |_| false), default, max_len = 3)]
    last: Vec<u16>,
}

#[derive(Migratable, Default)]
struct Clock {
    divisor: u16,
    #[migratable(subsection(tag = 1))]
    phase: Option<i8>,
}

impl Subsections {
    fn has_timers(&self) -> bool {
        self.first > 0
    }

    fn has_clock(&self) -> bool {
        self.clock.divisor > 0
    }
}

#[derive(Migratable)]
#[migratable(device = "retired", reserved(3, "gone"))]
#[migratable(retired(tag = 1, name = "baud", type = u16, apply = Self::set_baud))]
#[migratable(retired(tag = 2, name = "old_clock", type = Clock))]
struct Retired {
    divisor: u32,
}

impl Retired {
    fn set_baud(&mut self, baud: u16) {
        self.divisor = 115_200 / u32::from(baud);
    }
}
