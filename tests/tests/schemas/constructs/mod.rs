//! A device for each construct that leaves a trace in a schema.

#![allow(dead_code, reason = "schemas are looked at, values are never made")]

mod attributes;
mod enums;
mod literals;
mod names;
mod others;
mod structs;
mod subsections;
mod types;

use migratable::Device;

pub(super) use literals::{Literals, before};

/// The JSON schemas of all constructs.
pub(super) fn all() -> Vec<&'static str> {
    [
        types::schemas(),
        structs::schemas(),
        enums::schemas(),
        attributes::schemas(),
        literals::schemas(),
        subsections::schemas(),
        names::schemas(),
        others::schemas(),
    ]
    .concat()
}

fn schema<D: Device>() -> &'static str {
    D::SCHEMA_JSON
}
