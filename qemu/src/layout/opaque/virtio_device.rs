//! What virtio devices have of their own.

use super::parts::{Parts, record};
use crate::layout::{Number, Type};

/// Adds `len` bytes that belong to the device whose section has this name: as
/// fields if they fit to the last byte, else as bytes.
pub(super) fn add(parts: &mut Parts<'_>, len: u64, device: &str) -> Option<()> {
    let kind = device.rsplit('/').next().unwrap_or(device);
    let end = parts
        .bytes
        .offset()
        .checked_add(usize::try_from(len).ok()?)?;
    let mut own = Parts::new(parts.bytes.until(end));
    let split = match kind {
        "virtio-net" => net(&mut own, len),
        "virtio-balloon" => own.numbers(&[("num_pages", 4), ("actual", 4)]),
        "virtio-blk" => own.number("more_requests", 1).map(drop),
        "virtio-console" | "virtio-serial" => serial(&mut own),
        "virtio-mem" => memory(&mut own),
        _ => None,
    };
    if len > 0 && split.is_some() && own.bytes.left() == 0 {
        return parts
            .add("device", Type::Struct(own.into_struct(kind)))
            .map(drop);
    }
    parts.raw("device", len)
}

fn net(own: &mut Parts<'_>, len: u64) -> Option<()> {
    let start = own.bytes.offset();
    own.raw("mac", 6)?;
    own.numbers(&[
        ("tx_waiting", 4),
        ("mergeable_rx_bufs", 4),
        ("status", 2),
        ("promisc", 1),
        ("allmulti", 1),
    ])?;
    let addresses = own.number("mac_table_in_use", 4)?;
    own.raw("mac_table", addresses.checked_mul(6)?)?;
    // A bit for each VLAN.
    own.array("vlans", Number::unsigned(1), 512)?;
    own.numbers(&[
        ("has_vnet_hdr", 4),
        ("multi_overflow", 1),
        ("uni_overflow", 1),
        ("alluni", 1),
        ("nomulti", 1),
        ("nouni", 1),
        ("nobcast", 1),
        ("has_ufo", 1),
    ])?;
    let read = own.bytes.offset().saturating_sub(start) as u64;
    // What follows depends on features: pairs of queues, offloads, or both.
    let left = len.checked_sub(read)?;
    if left % 8 == 4 || left > 8 {
        own.number("max_queue_pairs", 2)?;
        let pairs = own.number("curr_queue_pairs", 2)?;
        let others = pairs.saturating_sub(1);
        if others > 0 {
            let element = Box::new(record("queue_pair", &[("tx_waiting", 4)]));
            own.add(
                "other_pairs",
                Type::Array {
                    element,
                    count: others,
                },
            )?;
        }
    }
    match own.bytes.left() {
        0 => Some(()),
        _ => own.number("curr_guest_offloads", 8).map(drop),
    }
}

/// Ports without a request that is under way.
fn serial(own: &mut Parts<'_>) -> Option<()> {
    own.numbers(&[("cols", 2), ("rows", 2)])?;
    let ports = own.number("max_ports", 4)?;
    let map = Number::unsigned(4);
    own.array("ports_map", map, ports.checked_add(31)? / 32)?;
    own.checked("uint32 equal");
    let active = own.number("active_ports", 4)?;
    if active > 0 {
        let port = [
            ("id", 4),
            ("guest_connected", 0),
            ("host_connected", 0),
            ("request_under_way", 4),
        ];
        let element = Box::new(record("port", &port));
        own.add(
            "ports",
            Type::Array {
                element,
                count: active,
            },
        )?;
    }
    Some(())
}

/// Where the memory is and how it is divided, then which of its blocks are plugged in.
fn memory(own: &mut Parts<'_>) -> Option<()> {
    own.number("addr", 8)?;
    own.checked("uint64 equal");
    let region = own.number("region_size", 8)?;
    own.checked("uint64 equal");
    let block = own.number("block_size", 8)?;
    own.checked("uint64 equal");
    own.number("node", 4)?;
    own.checked("uint32 equal");
    own.numbers(&[
        ("usable_region_size", 8),
        ("size", 8),
        ("requested_size", 8),
    ])?;
    let blocks = region.checked_div(block)?;
    own.array("bitmap", Number::unsigned(8), blocks.div_ceil(64))
}
