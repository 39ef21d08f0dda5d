//! What is measured beside the formats.

pub(crate) mod stream;
