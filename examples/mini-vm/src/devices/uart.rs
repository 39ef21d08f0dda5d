//! 16550 UART, by vm-superio.

use std::convert::Infallible;
use std::io;

use migratable::{Migratable, Stateful, Through};
use rrs_lib::MemAccessSize;
use vm_superio::serial::{Error as SerialError, NoEvents};
use vm_superio::{Serial, SerialState, Trigger};

use crate::console::Console;
use crate::foreign::SerialStateDef;

const REGISTERS: u32 = 8;
const IER_RECEIVE: u8 = 1 << 0;
const IER_THR_EMPTY: u8 = 1 << 1;
const IIR_THR_EMPTY: u8 = 1 << 1;
const IIR_RECEIVE: u8 = 1 << 2;

/// 16550 UART.
#[derive(Migratable)]
#[migratable(device = "uart", transparent, post_load = Self::settle)]
pub struct Uart {
    /// The registers, and the console that they print to.
    #[migratable(with = Through<SerialStateDef>)]
    pub serial: Serial<Level, NoEvents, Console>,
    /// Follows from the registers.
    #[migratable(skip)]
    irq: bool,
    /// Is this host's.
    #[migratable(skip)]
    error: Option<io::Error>,
}

/// vm-superio reports edges; the line of a UART is a level, which `Uart::settle` reads off the
/// registers. So it is the same after loading as before, where a trigger would fire once more.
pub struct Level;

impl Trigger for Level {
    type E = Infallible;

    fn trigger(&self) -> Result<(), Infallible> {
        Ok(())
    }
}

impl Stateful<SerialStateDef> for Serial<Level, NoEvents, Console> {
    type State = SerialState;
    type Error = SerialError<Infallible>;

    fn state(&self) -> SerialState {
        self.state()
    }

    fn restore(&mut self, state: SerialState) -> Result<(), Self::Error> {
        *self = Self::from_state(&state, Level, NoEvents, self.writer().clone())?;
        Ok(())
    }
}

impl Uart {
    pub(crate) fn new(console: Console) -> Self {
        Self {
            serial: Serial::new(Level, console),
            irq: false,
            error: None,
        }
    }

    /// Hands all that was sent to where it goes.
    pub fn sync(&self) -> io::Result<()> {
        self.serial.writer().sync()
    }

    /// Level of the interrupt line.
    pub(crate) fn irq(&self) -> bool {
        self.irq
    }

    /// Whether output was lost.
    pub(crate) fn failed(&self) -> bool {
        self.error.is_some()
    }

    /// The error that lost output.
    pub(crate) fn take_error(&mut self) -> Option<io::Error> {
        self.error.take()
    }

    pub(crate) fn read(&mut self, offset: u32, size: MemAccessSize) -> Option<u32> {
        let value = self.serial.read(register(offset, size)?);
        self.settle();
        Some(value.into())
    }

    pub(crate) fn write(&mut self, offset: u32, size: MemAccessSize, value: u32) -> Option<()> {
        match self.serial.write(register(offset, size)?, value as u8) {
            Err(SerialError::IOError(error)) => self.error = Some(error),
            Err(SerialError::FullFifo | SerialError::Trigger(_)) | Ok(()) => {}
        }
        self.settle();
        Some(())
    }

    /// Brings the line into line with the registers.
    fn settle(&mut self) {
        let state = self.serial.state();
        let pending = |cause, enable| {
            state.interrupt_identification & cause != 0 && state.interrupt_enable & enable != 0
        };
        self.irq = pending(IIR_RECEIVE, IER_RECEIVE) || pending(IIR_THR_EMPTY, IER_THR_EMPTY);
    }
}

fn register(offset: u32, size: MemAccessSize) -> Option<u8> {
    let exists = offset < REGISTERS && matches!(size, MemAccessSize::Byte);
    exists.then_some(offset as u8)
}
