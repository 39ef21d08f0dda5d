//! A rewind: the states of the last seconds, every one of them, and fewer from before, in as
//! many bytes as there are for it.
#![forbid(unsafe_code)]

pub mod console;
pub mod ring;
