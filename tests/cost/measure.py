#!/usr/bin/env python3
"""What the derive costs to compile, next to serde with postcard.

Generates two crates with the same structs, instantiates encoder and decoder
for each struct (in place, which is how a device is loaded; or `--owned`),
builds both in turn, and prints processor time of the crate's
own compilation, machine code, and the ratios. Run from the workspace's root:

    tests/cost/measure.py [--structs 1000] [--fields 20] [--profile release]
"""

import argparse
import os
import pathlib
import random
import resource
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
TYPES = ["u8", "u16", "u32", "u64", "i32", "bool", "[u32; 16]", "Vec<u8>", "Option<u32>", "String"]


def field_types(struct, fields):
    """Mostly registers, as in devices, with a few of everything. No two structs
    are alike, or the compiler would merge their functions."""
    choice = random.Random(struct)
    for index in range(fields):
        yield choice.choice(TYPES if index % 4 == 0 else TYPES[:6])


def structs(count, fields, derive, attribute):
    for struct in range(count):
        body = "".join(
            f"    {attribute(ty)}pub field_{index}: {ty},\n"
            for index, ty in enumerate(field_types(struct, fields))
        )
        yield f"#[derive({derive})]\npub struct Device{struct} {{\n{body}}}\n"


def ours(count, fields, owned):
    in_place = "load_partly(v, b).is_ok()"
    load = "decode(b).map(|n| *v = n).is_ok()" if owned else in_place
    uses = "".join(
        f"#[inline(never)] pub fn use_{i}(v: &mut Device{i}, b: &[u8]) -> usize {{"
        f" migratable::{load} as usize + migratable::to_vec(v).map_or(0, |b| b.len()) }}\n"
        for i in range(count)
    )
    code = "use migratable::Migratable;\n" + "".join(
        structs(count, fields, "Migratable", lambda ty: "")
    )
    return code + uses, f'migratable = {{ path = "{ROOT / "runtime"}" }}\n'


def serdes(count, fields, _):
    uses = "".join(
        f"#[inline(never)] pub fn use_{i}(v: &mut Device{i}, b: &[u8]) -> usize {{"
        f" postcard::from_bytes::<Device{i}>(b).map(|n| *v = n).is_ok() as usize"
        f" + postcard::to_allocvec(v).map_or(0, |b| b.len()) }}\n"
        for i in range(count)
    )
    code = "use serde::{Serialize, Deserialize};\n" + "".join(
        structs(count, fields, "Serialize, Deserialize", lambda ty: "")
    )
    return code + uses, (
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


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--structs", type=int, default=1000)
    parser.add_argument("--fields", type=int, default=20)
    parser.add_argument("--profile", default="release", choices=["dev", "release"])
    parser.add_argument("--owned", action="store_true", help="decode by value, as serde does")
    options = parser.parse_args()

    folder = ROOT / "target/cost"
    rows = {}
    for name, make in [("migratable", ours), ("serde", serdes)]:
        path = crate(folder, f"cost-{name}", *make(options.structs, options.fields, options.owned))
        rows[name] = (build(path, options.profile), code_size(path, options.profile))
    print(f"{options.structs} structs of {options.fields} fields, profile {options.profile}")
    for name, (seconds, code) in rows.items():
        print(f"{name:12} {seconds:8.1f} s {code / 1024:10.0f} KiB of code")
    (our_time, our_code), (their_time, their_code) = rows["migratable"], rows["serde"]
    print(f"{'ratio':12} {our_time / their_time:8.2f}   {our_code / their_code:10.2f}")


if __name__ == "__main__":
    main()
