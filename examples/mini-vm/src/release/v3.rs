//! A release made without a thought for others: the CLINT's `mtimecmp` has another type, and the
//! UART's scratch register is gone without a trace. It is here to be refused.

use migratable::Migratable;
use vm_superio::SerialState;

use super::{Set, Wire};
use crate::devices::{self, Finisher, Plic, Reload};
use crate::error::Error;

pub(super) type Devices = Set<Clint, Plic, Uart, Finisher>;

/// Timer and software interrupts.
#[derive(Migratable)]
#[migratable(device = "clint", crate = super::other)]
pub struct Clint {
    /// The software interrupt is pending.
    msip: bool,
    /// The timer interrupt is pending while `mtime` is at or past this: low word, high word.
    mtimecmp: [u32; 2],
    /// `mtime` less the machine's ticks.
    #[migratable(unit = "ticks")]
    mtime_offset: u64,
    /// The timer that reloads itself.
    #[migratable(subsection(tag = 1, needed = Self::reloads), default)]
    reload: Reload,
}

impl Clint {
    fn reloads(&self) -> bool {
        self.reload != Reload::default()
    }
}

impl Wire<devices::Clint> for Clint {
    fn from_live(clint: devices::Clint) -> Result<Self, Error> {
        Ok(Self {
            msip: clint.msip,
            mtimecmp: [clint.mtimecmp as u32, (clint.mtimecmp >> 32) as u32],
            mtime_offset: clint.mtime_offset,
            reload: clint.reload,
        })
    }

    fn into_live(self) -> devices::Clint {
        let [low, high] = self.mtimecmp;
        devices::Clint {
            msip: self.msip,
            mtimecmp: u64::from(high) << 32 | u64::from(low),
            mtime_offset: self.mtime_offset,
            reload: self.reload,
        }
    }
}

/// 16550 UART.
#[derive(Migratable)]
#[migratable(device = "uart", crate = super::other)]
pub struct Uart {
    /// Divisor latch, low byte.
    baud_divisor_low: u8,
    /// Divisor latch, high byte.
    baud_divisor_high: u8,
    /// IER.
    interrupt_enable: u8,
    /// IIR.
    interrupt_identification: u8,
    /// LCR.
    line_control: u8,
    /// LSR.
    line_status: u8,
    /// MCR.
    modem_control: u8,
    /// MSR.
    modem_status: u8,
    /// The receive FIFO, oldest byte first.
    #[migratable(max_len = 64)]
    in_buffer: Vec<u8>,
}

impl Wire<SerialState> for Uart {
    fn from_live(state: SerialState) -> Result<Self, Error> {
        Ok(Self {
            baud_divisor_low: state.baud_divisor_low,
            baud_divisor_high: state.baud_divisor_high,
            interrupt_enable: state.interrupt_enable,
            interrupt_identification: state.interrupt_identification,
            line_control: state.line_control,
            line_status: state.line_status,
            modem_control: state.modem_control,
            modem_status: state.modem_status,
            in_buffer: state.in_buffer,
        })
    }

    fn into_live(self) -> SerialState {
        SerialState {
            baud_divisor_low: self.baud_divisor_low,
            baud_divisor_high: self.baud_divisor_high,
            interrupt_enable: self.interrupt_enable,
            interrupt_identification: self.interrupt_identification,
            line_control: self.line_control,
            line_status: self.line_status,
            modem_control: self.modem_control,
            modem_status: self.modem_status,
            scratch: 0,
            in_buffer: self.in_buffer,
        }
    }
}
