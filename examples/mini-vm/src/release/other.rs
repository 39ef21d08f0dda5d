//! `migratable` for releases other than the current one: without the records from which
//! `schema-tool` knows what a binary's devices are. This program's are those that run; that it can
//! also speak as its predecessor and its successor is no property of theirs.

pub(super) use migratable::*;

macro_rules! publish {
    ($device:ty) => {};
}
pub(super) use publish;
