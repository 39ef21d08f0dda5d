//! Devices as an older release wrote them.

use std::array;

use migratable::Migratable;

use crate::corpora::Noise;

#[derive(Migratable)]
#[migratable(device = "uart")]
pub(crate) struct Uart {
    divisor: u16,
    interrupt_enable: u8,
    interrupt_identification: u8,
    line_control: u8,
    line_status: u8,
    modem_control: u8,
    modem_status: u8,
    scratch: u8,
    loopback: bool,
    timeout: u64,
    character_time: u64,
    receive_fifo: Vec<u8>,
    transmit_fifo: Vec<u8>,
}

pub(crate) fn uart() -> Uart {
    Uart {
        divisor: 12,
        interrupt_enable: 5,
        interrupt_identification: 1,
        line_control: 3,
        line_status: 0x61,
        modem_control: 8,
        modem_status: 0xb0,
        scratch: 0x5a,
        loopback: false,
        timeout: 1_234_567_890,
        character_time: 86_805,
        receive_fifo: b"root\r\n".to_vec(),
        transmit_fifo: b"login: ".to_vec(),
    }
}

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
    tsc_khz: u32,
}

#[derive(Migratable)]
pub(crate) struct Segment {
    base: u64,
    limit: u32,
    selector: u16,
    kind: u8,
    present: bool,
    privilege: u8,
    long_mode: bool,
}

pub(crate) fn vcpu() -> Vcpu {
    let mut noise = Noise(2);
    Vcpu {
        registers: array::from_fn(|_| noise.number(48)),
        segments: array::from_fn(|n| Segment {
            base: noise.number(48),
            limit: 0xffff_ffff,
            selector: n as u16 * 8,
            kind: 11,
            present: n < 6,
            privilege: 0,
            long_mode: n == 0,
        }),
        control: [0x8005_0033, 0, 0x7fff_1000, 0x1000, 0x0003_06e0],
        efer: 0xd01,
        apic_base: 0xfee0_0900,
        interrupts: [0; 4],
        running: true,
        xsave: (0..4096).map(|_| noise.next() as u8).collect(),
        apic: array::from_fn(|_| noise.next() as u8),
        msrs: (0..100)
            .map(|n| (0xc000_0080 + n, noise.number(64)))
            .collect(),
        tsc_khz: 2_400_000,
    }
}

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
}

pub(crate) fn virtio_net() -> VirtioNet {
    let mut noise = Noise(3);
    VirtioNet {
        features: 0x1_3002_8fa3,
        status: 15,
        mac: [0x52, 0x54, 0, 0x12, 0x34, 0x56],
        queues: (0..16)
            .map(|n| Queue {
                max_size: 256,
                size: 256,
                ready: n < 9,
                next_avail: noise.next() as u16,
                next_used: noise.next() as u16,
                desc_table: 0x7f00_0000 + n * 0x3000,
                avail_ring: 0x7f00_1000 + n * 0x3000,
                used_ring: 0x7f00_2000 + n * 0x3000,
            })
            .collect(),
    }
}

#[derive(Migratable)]
#[migratable(device = "e1000")]
pub(crate) struct E1000 {
    eecd: u32,
    registers: Box<[u32; 0x8000]>,
    phy: [u16; 32],
}

pub(crate) fn e1000() -> E1000 {
    let mut noise = Noise(4);
    E1000 {
        eecd: 0x110,
        registers: Box::new(array::from_fn(|_| noise.next() as u32)),
        phy: array::from_fn(|_| noise.next() as u16),
    }
}

#[derive(Migratable)]
#[migratable(device = "framebuffer")]
pub(crate) struct Framebuffer {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

pub(crate) fn framebuffer() -> Framebuffer {
    Framebuffer {
        width: 2560,
        height: 1600,
        pixels: (0..16 << 20).map(|n: u32| n as u8).collect(),
    }
}

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
    submission_head: u16,
    submission_queue: u16,
    command: u16,
    status: u16,
}

pub(crate) fn nvme() -> Nvme {
    let mut noise = Noise(7);
    let mut queue = |n| CompletionQueue {
        head: noise.next() as u16 % 1000,
        phase: n % 2 == 0,
        entries: (0..1000)
            .map(|_| Completion {
                result: noise.number(32),
                submission_head: noise.number(10) as u16,
                submission_queue: n,
                command: noise.next() as u16,
                status: 1,
            })
            .collect(),
    };
    Nvme {
        configuration: 0x0046_0001,
        status: 1,
        queues: (0..64).map(&mut queue).collect(),
    }
}

#[derive(Migratable)]
#[migratable(device = "events")]
pub(crate) struct Events {
    pending: Vec<Event>,
}

#[derive(Migratable)]
pub(crate) enum Event {
    Reset,
    Interrupt(u8),
    Timer { deadline: u64, period: u32 },
    Doorbell { queue: u16, tail: u16 },
}

pub(crate) fn events() -> Events {
    let mut noise = Noise(8);
    let mut event = |_| match noise.next() % 4 {
        0 => Event::Reset,
        1 => Event::Interrupt(noise.next() as u8),
        2 => Event::Timer {
            deadline: noise.number(48),
            period: noise.number(20) as u32,
        },
        _ => Event::Doorbell {
            queue: noise.number(6) as u16,
            tail: noise.next() as u16,
        },
    };
    Events {
        pending: (0..1000).map(&mut event).collect(),
    }
}
