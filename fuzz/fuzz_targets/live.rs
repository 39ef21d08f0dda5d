#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| migratable_fuzz_targets::run("live", input));
