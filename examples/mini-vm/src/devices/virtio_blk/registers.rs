//! The virtio-mmio registers (virtio 1.2, 4.2.2) and the configuration space of a block device.

use migratable::Migratable;
use rrs_lib::MemAccessSize;
use virtio_bindings::virtio_blk::{VIRTIO_BLK_F_CONFIG_WCE, VIRTIO_BLK_F_FLUSH};
use virtio_bindings::virtio_config::{
    VIRTIO_CONFIG_S_DRIVER_OK, VIRTIO_CONFIG_S_FEATURES_OK, VIRTIO_CONFIG_S_NEEDS_RESET,
    VIRTIO_F_VERSION_1,
};
use virtio_bindings::virtio_ids::VIRTIO_ID_BLOCK;
use virtio_bindings::virtio_mmio::*;
use virtio_bindings::virtio_ring::VIRTIO_RING_F_EVENT_IDX;
use virtio_queue::{Queue, QueueT};

use super::VirtioBlk;

const MAGIC: u32 = u32::from_le_bytes(*b"virt");
const VERSION: u32 = 2;
const VENDOR: u32 = u32::from_le_bytes(*b"mini");

const VERSION_1: u64 = 1 << VIRTIO_F_VERSION_1;
const EVENT_IDX: u64 = 1 << VIRTIO_RING_F_EVENT_IDX;
const FLUSH: u64 = 1 << VIRTIO_BLK_F_FLUSH;
const CONFIG_WCE: u64 = 1 << VIRTIO_BLK_F_CONFIG_WCE;
const OFFERED: u64 = VERSION_1 | EVENT_IDX | FLUSH | CONFIG_WCE;

/// Offset of `writeback` in `struct virtio_blk_config`; `capacity` is at 0.
const CONFIG_WRITEBACK: usize = 32;
const CONFIG_SIZE: usize = CONFIG_WRITEBACK + 1;

/// The registers that hold something, but for those of the queue.
#[derive(Migratable, Default)]
pub struct Registers {
    /// Which half of the offered features can be read.
    pub device_features_sel: u32,
    /// Which half of the accepted features can be written.
    pub driver_features_sel: u32,
    /// The features that the driver has accepted.
    pub driver_features: u64,
    /// Which queue the queue registers are about; there is only queue 0.
    pub queue_sel: u32,
    /// Causes of the interrupt: a used buffer (bit 0), a configuration change (bit 1).
    pub interrupt_status: u32,
    /// How far the driver has got, and whether the device has failed.
    pub status: u32,
    /// Changes when the device changes its configuration space.
    pub config_generation: u32,
}

impl Registers {
    pub(super) fn is_running(&self) -> bool {
        let wanted = VIRTIO_CONFIG_S_DRIVER_OK;
        self.status & (wanted | VIRTIO_CONFIG_S_NEEDS_RESET) == wanted
    }

    pub(super) fn has_flush(&self) -> bool {
        self.driver_features & FLUSH != 0
    }

    /// The driver has done what no driver may do; nothing works until it resets the device.
    pub(super) fn require_reset(&mut self) {
        self.status |= VIRTIO_CONFIG_S_NEEDS_RESET;
        if self.status & VIRTIO_CONFIG_S_DRIVER_OK != 0 {
            self.interrupt_status |= VIRTIO_MMIO_INT_CONFIG;
        }
    }

    pub(super) fn report_used_buffer(&mut self) {
        self.interrupt_status |= VIRTIO_MMIO_INT_VRING;
    }

    fn features_negotiated(&self) -> bool {
        self.status & VIRTIO_CONFIG_S_FEATURES_OK != 0
    }

    /// Whether the driver has accepted what it must and nothing that was not offered.
    fn features_acceptable(&self) -> bool {
        self.driver_features & !OFFERED == 0 && self.driver_features & VERSION_1 != 0
    }
}

impl VirtioBlk {
    pub(crate) fn read(&mut self, offset: u32, size: MemAccessSize) -> Option<u32> {
        if let Some(config) = offset.checked_sub(VIRTIO_MMIO_CONFIG) {
            return self.read_config(config as usize, size);
        }
        let MemAccessSize::Word = size else {
            return None;
        };
        let selected = self.registers.queue_sel == 0;
        Some(match offset {
            VIRTIO_MMIO_MAGIC_VALUE => MAGIC,
            VIRTIO_MMIO_VERSION => VERSION,
            VIRTIO_MMIO_DEVICE_ID => VIRTIO_ID_BLOCK,
            VIRTIO_MMIO_VENDOR_ID => VENDOR,
            VIRTIO_MMIO_DEVICE_FEATURES => half(OFFERED, self.registers.device_features_sel),
            VIRTIO_MMIO_QUEUE_NUM_MAX if selected => self.queue.max_size().into(),
            VIRTIO_MMIO_QUEUE_READY if selected => self.queue.ready().into(),
            VIRTIO_MMIO_INTERRUPT_STATUS => self.registers.interrupt_status,
            VIRTIO_MMIO_STATUS => self.registers.status,
            VIRTIO_MMIO_CONFIG_GENERATION => self.registers.config_generation,
            _ => 0, // write-only, another queue's, or reserved
        })
    }

