//! PL031 real-time clock, by vm-superio. Its data register counts the host's seconds.

use std::convert::Infallible;

use migratable::{Migratable, Stateful, Through};
use rrs_lib::MemAccessSize;
use vm_superio::RtcState;
use vm_superio::rtc_pl031::{NoEvents, Rtc as Pl031};

use crate::foreign::RtcStateDef;

/// PL031 real-time clock.
#[derive(Migratable, Default)]
#[migratable(device = "rtc", transparent)]
pub struct Rtc {
    /// The registers.
    #[migratable(with = Through<RtcStateDef>)]
    pub pl031: Pl031<NoEvents>,
}

impl Stateful<RtcStateDef> for Pl031<NoEvents> {
    type State = RtcState;
    type Error = Infallible;

    fn state(&self) -> RtcState {
        self.state()
    }

    fn restore(&mut self, state: RtcState) -> Result<(), Infallible> {
        *self = Self::from_state(&state, NoEvents);
        Ok(())
    }
}

impl Rtc {
    /// Level of the interrupt line.
    pub(crate) fn irq(&self) -> bool {
        let state = self.pl031.state();
        state.ris & state.imsc != 0
    }

    pub(crate) fn read(&mut self, offset: u32, size: MemAccessSize) -> Option<u32> {
        let MemAccessSize::Word = size else {
            return None;
        };
        let mut data = [0; 4];
        self.pl031.read(u16::try_from(offset).ok()?, &mut data);
        Some(u32::from_le_bytes(data))
    }

    pub(crate) fn write(&mut self, offset: u32, size: MemAccessSize, value: u32) -> Option<()> {
        let MemAccessSize::Word = size else {
            return None;
        };
        self.pl031
            .write(u16::try_from(offset).ok()?, &value.to_le_bytes());
        Some(())
    }
}
