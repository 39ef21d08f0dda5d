//! The devices of the fleet.

pub mod disk;
pub mod uart;

// Nothing refers to what is in here; its records are in the binary all the same.
mod spare;
