//! A pair of builds for each rule.

use std::collections::BTreeSet;

use migratable::Device;
use migratable::resolve::{Finding, RULES, Resolution, Verdict, history, releases, resolve};
use migratable::schema::json::with_fingerprint;
use migratable::schema::{Path, Schema};

use migratable_tests::assert_file;

struct Pair {
    rule: &'static str,
    old: &'static Schema,
    new: &'static Schema,
    /// The same two, as JSON.
    published: [&'static str; 2],
}

/// A rule, and two builds between which it holds in one direction.
macro_rules! pairs {
    ($($rule:literal { $($old:tt)* } { $($new:tt)* })*) => {
        fn pairs() -> Vec<Pair> {
            vec![$({
                mod old {
                    #[allow(unused_imports)]
                    use std::collections::{BTreeMap, BTreeSet};
                    use migratable::Migratable;
                    $($old)*
                }
                mod new {
                    #[allow(unused_imports)]
                    use std::collections::{BTreeMap, BTreeSet};
                    use migratable::Migratable;
                    $($new)*
                }
                Pair {
                    rule: $rule,
                    old: old::Dev::SCHEMA,
                    new: new::Dev::SCHEMA,
                    published: [old::Dev::SCHEMA_JSON, new::Dev::SCHEMA_JSON],
                }
            }),*]
        }
    };
}

/// Between a build with these fields and one with those.
macro_rules! fields {
    ($($rule:literal { $($old:tt)* } { $($new:tt)* })*) => {
        pairs! {$($rule {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { $($old)* }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { $($new)* }
        })*}
    };
}

mod of_fields {
    use super::*;

    pub(super) fn all() -> Vec<Pair> {
        pairs()
    }

