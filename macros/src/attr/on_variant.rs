//! Attributes on a variant.

use super::key::keys;
use super::name::{self, name};
use super::value;
use crate::spanned::Spanned;

/// The largest tag of a variant.
pub(crate) const MAX_TAG: u32 = i32::MAX as u32;

keys! {
    VariantAttrs at Variant {
        rename: Option<Spanned<String>> = "rename", name::<{ name::OTHER }>, "rename = \"idle\"";
        aliases: Vec<Spanned<String>> = "alias", name::<{ name::OTHER }>, "alias = \"old_name\"";
        /// As written. The one that counts is with the variant.
        tag: Option<Spanned<u32>> = "tag", value::number::<0, MAX_TAG>, "tag = 1";
        /// The variant for tags that this build does not know: a unit variant, or one with exactly
        /// one unnamed field, which holds the tag as `u32`. At most one variant has it.
        other: bool = "other", value::flag, "other";
    }
}
