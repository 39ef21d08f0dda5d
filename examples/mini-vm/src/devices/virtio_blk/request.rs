//! Requests: taken from a descriptor chain, kept while they are under way, then carried out.

use std::ops::Deref;

use migratable::Migratable;
use virtio_bindings::virtio_blk::{
    VIRTIO_BLK_ID_BYTES, VIRTIO_BLK_S_IOERR, VIRTIO_BLK_S_OK, VIRTIO_BLK_S_UNSUPP,
    VIRTIO_BLK_T_FLUSH, VIRTIO_BLK_T_GET_ID, VIRTIO_BLK_T_IN, VIRTIO_BLK_T_OUT,
};
use virtio_queue::DescriptorChain;
use virtio_queue::desc::split::Descriptor;
use vm_memory::{Bytes, GuestAddress, GuestMemoryError};

use super::Malformed;
use super::disk::{Disk, SECTOR};
use crate::memory::GuestMemory;

/// Bytes of `struct virtio_blk_req` before the data: type, reserved, sector.
const HEADER: u32 = 16;
const SERIAL_NUMBER: [u8; VIRTIO_BLK_ID_BYTES as usize] = *b"mini-vm-disk-0\0\0\0\0\0\0";

/// A request that the driver has made available and that is not yet in the used ring.
#[derive(Migratable, Clone)]
pub struct Request {
    /// Head of its descriptor chain, by which the driver knows it.
    pub head: u16,
    /// What is asked for.
    pub operation: Operation,
    /// The data buffers.
    #[migratable(max_len = super::MAX_QUEUE_SIZE as usize)]
    pub data: Vec<Segment>,
    /// Guest address of the status byte.
    pub status: u64,
    /// The tick at which it is complete.
    #[migratable(unit = "ticks")]
    pub done_at: u64,
}

/// What a request asks for.
#[derive(Migratable, Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Read into the data buffers.
    Read {
        /// First sector.
        sector: u64,
    },
    /// Write from the data buffers.
    Write {
        /// First sector.
        sector: u64,
    },
    /// Make what was written durable.
    Flush,
    /// Give the disk's serial number.
    GetId,
    /// Something this device does not do.
    Unsupported {
        /// The type in the request's header.
        kind: u32,
    },
}

/// A buffer in guest memory.
#[derive(Migratable, Clone)]
pub struct Segment {
    /// Guest address.
    pub address: u64,
    /// Bytes.
    #[migratable(unit = "bytes")]
    pub length: u32,
}

impl Request {
    /// Reads a descriptor chain: a header, any number of data buffers, a status byte.
    pub(super) fn parse<M>(chain: DescriptorChain<M>) -> Result<Self, Malformed>
    where
        M: Deref<Target = GuestMemory> + Clone,
    {
        let head = chain.head_index();
        let memory = chain.clone();
        let descriptors: Vec<Descriptor> = chain.collect();
        let [header, data @ .., status] = descriptors.as_slice() else {
            return Err(Malformed);
        };
        // The chain ends early if it leaves the descriptor table or turns in a circle.
        if status.has_next() || !status.is_write_only() || status.len() == 0 {
            return Err(Malformed);
        }
        let operation = parse_header(memory.memory(), header)?;
        let writable = !matches!(operation, Operation::Write { .. });
        if data.iter().any(|d| d.is_write_only() != writable) {
            return Err(Malformed);
        }
        let data = data
            .iter()
            .map(|descriptor| Segment {
                address: descriptor.addr().0,
                length: descriptor.len(),
            })
            .collect();
        Ok(Self {
            head,
            operation,
            data,
            status: status.addr().0,
            done_at: 0,
        })
    }

    /// Sectors of data to move.
    pub(super) fn sectors(&self) -> u64 {
        self.length() / SECTOR as u64
    }

    fn length(&self) -> u64 {
        self.data
            .iter()
            .fold(0, |sum: u64, s| sum.saturating_add(s.length.into()))
    }

    /// Moves the data and writes the status. Gives the number of bytes written to the guest.
    pub(super) fn carry_out(
        &self,
        disk: &mut Disk,
        memory: &GuestMemory,
    ) -> Result<u32, GuestMemoryError> {
        let (status, written) = match self.operation {
            Operation::Read { sector } => match disk.range(sector, self.length()) {
                Some(sectors) => (VIRTIO_BLK_S_OK, self.scatter(sectors, memory)?),
                None => (VIRTIO_BLK_S_IOERR, 0),
            },
            Operation::Write { sector } => match disk.range(sector, self.length()) {
                Some(sectors) => {
                    self.gather(sectors, memory)?;
                    (VIRTIO_BLK_S_OK, 0)
                }
                None => (VIRTIO_BLK_S_IOERR, 0),
            },
            Operation::Flush => (VIRTIO_BLK_S_OK, 0),
            Operation::GetId => (VIRTIO_BLK_S_OK, self.scatter(&SERIAL_NUMBER, memory)?),
            Operation::Unsupported { .. } => (VIRTIO_BLK_S_UNSUPP, 0),
        };
        memory.write_obj(status as u8, GuestAddress(self.status))?;
        Ok(written + 1)
    }

    /// Spreads `bytes` over the data buffers; gives how many fitted.
    fn scatter(&self, bytes: &[u8], memory: &GuestMemory) -> Result<u32, GuestMemoryError> {
        let mut rest = bytes;
        for segment in &self.data {
            let (part, tail) = rest.split_at(rest.len().min(segment.length as usize));
            memory.write_slice(part, GuestAddress(segment.address))?;
            rest = tail;
        }
        Ok((bytes.len() - rest.len()) as u32)
    }

    /// Fills `bytes`, which is as long as the data buffers together, from them.
    fn gather(&self, bytes: &mut [u8], memory: &GuestMemory) -> Result<(), GuestMemoryError> {
        let mut rest = bytes;
        for segment in &self.data {
            let (part, tail) = rest.split_at_mut(rest.len().min(segment.length as usize));
            memory.read_slice(part, GuestAddress(segment.address))?;
            rest = tail;
        }
        Ok(())
    }
}

fn parse_header(memory: &GuestMemory, header: &Descriptor) -> Result<Operation, Malformed> {
    if header.is_write_only() || header.len() != HEADER {
        return Err(Malformed);
    }
    let [kind, _reserved, low, high] = memory
        .read_obj::<[u32; 4]>(header.addr())
        .map_err(|_| Malformed)?
        .map(u32::from_le);
    let sector = u64::from(high) << 32 | u64::from(low);
    Ok(match kind {
        VIRTIO_BLK_T_IN => Operation::Read { sector },
        VIRTIO_BLK_T_OUT => Operation::Write { sector },
        VIRTIO_BLK_T_FLUSH => Operation::Flush,
        VIRTIO_BLK_T_GET_ID => Operation::GetId,
        _ => Operation::Unsupported { kind },
    })
}
