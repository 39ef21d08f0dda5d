//! How it is measured: times in one run, or instructions.

pub(crate) mod counting;
pub(crate) mod timing;
