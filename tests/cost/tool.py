#!/usr/bin/env python3
"""Measures schema-tool on large inputs: output a second, and memory.

    tests/cost/tool.py [MEBIBYTES]

builds the program in release, has the example `large` write streams of small structs (of a
gibibyte, unless told otherwise), in sections of 4 MiB and in one, others of the same lengths,
and 1,000 releases of 200 devices of which one in a hundred changes each, and prints a table.
What `convert` writes, and what is too long for memory, goes to files, which take some 15 GB:
TMPDIR says where.
"""

import os
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def cargo(*arguments):
    subprocess.run(["cargo", *arguments], cwd=ROOT, check=True)


def measured(arguments):
    """What a command costs: seconds of the clock and of the processor, the most KiB of
    memory; and how many bytes it prints."""
    before = time.monotonic()
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE)
    printed = 0
    while piece := os.read(process.stdout.fileno(), 1 << 20):
        printed += len(piece)
    _, status, used = os.wait4(process.pid, 0)
    assert os.waitstatus_to_exitcode(status) in (0, 100), arguments
    seconds = time.monotonic() - before
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss, printed


def row(name, arguments, output=None):
    seconds, processor, memory, size = measured(arguments)
    size = os.path.getsize(output) if output else size
    rate = f"{size / 1e6 / processor:.0f}" if size > 10_000_000 else ""
    print(
        f"| {name} | {size / 1e6:.0f} | {seconds:.1f} | {processor:.1f} | {rate} "
        f"| {memory / 1024:.0f} |",
        flush=True,
    )


def of_streams(tool, large, folder, mebibytes, section):
    """What all commands on streams cost, of sections of so many mebibytes."""
    at = lambda name: os.path.join(folder, f"{section}-{name}")
    one, two, lines, back = at("one.mig"), at("two.mig"), at("lines.jsonl"), at("back.mig")
    for seed, path in [("0", one), ("1", two)]:
        subprocess.run([large, "stream", mebibytes, section, seed, path], check=True)
    print(f"| sections of {section} MiB | | | | | |")
    row("`inspect --full`", [tool, "inspect", "--full", one])
    for form in ["json", "hex", "html"]:
        full = ["--full"] if form == "hex" else []
        name = " ".join(["`inspect --format", form, *full]) + "`"
        row(name, [tool, "inspect", "--format", form, *full, one])
    row("`diff --full`", [tool, "diff", "--full", one, two])
    row("`diff --full --format json`", [tool, "diff", "--full", "--format", "json", one, two])
    row("`convert` to JSON", [tool, "convert", one, "-o", lines], lines)
    # What it reads is more than what it writes.
    row("`convert` to binary", [tool, "convert", lines, "-o", back], lines)
    with open(one, "rb") as a, open(back, "rb") as b:
        assert all(piece == b.read(1 << 20) for piece in iter(lambda: a.read(1 << 20), b""))
    row("`verify`", [tool, "verify", one])
    row("`stat`", [tool, "stat", one])
    for path in [one, two, lines, back]:
        os.remove(path)


def main():
    mebibytes = sys.argv[1] if len(sys.argv) > 1 else "1024"
    cargo("build", "--release", "-p", "schema-tool")
    cargo("build", "-p", "migratable-tests", "--example", "large")
    target = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
    tool = os.path.join(target, "release", "schema-tool")
    large = os.path.join(target, "debug", "examples", "large")
    with tempfile.TemporaryDirectory() as folder:
        at = lambda name: os.path.join(folder, name)
        subprocess.run([large, "releases", "1000", "200", at("releases")], check=True)
        print("| command | MB | s | s of a processor | MB a second of it | MiB |")
        print("|---|---:|---:|---:|---:|---:|")
        for section in ["4", mebibytes]:
            of_streams(tool, large, folder, mebibytes, section)
        newest = at("releases/v1000")
        row("`check --transitive`", [tool, "check", "--transitive", at("releases"), newest])
        row("`matrix`", [tool, "matrix", at("releases")])


if __name__ == "__main__":
    main()
