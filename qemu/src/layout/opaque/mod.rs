//! Items that QEMU describes only by a name, split where their layout is public:
//! it is that of a specification (PCI, MSI-X, virtio), or has been the same for
//! many releases. What does not fit to the last byte stays bytes.

mod msix;
mod parts;
mod pci;
mod pci_checked;
mod virtio;
mod virtio_device;

use crate::bytes::Bytes;
use crate::layout::Type;

pub(crate) use pci_checked::{Register, is_space, not_known, registers, subsystem};

/// What a subsection begins with.
pub(crate) const SUBSECTION: u8 = 5;

/// The layout of an item of this type, in a section of this name.
pub(crate) fn split(kind: &str, bytes: Bytes<'_>, device: &str) -> Option<Type> {
    let len = bytes.left();
    let ty = match kind {
        "pci config" => pci::config(bytes)?,
        "msix state" => msix::state(bytes)?,
        "virtio" => virtio::device(bytes, device)?,
        _ => return None,
    };
    (ty.size() == len as u64).then_some(ty)
}
