//! What of a PCI configuration space a reader compares with its own: what says which
//! device it is, and of each capability what software cannot write. Other registers are
//! state.

use std::ops::Range;

use super::pci::{Capability, EXTENDED, HAS_CAPABILITIES, NAME, capabilities, number};
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
    for (at, capability) in capabilities(space) {
        let head = match capability.extended {
            true => EXTENDED_HEAD,
            false => HEAD,
        };
        found.extend(head.iter().map(|row| whole(at, *row)));
        found.extend(fixed(space, at, capability).into_iter().flatten());
    }
    found
}

/// The bytes of capabilities of which it is not known what software writes: up to the next
/// capability, as they do not say how long they are.
pub(crate) fn not_known(space: &[u8]) -> Vec<Register> {
    let all = capabilities(space);
    let behind = |at: usize, extended: bool| {
        let next = all.range(at.saturating_add(1)..).next();
        let end = if extended { space.len() } else { EXTENDED };
        next.map_or(end, |(next, _)| *next).min(end)
    };
    let unknown = all
        .iter()
        .filter(|(at, capability)| fixed(space, **at, **capability).is_none());
    unknown
        .flat_map(|(at, capability)| {
            let head = if capability.extended { 4 } else { 2 };
            let bytes = at.saturating_add(head)..behind(*at, capability.extended);
            bytes.map(|at| whole(at, (0, 1)))
        })
        .collect()
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

/// What software cannot write in a capability, behind its head; `None` if that is not known.
fn fixed(space: &[u8], at: usize, capability: Capability) -> Option<Vec<Register>> {
    match capability.extended {
        true => fixed_extended(capability.id, at),
        false => fixed_plain(space, at, capability),
    }
}

fn fixed_plain(space: &[u8], at: usize, capability: Capability) -> Option<Vec<Register>> {
    /// The type of the capability by which software reaches the other ones' registers.
    const WINDOW: u64 = 5;
    let is_virtio = number(space, 0, 2) == Some(VIRTIO);
    let kind = number(space, at.saturating_add(3), 1);
    let len = capability.control & 0xff;
    let (control, rows): (u64, &[Row]) = match capability.id {
        // Power management, slots of a bridge, subsystem, serial ATA, advanced features.
        0x01 => (0xffff, &[]),
        0x04 => (0x00ff, &[]),
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
        // Of others, nothing is known but its length: what no software knows, none writes.
        0x09 => return Some(bytes(at, 2..len).collect()),
        // PCI Express: the capabilities of device and link, and from version 2 on those of
        // the slot and the second ones.
        0x10 if capability.control & 0xf >= 2 => (
            0xffff,
            &[(0x04, 4), (0x0c, 4), (0x14, 4), (0x24, 4), (0x2c, 4)],
        ),
        0x10 => (0xffff, &[(0x04, 4), (0x0c, 4)]),
        _ => return None,
    };
    let control = Register {
        at: at.saturating_add(2),
        width: 2,
        mask: control,
    };
    let control = (control.mask != 0).then_some(control);
    let rows = rows.iter().map(|row| whole(at, *row));
    Some(control.into_iter().chain(rows).collect())
}

/// The same of an extended capability.
fn fixed_extended(id: u16, at: usize) -> Option<Vec<Register>> {
    /// What of the control register of advanced error reporting says what there is.
    const ERRORS: Register = Register {
        at: 0x18,
        width: 4,
        mask: 0x2a0,
    };
    let rows: &[Row] = match id {
        0x01 => {
            let at = at.saturating_add(ERRORS.at);
            return Some(vec![Register { at, ..ERRORS }]);
        }
        // A serial number, which a network device makes of its address.
        0x03 => &[(4, 4), (8, 4)],
        // Access control, alternative routing, address translation: what there is.
        0x0d..=0x0f => &[(4, 2)],
        _ => return None,
    };
    Some(rows.iter().map(|row| whole(at, *row)).collect())
}

/// Bytes of a capability, each by itself.
fn bytes(start: usize, of: Range<u64>) -> impl Iterator<Item = Register> {
    let places = of.filter_map(|at| usize::try_from(at).ok());
    places.map(move |at| whole(start, (at, 1)))
}
