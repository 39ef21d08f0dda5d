#!/usr/bin/env python3
"""Measures schema-tool on large inputs: output a second, and memory.

    tests/cost/tool.py [MEBIBYTES]

builds the program in release, has the example `large` write a stream of small structs (of a
gibibyte, unless told otherwise), another one of the same length, and 1,000 releases of 200
devices of which one in a hundred changes each, and prints a table. `convert` writes files,
which take some 10 GB: TMPDIR says where.
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


def main():
    mebibytes = sys.argv[1] if len(sys.argv) > 1 else "1024"
    cargo("build", "--release", "-p", "schema-tool")
    cargo("build", "-p", "migratable-tests", "--example", "large")
    target = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
    tool = os.path.join(target, "release", "schema-tool")
    large = os.path.join(target, "debug", "examples", "large")
    with tempfile.TemporaryDirectory() as folder:
        at = lambda name: os.path.join(folder, name)
        one, two, lines = at("one.mig"), at("two.mig"), at("lines.jsonl")
        subprocess.run([large, "stream", mebibytes, "0", one], check=True)
        subprocess.run([large, "stream", mebibytes, "1", two], check=True)
        subprocess.run([large, "releases", "1000", "200", at("releases")], check=True)
        print("| command | output, MB | s | s of a processor | MB a second of it | MiB |")
        print("|---|---:|---:|---:|---:|---:|")
        row("`inspect --full`", [tool, "inspect", "--full", one])
        for form in ["json", "hex", "html"]:
            full = ["--full"] if form == "hex" else []
            name = " ".join(["`inspect --format", form, *full]) + "`"
            row(name, [tool, "inspect", "--format", form, *full, one])
        row("`diff --full`", [tool, "diff", "--full", one, two])
        row("`diff --full --format json`", [tool, "diff", "--full", "--format", "json", one, two])
        row("`convert` to JSON", [tool, "convert", one, "-o", lines], lines)
        back = at("back.mig")
        row("`convert` to binary", [tool, "convert", lines, "-o", back], back)
        row("`verify`", [tool, "verify", one])
        row("`stat`", [tool, "stat", one])
        newest = at("releases/v1000")
        row("`check --transitive`", [tool, "check", "--transitive", at("releases"), newest])
        row("`matrix`", [tool, "matrix", at("releases")])


if __name__ == "__main__":
    main()
