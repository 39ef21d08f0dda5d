//! QEMU's streams and dumps: recognised where a stream is opened, and compared by
//! rules of their own.

mod descriptions;
mod input;
mod keep;
mod open;
mod piped;

pub(crate) use descriptions::Descriptions;
pub(crate) use input::{Input, read};
pub(crate) use keep::keep;
pub(crate) use open::{Original, open};
