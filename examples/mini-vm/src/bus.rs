//! The bus: what answers at which address, and the wires from the devices to the hart.

use rrs_lib::{MemAccessSize, Memory};

use crate::clock::Clock;
use crate::console::Console;
use crate::devices::{Clint, Finisher, Plic, Power, Rtc, Uart, VirtioBlk, Watchdog};
use crate::error::Error;
use crate::hart::{Environment, MEIP};
use crate::memory::Ram;

/// Interrupt sources at the PLIC.
const IRQ_VIRTIO_BLK: u32 = 1;
const IRQ_UART: u32 = 10;
const IRQ_RTC: u32 = 11;

#[derive(Clone, Copy)]
enum Region {
    Finisher,
    Rtc,
    Clint,
    Plic,
    Uart,
    VirtioBlk,
    Watchdog,
}

/// Base address, size in bytes, and who answers there. RAM is apart, at
/// [`crate::memory::RAM_BASE`]. The layout is that of QEMU's `virt` board.
const MAP: [(u32, u32, Region); 7] = [
    (0x0010_0000, 0x1000, Region::Finisher),
    (0x0010_1000, 0x1000, Region::Rtc),
    (0x0010_2000, 0x1000, Region::Watchdog),
    (0x0200_0000, 0x1_0000, Region::Clint),
    (0x0c00_0000, 0x40_0000, Region::Plic),
    (0x1000_0000, 0x100, Region::Uart),
    (0x1000_1000, 0x200, Region::VirtioBlk),
];

/// RAM, the clock and all devices.
pub struct Bus {
    /// Time of the machine.
    pub clock: Clock,
    /// Main memory.
    pub ram: Ram,
    /// Timer and software interrupts.
    pub clint: Clint,
    /// Interrupt controller for the devices.
    pub plic: Plic,
    /// Serial port.
    pub uart: Uart,
    /// Real-time clock.
    pub rtc: Rtc,
    /// Disk.
    pub virtio_blk: VirtioBlk,
    /// Power switch.
    pub finisher: Finisher,
    /// Watchdog, if the machine has one.
    pub watchdog: Option<Watchdog>,

    /// Interrupts pending at the hart. Follows from the devices; see [`Bus::settle`].
    interrupts: u32,
    /// The tick at which a device next wants to be polled. Follows from the devices, too.
    deadline: u64,
}

impl Bus {
    /// All devices as after power-on; the guest's output goes to `console`.
    pub fn new(console: Console, ram: Ram, queue_size: u16) -> Result<Self, Error> {
        let virtio_blk = VirtioBlk::new(ram.guest().clone(), queue_size)?;
        Ok(Self {
            clock: Clock::default(),
            ram,
            clint: Clint::default(),
            plic: Plic::default(),
            uart: Uart::new(console),
            rtc: Rtc::default(),
            virtio_blk,
            finisher: Finisher::default(),
            watchdog: None,
            interrupts: 0,
            deadline: 0,
        })
    }

    /// The bits of `mip`.
    #[inline]
    pub(crate) fn interrupts(&self) -> u32 {
        self.interrupts
    }

    /// Whether [`Bus::poll`] has something to do.
    #[inline]
    pub(crate) fn is_due(&self) -> bool {
        self.clock.ticks >= self.deadline
    }

    /// Lets the devices do what is due by now.
    pub(crate) fn poll(&mut self) {
        self.virtio_blk.poll(self.clock.ticks);
        if let Some(watchdog) = &mut self.watchdog
            && watchdog.expires(self.clock.ticks)
        {
            self.finisher.reset(Watchdog::REASON);
        }
        self.settle();
    }

    /// Brings the wires and the deadline into line with the devices. Must follow every change of a
    /// device.
    pub(crate) fn settle(&mut self) {
        self.plic.sample(self.lines());
        let external = if self.plic.is_interrupting() { MEIP } else { 0 };
        let now = self.clock.ticks;
        self.clint.poll(now);
        self.interrupts = self.clint.interrupts(now) | external;
        self.deadline = if self.finisher.power != Power::On || self.uart.failed() {
            now
        } else {
            self.next_event().unwrap_or(u64::MAX)
        };
    }

    fn next_event(&self) -> Option<u64> {
        let timer = self.clint.next_event(self.clock.ticks);
        let disk = self.virtio_blk.next_event();
        let watchdog = self.watchdog.as_ref().and_then(|dog| dog.deadline);
        timer.into_iter().chain(disk).chain(watchdog).min()
    }

    /// The devices' interrupt lines, one bit for each source of the PLIC.
    fn lines(&self) -> u64 {
        u64::from(self.virtio_blk.irq()) << IRQ_VIRTIO_BLK
            | u64::from(self.uart.irq()) << IRQ_UART
            | u64::from(self.rtc.irq()) << IRQ_RTC
    }

    /// Moves the clock on until one of the interrupts in `enabled` is pending, or the machine is
    /// reset. False if neither will ever be: nothing is under way that could lead to it.
    pub(crate) fn wait_for_interrupt(&mut self, enabled: u32) -> bool {
        while self.interrupts & enabled == 0 && self.finisher.power == Power::On {
            let Some(event) = self.next_event() else {
                return false;
            };
            self.clock.ticks = self.clock.ticks.max(event);
            self.poll();
        }
        true
    }

    pub(crate) fn environment(&self) -> Environment {
        Environment {
            ticks: self.clock.ticks,
            retired: self.clock.retired,
            mtime: self.clint.mtime(self.clock.ticks),
            mip: self.interrupts,
        }
    }

    #[cold]
    fn mmio_read(&mut self, address: u32, size: MemAccessSize) -> Option<u32> {
        let (region, offset) = decode(address)?;
        let now = self.clock.ticks;
        let value = match region {
            Region::Finisher => self.finisher.read(offset, size),
            Region::Rtc => self.rtc.read(offset, size),
            Region::Clint => self.clint.read(offset, size, now),
            Region::Plic => self.plic.read(offset, size),
            Region::Uart => self.uart.read(offset, size),
            Region::VirtioBlk => self.virtio_blk.read(offset, size),
            Region::Watchdog => self.watchdog.as_ref()?.read(offset, size, now),
        };
        self.settle();
        value
    }

    #[cold]
    fn mmio_write(&mut self, address: u32, size: MemAccessSize, value: u32) -> Option<()> {
        let (region, offset) = decode(address)?;
        let now = self.clock.ticks;
        let done = match region {
            Region::Finisher => self.finisher.write(offset, size, value),
            Region::Rtc => self.rtc.write(offset, size, value),
            Region::Clint => self.clint.write(offset, size, value, now),
            Region::Plic => self.plic.write(offset, size, value),
            Region::Uart => self.uart.write(offset, size, value),
            Region::VirtioBlk => self.virtio_blk.write(offset, size, value, now),
            Region::Watchdog => self.watchdog.as_mut()?.write(offset, size, value, now),
        };
        self.settle();
        done
    }
}

fn decode(address: u32) -> Option<(Region, u32)> {
    MAP.into_iter().find_map(|(base, size, region)| {
        let offset = address.wrapping_sub(base);
        (offset < size).then_some((region, offset))
    })
}

impl Memory for Bus {
    #[inline]
    fn read_mem(&mut self, address: u32, size: MemAccessSize) -> Option<u32> {
        match self.ram.read(address, size) {
            Some(value) => Some(value),
            None => self.mmio_read(address, size),
        }
    }

    #[inline]
    fn write_mem(&mut self, address: u32, size: MemAccessSize, value: u32) -> bool {
        self.ram.write(address, size, value).is_some()
            || self.mmio_write(address, size, value).is_some()
    }
}
