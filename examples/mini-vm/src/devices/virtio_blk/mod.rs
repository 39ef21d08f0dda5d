//! virtio block device on virtio-mmio, its queue by virtio-queue.
//!
//! Requests take time: the disk works on one after the other, and a request that was made available
//! is in flight until its tick comes. A driver that breaks the rules finds `DEVICE_NEEDS_RESET` set
//! in the status register.

mod disk;
mod registers;
mod request;

use std::collections::VecDeque;

pub use disk::{Disk, SECTOR};
pub use registers::Registers;
pub use request::{Operation, Request, Segment};

use migratable::{Migratable, Stateful, Through};
use virtio_bindings::virtio_blk::VIRTIO_BLK_T_FLUSH;
use virtio_queue::{Queue, QueueOwnedT, QueueState, QueueT};

use crate::error::Error;
use crate::foreign::QueueStateDef;
use crate::memory::GuestMemory;

/// Entries that the queue of any such disk has at most.
pub const MAX_QUEUE_SIZE: u16 = 16;

/// Ticks that a request takes, and each of its sectors.
const SEEK: u64 = 2_000;
const TRANSFER: u64 = 600;
const FLUSH: u64 = 5_000;

/// virtio block device, but for the contents of the disk.
#[derive(Migratable)]
#[migratable(device = "virtio-blk", validate = Self::validate)]
pub struct VirtioBlk {
    /// Registers of the transport.
    pub registers: Registers,
    /// The only queue.
    #[migratable(with = Through<QueueStateDef>)]
    pub queue: Queue,
    /// Writes are cached, so that they are done sooner.
    pub writeback: bool,
    /// Requests under way, in the order of their completion.
    #[migratable(max_len = MAX_QUEUE_SIZE as usize)]
    pub in_flight: VecDeque<Request>,
    /// Entries that the queue of this one has at most, as the driver is told.
    #[migratable(must_match)]
    pub queue_size: u16,
    /// Contents of the disk. They go by bulk, being large.
    #[migratable(skip)]
    pub disk: Disk,
    /// The way into the guest's RAM.
    #[migratable(skip)]
    memory: GuestMemory,
}

impl Stateful<QueueStateDef> for Queue {
    type State = QueueState;
    type Error = virtio_queue::Error;

    fn state(&self) -> QueueState {
        self.state()
    }

    /// Refuses what no driver could have set up.
    fn restore(&mut self, state: QueueState) -> Result<(), Self::Error> {
        *self = Self::try_from(state)?;
        Ok(())
    }
}

/// The driver has broken a rule of the queue's layout.
#[derive(Debug)]
struct Malformed;

impl From<virtio_queue::Error> for Malformed {
    fn from(_: virtio_queue::Error) -> Self {
        Self
    }
}

impl VirtioBlk {
    pub(crate) fn new(memory: GuestMemory, queue_size: u16) -> Result<Self, Error> {
        let queue = Queue::new(queue_size).ok();
        let queue = queue.filter(|_| queue_size <= MAX_QUEUE_SIZE);
        Ok(Self {
            registers: Registers::default(),
            queue: queue.ok_or(Error::QueueSize(queue_size))?,
            writeback: true,
            in_flight: VecDeque::new(),
            queue_size,
            disk: Disk::default(),
            memory,
        })
    }

    /// What `range` and `max_len` cannot say: whether the queue is this device's, and has room for
    /// the requests.
    fn validate(&self) -> Result<(), String> {
        let (size, max_size) = (self.queue.size(), self.queue.max_size());
        if max_size != self.queue_size {
            return Err(format!(
                "the queue has room for {max_size} descriptors, this device's for {}",
                self.queue_size
            ));
        }
        match self.in_flight.len() {
            count if count > usize::from(size) => Err(format!(
                "{count} requests are in flight in a queue of {size}"
            )),
            _ => Ok(()),
        }
    }

    /// Level of the interrupt line.
    pub(crate) fn irq(&self) -> bool {
        self.registers.interrupt_status != 0
    }

    /// The tick at which the next request is complete.
    pub(crate) fn next_event(&self) -> Option<u64> {
        self.in_flight.front().map(|request| request.done_at)
    }

    /// Completes the requests whose time has come.
    pub(crate) fn poll(&mut self, now: u64) {
        while let Some(request) = self.take_done(now) {
            if self.complete(&request).is_err() {
                self.fail();
            }
        }
    }

    fn take_done(&mut self, now: u64) -> Option<Request> {
        let is_done = self.in_flight.front()?.done_at <= now;
        if is_done {
            self.in_flight.pop_front()
        } else {
            None
        }
    }

    fn complete(&mut self, request: &Request) -> Result<(), Malformed> {
        let written = request
            .carry_out(&mut self.disk, &self.memory)
            .map_err(|_| Malformed)?;
        self.queue.add_used(&self.memory, request.head, written)?;
        if self.queue.needs_notification(&self.memory)? {
            self.registers.report_used_buffer();
        }
        Ok(())
    }

    /// The driver says that there are new requests.
    fn notify(&mut self, now: u64) {
        if self.registers.is_running() && self.queue.ready() && self.accept(now).is_err() {
            self.fail();
        }
    }

    fn accept(&mut self, now: u64) -> Result<(), Malformed> {
        loop {
            self.queue.disable_notification(&self.memory)?;
            let memory = self.memory.clone();
            while let Some(chain) = self.queue.iter(&memory)?.next() {
                if self.in_flight.len() == usize::from(self.queue.size()) {
                    return Err(Malformed); // some chain was made available twice
                }
                let request = self.schedule(Request::parse(chain)?, now);
                self.in_flight.push_back(request);
            }
            if !self.queue.enable_notification(&self.memory)? {
                return Ok(());
            }
        }
    }

    fn schedule(&self, mut request: Request, now: u64) -> Request {
        if matches!(request.operation, Operation::Flush) && !self.registers.has_flush() {
            request.operation = Operation::Unsupported {
                kind: VIRTIO_BLK_T_FLUSH,
            };
        }
        let transfer = TRANSFER.saturating_mul(request.sectors());
        let duration = match request.operation {
            Operation::Read { .. } => SEEK.saturating_add(transfer),
            Operation::Write { .. } if self.writeback => transfer,
            Operation::Write { .. } => SEEK.saturating_add(transfer.saturating_mul(2)),
            Operation::Flush => FLUSH,
            Operation::GetId | Operation::Unsupported { .. } => SEEK,
        };
        let start = self
            .in_flight
            .back()
            .map_or(now, |last| last.done_at.max(now));
        request.done_at = start.saturating_add(duration);
        request
    }

    fn set_queue_ready(&mut self, ready: bool) {
        self.queue.set_ready(ready);
        if !ready {
            self.in_flight.clear();
        } else if !self.queue.is_valid(&self.memory) {
            self.fail();
        }
    }

    fn fail(&mut self) {
        self.in_flight.clear();
        self.queue.set_ready(false);
        self.registers.require_reset();
    }

    fn reset(&mut self) {
        let mut config_generation = self.registers.config_generation;
        if !self.writeback {
            // The configuration space goes back to what it was at first.
            config_generation = config_generation.wrapping_add(1);
        }
        self.registers = Registers {
            config_generation,
            ..Registers::default()
        };
        self.queue.reset();
        self.writeback = true;
        self.in_flight.clear();
    }
}