    fields! {
        "field-moved" { a: u32, b: u16 } { b: u16, a: u32 }
        "field-renamed" { fifo: u32 } { #[migratable(alias = "fifo")] queue: u32 }
        "encoding-changed" { a: u32 } { #[migratable(varint)] a: u32 }
        "number-widened" { a: u32 } { a: u64 }
        "number-narrowed" { a: u32 } { a: i32 }
        "bool-to-integer" { a: bool } { a: u8 }
        "integer-to-bool" { a: u8 } { a: bool }
        "float-widened" { a: f32 } { a: f64 }
        "alias-ambiguous" { a: u8, b: u8 } { #[migratable(alias = "a", alias = "b")] c: u8 }
        "float-narrowed" { a: f64 } { a: f32 }
        "integer-to-float" { a: u32 } { a: f64 }
        "integer-beyond-float" { a: u32 } { a: f32 }
        "float-to-integer" { a: f64 } { a: i8 }
        "number-widened" { #[migratable(range = 4503599627370496.0..=9007199254740992.0)] a: f64 } { a: i64 }
        "range-narrowed" { a: u8 } { #[migratable(range = 0.5..=1.5)] a: f32 }
        "map-to-list" { a: BTreeMap<u8, u32> } { a: Vec<(u8, u32)> }
        "list-to-map" { a: Vec<(u8, u32)> } { a: BTreeMap<u8, u32> }
        "type-changed" { a: Vec<(u8, u32)> } { a: BTreeMap<u8, String> }
        "char-to-string" { a: char } { a: String }
        "string-to-bytes" { a: String } { a: Vec<u8> }
        "bytes-to-string" { a: Vec<u8> } { a: String }
        "string-to-char" { a: String } { a: char }
        "range-widened" { #[migratable(range = 0..=16)] a: u32 } { #[migratable(range = 0..=32)] a: u32 }
        "range-widened" { #[migratable(range = 0.0..=1.5)] a: f32 } { #[migratable(range = -1.0..=1.5)] a: f32 }
        "number-widened" { #[migratable(range = 0.0..=1.5)] a: f32, b: u8 } { #[migratable(range = 0.0..=1.5)] a: f32, b: u16 }
        "range-narrowed" { a: u32 } { #[migratable(range = 0..=16)] a: u32 }
        "range-narrowed" { a: i32 } { a: std::num::NonZero<i32> }
        "range-narrowed" { #[migratable(range = 0..=9)] a: i32 } { a: std::num::NonZero<i32> }
        "max-len-raised" { #[migratable(max_len = 4)] a: Vec<u16> } { #[migratable(max_len = 8)] a: Vec<u16> }
        "max-len-lowered" { #[migratable(max_len = 8)] a: String } { #[migratable(max_len = 4)] a: String }
        "option-added" { a: u32 } { a: Option<u32> }
        "option-defaulted" { a: Option<u32> } { #[migratable(default = 7)] a: u32 }
        "option-removed" { a: Option<u32> } { a: u32 }
        "array-to-list" { a: [u32; 4] } { a: Vec<u32> }
        "list-to-array" { a: Vec<u32> } { a: [u32; 4] }
        "set-to-list" { a: BTreeSet<u32> } { a: Vec<u32> }
        "list-to-set" { a: Vec<u32> } { a: BTreeSet<u32> }
        "array-grown" { a: [u32; 4] } { #[migratable(fill = 0)] a: [u32; 8] }
        "array-shrunk" { a: [u32; 8] } { #[migratable(fill = 0)] a: [u32; 4] }
        "array-shrunk" { #[migratable(fill = 7)] a: [u32; 8] } { a: [u16; 4] }
        "array-length-changed" { a: [u32; 4] } { a: [u32; 8] }
        "array-length-changed" { #[migratable(range = 1..=3)] a: [u32; 8] } { #[migratable(fill = 0)] a: [u32; 4] }
        "field-added" { a: u32 } { a: u32, #[migratable(default = 0x12)] b: u32 }
        "field-dropped-at-default" { a: u32, #[migratable(default)] b: u32 } { a: u32 }
        "field-added-without-default" { a: u32 } { a: u32, b: u32 }
        "field-removed" { a: u32, b: u32 } { a: u32 }
        "field-ignored" { a: u32, #[migratable(ignorable)] b: u32 } { a: u32 }
        "field-to-subsection" { a: u32, b: Option<u16> } { a: u32, #[migratable(subsection(tag = 1))] b: Option<u16> }
        "subsection-to-field" { a: u32, #[migratable(subsection(tag = 1))] b: Option<u16> } { a: u32, b: Option<u16> }
        "subsection-added" { a: u32 } { a: u32, #[migratable(subsection(tag = 1))] b: Option<u16> }
        "subsection-dropped" { a: u32, #[migratable(subsection(tag = 3))] b: Option<u16> } { a: u32 }
        "subsection-ignored" { a: u32, #[migratable(subsection(tag = 1, ignorable))] b: Option<u16> } { a: u32 }
        "subsection-retagged" { #[migratable(subsection(tag = 1))] b: Option<u16> } { #[migratable(subsection(tag = 2))] b: Option<u16> }
        "type-changed" { a: u32 } { a: String }
        // What a value may be without is a condition.
        "type-changed" { a: Option<u32> } { a: Option<String> }
        "type-changed" { a: Vec<[(u8, Option<u32>); 2]> } { a: Vec<[(u8, Option<char>); 2]> }
        "array-length-changed" { a: BTreeMap<u8, [u8; 2]> } { a: BTreeMap<u8, [u8; 3]> }
        "type-changed" { #[migratable(subsection(tag = 1))] b: Option<u16> } { #[migratable(subsection(tag = 1))] b: Option<String> }
        // A condition that no value meets is none, and one that all meet neither.
        "no-common-number" { #[migratable(range = 0..=3)] a: u32 } { #[migratable(range = 5..=9)] a: i8 }
        "no-common-number" { #[migratable(range = 0.1..=0.1)] a: f64 } { a: f32 }
        "range-narrowed" { #[migratable(range = 0.0..=1.0)] a: f64 } { #[migratable(range = 0.1..=1.0)] a: f32 }
        "string-to-bytes" { #[migratable(max_len = 2)] a: String } { #[migratable(range = 0..=0xdf)] a: Vec<u8> }
        "set-to-list" { a: BTreeSet<bool> } { #[migratable(max_len = 3)] a: Vec<bool> }
    }
}

mod of_types {
    use super::*;

    pub(super) fn all() -> Vec<Pair> {
        pairs()
    }

    pairs! {
        "type-wrapped" {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { a: u32 }
        } {
            #[derive(Migratable)]
            pub(crate) struct Level(#[migratable(unit = "ns")] u32);
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { a: Level }
        }
        "variant-renamed" {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) enum Dev { Idle, Busy }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) enum Dev { Idle, #[migratable(alias = "Busy")] Active }
        }
        "variant-retagged" {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) enum Dev { Idle, Busy }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) enum Dev { Busy, Idle }
        }
        "variant-added" {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) enum Dev { Idle, Busy }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) enum Dev { Idle, Busy, Reset { reason: u8 } }
        }
        "variant-removed" {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) enum Dev { Idle, Busy, Reset { reason: u8 } }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) enum Dev { Idle, Busy }
        }
        "variant-to-other" {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) enum Dev { Idle, Busy, Reset { reason: u8 } }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) enum Dev { Idle, #[migratable(other)] Unknown(u32) }
        }
        "enum-to-integer" {
            #[derive(Migratable)]
            pub(crate) enum Mode { Off, On }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { mode: Mode }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { mode: u8 }
        }
        "integer-to-enum" {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { mode: u8 }
        } {
            #[derive(Migratable)]
            pub(crate) enum Mode { #[migratable(tag = 1)] Off, #[migratable(tag = 300)] On }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { mode: Mode }
        }
        "enum-beyond-integer" {
            #[derive(Migratable)]
            pub(crate) enum Mode { #[migratable(tag = 1)] Off, #[migratable(tag = 300)] On }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { mode: Mode }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { mode: i8 }
        }
        "integer-to-open-enum" {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { mode: u32 }
        } {
            #[derive(Migratable)]
            pub(crate) enum Mode { Off, On, #[migratable(other)] Unknown(u32) }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { mode: Mode }
        }
        "no-common-variant" {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { #[migratable(range = 5..=9)] mode: u8 }
        } {
            #[derive(Migratable)]
            pub(crate) enum Mode { Off, On }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { mode: Mode }
        }
        "variant-tag-taken" {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) enum Dev { Idle, Busy, #[migratable(other)] Unknown(u32) }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) enum Dev { Idle, #[migratable(tag = 7)] Reset { cause: u8 }, #[migratable(other)] Unknown(u32) }
        }
        "no-common-variant" {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) enum Dev { Idle, Busy { cause: u8 } }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) enum Dev { Off, Busy { cause: String } }
        }
        "type-changed" {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) enum Dev { Idle, Busy { cause: u8 } }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) enum Dev { Idle, Busy { cause: String } }
        }
        "alias-ambiguous" {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) enum Dev { Slow, Fast { speed: u8 } }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) enum Dev { #[migratable(alias = "Slow", alias = "Fast")] Running }
        }
        "keys-merged" {
            #[derive(Migratable, PartialEq, Eq, PartialOrd, Ord)]
            pub(crate) enum Key { A, B, C }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { a: BTreeMap<Key, u32> }
        } {
            #[derive(Migratable, PartialEq, Eq, PartialOrd, Ord)]
            pub(crate) enum Key { A, #[migratable(other)] Unknown }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { a: BTreeMap<Key, u32> }
        }
        "field-retired" {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { a: u32, b: u16 }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev", retired(tag = 1, name = "b", type = u16))]
            pub(crate) struct Dev { a: u32 }
        }
        "version-upgraded" {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { a: u32 }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev", version = 2, oldest = 1, upgrade = Self::upgrade)]
            pub(crate) struct Dev { a: u32 }
            impl Dev {
                fn upgrade(&mut self, _: u32) {}
            }
        }
        "device-aliased" {
            #[derive(Migratable)]
            #[migratable(device = "uart")]
            pub(crate) struct Dev { a: u32 }
        } {
            #[derive(Migratable)]
            #[migratable(device = "uart-16550", alias = "serial", alias = "uart")]
            pub(crate) struct Dev { a: u32 }
        }
        "device-must-be-needed" {
            #[derive(Migratable)]
            #[migratable(device = "dev", needed = |dev: &Self| dev.a != 0)]
            pub(crate) struct Dev { a: u32 }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { a: u32 }
        }
        // What cannot be loaded, must not come.
        "type-changed" {
            #[derive(Migratable)]
            #[migratable(device = "dev", needed = |dev: &Self| dev.a != 0)]
            pub(crate) struct Dev { a: u32 }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev", needed = |dev: &Self| dev.a.is_some())]
            pub(crate) struct Dev { a: Option<String> }
        }
        "version-converted" {
            #[derive(Migratable)]
            pub(crate) struct Clock { sec: u64, nsec: u32 }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { now: Clock, #[migratable(subsection(tag = 1))] alarm: Option<Clock> }
        } {
            #[derive(Migratable)]
            pub(crate) struct ClockV1 { sec: u64, nsec: u32 }
            #[derive(Migratable, Default)]
            #[migratable(version = 2, older(version = 1, type = ClockV1, convert = Self::take_v1))]
            pub(crate) struct Clock { ns: u64 }
            impl Clock { fn take_v1(&mut self, _: ClockV1) {} }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { now: Clock, #[migratable(subsection(tag = 1))] alarm: Option<Clock> }
        }
        "part-too-old" {
            #[derive(Migratable)]
            pub(crate) struct Clock { ns: u64 }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { a: u8, alarm: Option<Clock> }
        } {
            #[derive(Migratable)]
            #[migratable(version = 2)]
            pub(crate) struct Clock { ns: u64 }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { a: u8, alarm: Option<Clock> }
        }
        "part-too-new" {
            #[derive(Migratable)]
            #[migratable(version = 2)]
            pub(crate) struct Clock { ns: u64 }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { now: Clock }
        } {
            #[derive(Migratable)]
            pub(crate) struct Clock { ns: u64 }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { now: Clock }
        }
        "version-too-old" {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { a: u32 }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev", version = 2, oldest = 2)]
            pub(crate) struct Dev { a: u32 }
        }
        "version-too-new" {
            #[derive(Migratable)]
            #[migratable(device = "dev", version = 2, oldest = 2)]
            pub(crate) struct Dev { a: u32 }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { a: u32 }
        }
        "too-many-differences" {
            type Dozen<T> = (T, T, T, T, T, T, T, T, T, T, T, T);
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { a: Dozen<Dozen<Dozen<u8>>>, b: Dozen<Dozen<Dozen<u8>>>, c: Dozen<Dozen<Dozen<u8>>> }
        } {
            type Dozen<T> = (T, T, T, T, T, T, T, T, T, T, T, T);
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { a: Dozen<Dozen<Dozen<char>>>, b: Dozen<Dozen<Dozen<char>>>, c: Dozen<Dozen<Dozen<char>>> }
        }
        "subsection-needed" {
            fn computed() -> u16 {
                7
            }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev {
                a: u32,
                #[migratable(subsection(tag = 1, needed = Self::needed), default = computed(computed()))]
                b: u16,
            }
            impl Dev {
                fn needed(&self) -> bool {
                    self.b != computed()
                }
            }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { a: u32, b: u16 }
        }
        "device-changed" {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { a: u32 }
        } {
            #[derive(Migratable)]
            #[migratable(device = "other")]
            pub(crate) struct Dev { a: u32 }
        }
    }
}

/// What the past relies on.
mod of_past {
    use super::*;

    pub(super) fn all() -> Vec<Pair> {
        let mut pairs = fields::all();
        pairs.extend(pairs_of_types());
        pairs
    }

    fn pairs_of_types() -> Vec<Pair> {
        pairs()
    }

    mod fields {
        use super::*;

        pub(super) fn all() -> Vec<Pair> {
            pairs()
        }

        fields! {
            "default-changed" { #[migratable(default = 5)] a: u16 } { #[migratable(default = 6)] a: u16 }
            "default-changed" { #[migratable(default = 5)] a: u16 } { #[migratable(default = 6)] a: u32 }
            "default-changed" { #[migratable(default)] a: bool } { #[migratable(default = true)] a: bool }
            "default-changed" { #[migratable(fill = 0)] a: [u8; 4] } { #[migratable(fill = 1)] a: [u8; 8] }
            "default-removed" { #[migratable(default = 5)] a: u16 } { a: u16 }
            "default-removed" { #[migratable(fill = 0)] a: [u8; 4] } { a: [u8; 4] }
            "default-computed" { #[migratable(default = 5)] a: u16 } { #[migratable(default = computed(2 + 3))] a: u16 }
            "unit-changed" { #[migratable(unit = "us")] a: u64 } { #[migratable(unit = "ns")] a: u64 }
            "must-match-changed" { a: u64 } { #[migratable(must_match)] a: u64 }
            "must-match-changed" { #[migratable(must_match)] a: u64 } { #[migratable(allowed(at_most = 5))] a: u64 }
            "allowed-changed" { a: u64 } { #[migratable(allowed(subset_of = 5))] a: u64 }
            "allowed-changed" { #[migratable(allowed(at_most = 5))] a: u64 } { #[migratable(allowed(at_least = 5))] a: u64 }
            "sensitive-changed" { #[migratable(sensitive)] a: u64 } { a: u64 }
            "alias-removed" { #[migratable(alias = "b")] a: u64 } { a: u64 }
        }
    }

    pairs! {
        "name-taken-up" {
            #[derive(Migratable)]
            #[migratable(device = "dev", retired(tag = 1, name = "b", type = u16))]
            pub(crate) struct Dev { a: u32 }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { a: u32, #[migratable(default)] b: u16 }
        }
        "name-taken-up" {
            #[derive(Migratable)]
            #[migratable(device = "dev", reserved("b"))]
            pub(crate) struct Dev { a: u32 }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { a: u32, #[migratable(subsection(tag = 1))] b: Option<u16> }
        }
        // Within others, and an enum's.
        "name-taken-up" {
            #[derive(Migratable)]
            #[migratable(reserved("Busy"))]
            pub(crate) enum State { Idle }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { a: BTreeMap<u8, Option<Vec<State>>>, b: State }
        } {
            #[derive(Migratable)]
            pub(crate) enum State { Idle, Busy }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { a: BTreeMap<u8, Option<Vec<State>>>, b: State }
        }
        "tag-taken-up" {
            #[derive(Migratable)]
            #[migratable(device = "dev", reserved(3, 7..=9))]
            pub(crate) struct Dev { a: u32 }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev", reserved(3, 7, 9))]
            pub(crate) struct Dev { a: u32, #[migratable(subsection(tag = 8))] b: Option<u16> }
        }
        "tag-taken-up" {
            #[derive(Migratable)]
            #[migratable(device = "dev", retired(tag = 1, name = "b", type = u16))]
            pub(crate) struct Dev { a: u32 }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev", retired(tag = 2, name = "b", type = u16))]
            pub(crate) struct Dev { a: u32, #[migratable(subsection(tag = 1))] c: Option<u16> }
        }
        "tag-taken-up" {
            #[derive(Migratable)]
            #[migratable(device = "dev", reserved(1))]
            pub(crate) enum Dev { Idle }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) enum Dev { Idle, Busy }
        }
        "retired-removed" {
            #[derive(Migratable)]
            #[migratable(device = "dev", retired(tag = 1, name = "b", type = u16))]
            pub(crate) struct Dev { a: u32 }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev", reserved(1))]
            pub(crate) struct Dev { a: u32 }
        }
        "retired-removed" {
            #[derive(Migratable)]
            #[migratable(device = "dev", reserved(1..=9, "Gone"))]
            pub(crate) enum Dev { Idle }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev", reserved(1..=4, 6..=9, "Gone"))]
            pub(crate) enum Dev { Idle }
        }
        "retired-removed" {
            #[derive(Migratable)]
            #[migratable(device = "dev", reserved("Gone", 3))]
            pub(crate) enum Dev { Idle }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev", reserved(3))]
            pub(crate) enum Dev { Idle }
        }
        "alias-removed" {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) enum Dev { #[migratable(alias = "Off")] Idle }
        } {
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) enum Dev { Idle }
        }
        "takes-over-removed" {
            #[derive(Migratable)]
            #[migratable(device = "gone")]
            pub(crate) struct Gone { a: u8 }
            #[derive(Migratable)]
            #[migratable(device = "other")]
            pub(crate) struct Other { a: u8 }
            #[derive(Migratable)]
            #[migratable(
                device = "dev",
                takes_over(device = "gone", type = Gone, apply = Self::take),
                takes_over(device = "other", type = Other, apply = Self::take_other)
            )]
            pub(crate) struct Dev { a: u8 }
            impl Dev {
                fn take(&mut self, state: Gone, _: u32) { self.a = state.a; }
                fn take_other(&mut self, state: Other, _: u32) { self.a = state.a; }
            }
        } {
            #[derive(Migratable)]
            #[migratable(device = "other")]
            pub(crate) struct Other { a: u8 }
            #[derive(Migratable)]
            #[migratable(device = "dev", takes_over(device = "other", type = Other, apply = Self::take))]
            pub(crate) struct Dev { a: u8 }
            impl Dev {
                fn take(&mut self, state: Other, _: u32) { self.a = state.a; }
            }
        }
        "flag-changed" {
            bitflags::bitflags! { pub(crate) struct Mask: u16 { const RX = 1; const TX = 2; } }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { #[migratable(with = Vec<migratable::Bits>)] a: Vec<Mask> }
        } {
            bitflags::bitflags! { pub(crate) struct Mask: u16 { const RX = 1; const TX = 4; } }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { #[migratable(with = Vec<migratable::Bits>)] a: Vec<Mask> }
        }
        "flag-changed" {
            bitflags::bitflags! { pub(crate) struct Mask: u16 { const RX = 1; } }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { #[migratable(with = Vec<migratable::Bits>)] a: Vec<Mask> }
        } {
            bitflags::bitflags! { pub(crate) struct Mask: u16 { const RX = 4; const TX = 1; } }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { #[migratable(with = Vec<migratable::Bits>)] a: Vec<Mask> }
        }
        "flag-changed" {
            bitflags::bitflags! { pub(crate) struct Mask: u16 { const RX = 1; const OFF = 0; } }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { #[migratable(with = Vec<migratable::Bits>)] a: Vec<Mask> }
        } {
            bitflags::bitflags! { pub(crate) struct Mask: u16 { const RECEIVE = 1; const OFF = 0; } }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { #[migratable(with = Vec<migratable::Bits>)] a: Vec<Mask> }
        }
        // In all places where fields stand.
        "unit-changed" {
            #[derive(Migratable)]
            pub(crate) struct Time(#[migratable(unit = "us")] u64);
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { #[migratable(subsection(tag = 1))] a: Option<Box<Time>> }
        } {
            #[derive(Migratable)]
            pub(crate) struct Time(#[migratable(unit = "ns")] u64);
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { #[migratable(subsection(tag = 1))] a: Option<Box<Time>> }
        }
        "default-changed" {
            #[derive(Migratable)]
            pub(crate) enum Part { Only { #[migratable(default = 1)] it: u8 } }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { a: Vec<Part> }
        } {
            #[derive(Migratable)]
            pub(crate) enum Part { Only { #[migratable(default = 2)] it: u8 } }
            #[derive(Migratable)]
            #[migratable(device = "dev")]
            pub(crate) struct Dev { a: [Part; 2] }
        }
    }
}

/// Of what is the same in other words, nothing is said.
mod of_no_past {
    use super::*;

    pub(super) fn all() -> Vec<Pair> {
        pairs()
    }

    fields! {
        "" { #[migratable(default = 5)] a: u16 } { #[migratable(default = 5)] a: u64 }
        "" { #[migratable(default)] a: u16 } { #[migratable(default = 0)] a: u16 }
        "" { #[migratable(default = computed(2 + 3))] a: u16 } { #[migratable(default = 5)] a: u16 }
        "" { a: u16 } { #[migratable(default = 5, unit = "ns", alias = "b")] a: u16 }
        "" { a: Option<u16> } { #[migratable(subsection(tag = 1))] a: Option<u16> }
        "" { #[migratable(subsection(tag = 1))] a: Option<u16> } { a: Option<u16> }
        "" { #[migratable(alias = "b")] a: u16 } { #[migratable(alias = "a")] b: u16 }
    }
}

#[test]
fn each_rule_of_the_past_fires_once_on_its_pair() {
    for Pair {
        rule,
        old,
        new,
        published,
    } in of_past::all().into_iter().chain(of_no_past::all())
    {
        let findings = history(old, new);
        let found: Vec<_> = findings.iter().map(|finding| finding.rule.id).collect();
        let expected = (!rule.is_empty()).then_some(rule);
        assert_eq!(
            found,
            expected.into_iter().collect::<Vec<_>>(),
            "{findings:#?}"
        );
        assert!(
            findings
                .iter()
                .all(|finding| finding.verdict == Verdict::Compatible)
        );
        let parsed = published.map(|json| Schema::from_json(json).unwrap());
        assert_eq!([&parsed[0], &parsed[1]], [old, new]);
        assert_eq!(history(&parsed[0], &parsed[1]), findings);
        assert!(history(old, old).is_empty() && history(new, new).is_empty());
        let resolved = resolve(old, new);
        assert!(
            resolved
                .findings()
                .iter()
                .all(|finding| finding.rule.id != rule)
        );
    }
}

fn pairs() -> Vec<Pair> {
    let mut pairs = of_fields::all();
    pairs.extend(of_types::all());
    pairs
}

/// More say nothing to a person.
const MOST_SHOWN: usize = 40;

fn hits(resolution: &Resolution) -> String {
    let mut lines = format!("{}\n", resolution.verdict());
    let found = resolution.findings();
    if found.len() > MOST_SHOWN {
        let last = &found[found.len() - 1];
        return format!(
            "{lines}    {} findings, the last {}\n",
            found.len(),
            last.rule.id
        );
    }
    for finding in found {
        let path: Path = finding.path.parse().unwrap();
        assert_eq!(path.to_string(), finding.path);
        lines += &format!(
            "    {} {} `{}`: {} -> {}: {}\n",
            finding.verdict,
            finding.rule.id,
            finding.path,
            finding.writer,
            finding.reader,
            finding.message
        );
    }
    lines
}

#[test]
fn every_hit_of_every_rule_on_every_pair() {
    let mut text = String::new();
    for Pair { rule, old, new, .. } in pairs() {
        text += &format!("{rule}\n  new reads old: {}", hits(&resolve(old, new)));
        text += &format!("  old reads new: {}", hits(&resolve(new, old)));
    }
    for Pair { rule, old, new, .. } in of_past::all() {
        text += &format!("{rule}\n");
        for found in history(old, new) {
            text += &format!(
                "    `{}`: {} -> {}: {}\n",
                found.path, found.writer, found.reader, found.message
            );
        }
    }
    assert_file("tests/snapshots/rules.txt", &text);
}

#[test]
fn each_rule_has_a_pair_on_which_it_fires() {
    let pairs = pairs();
    for pair in &pairs {
        let resolution = resolve(pair.old, pair.new);
        let fires = resolution
            .findings()
            .iter()
            .any(|finding| finding.rule.id == pair.rule);
        assert!(fires, "{} on its pair:\n{}", pair.rule, hits(&resolution));
    }
    let of_past = of_past::all();
    let with_pair: BTreeSet<&str> = pairs.iter().chain(&of_past).map(|pair| pair.rule).collect();
    let without: Vec<_> = RULES
        .iter()
        .map(|rule| rule.id)
        .filter(|id| !with_pair.contains(id))
        .filter(|id| !OF_RELEASES.contains(id) && !OF_VALUES.contains(id))
        .collect();
    assert!(without.is_empty(), "rules without a pair: {without:?}");
}

/// Rules of values, and not of schemas.
const OF_VALUES: [&str; 7] = [
    "taken-over-in-part",
    "configuration-differs",
    "configuration-not-allowed",
    "bulk-length-differs",
    "bulk-missing",
    "bulk-base-differs",
    "bulk-external",
];

/// Rules of which one pair of devices is no example.
const OF_RELEASES: [&str; 7] = [
    "device-added",
    "device-removed",
    "device-renamed",
    "nothing-compared",
    "device-needed",
    "device-not-sent",
    "device-taken-over",
];

/// Names win over aliases, the reader's over the writer's, and what is not clear is nothing.
#[test]
fn devices_are_paired_by_names_and_aliases() {
    let device = |names: &str| {
        let mut names = names.split(' ');
        let name = names.next().unwrap();
        let aliases: Vec<String> = names.map(|name| format!("{name:?}")).collect();
        let text = format!(
            r#"{{"format":1,"device":"{name}","aliases":[{}],"version":1,"oldest":1,"fingerprint":"","type":"u8","types":{{}}}}"#,
            aliases.join(",")
        );
        Schema::from_json(&with_fingerprint(&text).unwrap()).unwrap()
    };
    // A release is its devices, each its name and its aliases.
    type Release<'s> = &'s [&'s str];
    // The pairs that are found, and the rules that are broken.
    type Case<'s> = (
        Release<'s>,
        Release<'s>,
        &'s [(&'s str, &'s str)],
        &'s [&'s str],
    );
    let cases: [Case<'_>; 9] = [
        (&["a"], &["b a"], &[("a", "b")], &[]),
        (&["a b"], &["b"], &[("a", "b")], &[]),
        (&["a x"], &["b x"], &[], &[]),
        // A device that took the name is the one of the name.
        (&["a"], &["a", "b a"], &[("a", "a")], &[]),
        (&["a", "b"], &["b a"], &[("b", "b")], &[]),
        // Two that became one are none.
        (&["a", "b"], &["c a b"], &[], &["a", "b", "c"]),
        (&["c a b"], &["a", "b"], &[], &["a", "b", "c"]),
        // Each side tells of another one.
        (&["a c"], &["b a", "c"], &[], &["a", "b", "c"]),
        (&["a", "b"], &["c a", "d b"], &[("a", "c"), ("b", "d")], &[]),
    ];
    for (old, new, both, unclear) in cases {
        let [olds, news] = [old, new].map(|all| all.iter().map(|one| device(one)));
        let (olds, news): (Vec<_>, Vec<_>) = (olds.collect(), news.collect());
        for (olds, news, is_back) in [(&olds, &news, false), (&news, &olds, true)] {
            let found = releases(olds, news);
            let mut pairs: Vec<_> = (found.both.iter())
                .map(|(old, new)| match is_back {
                    false => (old.device(), new.device()),
                    true => (new.device(), old.device()),
                })
                .collect();
            pairs.sort();
            assert_eq!(pairs, both, "{old:?} {new:?}");
            let is_unclear = |one: &Option<Finding>| {
                let rule = one.as_ref().map(|one| one.rule.id);
                rule == Some("alias-ambiguous")
            };
            let alone = found.alone.iter();
            let alone = alone.filter(|one| is_unclear(&one.backward) && is_unclear(&one.forward));
            let alone: Vec<_> = alone.map(|one| one.device()).collect();
            assert_eq!(alone, unclear, "{old:?} {new:?}");
            for (old, new) in found.both {
                assert_ne!(resolve(old, new).verdict(), Verdict::Incompatible);
            }
        }
    }
}

#[test]
fn each_rule_of_releases_fires_in_its_direction() {
    let spelled = |name: &str, ty: &str, more: &str| {
        let text = format!(
            r#"{{"format":1,"device":"{name}","version":1,"oldest":1,"fingerprint":"",{more}"type":"{ty}","types":{{}}}}"#
        );
        Schema::from_json(&with_fingerprint(&text).unwrap()).unwrap()
    };
    let device = |name: &str, ty: &str| spelled(name, ty, "");
    let card = spelled("card", "u32", r#""needed":"Self::is_plugged","#);
    let (rtc, uart) = (device("rtc", "u8"), device("uart", "u16"));
    let (clock, timer) = (device("clock", "u8"), device("timer", "u8"));
    let said = |old: &[&Schema], new: &[&Schema]| {
        let releases = releases(old.iter().copied(), new.iter().copied());
        let id = |finding: &Option<Finding>| finding.as_ref().map_or("", |one| one.rule.id);
        let alone = releases.alone.iter();
        let alone = alone.map(|one| (one.device().to_owned(), id(&one.backward), id(&one.forward)));
        let whole = releases.findings.iter().map(|one| one.rule.id);
        let pairs = releases.both.iter().map(|(old, _)| old.device().to_owned());
        (
            pairs.collect::<Vec<_>>(),
            alone.collect::<Vec<_>>(),
            whole.collect::<Vec<_>>(),
        )
    };
    let of = |name: &str| name.to_owned();
    let [added, removed, renamed, nothing, needed, unsent, taken] = OF_RELEASES;
    assert_eq!(said(&[&rtc], &[&rtc]), (vec![of("rtc")], vec![], vec![]));
    assert_eq!(
        said(&[&rtc, &uart], &[&uart]),
        (vec![of("uart")], vec![(of("rtc"), removed, "")], vec![])
    );
    assert_eq!(
        said(&[&uart], &[&rtc, &uart]),
        (vec![of("uart")], vec![(of("rtc"), "", added)], vec![])
    );
    assert_eq!(
        said(&[&rtc], &[&clock]),
        (vec![], vec![(of("rtc"), renamed, renamed)], vec![nothing])
    );
    // What is saved only if it is needed, may be lacking, both ways.
    assert_eq!(
        said(&[&rtc, &card], &[&rtc]).1,
        [(of("card"), needed, unsent)]
    );
    assert_eq!(
        said(&[&rtc], &[&rtc, &card]).1,
        [(of("card"), unsent, needed)]
    );
    // Others go on with it, which are not the same under another name.
    let takes = |name: &str, ty: &str| {
        let taken = r#"{"device":"rtc","version":1,"type":"u8"}"#;
        spelled(name, ty, &format!(r#""takes_over":[{taken}],"#))
    };
    let (alarm, ticker) = (takes("alarm", "u8"), takes("ticker", "u16"));
    assert_eq!(
        said(&[&rtc, &uart], &[&alarm, &ticker, &uart]).1,
        [
            (of("alarm"), "", added),
            (of("rtc"), taken, ""),
            (of("ticker"), "", added)
        ]
    );
    assert_eq!(
        said(&[&rtc], &[&alarm]),
        (
            vec![],
            vec![(of("alarm"), "", added), (of("rtc"), taken, "")],
            vec![]
        )
    );
    let before = device("alarm", "u8");
    let both = releases([&rtc, &before], [&alarm]);
    assert_eq!(both.backward.len(), 1);
    assert_eq!(both.backward[0].findings(), []);
    // What has taken over already does not do so again.
    assert_eq!(
        said(&[&rtc, &alarm], &[&alarm]).1,
        [(of("rtc"), removed, "")]
    );
    // What it is taken for is compared.
    let wide = device("rtc", "u16");
    let wide = releases([&wide], [&alarm]);
    let found = wide.backward[0].findings();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].rule.id, "number-narrowed");
    assert!(
        found[0].message.starts_with("`alarm` takes it over: "),
        "{found:?}"
    );
    // Which of two it was is not guessed.
    assert_eq!(
        said(&[&rtc, &uart], &[&clock, &timer, &uart]).1,
        [
            (of("clock"), "", added),
            (of("rtc"), removed, ""),
            (of("timer"), "", added)
        ]
    );
    assert_eq!(said(&[], &[]), (vec![], vec![], vec![nothing]));
}

/// What a tool says about published schemas is what the program says about its
/// own, which knows more: its defaults.
#[test]
fn parsed_and_derived_schemas_have_the_same_verdict() {
    for Pair {
        rule,
        old,
        new,
        published,
    } in pairs()
    {
        let [parsed_old, parsed_new] = published.map(|json| Schema::from_json(json).unwrap());
        let directions = [
            (old, new, &parsed_old, &parsed_new),
            (new, old, &parsed_new, &parsed_old),
        ];
        for (writer, reader, parsed_writer, parsed_reader) in directions {
            let derived = resolve(writer, reader);
            let parsed = resolve(parsed_writer, parsed_reader);
            assert_eq!(derived.findings(), parsed.findings(), "{rule}");
            assert_eq!(derived.plan().is_some(), parsed.plan().is_some(), "{rule}");
        }
        let same = resolve(old, old);
        assert!(
            same.findings().is_empty(),
            "{rule}: a schema differs from itself"
        );
    }
}
