//! A release made without a thought for others: the CLINT's `mtimecmp` has another type, and the
//! UART's scratch register is gone without a trace. It is here to be refused.

use migratable::Migratable;
use migratable::device::Devices;

use super::as_release::As;
use crate::devices::Reload;
use crate::error::Error;
use crate::stream::WATCHDOG;
use crate::vm::Vm;

pub(super) fn with_devices<T>(
    vm: &mut Vm,
    act: impl FnOnce(&mut Devices<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let items = vm.items();
    let bus = &mut vm.bus;
    let mut clint = As::<Clint, _>::new(&mut bus.clint);
    let mut uart = As::<Uart, _>::new(&mut bus.uart);
    let mut devices = Devices::new();
    devices
        .add("clock", &mut bus.clock)?
        .add("hart0", &mut vm.hart)?
        .add("clint", &mut clint)?
        .add("plic", &mut bus.plic)?
        .add("uart0", &mut uart)?
        .add("rtc", &mut bus.rtc)?
        .add("virtio-blk0", &mut bus.virtio_blk)?
        .add("finisher", &mut bus.finisher)?;
    if let Some(watchdog) = &mut bus.watchdog {
        devices.add(WATCHDOG, watchdog)?;
    }
    for item in items {
        devices.declare(item);
    }
    act(&mut devices)
}

/// Timer and software interrupts.
#[derive(Migratable)]
#[migratable(device = "clint", crate = super::other)]
struct Clint {
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

/// 16550 UART.
#[derive(Migratable)]
#[migratable(device = "uart", crate = super::other)]
struct Uart {
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
