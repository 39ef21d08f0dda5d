//! Schema tool.
fn main() {}
