//! All levels' tables, to find where a key belongs.

use super::allowed::AllowedKeys;
use super::key::Keys;
use super::older::OlderKeys;
use super::on_field::FieldAttrs;
use super::on_type::TypeKeys;
use super::on_variant::VariantAttrs;
use super::range::RangeKeys;
use super::retired::RetiredKeys;
use super::subsection::SubsectionKeys;
use super::take_over::TakeOverKeys;
use crate::keys::Levels;

pub(crate) const LEVELS: Levels = Levels(&[
    (TypeKeys::LEVEL, TypeKeys::KEYS),
    (FieldAttrs::LEVEL, FieldAttrs::KEYS),
    (VariantAttrs::LEVEL, VariantAttrs::KEYS),
    (RangeKeys::LEVEL, RangeKeys::KEYS),
    (AllowedKeys::LEVEL, AllowedKeys::KEYS),
    (SubsectionKeys::LEVEL, SubsectionKeys::KEYS),
    (RetiredKeys::LEVEL, RetiredKeys::KEYS),
    (OlderKeys::LEVEL, OlderKeys::KEYS),
    (TakeOverKeys::LEVEL, TakeOverKeys::KEYS),
]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_documented() {
        let docs = include_str!("../lib.rs");
        for key in LEVELS.0.iter().flat_map(|(_, keys)| *keys) {
            let starts = ["`", "(", ", "].map(|before| format!("{before}{}", key.name));
            let found = starts.iter().any(|start| docs.contains(start.as_str()));
            assert!(
                found,
                "`{}` is missing from the docs of the derive",
                key.name
            );
        }
    }

    #[test]
    fn usages_begin_with_their_key() {
        for key in LEVELS.0.iter().flat_map(|(_, keys)| *keys) {
            assert!(key.usage.starts_with(key.name), "{}", key.usage);
        }
    }
}
