//! The machine in a stream.

pub(crate) mod bulk;
mod devices;
mod file;

pub(crate) use devices::WATCHDOG;
pub use devices::{DISK, RAM};
pub use file::{read, restore, save, save_apart, write};

use migratable::stream::Header;

/// Who writes the streams.
pub(crate) fn header() -> Header {
    Header::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"))
}
