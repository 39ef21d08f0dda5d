"""Reads a migration stream of QEMU's, with nothing but the standard library.

    python3 read_stream.py STREAM

prints a JSON object: for each device's section, `name#instance`, its values as
the stream's own description names them. It shares no code with the crate, so
that each can be held against the other. Names that occur several times in one
struct are the elements of an array; a subsection stands under its name; bytes
are hexadecimal.
"""

import gzip
import json
import struct
import sys

NUMBERS = {
    "int8": "b", "int16": "h", "int32": "i", "int64": "q",
    "uint8": "B", "uint16": "H", "uint32": "I", "uint64": "Q",
    "int32 equal": "i", "int32 le": "i", "uint8 equal": "B", "uint16 equal": "H",
    "uint32 equal": "I", "int64 equal": "Q", "timer": "q", "cpsr": "I", "fpscr": "I",
}


class Cursor:
    def __init__(self, data, at=0, end=None):
        self.data, self.at, self.end = data, at, len(data) if end is None else end

    def take(self, count):
        if self.at + count > self.end:
            raise EOFError(f"at {self.at:#x}: {count} bytes needed")
        self.at += count
        return self.data[self.at - count:self.at]

    def number(self, code, order=">"):
        return struct.unpack(order + code, self.take(struct.calcsize(code)))[0]

    def numbers(self, code, count, order=">"):
        return [self.number(code, order) for _ in range(count)]

    def name(self):
        return self.take(self.number("B")).decode()


def pairs(items):
    """A JSON object; a struct that a queue repeats becomes a list of structs."""
    found, queue = {}, []
    for key, value in items:
        if key in found:
            queue.append({k: found.pop(k) for k in ("vmsd_name", "version", "fields") if k in found})
        found[key] = value
    if queue:
        found["queue"] = queue
    return found


def description(data):
    """The description that the stream ends with, and where it begins."""
    start = data.rindex(b"\x06", 0, data.rindex(b'{"'))
    for at in range(start, 0, -1):
        if data[at] == 6 and struct.unpack_from(">I", data, at + 1)[0] == len(data) - at - 5:
            return json.loads(data[at + 5:], object_pairs_hook=pairs), at
    raise ValueError("no description")


def read_struct(cursor, content, section):
    values, counts = {}, {}
    for field in content.get("fields", []):
        name = field["name"]
        value = read_field(cursor, field, section)
        if name in counts:
            if counts[name] == 1:
                values[name] = [values[name]]
            values[name].append(value)
        else:
            values[name] = value
        counts[name] = counts.get(name, 0) + 1
    for part in content.get("subsections", []):
        if cursor.number("B") != 5 or cursor.name() != part["vmsd_name"]:
            raise ValueError(f"at {cursor.at:#x}: {part['vmsd_name']} expected")
        cursor.number("I")
        values[part["vmsd_name"]] = read_struct(cursor, part, section)
    return values


def read_field(cursor, field, section):
    if "array_len" in field:
        start = cursor.at
        values = [read_value(cursor, field, section) for _ in range(field["array_len"])]
        assert cursor.at - start == field["size"] * field["array_len"], field["name"]
        if field["type"] == "uint8":
            return bytes(values).hex()
        return values
    return read_value(cursor, field, section)


