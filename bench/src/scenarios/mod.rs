//! What is measured besides single values.

#[cfg(feature = "peers")]
pub(crate) mod deltas;
pub(crate) mod plans;
pub(crate) mod stream;
