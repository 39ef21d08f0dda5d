//! The current release. Its devices are the running ones; what changed since [release 1](super::v1)
//! is said there where it stands:
//!
//! - CLINT: `timecmp` is called `mtimecmp`; `epoch` is retired, its value goes into `mtime_offset`;
//!   the timer that reloads itself is new, a subsection;
//! - PLIC: twice as many sources, so the priorities grew and the bit sets were widened;
//! - finisher: the register `reason` is new, and the variant `Reset`.

use migratable::Migratable;
use vm_superio::SerialState;

use super::foreign::SerialStateDef;
use super::{Set, Wire};
use crate::devices::{Clint, Finisher, Plic};
use crate::error::Error;

pub(super) type Devices = Set<Clint, Plic, Uart, Finisher>;

/// 16550 UART.
#[derive(Migratable)]
#[migratable(device = "uart", transparent)]
pub struct Uart(#[migratable(with = SerialStateDef)] SerialState);

impl Wire<SerialState> for Uart {
    fn from_live(state: SerialState) -> Result<Self, Error> {
        Ok(Self(state))
    }

    fn into_live(self) -> SerialState {
        self.0
    }
}
