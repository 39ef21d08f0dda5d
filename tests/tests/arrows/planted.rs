//! Wherever a path stands, its arrow is found.

use std::fs;

use super::rooms;

/// `src/lib.rs` of a crate with the rooms `low`, which has `Item`, `call` and a module
/// `deep` of them, and `high`, which is one of these.
const LIB: &str = "mod high; mod low;";
const LOW: &str = "pub mod deep; pub struct Item; pub fn call() {} pub use deep::Far;";
const DEEP: &str = "pub struct Far; pub fn far() {} macro_rules! m { () => {} } pub(crate) use m;";

const USING: &[&str] = &[
    "use crate::low::Item;",
    "use super::low::{deep::{self, Far}};",
    "use crate::low::*; fn f(_: Item) {}",
    "use crate::low as other; fn f(_: other::Item) {}",
    "fn f() { crate::low::call() }",
    "fn f(_: &[crate::low::Item]) {}",
    "fn f() -> Option<crate::low::Far> { None }",
    "struct S<T: Into<crate::low::Item>>(T);",
    "impl From<S> for crate::low::Item { fn from(_: S) -> Self { Self } } struct S;",
    "const C: fn() = crate::low::deep::far;",
    "fn f() { println!(\"{}\", crate::low::deep::far()) }",
    "macro_rules! own { () => { $crate::low::call() } }",
    "fn f() { super::low::deep::m!() }",
    "mod inner { fn f() { super::super::low::call() } }",
    "fn f(x: u8) { match x { 0 => crate::low::call(), _ => {} } }",
    "#[cfg(not(test))] fn f() { crate::low::call() }",
];

const NOT_USING: &[&str] = &[
    "use std::fmt; pub(in crate::high) fn f(_: fmt::Error) {}",
    "mod low { pub fn call() {} } fn f() { low::call() }",
    "fn f() { println!(\"crate::low::call\") } // crate::low::call()",
    "#[cfg(test)] mod tests { use crate::low::Item; }",
    "#[cfg(all(test, unix))] fn f() { crate::low::call() }",
    "use core::primitive as low; fn f(_: low::u8) {}",
];

fn uses_low(high: &str) -> bool {
    let folder = tempfile::tempdir().unwrap();
    let src = folder.path();
    fs::create_dir(src.join("low")).unwrap();
    let files = [
        ("lib.rs", LIB),
        ("low/mod.rs", LOW),
        ("low/deep.rs", DEEP),
        ("high.rs", high),
    ];
    for (name, text) in files {
        fs::write(src.join(name), text).unwrap();
    }
    rooms::between_rooms(src)["high"].contains("low")
}

#[test]
fn in_all_positions() {
    for high in USING {
        assert!(uses_low(high), "{high}");
    }
    for high in NOT_USING {
        assert!(!uses_low(high), "{high}");
    }
}
