//! What all rooms stand on: none of it knows of schemas or values.

pub(crate) mod budget;
pub(crate) mod fault;
pub(crate) mod fnv;
pub(crate) mod set;
pub(crate) mod text;
pub(crate) mod varint;
