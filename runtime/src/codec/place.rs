//! Where a decoded value goes.

use super::decoder::Decoder;
use crate::base::fault::Fault;

/// Takes a decoded value where it is made, so that it need not be copied to get
/// where it belongs.
#[doc(hidden)]
pub trait Place<T> {
    /// What comes of it.
    type Placed;

    /// Is asked before the value is made, of which nothing is left to decode.
    ///
    /// A value that is refused once it is made has to be dropped: it then lives
    /// in memory of its own and is copied from there.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn check(&self, _: &Decoder<'_>) -> Result<(), Fault> {
        Ok(())
    }

    fn put(self, value: T) -> Self::Placed;
}

impl<T, O, F: FnOnce(T) -> O> Place<T> for F {
    type Placed = O;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn put(self, value: T) -> O {
        self(value)
    }
}

/// For a value that is all there is.
#[doc(hidden)]
#[derive(Debug)]
pub struct Whole;

impl<T> Place<T> for Whole {
    type Placed = T;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn check(&self, input: &Decoder<'_>) -> Result<(), Fault> {
        input.finish()
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn put(self, value: T) -> T {
        value
    }
}
