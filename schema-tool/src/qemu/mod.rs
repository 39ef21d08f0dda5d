//! QEMU's streams and dumps: recognised where a stream is opened, and compared by
//! rules of their own.

mod input;
mod open;

pub(crate) use input::{Input, description, read};
pub(crate) use open::open;
