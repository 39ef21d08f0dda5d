//! The `#[migratable(…)]` attributes: their keys, their values, and reading them.

mod allowed;
mod entry;
mod key;
mod levels;
mod list;
mod literal;
#[cfg(test)]
mod literal_table;
pub(crate) mod name;
mod older;
mod on_field;
mod on_type;
mod on_variant;
mod range;
mod reserved;
mod retired;
mod subsection;
mod take_over;
mod value;
mod written;

pub(crate) use self::allowed::Limit;
#[cfg(test)]
pub(crate) use self::key::Keys;
pub(crate) use self::levels::LEVELS;
pub(crate) use self::list::parse_attributes;
pub(crate) use self::literal::{Literal, Made};
pub(crate) use self::older::Older;
pub(crate) use self::on_field::{DefaultValue, FieldAttrs, Skip};
pub(crate) use self::on_type::TypeAttrs;
#[cfg(test)]
pub(crate) use self::on_type::TypeKeys;
pub(crate) use self::on_variant::{MAX_TAG as MAX_VARIANT_TAG, VariantAttrs};
pub(crate) use self::range::{RangeLimits, RangeOf, Ranges};
pub(crate) use self::reserved::Reserved;
pub(crate) use self::retired::Retired;
pub(crate) use self::subsection::Subsection;
pub(crate) use self::take_over::TakeOver;
pub(crate) use self::value::{Stated, literal};
pub(crate) use self::written::Written;
