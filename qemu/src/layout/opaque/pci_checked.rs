//! What of a PCI configuration space a reader compares with its own: what says which
//! device it is, and of each capability what software cannot write. Other registers are
//! state.

use super::pci::{Capability, HAS_CAPABILITIES, NAME, capabilities, number};
use crate::layout::Struct;

/// The vendor whose own capabilities are those of virtio.
const VIRTIO: u64 = 0x1af4;

/// A register that is compared, or the bits of it that are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Register {
    /// Where in the configuration space it is.
    pub(crate) at: usize,
    width: u8,
    mask: u64,
}

impl Register {
    /// What is compared of its value; `None` if the space ends before it.
    pub(crate) fn value(self, space: &[u8]) -> Option<u64> {
        Some(number(space, self.at, self.width)? & self.mask)
    }
}

/// Whether a struct is a configuration space.
pub(crate) fn is_space(layout: &Struct) -> bool {
    layout.name == NAME
}

/// The registers that a reader compares whose own configuration space this is.
pub(crate) fn registers(space: &[u8]) -> Vec<Register> {
    let mut found: Vec<Register> = HEADER.iter().map(|row| whole(0, *row)).collect();
    found.push(Register {
        at: 0x06,
        width: 2,
        mask: HAS_CAPABILITIES,
    });
    let is_virtio = number(space, 0, 2) == Some(VIRTIO);
    for (at, capability) in capabilities(space) {
        let rows = match capability.extended {
            true => EXTENDED_HEAD,
            false => HEAD,
        };
        found.extend(rows.iter().map(|row| whole(at, *row)));
        if !capability.extended {
            found.extend(fixed(capability, number(space, at + 3, 1), is_virtio, at));
        }
    }
    found
}

/// The registers that say of which subsystem a device is, which QEMU itself does not compare;
/// bridges have others there.
pub(crate) fn subsystem(space: &[u8]) -> Vec<Register> {
    const KIND: u64 = 0x7f;
    match number(space, 0x0e, 1).map(|kind| kind & KIND) {
        Some(0) => [(0x2c, 2), (0x2e, 2)].map(|row| whole(0, row)).into(),
        _ => Vec::new(),
    }
}

/// A register at a place behind `start`, and how wide it is.
type Row = (usize, u8);

fn whole(start: usize, (at, width): Row) -> Register {
    Register {
        at: start.saturating_add(at),
        width,
        mask: u64::MAX,
    }
}

/// Vendor, device, revision, the three bytes of the class, the kind of header, and where
/// the capabilities begin.
const HEADER: [Row; 8] = [
    (0x00, 2),
    (0x02, 2),
    (0x08, 1),
    (0x09, 1),
    (0x0a, 1),
    (0x0b, 1),
    (0x0e, 1),
    (0x34, 1),
];

/// Which capability it is, and where the next one is.
const HEAD: &[Row] = &[(0, 1), (1, 1)];

/// The same of one behind the first 256 bytes: with its version.
const EXTENDED_HEAD: &[Row] = &[(0, 2), (2, 2)];

/// What software cannot write in a capability, behind its head. `kind` is the fourth byte
/// of it.
fn fixed(
    capability: Capability,
    kind: Option<u64>,
    is_virtio: bool,
    at: usize,
) -> impl Iterator<Item = Register> {
    /// The type of the capability by which software reaches the other ones' registers.
    const WINDOW: u64 = 5;
    let len = capability.control & 0xff;
    let (control, rows): (u64, &[Row]) = match capability.id {
        // Power management, subsystem, serial ATA, advanced features.
        0x01 => (0xffff, &[]),
        0x0d => (0, &[(4, 2), (6, 2)]),
        0x12 => (0xffff, &[(4, 4)]),
        0x13 => (0xffff, &[]),
        // MSI: how many vectors, how wide the address is, whether there is a mask.
        0x05 => (0x018e, &[]),
        // MSI-X: how many vectors, and where the table and the pending bits are.
        0x11 => (0x07ff, &[(4, 4), (8, 4)]),
        // Of virtio: what it is of, and where that is.
        0x09 if is_virtio && matches!(len, 16 | 20) && kind != Some(WINDOW) => {
            (0xffff, &[(4, 1), (5, 1), (8, 4), (12, 4)])
        }
        0x09 => (0x00ff, &[]),
        // PCI Express: the capabilities of device and link, and from version 2 on those of
        // the slot and the second ones.
        0x10 if capability.control & 0xf >= 2 => (
            0xffff,
            &[(0x04, 4), (0x0c, 4), (0x14, 4), (0x24, 4), (0x2c, 4)],
        ),
        0x10 => (0xffff, &[(0x04, 4), (0x0c, 4)]),
        _ => (0, &[]),
    };
    let control = Register {
        at: at.saturating_add(2),
        width: 2,
        mask: control,
    };
    let control = (control.mask != 0).then_some(control);
    control
        .into_iter()
        .chain(rows.iter().map(move |row| whole(at, *row)))
}
