//! virtio devices: the transport, what all devices have, the queues, what the
//! device has of its own, and subsections.

use super::parts::{Parts, record};
use super::{SUBSECTION, msix, pci, virtio_device};
use crate::bytes::Bytes;
use crate::layout::{Field, Number, Struct, Type};

/// Most queues of a device; arrays of all queues have as many elements.
const QUEUES: u64 = 1024;

/// Subsections that a device may have; a device that is sent as a whole has each
/// at most once.
const MOST_SUBSECTIONS: usize = 16;

/// The PCI vendor of all virtio devices, as it stands in configuration space.
const VENDOR: [u8; 2] = [0xf4, 0x1a];

/// How the guest reaches the device.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Transport {
    /// PCI, with a configuration space of so many bytes.
    Pci(u64),
    Mmio,
}

/// The state of a device whose section has this name.
pub(super) fn device(bytes: Bytes<'_>, device: &str) -> Option<Type> {
    if device.starts_with("virtio-mmio@") {
        return with_transport(bytes, Transport::Mmio, device);
    }
    // How large the configuration space is, is not said: where the wrong size is taken, what
    // follows has no queues.
    [Transport::Pci(256), Transport::Pci(4096), Transport::Mmio]
        .into_iter()
        .find_map(|transport| with_transport(bytes, transport, device))
}

fn with_transport(bytes: Bytes<'_>, transport: Transport, device: &str) -> Option<Type> {
    let mut parts = Parts::new(bytes);
    let has_vectors = match transport {
        Transport::Pci(config) => pci_transport(&mut parts, config)?,
        Transport::Mmio => {
            parts.numbers(&[
                ("host_features_sel", 4),
                ("guest_features_sel", 4),
                ("guest_page_shift", 4),
            ])?;
            false
        }
    };
    parts.numbers(&[
        ("status", 1),
        ("isr", 1),
        ("queue_sel", 2),
        ("guest_features", 4),
    ])?;
    let config_len = parts.number("config_len", 4)?;
    parts.raw("config", config_len)?;
    queues(&mut parts, transport, has_vectors)?;

    let own = own_part(parts.bytes)?;
    virtio_device::add(&mut parts, own, device)?;
    let bytes = parts.bytes;
    let mut layout = parts.into_struct("virtio");
    layout.subsections = subsections(bytes, "virtio/")?;
    Some(Type::Struct(layout))
}

/// Whether queues have vectors of MSI-X.
fn pci_transport(parts: &mut Parts<'_>, config: u64) -> Option<bool> {
    const MOST_VERSIONS: u64 = 16;
    if parts.number("version_id", 4)? > MOST_VERSIONS {
        return None;
    }
    let start = parts.bytes;
    let end = start.offset().checked_add(usize::try_from(config).ok()?)?;
    if start.left() < config as usize {
        return None;
    }
    let space = start.until(end);
    if !space.rest().starts_with(&VENDOR) {
        return None;
    }
    let vectors = pci::msix_vectors(space.rest());
    parts.add("config_space", pci::config(space)?)?;
    parts.array("irq_state", Number::unsigned(4), 4)?;
    if let Some(vectors) = vectors.filter(|vectors| *vectors <= msix::MOST) {
        let mut table = Parts::new(parts.bytes);
        msix::add(&mut table, vectors)?;
        parts.add("msix", Type::Struct(table.into_struct("msix")))?;
        parts.number("config_vector", 2)?;
    }
    Some(vectors.is_some())
}

fn queues(parts: &mut Parts<'_>, transport: Transport, has_vectors: bool) -> Option<()> {
    // Each device has one.
    let count = parts
        .number("queue_count", 4)
        .filter(|count| (1..=QUEUES).contains(count))?;
    let mut fields = vec![("num", 4)];
    if transport == Transport::Mmio {
        fields.push(("align", 4));
    }
    fields.extend([("desc", 8), ("last_avail_idx", 2)]);
    if has_vectors {
        fields.push(("vector", 2));
    }
    let element = Box::new(record("virtqueue", &fields));
    parts
        .add("queues", Type::Array { element, count })
        .map(drop)
}

/// How many bytes the device has of its own: up to the first subsection, or the
/// end.
fn own_part(bytes: Bytes<'_>) -> Option<u64> {
    let rest = bytes.rest();
    let at = (0..rest.len()).find(|at| begins_subsection(rest.get(*at..), b"virtio/"));
    Some(at.unwrap_or(rest.len()) as u64)
}

fn begins_subsection(bytes: Option<&[u8]>, prefix: &[u8]) -> bool {
    let Some([SUBSECTION, len, name @ ..]) = bytes else {
        return false;
    };
    usize::from(*len) > prefix.len()
        && name
            .get(..(*len).into())
            .is_some_and(|name| name.starts_with(prefix) && name.is_ascii())
}