def read_value(cursor, field, section):
    kind, size = field["type"], field["size"]
    end = cursor.at + size
    if "struct" in field or "fields" in field:
        value = read_struct(cursor, field.get("struct", field), section)
    elif kind in NUMBERS and struct.calcsize(NUMBERS[kind]) == size:
        value = cursor.number(NUMBERS[kind])
    elif kind in ("bool", "powered_off"):
        byte = cursor.number("B")
        value = bool(byte) if byte < 2 else byte
    elif kind == "pci irq state":
        value = cursor.numbers("I", 4)
    elif kind == "pci config":
        value = pci_config(cursor.take(size))
    elif kind == "msix state":
        value = msix(cursor, next(n for n in range(2049) if n * 16 + (n + 7) // 8 == size))
    elif kind == "virtio":
        value = virtio(Cursor(cursor.data, cursor.at, end), section)
        cursor.at = end
    elif section == "globalstate#0" and field["name"] == "runstate":
        value = cursor.take(size).decode()
    else:
        value = cursor.take(size).hex()
    assert cursor.at == end, f"{section} {field['name']}: {cursor.at:#x} is not {end:#x}"
    return value


def msix(cursor, vectors):
    vector = lambda: dict(zip(("address", "data", "vector_control"), struct.unpack("<QII", cursor.take(16))))
    return {"table": [vector() for _ in range(vectors)], "pending": cursor.take((vectors + 7) // 8).hex()}


def pci_config(space):
    """A few registers, to be compared where they are."""
    u8, u16, u32 = (lambda at, c=c: struct.unpack_from("<" + c, space, at)[0] for c in "BHI")
    found = {
        "vendor_id": u16(0), "device_id": u16(2), "command": u16(4), "status": u16(6),
        "revision_id": u8(8), "subclass": u8(10), "base_class": u8(11), "header_type": u8(14),
        "interrupt_line": u8(60), "interrupt_pin": u8(61), "capabilities_pointer": u8(52),
    }
    if found["header_type"] & 0x7f == 0:
        found |= {"bar": [u32(16 + 4 * i) for i in range(6)], "subsystem_id": u16(46)}
    else:
        found |= {"secondary_bus": u8(25), "bridge_control": u16(62), "memory_base": u16(32)}
    return {"SOME": found}


def capability(space, wanted):
    if not space[6] & 0x10:
        return None
    at = space[0x34]
    while at:
        if space[at] == wanted:
            return at
        at = space[at + 1]
    return None


def virtio(cursor, section):
    found = {}
    vectors = None
    if "virtio-mmio@" in section:
        for name in ("host_features_sel", "guest_features_sel", "guest_page_shift"):
            found[name] = cursor.number("I")
    else:
        found["version_id"] = cursor.number("I")
        start = cursor.at
        # The transport's four interrupt lines are 0 or 1 each, behind a space of either size.
        express = capability(cursor.data[start:start + 256], 0x10) is not None
        space = cursor.take(4096 if express else 256)
        found["config_space"] = pci_config(space)
        found["irq_state"] = cursor.numbers("I", 4)
        at = capability(space, 0x11)
        if at is not None:
            vectors = (struct.unpack_from("<H", space, at + 2)[0] & 0x7ff) + 1
            found["msix"] = msix(cursor, vectors)
            found["config_vector"] = cursor.number("H")
    found["status"], found["isr"] = cursor.number("B"), cursor.number("B")
    found["queue_sel"] = cursor.number("H")
    found["guest_features"], found["config_len"] = cursor.number("I"), cursor.number("I")
    if found["config_len"]:
        found["config"] = cursor.take(found["config_len"]).hex()
    found["queue_count"] = cursor.number("I")
    queues = []
    for _ in range(found["queue_count"]):
        queue = {"num": cursor.number("I")}
        if "virtio-mmio@" in section:
            queue["align"] = cursor.number("I")
        queue["desc"], queue["last_avail_idx"] = cursor.number("Q"), cursor.number("H")
        if vectors is not None:
            queue["vector"] = cursor.number("H")
        queues.append(queue)
    if queues:
        found["queues"] = queues
    rest = cursor.data[cursor.at:cursor.end]
    starts = [at for at in range(len(rest)) if rest[at] == 5 and rest[at + 2:at + 9] == b"virtio/"]
    own = rest[:starts[0]] if starts else rest
    if own:
        found["OWN"] = own.hex()
    cursor.at += len(own)
    while cursor.at < cursor.end:
        name, content = virtio_subsection(cursor)
        found[name] = content
    return found


def virtio_subsection(cursor):
    assert cursor.number("B") == 5
    name = cursor.name()
    cursor.number("I")
    rows = lambda fields: [
        {n: cursor.numbers(c, 2) if c == "II" else cursor.number(c) for n, c in fields} for _ in range(1024)]
    if name == "virtio/64bit_features":
        content = {"guest_features": cursor.number("Q")}
    elif name == "virtio/device_endian":
        content = {"device_endian": cursor.number("B")}
    elif name in ("virtio/broken", "virtio/started", "virtio/disabled"):
        content = {name[7:]: bool(cursor.number("B"))}
    elif name == "virtio/ringsize":
        content = {"num_default": cursor.numbers("I", 1024)}
    elif name == "virtio/virtqueues":
        content = {"queues": rows([("avail", "Q"), ("used", "Q")])}
    elif name == "virtio/extra_state":
        content = {}
        if cursor.at < cursor.end and cursor.data[cursor.at + 2:cursor.at + 13] == b"virtio_pci/":
            inner, value = virtio_subsection(cursor)
            content[inner] = value
    elif name == "virtio_pci/modern_state":
        content = {
            "device_feature_sel": cursor.number("I"), "guest_feature_sel": cursor.number("I"),
            "guest_features": cursor.numbers("I", 2),
        }
        queues = []
        for _ in range(1024):
            queue = {"num": cursor.number("H"), "enabled": cursor.number("H")}
            queue |= {n: cursor.numbers("I", 2) for n in ("desc", "avail", "used")}
            queues.append(queue)
        content["queues"] = queues
    else:
        raise ValueError(name)
    return name, content


def main(path):
    data = open(path, "rb").read()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    described, end = description(data)
    found, at = {}, 0
    for device in described["devices"]:
        # Each section's head is searched behind the section before it.
        name = device["name"].encode()
        head = bytes([len(name)]) + name + struct.pack(">I", device["instance_id"])
        at = data.index(head, at, end) + len(head) + 4
        cursor = Cursor(data, at, end)
        key = f"{device['name']}#{device['instance_id']}"
        found[key] = read_struct(cursor, device, key)
        assert cursor.data[cursor.at] == 0x7e, f"{key}: no footer at {cursor.at:#x}"
        at = cursor.at
    json.dump(found, sys.stdout)


main(sys.argv[1])
