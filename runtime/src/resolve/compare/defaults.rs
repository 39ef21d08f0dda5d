//! The bytes of defaults and fill values.

use alloc::vec;
use alloc::vec::Vec;

use crate::schema::{DefaultValue, EncodeFn, Field, Type, TypeRef};
use crate::value;

/// The bytes of the reader's default, if anybody knows them: the program whose
/// schema it is, or the schema itself.
pub(super) fn default_bytes(field: &Field) -> Option<Vec<u8>> {
    bytes(field.default_value()?, field.encode_default(), field.ty())
}

/// The bytes of the writer's default, if its schema tells. What its program
/// knows beyond that does not count, so that all who compare agree.
pub(super) fn written_default(field: &Field) -> Option<Vec<u8>> {
    bytes(field.default_value()?, None, field.ty())
}

/// Whether absence is a value of the field: `None`.
pub(super) fn is_none(field: &Field) -> bool {
    matches!(field.default_value(), Some(DefaultValue::Literal(json)) if json.get() == "null")
}

/// The bytes of an element that is filled in.
pub(super) fn fill_bytes(field: &Field) -> Option<Vec<u8>> {
    let Type::Array { element, .. } = &**field.ty() else {
        return None;
    };
    bytes(field.fill()?, field.encode_fill(), element)
}

fn bytes(value: &DefaultValue, encode: Option<EncodeFn>, ty: &TypeRef) -> Option<Vec<u8>> {
    if let Some(encode) = encode {
        return encode().ok();
    }
    match value {
        DefaultValue::Zero => usize::try_from(ty.summary().min_len())
            .ok()
            .map(|len| vec![0; len]),
        DefaultValue::Literal(json) => {
            let json = serde_json::from_str(json.get()).ok()?;
            value::from_json(ty, &json).ok()
        }
        DefaultValue::Computed => None,
    }
}
