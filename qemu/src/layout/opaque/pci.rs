//! PCI configuration space, little-endian: the header, the capabilities where
//! they are, and between them registers of the device's own.

use std::collections::BTreeMap;

use super::parts::Parts;
use crate::bytes::Bytes;
use crate::layout::{Number, Type};

/// Bytes of the header that every device has.
const HEADER: usize = 64;

/// What a configuration space becomes.
pub(super) const NAME: &str = "pci_config";

/// Where the configuration space of PCI ends and that of PCI Express goes on.
pub(super) const EXTENDED: usize = 256;

/// Bit of the status register: there are capabilities.
pub(super) const HAS_CAPABILITIES: u64 = 0x10;

/// Capability of MSI-X.
const MSIX: u8 = 0x11;

/// Configuration space of 256 or 4096 bytes.
pub(super) fn config(bytes: Bytes<'_>) -> Option<Type> {
    if !matches!(bytes.left(), 256 | 4096) {
        return None;
    }
    let space = bytes.rest();
    let mut parts = Parts::new(bytes);
    header(&mut parts)?;
    let start = bytes.offset();
    let capabilities = capabilities(space);
    for (at, capability) in capabilities {
        let gap = (start + at).checked_sub(parts.bytes.offset());
        // Capabilities that overlap are shown as far as they do not.
        let Some(gap) = gap else { continue };
        registers(&mut parts, start, gap)?;
        let mut ahead = parts.clone();
        if capability.add(&mut ahead).is_some() {
            parts = ahead;
        }
    }
    let rest = parts.bytes.left();
    registers(&mut parts, start, rest)?;
    Some(Type::Struct(parts.into_struct(NAME)))
}

/// Number of MSI-X vectors that a configuration space tells of.
pub(super) fn msix_vectors(space: &[u8]) -> Option<u64> {
    let (at, _) = capabilities(space).into_iter().find(|(_, c)| c.is(MSIX))?;
    let control = number(space, at + 2, 2)?;
    Some((control & 0x7ff) + 1)
}

/// Registers that only the device itself gives a meaning.
fn registers(parts: &mut Parts<'_>, start: usize, len: usize) -> Option<()> {
    let at = parts.bytes.offset().saturating_sub(start);
    parts.raw(&format!("device_{at:02x}"), len as u64)
}

pub(super) fn number(space: &[u8], at: usize, width: u8) -> Option<u64> {
    let bytes = space.get(at..at.checked_add(width.into())?)?;
    u64::try_from(Number::little(width).value(bytes)).ok()
}

fn header(parts: &mut Parts<'_>) -> Option<()> {
    parts.littles(&[
        ("vendor_id", 2),
        ("device_id", 2),
        ("command", 2),
        ("status", 2),
        ("revision_id", 1),
        ("prog_if", 1),
        ("subclass", 1),
        ("base_class", 1),
        ("cache_line_size", 1),
        ("latency_timer", 1),
    ])?;
    let kind = parts.little("header_type", 1)? & 0x7f;
    parts.little("bist", 1)?;
    match kind {
        1 => bridge(parts),
        _ => endpoint(parts),
    }
}

fn endpoint(parts: &mut Parts<'_>) -> Option<()> {
    parts.array("bar", Number::little(4), 6)?;
    parts.littles(&[
        ("cardbus_cis", 4),
        ("subsystem_vendor_id", 2),
        ("subsystem_id", 2),
        ("expansion_rom", 4),
        ("capabilities_pointer", 1),
    ])?;
    parts.raw("reserved", 7)?;
    parts.littles(&[
        ("interrupt_line", 1),
        ("interrupt_pin", 1),
        ("min_gnt", 1),
        ("max_lat", 1),
    ])
}

fn bridge(parts: &mut Parts<'_>) -> Option<()> {
    parts.array("bar", Number::little(4), 2)?;
    parts.littles(&[
        ("primary_bus", 1),
        ("secondary_bus", 1),
        ("subordinate_bus", 1),
        ("secondary_latency_timer", 1),
        ("io_base", 1),
        ("io_limit", 1),
        ("secondary_status", 2),
        ("memory_base", 2),
        ("memory_limit", 2),
        ("prefetchable_base", 2),
        ("prefetchable_limit", 2),
        ("prefetchable_base_upper", 4),
        ("prefetchable_limit_upper", 4),
        ("io_base_upper", 2),
        ("io_limit_upper", 2),
        ("capabilities_pointer", 1),
    ])?;
    parts.raw("reserved", 3)?;
    parts.littles(&[
        ("expansion_rom", 4),
        ("interrupt_line", 1),
        ("interrupt_pin", 1),
        ("bridge_control", 2),
    ])
}

/// A capability: which, and what it says of its own length.
#[derive(Clone, Copy, Debug)]
pub(super) struct Capability {
    pub(super) extended: bool,
    pub(super) id: u16,
    /// The two bytes behind its head.
    pub(super) control: u64,
}

/// The capabilities, by their place.
pub(super) fn capabilities(space: &[u8]) -> BTreeMap<usize, Capability> {
    let mut found = BTreeMap::new();
    if number(space, 6, 2).is_some_and(|status| status & HAS_CAPABILITIES != 0) {
        let next = |at: usize| number(space, at, 1).map(|next| (next & 0xfc) as usize);
        let mut at = next(0x34).unwrap_or(0);
        while (HEADER..EXTENDED).contains(&at) && !found.contains_key(&at) {
            let id = number(space, at, 1).unwrap_or(0) as u16;
            let control = number(space, at + 2, 2).unwrap_or(0);
            let capability = Capability {
                extended: false,
                id,
                control,
            };
            found.insert(at, capability);
            at = next(at + 1).unwrap_or(0);
        }
    }
    let mut at = EXTENDED;
    while at >= EXTENDED && !found.contains_key(&at) {
        match number(space, at, 4) {
            None | Some(0) => break,
            Some(head) => {
                let capability = Capability {
                    extended: true,
                    id: (head & 0xffff) as u16,
                    control: number(space, at + 4, 2).unwrap_or(0),
                };
                found.insert(at, capability);
                at = (head >> 20) as usize & 0xffc;
            }
        }
    }
    found
}

