#!/usr/bin/env python3
"""Computes the fingerprints of schemas and compares them with those stated.

Written from docs/format.md, "Fingerprint", alone, with nothing but Python's own
library, as a check on the page and on the implementation in Rust.
Prints a line for each file; exit status 1 if one differs.
"""
import json
import struct
import sys


def fnv1a(data):
    digest = 0x6C62272E07BB014262B821756295C58D
    for byte in data:
        digest = (digest ^ byte) * 0x0000000001000000000000000000013B % (1 << 128)
    return digest.to_bytes(16, "little")


def u8(value):
    return value.to_bytes(1, "little")


def u32(value):
    return value.to_bytes(4, "little")


def u64(value):
    return value.to_bytes(8, "little")


def flag(of, key):
    return u8(of.get(key, False))


def text(value):
    data = value.encode()
    return u32(len(data)) + data


def names(values):
    return u32(len(values)) + b"".join(map(text, values))


def is_integer(json_type):
    match json_type:
        case {"varint": _}:
            return True
        case str():
            return json_type[1:].isdigit() and json_type[0] in "iu"
    return False


def default(value, json_type, types):
    match value:
        case None:
            return u8(0)
        case "zero":
            return u8(1)
        case "computed":
            return u8(3)
        case "fields":
            return u8(4)
        case {"value": value}:
            return u8(2) + literal(value, json_type, types)


def literal(value, json_type, types):
    def inner(value, json_type):
        return literal(value, json_type, types)

    named = types[json_type["ref"]] if "ref" in json_type else {}
    match value, json_type:
        case None, _:
            return u8(0)
        case {"some": content}, {"option": "unit" | {"option": _}}:
            return u8(7) + inner(content, json_type["option"])
        case _, {"option": content}:
            return u8(7) + inner(value, content)
        case bool(), _:
            return u8(1 + value)
        case _, "f32" | "f64":
            return u8(5) + struct.pack("<d", value)
        case str(digits), {"list": "u8"} | {"array": {"element": "u8"}}:
            return inner(list(bytes.fromhex(digits)), json_type)
        case _, integer if is_integer(integer):
            number = int(value)
            return u8(3 + (number < 0)) + abs(number).to_bytes(16, "little")
        case str(), _:
            # Between its quotes, JSON spells a string as the page does.
            return u8(6) + text(json.dumps(value, ensure_ascii=False)[1:-1])
        case list(), {"tuple": parts}:
            return u8(8) + u32(len(value)) + b"".join(map(inner, value, parts))
        case list(), {"array": {"element": element}} | {"list": element}:
            return u8(8) + u32(len(value)) + b"".join(inner(item, element) for item in value)
        case [], {"set": _} | {"map": _}:
            return u8(8) + u32(0)
        case {}, {"ref": _} if "fields" in named:
            return u8(9) + members(value, named["fields"] + named.get("subsections", []), types)
        case {}, {"ref": _}:
            [(name, content)] = value.items()
            [variant] = [one for one in named["variants"] if one["name"] == name]
            return u8(10) + text(name) + members(content, variant["fields"], types)


def members(value, fields, types):
    fields = [field for field in fields if field["name"] in value]
    each = (text(f["name"]) + literal(value[f["name"]], f["type"], types) for f in fields)
    return u32(len(fields)) + b"".join(each)


def limit(value):
    match value:
        case None:
            return u8(0)
        case {"f64_bits": bits}:
            return u8(2) + u64(int(bits))
        case _ if int(value) >= 1 << 127:
            return u8(3) + int(value).to_bytes(16, "little")
        case _:
            return u8(1) + int(value).to_bytes(16, "little", signed=True)


def limits(of):
    if "keys" in of.get("range", {}) or "values" in of.get("range", {}):
        return u8(3) + one_range(of["range"], "keys") + one_range(of["range"], "values")
    return one_range(of, "range")


def one_range(of, key):
    if key not in of:
        return u8(0)
    of = of[key]
    return u8(1 + of.get("nonzero", False)) + limit(of.get("min")) + limit(of.get("max"))


def most(of):
    return u8(1) + u64(of["max_len"]) if "max_len" in of else u8(0)


