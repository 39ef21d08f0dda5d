//! Changes a part of a value.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde_json::{Value as Json, to_value};

use super::from_json::from_value;
use super::json::{Hex, JsonForm};
use super::read::read;
use super::violation::Violation;
use crate::base::text::from_hex;
use crate::schema::{Field, Path, Segment, Type};

/// Why a part of a value cannot be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EditError {
    /// There is no such part, or it cannot be changed so.
    Path(String),
    /// The value as it was, or as it would be, departs from its type.
    Value(Violation),
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(problem) => f.write_str(problem),
            Self::Value(violation) => violation.fmt(f),
        }
    }
}

impl core::error::Error for EditError {}

impl From<Violation> for EditError {
    fn from(violation: Violation) -> Self {
        Self::Value(violation)
    }
}

/// Encodes a value of type `ty` anew, in which the part at `path` is `new`, in the form
/// that [`JsonForm`] writes. A subsection that was absent is made.
///
/// ```
/// use migratable::{Migratable, to_vec, value};
///
/// let ty = <(u16, Vec<u8>)>::TYPE;
/// let old = to_vec(&(7_u16, vec![1_u8, 2])).unwrap();
/// let new = value::set(ty, &old, &"[1][0]".parse().unwrap(), 9.into()).unwrap();
/// assert_eq!(new, to_vec(&(7_u16, vec![9_u8, 2])).unwrap());
/// ```
///
/// # Errors
///
/// If there is no such part, the new value does not fit its type and what its field
/// says of it, or `bytes` are no value of the type.
pub fn set(ty: &Type, bytes: &[u8], path: &Path, new: Json) -> Result<Vec<u8>, EditError> {
    change(ty, bytes, path, Some(new))
}

/// As [`set`], where the part is made absent: a subsection, or what is in an option.
///
/// # Errors
///
/// As [`set`], and if the part is neither.
pub fn unset(ty: &Type, bytes: &[u8], path: &Path) -> Result<Vec<u8>, EditError> {
    change(ty, bytes, path, None)
}

fn change(ty: &Type, bytes: &[u8], path: &Path, new: Option<Json>) -> Result<Vec<u8>, EditError> {
    let item = read(ty, bytes)?;
    let json = to_value(JsonForm::new(ty, &item.value, true));
    let mut json = json.map_err(|error| EditError::Path(error.to_string()))?;
    put(ty, &mut json, path.segments(), new).map_err(EditError::Path)?;
    let bytes = from_value(ty, &json)?;
    read(ty, &bytes)?;
    Ok(bytes)
}

type Put = Result<(), String>;

fn put(ty: &Type, json: &mut Json, steps: &[Segment], new: Option<Json>) -> Put {
    if let (Type::Option(inner), false) = (ty, steps.is_empty()) {
        return match (&**inner, json) {
            (_, Json::Null) => Err("it is `none`, which has no parts; set it as a whole".into()),
            (Type::Unit | Type::Option(_), Json::Object(only)) => match only.get_mut("some") {
                Some(json) => put(inner, json, steps, new),
                None => Err(no_part(steps)),
            },
            (_, json) => put(inner, json, steps, new),
        };
    }
    match (ty, steps) {
        (_, []) => whole(ty, json, new),
        (Type::Struct(ty), [Segment::Field(name), rest @ ..]) => {
            let field = ty.fields().iter().find(|field| field.name() == name);
            let mut subsections = ty.subsections().iter().map(|one| one.field());
            let subsection = subsections.find(|field| field.name() == name);
            match (field, subsection) {
                (Some(field), _) => member(field, false, json, rest, new),
                (None, Some(field)) => member(field, true, json, rest, new),
                (None, None) => Err(no_part(steps)),
            }
        }
        (Type::Enum(ty), [Segment::Field(name) | Segment::Variant(name), rest @ ..]) => {
            let variant = ty.named(name).ok_or_else(|| no_part(steps))?;
            let content = json.get_mut(variant.name());
            let content = content.ok_or_else(|| format!("it is not the variant `{name}`"))?;
            let [Segment::Field(name), rest @ ..] = rest else {
                return Err("a field of the variant must follow; set the enum as a whole".into());
            };
            let mut fields = variant.fields().iter();
            let field = fields.find(|field| field.name() == name);
            member(
                field.ok_or_else(|| no_part(rest))?,
                false,
                content,
                rest,
                new,
            )
        }
        (
            Type::Array { element, .. } | Type::List(element),
            [Segment::Index(Some(at)), rest @ ..],
        ) => match json {
            Json::String(hex) if element.is_byte() => byte(hex, *at, rest, new),
            json => element_at(element, json, *at, rest, new),
        },
        (Type::Tuple(parts), [Segment::Index(Some(at)), rest @ ..]) => {
            let part = parts.get().get(*at).ok_or_else(|| no_part(steps))?;
            element_at(part, json, *at, rest, new)
        }
        (Type::Map { key, .. }, [Segment::Key(Some(at)), rest @ ..]) => {
            let entry = json.get_mut(*at).ok_or_else(|| no_part(steps))?;
            element_at(key, entry, 0, rest, new)
        }
        (Type::Map { value, .. }, [Segment::Value(Some(at)), rest @ ..]) => {
            let entry = json.get_mut(*at).ok_or_else(|| no_part(steps))?;
            element_at(value, entry, 1, rest, new)
        }
        _ => Err(no_part(steps)),
    }
}

fn whole(ty: &Type, json: &mut Json, new: Option<Json>) -> Put {
    *json = match (new, ty) {
        (Some(new), _) => new,
        (None, Type::Option(_)) => Json::Null,
        (None, _) => {
            return Err("only subsections and options can be absent; set it to its default".into());
        }
    };
    Ok(())
}

/// A field, or a subsection, which may be absent.
fn member(
    field: &Field,
    is_subsection: bool,
    json: &mut Json,
    rest: &[Segment],
    new: Option<Json>,
) -> Put {
    let Json::Object(members) = json else {
        return Err(no_part(rest));
    };
    match (members.get_mut(field.name()), rest, new) {
        (None, [], Some(new)) => {
            members.insert(field.name().into(), new);
            Ok(())
        }
        (None, [], None) => Ok(()),
        (None, _, _) => Err(format!(
            "the subsection `{}` is absent; set it as a whole",
            field.name()
        )),
        (Some(_), [], None) if is_subsection => {
            members.remove(field.name());
            Ok(())
        }
        (Some(json), rest, new) => put(field.ty(), json, rest, new),
    }
}

fn element_at(ty: &Type, json: &mut Json, at: usize, rest: &[Segment], new: Option<Json>) -> Put {
    let count = json.as_array().map_or(0, Vec::len);
    match json.get_mut(at) {
        Some(json) => put(ty, json, rest, new),
        None => Err(format!("it has {count} elements, so no [{at}]")),
    }
}

/// A byte of many, which are one string.
fn byte(hex: &mut String, at: usize, rest: &[Segment], new: Option<Json>) -> Put {
    let mut bytes = from_hex(hex).unwrap_or_default();
    let count = bytes.len();
    let byte = bytes.get_mut(at);
    let byte = byte.ok_or_else(|| format!("it has {count} elements, so no [{at}]"))?;
    let number = new.as_ref().and_then(Json::as_u64);
    let number = number.and_then(|number| u8::try_from(number).ok());
    match (number, rest) {
        (Some(number), []) => *byte = number,
        _ => return Err("expected a number that fits u8".into()),
    }
    *hex = Hex(&bytes).to_string();
    Ok(())
}

fn no_part(steps: &[Segment]) -> String {
    format!("it has no part `{}`", Path::new(steps.to_vec()))
}
