//! State of other crates, field by field. If one gains a field, this does not compile any more.
#![allow(
    dead_code,
    reason = "the fields are there to be described, not to be read"
)]

use migratable::Migratable;
use rrs_lib::HartState;
use virtio_queue::QueueState;
use vm_superio::{RtcState, SerialState};

/// Integer registers of the hart.
#[derive(Migratable)]
#[migratable(remote = HartState, rename = "HartState")]
pub struct HartStateDef {
    /// x0 to x31; x0 is not used.
    registers: [u32; 32],
    /// Address of the next instruction.
    pc: u32,
    /// Says what the last instruction did, for tracing; the next one forgets it.
    #[migratable(skip = None)]
    last_register_write: Option<usize>,
}

/// Registers of the 16550.
#[derive(Migratable)]
#[migratable(remote = SerialState, rename = "SerialState")]
pub struct SerialStateDef {
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
    /// SCR.
    scratch: u8,
    /// The receive FIFO, oldest byte first.
    #[migratable(max_len = 64)]
    in_buffer: Vec<u8>,
}

/// Registers of the PL031.
#[derive(Migratable)]
#[migratable(remote = RtcState, rename = "RtcState")]
pub struct RtcStateDef {
    /// RTCLR, load register.
    #[migratable(unit = "s")]
    lr: u32,
    /// The data register less the host's clock.
    #[migratable(unit = "s")]
    offset: i64,
    /// RTCMR, match register.
    #[migratable(unit = "s")]
    mr: u32,
    /// RTCIMSC, interrupt mask.
    imsc: u32,
    /// RTCRIS, raw interrupt status.
    ris: u32,
}

/// A split virtqueue, as the driver has set it up and as far as the device has got.
#[derive(Migratable)]
#[migratable(remote = QueueState, rename = "QueueState")]
pub struct QueueStateDef {
    /// Most descriptors that the device takes.
    max_size: u16,
    /// Index of the next entry of the available ring.
    next_avail: u16,
    /// Index of the next entry of the used ring.
    next_used: u16,
    /// VIRTIO_F_RING_EVENT_IDX was negotiated.
    event_idx_enabled: bool,
    /// Descriptors that the driver has chosen to have.
    size: u16,
    /// The driver has set up the queue.
    ready: bool,
    /// Guest address of the descriptor table.
    desc_table: u64,
    /// Guest address of the available ring.
    avail_ring: u64,
    /// Guest address of the used ring.
    used_ring: u64,
}
