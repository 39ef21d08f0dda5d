//! The time base of the machine.

/// Counts what the whole machine agrees on. Every other time derives from it, so a run is
/// reproducible to the tick.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// Ticks since power-on: one for each instruction, retired or trapped, plus those that `wfi`
    /// skipped.
    pub ticks: u64,
    /// Instructions retired since power-on.
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
