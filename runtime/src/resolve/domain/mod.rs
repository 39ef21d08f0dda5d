//! Which values a type has within the bounds of its field.

mod bounded;
mod floats;
mod interval;
mod population;
mod whole;

pub(super) use bounded::{Bounded, Bounds};
pub(super) use floats::Floats;
pub(super) use interval::{Interval, target};
pub(super) use population::{Populations, power};
