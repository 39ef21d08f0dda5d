//! The same devices a release later.

use migratable::Migratable;

pub(crate) use super::v1::Segment;

/// A field more, and others in another order.
#[derive(Migratable)]
#[migratable(device = "uart")]
pub(crate) struct Uart {
    interrupt_enable: u8,
    interrupt_identification: u8,
    line_control: u8,
    line_status: u8,
    modem_control: u8,
    modem_status: u8,
    scratch: u8,
    divisor: u16,
    loopback: bool,
    #[migratable(default = 16)]
    fifo_depth: u16,
    character_time: u64,
    timeout: u64,
    transmit_fifo: Vec<u8>,
    receive_fifo: Vec<u8>,
}

/// A register is wider, and there is a subsection.
#[derive(Migratable)]
#[migratable(device = "vcpu")]
pub(crate) struct Vcpu {
    registers: [u64; 18],
    segments: [Segment; 8],
    control: [u64; 5],
    efer: u64,
    apic_base: u64,
    interrupts: [u64; 4],
    running: bool,
    xsave: Vec<u8>,
    apic: [u8; 1024],
    msrs: Vec<(u32, u64)>,
    tsc_khz: u64,
    #[migratable(subsection(tag = 1, needed = Self::is_nested), default)]
    vmcs: u64,
}

impl Vcpu {
    fn is_nested(&self) -> bool {
        self.vmcs != 0
    }
}

/// Each queue has a field more.
#[derive(Migratable)]
#[migratable(device = "virtio-net")]
pub(crate) struct VirtioNet {
    features: u64,
    status: u8,
    mac: [u8; 6],
    queues: Vec<Queue>,
}

#[derive(Migratable)]
pub(crate) struct Queue {
    max_size: u16,
    size: u16,
    ready: bool,
    next_avail: u16,
    next_used: u16,
    desc_table: u64,
    avail_ring: u64,
    used_ring: u64,
    #[migratable(default = 0)]
    vector: u16,
}

/// A field more.
#[derive(Migratable)]
#[migratable(device = "e1000")]
pub(crate) struct E1000 {
    eecd: u32,
    registers: Box<[u32; 0x8000]>,
    phy: [u16; 32],
    #[migratable(default = 0)]
    mitigation_timer: u64,
}

/// A field more, before the pixels.
#[derive(Migratable)]
#[migratable(device = "framebuffer")]
pub(crate) struct Framebuffer {
    width: u32,
    height: u32,
    #[migratable(default = 32)]
    depth: u8,
    pixels: Vec<u8>,
}

/// Each entry has a field more, in its middle.
#[derive(Migratable)]
#[migratable(device = "nvme")]
pub(crate) struct Nvme {
    configuration: u32,
    status: u32,
    queues: Vec<CompletionQueue>,
}

#[derive(Migratable)]
pub(crate) struct CompletionQueue {
    head: u16,
    phase: bool,
    entries: Vec<Completion>,
}

#[derive(Migratable)]
pub(crate) struct Completion {
    result: u64,
    #[migratable(default = 0)]
    zone: u64,
    submission_head: u16,
    submission_queue: u16,
    command: u16,
    status: u16,
}

/// A variant more.
#[derive(Migratable)]
#[migratable(device = "events")]
pub(crate) struct Events {
    pending: Vec<Event>,
}

#[derive(Migratable)]
pub(crate) enum Event {
    Reset,
    Interrupt(u8),
    Timer {
        deadline: u64,
        period: u32,
    },
    Doorbell {
        queue: u16,
        tail: u16,
    },
    #[allow(dead_code, reason = "the older release does not know it")]
    Dma {
        source: u64,
        target: u64,
        length: u32,
    },
}
