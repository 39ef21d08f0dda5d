//! Structs whose fields stand in the struct or variant that holds them: their encoding is
//! the one that they have anyway, and only the description differs.

use alloc::vec::Vec;

use super::emitted::part;
use super::skip::skip;
use super::{Decoder, Migratable, Older, encode_value};
use crate::base::fault::Fault;
use crate::schema::{Field, StructType, Type, flatten};

/// The fields of a flattened part.
#[track_caller]
pub const fn flattened<A: Migratable<T>, T>() -> &'static [Field] {
    match part::<A, T>().as_struct() {
        Some(ty) => {
            assert!(
                ty.versions().version() == 1 && ty.versions().older().is_empty(),
                "`flatten`: this struct has a `version`, and a flattened one has none, as only its \
                 fields are in the stream. Give the version to the struct that has `flatten`, or \
                 remove `flatten`"
            );
            assert!(
                ty.subsections().is_empty(),
                "`flatten`: this struct has subsections, or fields that have retired, and their tags \
                 and their place in the stream are those of the struct that holds them. Move them to \
                 the struct that has `flatten`, or remove `flatten`"
            );
            ty.fields()
        }
        None => panic!(
            "`flatten` puts the fields of a struct in the place of this field, and in the schema its \
             type is no struct. Remove `flatten`"
        ),
    }
}

/// All fields of the struct, or of the variant at a position, of a type that flattens
/// parts.
#[track_caller]
pub const fn spliced<A: Migratable<T>, T, const VARIANT: usize>() -> &'static [Field] {
    let len = flatten::count(A::SPLICED[VARIANT]);
    // A constant has a length that depends on no parameter of a type.
    let fields: &'static [Field] = match len {
        0..=16 => const { &flatten::splice::<16>(A::SPLICED[VARIANT]) },
        17..=64 => const { &flatten::splice::<64>(A::SPLICED[VARIANT]) },
        65..=256 => const { &flatten::splice::<256>(A::SPLICED[VARIANT]) },
        _ => panic!(
            "with the fields of what it flattens, this has more than 256 fields: remove a `flatten`"
        ),
    };
    fields.split_at(len).0
}

/// Keeps a flattened part before `upgrade` changes it, if its writer did not have all of
/// it: what then holds its default has the new meaning already.
pub fn before_upgrade<A: Migratable<T>, T>(
    older: &Older,
    value: &T,
) -> Result<Option<Vec<u8>>, Fault> {
    match fields(A::TYPE)
        .iter()
        .any(|field| older.lacks(field.name()))
    {
        true => encode_value::<A, T>(value).map(Some),
        false => Ok(None),
    }
}

/// Puts the fields that the writer did not have back to what they held before `upgrade`.
pub fn after_upgrade<A: Migratable<T>, T>(
    input: &Decoder<'_>,
    older: &Older,
    before: Option<Vec<u8>>,
    value: &mut T,
) -> Result<(), Fault> {
    let Some(before) = before else {
        return Ok(());
    };
    let after = encode_value::<A, T>(value)?;
    let mut both = (Decoder::new(&before), Decoder::new(&after));
    let mut restored = Vec::with_capacity(before.len());
    for field in fields(A::TYPE) {
        let (old, new) = (both.0.clone(), both.1.clone());
        skip(field.ty(), &mut both.0)?;
        skip(field.ty(), &mut both.1)?;
        restored.extend_from_slice(match older.lacks(field.name()) {
            true => old.until(&both.0),
            false => new.until(&both.1),
        });
    }
    input.load_default::<A, T>(value, &restored)
}

fn fields(ty: &Type) -> &[Field] {
    ty.as_struct().map_or(&[], StructType::fields)
}
