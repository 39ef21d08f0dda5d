//! The commands, a file each: its arguments, its help and what it does.

pub(crate) mod check;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod inspect;
pub(crate) mod matrix;
pub(crate) mod qemu;
pub(crate) mod rules;
