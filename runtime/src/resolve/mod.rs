//! Can data of one schema be loaded by a build with another, and how?
//!
//! [`resolve`] compares a writer schema with a reader schema and gives a
//! [`Resolution`]: a verdict with its findings, and the plan that turns the
//! writer's bytes into the reader's. The checker that runs in CI, the
//! preflight of a migration and the loader all call it and nothing else, so
//! they cannot disagree.
//!
//! The terms are those of Avro's schema resolution; the rules are in
//! `docs/rules.md`, which is generated from [`RULES`].

mod compare;
mod configuration;
mod domain;
mod finding;
mod level;
mod plan;
mod releases;
pub(crate) mod rules;
mod taken;
mod trial;
mod verdict;
mod witness;

pub(crate) use compare::is_one_device;
pub(crate) use configuration::{Suits, first_change};
pub use finding::{Finding, Resolution};
pub use level::Level;
pub use plan::{ConvertError, Plan};
pub use releases::{Alone, Releases, counterpart, releases, taken_over};
pub(crate) use releases::{unless_needed, without_reader, without_writer};
pub use rules::{RULES, Rule, rule};
pub use taken::TakenOver;
pub(crate) use taken::{by_others, has_taken, taken_by, taken_in_part, takes};
pub use trial::{Broken, Trial};
pub use verdict::Verdict;
pub use witness::{NoWitness, Witnesses};

use alloc::vec::Vec;

use crate::schema::Schema;

/// What the newer of two releases of a device changes that the past relies on: names and
/// tags that are taken up again, defaults that state without them was given, aliases,
/// devices that were taken over from, units. All findings are compatible, for none hinders either release from loading the
/// other's state; `writer` is what the older release has, and `reader` the newer one. The
/// level of their rules says what they count for where releases are checked.
pub fn history(older: &Schema, newer: &Schema) -> Vec<Finding> {
    compare::history(older, newer)
}

/// Compares the schema that data is written with to the one that a build
/// reads.
pub fn resolve(writer: &Schema, reader: &Schema) -> Resolution {
    compare::schemas(writer, reader)
}
