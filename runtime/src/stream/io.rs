//! Where a stream is written to: whatever `std` can write to, or memory where there is no
//! `std`.

#[cfg(not(feature = "std"))]
pub(super) use memory::Result;
#[cfg(not(feature = "std"))]
pub use memory::Write;
#[cfg(not(feature = "std"))]
pub(crate) use memory::sink;
#[cfg(feature = "std")]
pub(super) use std::io::Result;
#[cfg(feature = "std")]
pub(crate) use std::io::Write;
#[cfg(feature = "std")]
pub(crate) use std::io::sink;

use super::error::StreamError;

/// The error of an output that has failed behind so many bytes of the stream.
#[cfg(feature = "std")]
pub(super) fn failed(offset: u64, source: std::io::Error) -> StreamError {
    StreamError::Write { offset, source }
}

/// There is none.
#[cfg(not(feature = "std"))]
pub(super) fn failed(_: u64, never: core::convert::Infallible) -> StreamError {
    match never {}
}

#[cfg(not(feature = "std"))]
mod memory {
    use alloc::vec::Vec;
    use core::convert::Infallible;

    pub(in super::super) type Result<T> = core::result::Result<T, Infallible>;

    /// Memory: what a stream is written to without `std`, which has a `Write` of its own.
    pub trait Write {
        /// Adds bytes.
        fn write_all(&mut self, bytes: &[u8]) -> Result<()>;

        /// Nothing waits.
        fn flush(&mut self) -> Result<()> {
            Ok(())
        }
    }

    /// Where a stream goes of which only the length is asked.
    pub(crate) struct Sink;

    pub(crate) const fn sink() -> Sink {
        Sink
    }

    impl Write for Sink {
        fn write_all(&mut self, _: &[u8]) -> Result<()> {
            Ok(())
        }
    }

    impl Write for Vec<u8> {
        fn write_all(&mut self, bytes: &[u8]) -> Result<()> {
            self.extend_from_slice(bytes);
            Ok(())
        }
    }
}
