//! What changed from one state of a machine to another: for a rewind, which keeps many
//! states of which each is much like the one before.
//!
//! States of one machine have one layout: the same devices in the same order, and most
//! fields at the same offsets. So a delta needs no search for what moved. It goes through
//! both states frame by frame, and keeps runs of bytes that are equal; where a list became
//! longer, only the rest of its device has moved, and is compared as it stands before the
//! end of that device. What both take is in `bench/RESULTS.md`.
//!
//! A delta is for the program that keeps states, [`Snapshots`](crate::device::Snapshots) in
//! the first place, and stands for no stream: it can only be applied to the bytes that it
//! was made from. `docs/format.md`, "Delta", has every byte of it.
//!
//! ```
//! use migratable::delta;
//!
//! let before = b"a state: 1, and more of it".to_vec();
//! let after = b"a state: 2, and more of it".to_vec();
//!
//! let mut changes = Vec::new();
//! delta::make(&before, &after, &mut changes);
//!
//! let mut state = Vec::new();
//! delta::apply(&before, &changes, &mut state)?;
//! assert_eq!(state, after);
//! # Ok::<(), delta::DeltaError>(())
//! ```

mod apply;
mod changes;
mod error;
mod frames;
mod identity;
mod make;
mod runs;

#[cfg(all(test, feature = "std"))]
mod tests;

pub use apply::apply;
pub use error::DeltaError;
pub use make::make;
