//! What is measured besides single values.

pub(crate) mod plans;
pub(crate) mod stream;
