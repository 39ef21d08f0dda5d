//! The commands, a file each: its arguments, its help and what it does.

mod beside;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod convert;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod export;
pub(crate) mod inspect;
pub(crate) mod lock;
pub(crate) mod man;
pub(crate) mod matrix;
pub(crate) mod meant;
mod output;
pub(crate) mod qemu;
pub(crate) mod rules;
pub(crate) mod set;
pub(crate) mod show;
pub(crate) mod stat;
pub(crate) mod status;
pub(crate) mod verify;
