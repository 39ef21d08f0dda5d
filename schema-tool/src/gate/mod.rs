//! The gate that a release goes through: what was found, what of it counts, and how it
//! is printed. The rules are the library's.

mod accepted;
mod date;
mod declared;
mod direction;
mod levels;
mod matrix;
mod policy;
mod print;
mod report;
mod saves;
mod scope;
mod witness;

pub(crate) use direction::Mode;
pub(crate) use matrix::{Document, Judge, Matrix, Shard};
pub(crate) use policy::{Policy, PolicyArgs};
pub(crate) use print::{Format, Printer};
pub(crate) use report::Report;
pub(crate) use saves::Older;