impl Capability {
    fn is(self, id: u8) -> bool {
        !self.extended && self.id == u16::from(id)
    }

    /// Adds its registers; `None` if it is not known or cut off.
    fn add(self, parts: &mut Parts<'_>) -> Option<()> {
        let at = Parts::new(parts.bytes);
        let mut own = at.clone();
        let name = match self.extended {
            true => self.add_extended(&mut own)?,
            false => self.add_plain(&mut own)?,
        };
        parts
            .add(name, Type::Struct(own.into_struct(name)))
            .map(drop)
    }

    fn add_plain(self, own: &mut Parts<'_>) -> Option<&'static str> {
        own.littles(&[("id", 1), ("next", 1)])?;
        Some(match self.id {
            0x01 => {
                own.littles(&[
                    ("capabilities", 2),
                    ("control", 2),
                    ("bridge_extensions", 1),
                    ("data", 1),
                ])?;
                "power_management"
            }
            0x05 => {
                own.little("control", 2)?;
                let (is_64, has_mask) = (self.control & 0x80 != 0, self.control & 0x100 != 0);
                own.little("address", if is_64 { 8 } else { 4 })?;
                own.little("data", 2)?;
                if has_mask {
                    own.little("extended_data", 2)?;
                    own.littles(&[("mask", 4), ("pending", 4)])?;
                }
                "msi"
            }
            0x09 => {
                // virtio's own; others keep what they like behind the length.
                let len = self.control & 0xff;
                own.littles(&[("length", 1)])?;
                match len {
                    16 | 20 => {
                        own.littles(&[("type", 1), ("bar", 1), ("virtio_id", 1)])?;
                        own.raw("padding", 2)?;
                        own.littles(&[("offset", 4), ("region_length", 4)])?;
                        if len == 20 {
                            own.little("data", 4)?;
                        }
                    }
                    _ => own.raw("vendor_data", len.checked_sub(3)?)?,
                }
                "vendor_specific"
            }
            0x0d => {
                own.raw("reserved", 2)?;
                own.littles(&[("subsystem_vendor_id", 2), ("subsystem_id", 2)])?;
                "subsystem"
            }
            0x10 => {
                own.little("capabilities", 2)?;
                own.littles(&EXPRESS)?;
                if self.control & 0xf >= 2 {
                    own.littles(&EXPRESS_2)?;
                }
                "express"
            }
            0x11 => {
                own.littles(&[("control", 2), ("table", 4), ("pending", 4)])?;
                "msix"
            }
            0x12 => {
                own.littles(&[("revision", 2), ("bar", 4)])?;
                "sata"
            }
            0x13 => {
                own.littles(&[
                    ("length", 1),
                    ("capabilities", 1),
                    ("control", 1),
                    ("status", 1),
                ])?;
                "advanced_features"
            }
            _ => return None,
        })
    }

    fn add_extended(self, own: &mut Parts<'_>) -> Option<&'static str> {
        own.littles(&[("id", 2), ("version_and_next", 2)])?;
        Some(match self.id {
            0x01 => {
                own.littles(&ERRORS)?;
                own.array("header_log", Number::little(4), 4)?;
                own.littles(&[("root_command", 4), ("root_status", 4), ("source_ids", 4)])?;
                "advanced_errors"
            }
            0x03 => {
                own.little("serial_number", 8)?;
                "serial_number"
            }
            0x0d => {
                own.littles(&[("capabilities", 2), ("control", 2)])?;
                "access_control"
            }
            0x0e => {
                own.littles(&[("capabilities", 2), ("control", 2)])?;
                "alternative_routing"
            }
            0x0f => {
                own.littles(&[("capabilities", 2), ("control", 2)])?;
                "address_translation"
            }
            _ => return None,
        })
    }
}

/// Behind the capabilities register of PCI Express.
const EXPRESS: [(&str, u8); 12] = [
    ("device_capabilities", 4),
    ("device_control", 2),
    ("device_status", 2),
    ("link_capabilities", 4),
    ("link_control", 2),
    ("link_status", 2),
    ("slot_capabilities", 4),
    ("slot_control", 2),
    ("slot_status", 2),
    ("root_control", 2),
    ("root_capabilities", 2),
    ("root_status", 4),
];

/// What version 2 adds.
const EXPRESS_2: [(&str, u8); 9] = [
    ("device_capabilities_2", 4),
    ("device_control_2", 2),
    ("device_status_2", 2),
    ("link_capabilities_2", 4),
    ("link_control_2", 2),
    ("link_status_2", 2),
    ("slot_capabilities_2", 4),
    ("slot_control_2", 2),
    ("slot_status_2", 2),
];

/// The registers of advanced error reporting.
const ERRORS: [(&str, u8); 6] = [
    ("uncorrectable_status", 4),
    ("uncorrectable_mask", 4),
    ("uncorrectable_severity", 4),
    ("correctable_status", 4),
    ("correctable_mask", 4),
    ("control", 4),
];