    pub(crate) fn write(
        &mut self,
        offset: u32,
        size: MemAccessSize,
        value: u32,
        now: u64,
    ) -> Option<()> {
        if let Some(config) = offset.checked_sub(VIRTIO_MMIO_CONFIG) {
            self.write_config(config as usize, size, value);
            return Some(());
        }
        let MemAccessSize::Word = size else {
            return None;
        };
        match offset {
            VIRTIO_MMIO_DEVICE_FEATURES_SEL => self.registers.device_features_sel = value,
            VIRTIO_MMIO_DRIVER_FEATURES_SEL => self.registers.driver_features_sel = value,
            VIRTIO_MMIO_DRIVER_FEATURES => self.accept_features(value),
            VIRTIO_MMIO_QUEUE_SEL => self.registers.queue_sel = value,
            VIRTIO_MMIO_QUEUE_NOTIFY if value == 0 => self.notify(now),
            VIRTIO_MMIO_INTERRUPT_ACK => self.registers.interrupt_status &= !value,
            VIRTIO_MMIO_STATUS => self.set_status(value),
            VIRTIO_MMIO_QUEUE_READY if self.registers.queue_sel == 0 => {
                self.set_queue_ready(value & 1 != 0);
            }
            _ if self.registers.queue_sel == 0 && !self.queue.ready() => {
                self.configure_queue(offset, value);
            }
            _ => {}
        }
        Some(())
    }

    fn accept_features(&mut self, value: u32) {
        if self.registers.features_negotiated() {
            return;
        }
        let features = &mut self.registers.driver_features;
        match self.registers.driver_features_sel {
            0 => *features = *features & !0xffff_ffff | u64::from(value),
            1 => *features = *features & 0xffff_ffff | u64::from(value) << 32,
            _ => {}
        }
    }

    fn set_status(&mut self, value: u32) {
        if value == 0 {
            self.reset();
            return;
        }
        let negotiated = self.registers.features_negotiated();
        let mut accepted = value & !VIRTIO_CONFIG_S_NEEDS_RESET;
        if !negotiated && !self.registers.features_acceptable() {
            accepted &= !VIRTIO_CONFIG_S_FEATURES_OK;
        }
        self.registers.status |= accepted;
        if !negotiated && self.registers.features_negotiated() {
            let event_idx = self.registers.driver_features & EVENT_IDX != 0;
            self.queue.set_event_idx(event_idx);
        }
    }

    fn configure_queue(&mut self, offset: u32, value: u32) {
        let queue: &mut Queue = &mut self.queue;
        match offset {
            VIRTIO_MMIO_QUEUE_NUM => {
                let size = u16::try_from(value).unwrap_or(0);
                if queue.try_set_size(size).is_err() {
                    self.registers.require_reset();
                }
            }
            VIRTIO_MMIO_QUEUE_DESC_LOW => queue.set_desc_table_address(Some(value), None),
            VIRTIO_MMIO_QUEUE_DESC_HIGH => queue.set_desc_table_address(None, Some(value)),
            VIRTIO_MMIO_QUEUE_AVAIL_LOW => queue.set_avail_ring_address(Some(value), None),
            VIRTIO_MMIO_QUEUE_AVAIL_HIGH => queue.set_avail_ring_address(None, Some(value)),
            VIRTIO_MMIO_QUEUE_USED_LOW => queue.set_used_ring_address(Some(value), None),
            VIRTIO_MMIO_QUEUE_USED_HIGH => queue.set_used_ring_address(None, Some(value)),
            _ => {} // read-only or reserved
        }
    }

    fn read_config(&self, offset: usize, size: MemAccessSize) -> Option<u32> {
        let mut config = [0; CONFIG_SIZE + 3];
        config[..8].copy_from_slice(&self.disk.sectors().to_le_bytes());
        config[CONFIG_WRITEBACK] = self.writeback.into();
        let width = match size {
            MemAccessSize::Byte => 1,
            MemAccessSize::HalfWord => 2,
            MemAccessSize::Word => 4,
        };
        let mut value = [0; 4];
        if let Some(bytes) = config.get(offset..offset + width) {
            value[..width].copy_from_slice(bytes);
        }
        Some(u32::from_le_bytes(value))
    }

    fn write_config(&mut self, offset: usize, size: MemAccessSize, value: u32) {
        let writable = self.registers.driver_features & CONFIG_WCE != 0;
        if writable && offset == CONFIG_WRITEBACK && matches!(size, MemAccessSize::Byte) {
            self.writeback = value & 1 != 0;
        }
    }
}

fn half(features: u64, selector: u32) -> u32 {
    match selector {
        0 => features as u32,
        1 => (features >> 32) as u32,
        _ => 0,
    }
}