/// Subsections to the end.
fn subsections(mut bytes: Bytes<'_>, prefix: &str) -> Option<Vec<Struct>> {
    let mut found = Vec::new();
    while bytes.left() > 0 {
        if found.len() == MOST_SUBSECTIONS || bytes.u8("").ok()? != SUBSECTION {
            return None;
        }
        let name = std::str::from_utf8(bytes.name("").ok()?).ok()?;
        if !name.starts_with(prefix) {
            return None;
        }
        let version = bytes.u32("").ok()?;
        let mut content = content(name, bytes)?;
        content.version = Some(version.into());
        bytes.take(content.size(), "").ok()?;
        found.push(content);
    }
    Some(found)
}

fn content(name: &str, bytes: Bytes<'_>) -> Option<Struct> {
    let mut parts = Parts::new(bytes);
    let mut subsections_inside = None;
    match name {
        "virtio/device_endian" => drop(parts.number("device_endian", 1)?),
        "virtio/64bit_features" => drop(parts.number("guest_features", 8)?),
        "virtio/broken" => parts.flag("broken")?,
        "virtio/started" => parts.flag("started")?,
        "virtio/disabled" => parts.flag("disabled")?,
        "virtio/ringsize" => parts.array("num_default", Number::unsigned(4), QUEUES)?,
        "virtio/virtqueues" => all_queues(&mut parts, "queues", &[("avail", 8), ("used", 8)])?,
        "virtio/packed_virtqueues" => all_queues(
            &mut parts,
            "queues",
            &[
                ("last_avail_idx", 2),
                ("last_avail_wrap_counter", 0),
                ("used_idx", 2),
                ("used_wrap_counter", 0),
                ("inuse", 4),
            ],
        )?,
        "virtio_pci/modern_state" => {
            parts.numbers(&[("device_feature_sel", 4), ("guest_feature_sel", 4)])?;
            parts.array("guest_features", Number::unsigned(4), 2)?;
            modern_queues(&mut parts, true)?;
        }
        "virtio_mmio/state" => {
            parts.array("guest_features", Number::unsigned(4), 2)?;
            modern_queues(&mut parts, false)?;
        }
        "virtio/extra_state" => subsections_inside = Some(extra(bytes)?),
        _ => {
            // To the next one that begins alike.
            let rest = bytes.rest();
            let at = (0..rest.len()).find(|at| begins_subsection(rest.get(*at..), b"virtio/"));
            parts.raw("data", at.unwrap_or(rest.len()) as u64)?;
        }
    }
    let mut made = parts.into_struct(name);
    made.subsections = subsections_inside.unwrap_or_default();
    Some(made)
}

/// What the transport adds: one subsection at most.
fn extra(mut bytes: Bytes<'_>) -> Option<Vec<Struct>> {
    let prefix = [&b"virtio_pci/"[..], b"virtio_mmio/"];
    if !prefix
        .iter()
        .any(|prefix| begins_subsection(Some(bytes.rest()), prefix))
    {
        return Some(Vec::new());
    }
    bytes.u8("").ok()?;
    let name = std::str::from_utf8(bytes.name("").ok()?).ok()?;
    let version = bytes.u32("").ok()?;
    let mut made = content(name, bytes)?;
    made.version = Some(version.into());
    Some(vec![made])
}

/// An array with an element for each queue that there could be.
fn all_queues(parts: &mut Parts<'_>, name: &str, fields: &[(&str, u8)]) -> Option<()> {
    let element = Box::new(record("virtqueue", fields));
    queues_of(parts, name, element)
}

fn queues_of(parts: &mut Parts<'_>, name: &str, element: Box<Type>) -> Option<()> {
    let count = QUEUES;
    parts.add(name, Type::Array { element, count }).map(drop)
}

/// The queues as virtio 1.0 has them; whether one is enabled is a byte, or a
/// number of two.
fn modern_queues(parts: &mut Parts<'_>, wide_flags: bool) -> Option<()> {
    let field = |name: &str, ty| Field {
        name: name.into(),
        kind: String::new(),
        ty,
    };
    let number = |width| Type::Number(Number::unsigned(width));
    let pair = || Type::Array {
        element: Box::new(Type::Number(Number::unsigned(4))),
        count: 2,
    };
    let enabled = match wide_flags {
        true => number(2),
        false => Type::Bool { wide: false },
    };
    let mut fields = vec![field("num", number(2)), field("enabled", enabled)];
    fields.extend(["desc", "avail", "used"].map(|name| field(name, pair())));
    let element = Box::new(Type::Struct(Struct {
        name: "modern_virtqueue".into(),
        version: None,
        fields,
        subsections: Vec::new(),
    }));
    queues_of(parts, "queues", element)
}
