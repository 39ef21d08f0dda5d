//! The commands, a file each: its arguments, its help and what it does.

pub(crate) mod export;
pub(crate) mod inspect;
