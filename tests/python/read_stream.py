#!/usr/bin/env python3
"""Reads a stream, an answer to one, or one side of a hand-over that goes on over a new
connection, and prints each frame as a line of JSON.

Written from docs/format.md, "Stream", alone, with nothing but Python's own
library, as a check on the page and on the implementation in Rust.
Exit status 1 and a message if the stream is not valid.
"""
import json
import sys
import zlib

KINDS = {1: "header", 2: "schema", 3: "instances", 4: "section", 5: "bulk", 6: "end",
         7: "configuration", 8: "schema reference", 9: "item", 10: "zeros", 11: "alias", 0x81: "metadata",
         0x11: "answer", 0x12: "cancel", 0x13: "outcome",
         0x14: "decision", 0x15: "acknowledgement"}
VERDICTS = ["compatible", "conditional", "incompatible", "not judged"]
ORDER = {("start", 1): "items", ("items", 9): "items", ("items", 7): "configurations",
         **{(state, kind): "schemas" for state in ("items", "schemas") for kind in (2, 8)},
         **{(state, 3): "body" for state in ("items", "schemas")},
         ("schemas", 7): "configurations", ("configurations", 7): "configurations",
         ("configurations", 3): "body", ("aliases", 3): "body",
         **{(state, 11): "aliases" for state in ("items", "schemas", "configurations", "aliases")},
         ("body", 4): "body", ("body", 5): "body", ("body", 10): "body", ("body", 6): "done",
         ("body", 0x11): "answered", ("answered", 0x13): "done",
         **{(state, kind): "settling" for state in ("start", "settling") for kind in (0x13, 0x14, 0x15)}}
OPEN = ("answered", "settling")


def need(holds, what):
    if not holds:
        raise ValueError(what)


class Cursor:
    def __init__(self, data, at=0):
        self.data, self.at = data, at

    def take(self, count):
        need(self.at + count <= len(self.data), f"cut at byte {len(self.data)}")
        self.at += count
        return self.data[self.at - count:self.at]

    def varint(self, bits=64):
        value, shift = 0, 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                need(byte or not shift, "varint not in its shortest form")
                need(value < 1 << bits, f"varint of more than {bits} bits")
                return value
            shift += 7

    def string(self):
        return self.take(self.varint()).decode()

    def instance(self):
        return {"path": self.string(), "instance_id": self.varint(32), "schema": self.varint(32)}

    def text(self):
        text = self.string()
        need(len(text.encode()) <= 4096, "a text of more than 4096 bytes")
        return text

    def judgement(self):
        verdict = self.varint(32)
        need(verdict < len(VERDICTS), f"verdict {verdict}")
        findings = [self.text() for _ in range(self.varint())]
        omitted = self.varint()
        need(verdict or not findings and not omitted, "reasons against what is compatible")
        return {"verdict": VERDICTS[verdict], "findings": findings, "omitted": omitted}

    def answer(self):
        fields = {"offer": self.take(16).hex(),
                  "judgements": [self.judgement() for _ in range(self.varint())],
                  "devices": [self.varint(32) for _ in range(self.varint())],
                  "items": [self.judgement() for _ in range(self.varint())]}
        used = 0
        for judgement in fields["devices"]:
            need(judgement <= used, "judgements out of order")
            used = max(used, judgement + 1)
        need(used == len(fields["judgements"]), "judgements and devices do not match")
        return fields

    def outcome(self):
        choice = self.varint(32)
        need(choice < 2, f"outcome {choice}")
        return {"refused": self.text()} if choice else {"loaded": self.take(16).hex()}

    def item(self):
        fields = {"name": self.string(), "len": self.varint()}
        content = self.varint(32)
        need(fields["name"] and content < 3, f"item {fields} of content {content}")
        if content == 1:
            fields["base"] = self.take(16).hex()
        elif content == 2:
            fields |= {"file": self.string(), "offset": self.varint(), "digest": self.option()}
            file, offset = fields["file"], fields["offset"]
            need(file not in ("", ".", "..") and not set(file) & set("/\\:\0"), f"file {file}")
            need(offset % 65536 == 0 and offset + fields["len"] < 1 << 64, f"offset {offset}")
        return fields

    def option(self):
        there = self.take(1)[0]
        need(there < 2, "an option")
        return self.take(16).hex() if there else None

    def reference(self):
        device, fingerprint, needed = self.string(), self.take(16).hex(), self.take(1)[0]
        allowed = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-")
        need(1 <= len(device) <= 128 and set(device) <= allowed, "name of a device")
        need(needed < 2, "a bool")
        return {"device": device, "fingerprint": fingerprint, "needed": needed == 1}

    def alias(self):
        instance, path, instance_id = self.varint(32), self.string(), self.varint(32)
        takes_over = self.take(1)[0]
        need(takes_over < 2, "a bool")
        return {"instance": instance, "path": path, "instance_id": instance_id, "takes_over": takes_over == 1}

    def decision(self):
        choice = self.varint(32)
        need(choice < 2, f"decision {choice}")
        return {["commit", "abort"][choice]: self.take(16).hex()}

    def rest(self):
        return self.take(len(self.data) - self.at).hex()