class Schema:
    def __init__(self, document):
        self.document = document
        self.known = {}

    def fingerprint(self):
        d = self.document
        data = u32(d["format"]) + text(d["device"]) + u32(d["version"]) + u32(d["oldest"])
        data += self.type(d["type"])
        if "needed" in d:
            data += u8(1)
        if d.get("aliases"):
            data += u8(2) + names(d["aliases"])
        if d.get("takes_over"):
            data += u8(3) + u32(len(d["takes_over"])) + b"".join(map(self.taken_over, d["takes_over"]))
        return fnv1a(data)[::-1].hex()

    def taken_over(self, of):
        version = u32(of["version"])
        data = u32(self.document["format"]) + text(of["device"]) + version + version
        return fnv1a(data + self.type(of["type"]))

    def type(self, json_type):
        match json_type:
            case {"ref": name}:
                if name not in self.known:
                    self.known[name] = fnv1a(self.named(self.document["types"][name]))
                return self.known[name]
            case "unit" | "bool" | "char" | "string":
                data = u8(["unit", "bool", "char", "string"].index(json_type))
            case "f32" | "f64":
                data = u8(5) + u8(int(json_type[1:]))
            case str():
                data = self.integer(json_type, 0)
            case {"varint": integer}:
                data = self.integer(integer, 1)
            case {"option": content}:
                data = u8(6) + self.type(content)
            case {"array": {"element": element, "len": length}}:
                data = u8(7) + self.type(element) + u64(length)
            case {"list": element}:
                data = u8(8) + self.type(element)
            case {"set": element}:
                data = u8(9) + self.type(element)
            case {"map": {"key": key, "value": value}}:
                data = u8(10) + self.type(key) + self.type(value)
            case {"tuple": parts}:
                data = u8(11) + u32(len(parts)) + b"".join(map(self.type, parts))
        return fnv1a(data)

    @staticmethod
    def integer(name, varint):
        return u8(4) + u8(int(name[1:])) + u8(name[0] == "i") + u8(varint)

    def named(self, of):
        """A version and what the type was in older ones stand around the rest."""
        version, older = of.get("version", 1), of.get("older", [])
        if version == 1 and not older:
            return self.content(of)
        data = u8(14) + fnv1a(self.content(of)) + u32(version) + u32(len(older))
        return data + b"".join(u32(one["version"]) + self.type(one["type"]) for one in older)

    def content(self, of):
        if "variants" in of:
            return u8(13) + u32(len(of["variants"])) + b"".join(map(self.variant, of["variants"]))
        fields, subsections = of["fields"], of.get("subsections", [])
        data = u8(12) + u32(len(fields)) + b"".join(map(self.field, fields))
        return data + u32(len(subsections)) + b"".join(map(self.subsection, subsections))

    def field(self, of):
        data = text(of["name"]) + names(of.get("aliases", []))
        data += default(of.get("default"), of["type"], self.document["types"])
        data += self.fill(of) + limits(of) + most(of)
        return data + self.configuration(of) + flag(of, "ignorable") + self.type(of["type"])

    @staticmethod
    def configuration(of):
        limits = ["subset_of", "at_most", "at_least"]
        return u8(2 + limits.index(of["allowed"])) if "allowed" in of else flag(of, "must_match")

    def fill(self, of):
        match of["type"]:
            case {"array": {"element": element}}:
                return default(of.get("fill"), element, self.document["types"])
        return default(None, None, {})

    def subsection(self, of):
        return u32(of["tag"]) + flag(of, "retired") + self.field(of)

    def variant(self, of):
        data = text(of["name"]) + u32(of["tag"]) + names(of.get("aliases", []))
        fields = u8(12) + b"".join(map(self.field, of.get("fields", [])))
        return data + u8(of.get("other", False) + of.get("keeps_tag", False)) + fnv1a(fields)


def main(files):
    differ = False
    for file in files:
        with open(file, encoding="utf-8") as document:
            schema = Schema(json.load(document))
        computed, stated = schema.fingerprint(), schema.document["fingerprint"]
        differ |= computed != stated
        print(file, computed, "as stated" if computed == stated else f"but states {stated}")
    return int(differ)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
