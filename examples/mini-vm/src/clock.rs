//! The time base of the machine.

use migratable::Migratable;

/// Counts what the whole machine agrees on. Every other time derives from it, so a run is
/// reproducible to the tick.
#[derive(Migratable, Default)]
#[migratable(device = "clock")]
pub struct Clock {
    /// Ticks since power-on: one for each instruction, retired or trapped, plus those that `wfi`
    /// skipped.
    #[migratable(unit = "ticks")]
    pub ticks: u64,
    /// Instructions retired since power-on.
    #[migratable(unit = "instructions")]
    pub retired: u64,
}

impl Clock {
    pub(crate) fn retire(&mut self) {
        self.ticks = self.ticks.wrapping_add(1);
        self.retired = self.retired.wrapping_add(1);
    }

    pub(crate) fn trap(&mut self) {
        self.ticks = self.ticks.wrapping_add(1);
    }
}