def message(kind, payload):
    c = Cursor(payload)
    fields = {
        1: lambda: {"producer": c.string(), "producer_version": c.string()},
        2: lambda: {"json": c.string()},
        3: lambda: {"instances": [c.instance() for _ in range(c.varint())]},
        4: lambda: {"instance": c.varint(32), "state": c.rest()},
        5: lambda: {"name": c.string(), "offset": c.varint(), "bytes": c.rest()},
        6: lambda: {"sections": c.varint(32), "bulk_frames": c.varint(), "digest": c.take(16).hex()},
        7: lambda: {"instance": c.varint(32), "configuration": c.rest()},
        8: c.reference,
        9: c.item,
        10: lambda: {"name": c.string(), "offset": c.varint(), "len": c.varint()},
        11: c.alias,
        0x11: c.answer,
        0x13: c.outcome,
        0x14: c.decision,
        0x15: lambda: {"digest": c.take(16).hex()},
    }[kind]()
    need(not c.rest(), "bytes after the message")
    return fields


def fnv1a(digest, data):
    for byte in data:
        digest = (digest ^ byte) * 0x0000000001000000000000000000013B % (1 << 128)
    return digest


def first_gap(ranges, length):
    """The first byte of an item that is in none of the ranges."""
    covered = 0
    for start, end in sorted(ranges):
        if start > covered:
            break
        covered = max(covered, end)
    return covered if covered < length else None


def is_needed(schema):
    """Whether a stream may be without the state of a device of this schema."""
    try:
        return "needed" in json.loads(schema.removeprefix("\ufeff"))
    except ValueError:
        return False


def frames(data):
    c = Cursor(data)
    need(c.take(8) == b"\x89MIG\r\n\x1a\n", "not a stream")
    need(c.take(4) == b"\x01\0\0\0", "another format version")
    state, digest = "start", 0x6C62272E07BB014262B821756295C58D
    keys, optional, items, came = [], [], {}, {}
    schemas, configured, aliases, instances, seen, bulk_frames = 0, [], [], [], [], 0
    while state != "done" and (state not in OPEN or c.at < len(data)):
        start = c.at
        kind = c.take(1)[0]
        length = c.varint()
        head = data[start:c.at]
        payload = c.take(length)
        crc = c.take(4)
        need(zlib.crc32(head + payload) == int.from_bytes(crc, "little"), f"CRC at {start}")
        if kind < 0x80:
            need((state, kind) in ORDER, f"kind {kind} in state {state}")
            state = ORDER[state, kind]
            fields = message(kind, payload)
        else:
            need(state in ("items", "schemas", "configurations", "aliases", "body", *OPEN), "skipped frame before the header")
            fields = {}
            if kind == 0x81 and state in ("items", "schemas", "configurations", "aliases"):
                m = Cursor(payload)
                fields = {"key": m.string(), "value": m.rest()}
                need(fields["key"] and fields["key"] not in keys, "metadata of this key")
                keys.append(fields["key"])
        if kind in (2, 8):
            schemas += 1
            optional.append(fields["needed"] if kind == 8 else is_needed(fields["json"]))
        elif kind == 3:
            instances = fields["instances"]
            names = {(i["path"], i["instance_id"]) for i in instances}
            need(len(names) == len(instances), "instance listed twice")
            need(all(i["path"] and i["schema"] < schemas for i in instances), "bad instance")
            need(all(i < len(instances) for i in configured), "configuration of no instance")
            need(all(one["instance"] < len(instances) for one in aliases), "alias of no instance")
            own = [one for one in aliases if not one["takes_over"]]
            names |= {(one["path"], one["instance_id"]) for one in own}
            need(len(names) == len(instances) + len(own), "alias that names another one")
            taken = [tuple(one.values()) for one in aliases if one["takes_over"]]
            need(len(set(taken)) == len(taken), "takes over twice from one")
        elif kind == 7:
            need(fields["configuration"], "empty configuration")
            need(not configured or fields["instance"] > configured[-1], "configurations ascend")
            configured.append(fields["instance"])
        elif kind == 11:
            need(fields["path"], "empty alias")
            place = (fields["instance"], fields["takes_over"])
            need(not aliases or place >= (aliases[-1]["instance"], aliases[-1]["takes_over"]), "aliases ascend")
            aliases.append(fields)
        elif kind == 4:
            seen.append(fields["instance"])
        elif kind == 9:
            need(fields["name"] not in items, "item declared twice")
            items[fields["name"]] = fields
        elif kind in (5, 10):
            bulk_frames += 1
            name, first = fields["name"], fields["offset"]
            end = first + (fields["len"] if kind == 10 else len(fields["bytes"]) // 2)
            need(end < 1 << 64, "bulk too far")
            if name in items:
                need(end <= items[name]["len"], "bulk beyond its item")
                need("file" not in items[name], "bytes of an item in a file")
                came.setdefault(name, []).append((first, end))
        elif kind == 6:
            need(len(set(seen)) == len(seen) and all(i < len(instances) for i in seen), "bad section")
            missing = [one for i, one in enumerate(instances) if i not in seen]
            need(all(optional[one["schema"]] for one in missing), "one section for each instance")
            for name, item in items.items():
                is_whole = "base" not in item and "file" not in item
                gap = first_gap(came.get(name, []), item["len"]) if is_whole else None
                need(gap is None, f"byte {gap} of {name} is missing")
            counted = {"sections": len(seen), "bulk_frames": bulk_frames}
            vouched = {"digest": digest.to_bytes(16, "little").hex()}
            need(fields == counted | vouched, "the end frame tells of other frames")
        digest = fnv1a(digest, head + crc)
        yield {"at": start, "frame": KINDS.get(kind, kind), "length": length, **fields}
    need(c.at == len(data), f"bytes after the end, at {c.at}")


if __name__ == "__main__":
    try:
        with open(sys.argv[1], "rb") as stream:
            for frame in frames(stream.read()):
                print(json.dumps(frame))
    except ValueError as error:
        sys.exit(f"{sys.argv[1]}: {error}")
