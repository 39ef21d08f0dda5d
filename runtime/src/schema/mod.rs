//! The description of a device's encoding.
//!
//! One model serves derived schemas, which are constants, and parsed ones. The
//! JSON form, the fingerprint and the linker record are specified in
//! `docs/format.md`.

pub(crate) mod along;
mod configuration;
mod configured;
mod constraint;
mod describe;
mod device;
mod enumeration;
mod escaped;
mod field;
mod fingerprint;
pub(crate) mod flags;
pub(crate) mod flatten;
mod index;
#[doc(hidden)]
pub mod json;
mod keeping;
mod literal;
pub(crate) mod name;
mod named;
mod node;
mod number;
mod older;
pub(crate) mod path;
mod ranged;
pub mod record;
mod reserved;
#[doc(hidden)]
pub mod spelled;
mod structure;
mod subsection;
mod summary;
mod texts;
mod ty;
mod type_names;
mod variant;

pub use configuration::Configuration;
pub(crate) use configured::{Kept, kept, kept_part};
pub use constraint::{DefaultValue, Limit, MapLimits, RangeLimits};
pub use device::{FORMAT_VERSION, Schema};
pub use enumeration::EnumType;
pub use escaped::Escaped;
pub use field::{EncodeFn, Field};
pub use fingerprint::Fingerprint;
pub use flags::{Flag, FlagNames, Flags};
pub use json::{SchemaError, without_docs};
pub use literal::{Literal, Member};
pub use node::{Node, TypeRef};
pub use number::{Float, Integer};
pub use older::{OlderType, Versions};
pub use path::{Path, PathError, Segment};
pub(crate) use ranged::Ranged;
pub use reserved::Reserved;
pub use structure::StructType;
pub use subsection::Subsection;
pub use summary::Summary;
pub use ty::{Components, Type};
pub use type_names::TypeNames;
pub use variant::Variant;
