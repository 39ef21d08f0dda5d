#!/usr/bin/env python3
"""What the derive costs to compile, next to serde with postcard.

Generates two crates with the same types, instantiates encoder and decoder of
each (in place, which is how a device is loaded; or `--owned`), builds both in
turn, and prints processor time of the crate's own compilation, machine code,
and the ratios, as the table that CONTRIBUTING.md holds:

    tests/cost/measure.py [--shape structs] [--profile release]
"""

import argparse
import os
import pathlib
import random
import resource
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
TYPES = ["u8", "u16", "u32", "u64", "i32", "bool", "[u32; 16]", "Vec<u8>", "Option<u32>", "String"]


def field_types(item, fields):
    """Mostly registers, as in devices, with a few of everything. No two items
    are alike, or the compiler would merge their functions."""
    choice = random.Random(item)
    for index in range(fields):
        yield choice.choice(TYPES if index % 4 == 0 else TYPES[:6])


def structs(count, fields):
    """So many structs of so many fields."""
    for item in range(count):
        body = "".join(
            f"    pub field_{index}: {ty},\n"
            for index, ty in enumerate(field_types(item, fields))
        )
        yield f"pub struct Device{item} {{\n{body}}}\n"


def enums(count, variants):
    """So many enums of so many variants: units, numbers, and some of two fields."""
    for item in range(count):
        body = "".join(
            f"    Variant{index}{('', f'({ty})', f'{{ level: {ty}, pending: bool }}')[index % 3]},\n"
            for index, ty in enumerate(field_types(item, variants))
        )
        yield f"pub enum Device{item} {{\n{body}}}\n"


def source(items, derive, use):
    return "".join(
        f"#[derive({derive})]\n{item}"
        f"#[inline(never)] pub fn use_{index}(v: &mut Device{index}, b: &[u8]) -> usize {{"
        f" {use.format(index)} }}\n"
        for index, item in enumerate(items)
    )


def ours(items, owned):
    load = "decode(b).map(|n| *v = n).is_ok()" if owned else "load_partly(v, b).is_ok()"
    use = f"migratable::{load} as usize + migratable::to_vec(v).map_or(0, |b| b.len())"
    code = "use migratable::Migratable;\n" + source(items, "Migratable", use)
    return code, f'migratable = {{ path = "{ROOT / "runtime"}" }}\n'


def serdes(items, _):
    use = (
        "postcard::from_bytes::<Device{0}>(b).map(|n| *v = n).is_ok() as usize"
        " + postcard::to_allocvec(v).map_or(0, |b| b.len())"
    )
    code = "use serde::{Serialize, Deserialize};\n" + source(items, "Serialize, Deserialize", use)
    return code, (
        'serde = { version = "1", features = ["derive"] }\n'
        'postcard = { version = "1", features = ["use-std"] }\n'
    )


def crate(folder, name, code, dependencies):
    path = folder / name
    (path / "src").mkdir(parents=True, exist_ok=True)
    (path / "src/lib.rs").write_text("")
    (path / "code.rs").write_text(code)
    (path / "Cargo.toml").write_text(
        f'[package]\nname = "{name}"\nversion = "0.0.0"\nedition = "2024"\n'
        f"[lib]\ncrate-type = [\"cdylib\", \"rlib\"]\n"
        f"[dependencies]\n{dependencies}[workspace]\n"
    )
    return path


def build(path, profile):
    """Processor seconds of the crate itself, its dependencies being built."""
    command = ["cargo", "build", "-q", "--profile", profile, "-j1"]
    environment = dict(os.environ, CARGO_TARGET_DIR=str(path / "target"))
    subprocess.run(command, cwd=path, env=environment, check=True)
    (path / "src/lib.rs").write_text((path / "code.rs").read_text())
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, cwd=path, env=environment, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def code_size(path, profile):
    folder = "debug" if profile == "dev" else profile
    rlib = next((path / "target" / folder).glob("lib*.rlib"))
    sizes = subprocess.run(["size", "-t", rlib], capture_output=True, text=True, check=True)
    return int(sizes.stdout.splitlines()[-1].split()[0])


# What devices are like, and what is out of the ordinary.
SHAPES = {
    "structs": ("150 structs of 20 fields", lambda: structs(150, 20)),
    "struct": ("a struct of 1,000 fields", lambda: structs(1, 1000)),
    "enum": ("an enum of 300 variants", lambda: enums(1, 300)),
}


def measure(shape, profile, owned):
    """A row of the table: seconds and KiB of both, and the ratios."""
    title, items = SHAPES[shape]
    found = []
    for name, make in [("migratable", ours), ("serde", serdes)]:
        path = crate(ROOT / "target/cost", f"cost-{name}", *make(items(), owned))
        found += [(build(path, profile), code_size(path, profile) / 1024)]
    (time, code), (their_time, their_code) = found
    print(
        f"| {title} | {profile} | {time:.1f} | {their_time:.1f} | {time / their_time:.2f}"
        f" | {code:.0f} | {their_code:.0f} | {code / their_code:.2f} |",
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shape", choices=SHAPES, action="append")
    parser.add_argument("--profile", choices=["dev", "release"], action="append")
    parser.add_argument("--owned", action="store_true", help="decode by value, as serde does")
    options = parser.parse_args()

    print("| what | profile | s | serde, s | ratio | KiB of code | serde, KiB | ratio |")
    print("|---|---|---:|---:|---:|---:|---:|---:|")
    for shape in options.shape or SHAPES:
        for profile in options.profile or ["dev", "release"]:
            measure(shape, profile, options.owned)


if __name__ == "__main__":
    main()
