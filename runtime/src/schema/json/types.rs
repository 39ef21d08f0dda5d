//! The types that are made of no others, as constants that all parsed schemas
//! share.

use super::super::number::{Float, Integer};
use super::super::ty::Type;

/// A type by its name.
pub(super) fn by_name(name: &str) -> Option<&'static Type> {
    Some(match name {
        "unit" => &Type::Unit,
        "bool" => &Type::Bool,
        "char" => &Type::Char,
        "string" => &Type::String,
        "f32" => &Type::Float(Float::F32),
        "f64" => &Type::Float(Float::F64),
        "u8" => const { &Type::Integer(Integer::unsigned(8)) },
        "u16" => const { &Type::Integer(Integer::unsigned(16)) },
        "u32" => const { &Type::Integer(Integer::unsigned(32)) },
        "u64" => const { &Type::Integer(Integer::unsigned(64)) },
        "u128" => const { &Type::Integer(Integer::unsigned(128)) },
        "i8" => const { &Type::Integer(Integer::signed(8)) },
        "i16" => const { &Type::Integer(Integer::signed(16)) },
        "i32" => const { &Type::Integer(Integer::signed(32)) },
        "i64" => const { &Type::Integer(Integer::signed(64)) },
        "i128" => const { &Type::Integer(Integer::signed(128)) },
        _ => return None,
    })
}

/// A varint by the name of its integer. Those of 8 bits never are varints.
pub(super) fn varint(name: &str) -> Option<&'static Type> {
    Some(match name {
        "u16" => const { &Type::Integer(Integer::unsigned(16).varint()) },
        "u32" => const { &Type::Integer(Integer::unsigned(32).varint()) },
        "u64" => const { &Type::Integer(Integer::unsigned(64).varint()) },
        "u128" => const { &Type::Integer(Integer::unsigned(128).varint()) },
        "i16" => const { &Type::Integer(Integer::signed(16).varint()) },
        "i32" => const { &Type::Integer(Integer::signed(32).varint()) },
        "i64" => const { &Type::Integer(Integer::signed(64).varint()) },
        "i128" => const { &Type::Integer(Integer::signed(128).varint()) },
        _ => return None,
    })
}
