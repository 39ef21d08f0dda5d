//! What the fuzzer runs: one function for each target, which takes bytes and
//! panics on a finding. `tests/seeds.rs` replays the committed seeds through
//! the same functions. `docs/fuzzing.md` says what each target asserts.

mod delta;
mod grammar;
mod json_value;
mod lines;
pub mod live;
pub mod machine;
mod payload;
mod preflight;
mod qemu_dump;
mod qemu_stream;
mod record;
pub mod repair;
mod resolve;
mod schema_json;
pub mod shapes;
mod stream;
mod text;
mod valid;

use allocation_counter::measure;

const MIB: u64 = 1 << 20;

/// A target of the fuzzer.
pub struct Target {
    /// Also the name of its folder of seeds and of its dictionary.
    pub name: &'static str,
    /// Panics on a finding.
    body: fn(&[u8]),
    /// Bytes of memory that an input may cause to be held at a time.
    memory: u64,
}

/// All targets. What values may take is bounded by a budget, of 64 MiB here, and
/// a target holds two of them at most; `live` keeps all that two sides did and said.
pub const TARGETS: [Target; 12] = [
    Target::new("payload", payload::run, 192 * MIB),
    Target::new("schema_json", schema_json::run, 8 * MIB),
    Target::new("resolve", resolve::run, 64 * MIB),
    Target::new("stream", stream::run, 192 * MIB),
    Target::new("preflight", preflight::run, 192 * MIB),
    Target::new("record", record::run, MIB),
    Target::new("json_value", json_value::run, 8 * MIB),
    Target::new("lines", lines::run, 192 * MIB),
    Target::new("live", live::run, 4 * MIB),
    Target::new("delta", delta::run, MIB),
    Target::new("qemu_stream", qemu_stream::run, 64 * MIB),
    Target::new("qemu_dump", qemu_dump::run, 16 * MIB),
];

impl Target {
    const fn new(name: &'static str, body: fn(&[u8]), memory: u64) -> Self {
        Self { name, body, memory }
    }

    /// Runs the target on an input.
    ///
    /// # Panics
    ///
    /// On a finding, and where the input makes more memory be held than it may.
    pub fn run(&self, input: &[u8]) {
        let held = measure(|| (self.body)(input)).bytes_max;
        assert!(
            held <= self.memory,
            "{} bytes of input made {held} bytes be held",
            input.len()
        );
    }
}

/// Runs the target of this name on an input.
///
/// # Panics
///
/// As [`Target::run`], and if there is no such target.
pub fn run(name: &str, input: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name);
    target.expect("a target of this name").run(input);
}
