#!/usr/bin/env python3
"""Applies a delta to its base, and writes the state to standard output.

Written from docs/format.md, "Delta", alone. Exit status 1 and a message if the delta is
not one of that base.
"""
import sys

from read_stream import Cursor, need


def apply(base, delta):
    c = Cursor(delta)
    length = c.varint()
    need(length == len(base) and c.take(min(20, length)) == base[-20:], "made of another base")
    expected, at, state = c.varint(), 0, b""
    while c.at < len(delta):
        kept, put = c.varint(), c.varint(65)
        dropped = c.varint() if put & 1 else put >> 1
        need(at + kept + dropped <= len(base), f"more than the base has, at {c.at}")
        state += base[at:at + kept] + c.take(put >> 1)
        at += kept + dropped
    need(at == len(base) and len(state) == expected, "does not make what it says")
    return state


if __name__ == "__main__":
    try:
        with open(sys.argv[1], "rb") as base, open(sys.argv[2], "rb") as delta:
            sys.stdout.buffer.write(apply(base.read(), delta.read()))
    except ValueError as error:
        sys.exit(f"{sys.argv[2]}: {error}")
