//! Defaults and fill values, as values.

use serde_json::{Map, Value as Json};

use super::model::{Field, Given, Ty};
use super::val::{Bits, Number, Val};

/// The value that is given, if it is one of this type and the schema tells it.
pub(crate) fn given(ty: &Ty, given: &Given) -> Option<Val> {
    match given {
        Given::Zero => zero(ty),
        Given::Literal(json) => literal(ty, json),
        Given::Computed => None,
    }
}

fn zero(ty: &Ty) -> Option<Val> {
    let all = |fields: &[Field]| -> Option<Vec<Val>> {
        fields.iter().map(|field| zero(&field.ty)).collect()
    };
    Some(match ty {
        Ty::Unit => Val::Unit,
        Ty::Bool => Val::Bool(false),
        Ty::Text => Val::Text(String::new()),
        Ty::Int(_) => Val::Int(Number::Natural(0)),
        Ty::Float(bits) => Val::Float(Bits(*bits, 0)),
        Ty::Opt(_) => Val::Opt(None),
        Ty::Array(element, len) => Val::Seq(vec![zero(element)?; *len]),
        Ty::List(_) | Ty::Set(_) => Val::Seq(Vec::new()),
        Ty::Map(..) => Val::Map(Vec::new()),
        Ty::Tuple(parts) => Val::Seq(parts.iter().map(zero).collect::<Option<_>>()?),
        Ty::Struct(ty) => Val::Struct(all(&ty.fields)?, vec![None; ty.groups.len()]),
        Ty::Enum(variants) => match variants.as_slice() {
            [only] if only.tag == 0 && !only.other => Val::Enum(0, all(&only.fields)?),
            _ => return None,
        },
        // An empty string is no character.
        Ty::Char => return None,
    })
}

fn literal(ty: &Ty, json: &Json) -> Option<Val> {
    let digits = |json: &Json| match json {
        Json::Number(number) => Some(number.to_string()),
        Json::String(text) => Some(text.clone()),
        _ => None,
    };
    match (ty, json) {
        (Ty::Unit, Json::Null) => Some(Val::Unit),
        (Ty::Bool, Json::Bool(value)) => Some(Val::Bool(*value)),
        (Ty::Char, Json::String(text)) => match text.chars().collect::<Vec<_>>().as_slice() {
            [one] => Some(Val::Char(*one)),
            _ => None,
        },
        (Ty::Text, Json::String(text)) => Some(Val::Text(text.clone())),
        (Ty::Int(int), json) => {
            let digits = digits(json)?;
            let number = match digits.starts_with('-') {
                true => Number::from(digits.parse::<i128>().ok()?),
                false => Number::Natural(digits.parse().ok()?),
            };
            let fits = number >= Number::from(int.min()) && number <= Number::Natural(int.max());
            fits.then_some(Val::Int(number))
        }
        (Ty::Float(32), Json::Number(number)) => {
            let value = number.as_f64()?;
            let bits = Bits(32, (value as f32).to_bits().into());
            (f64::from(value as f32) == value).then_some(Val::Float(bits))
        }
        (Ty::Float(_), Json::Number(number)) => {
            Some(Val::Float(Bits(64, number.as_f64()?.to_bits())))
        }
        (Ty::Opt(_), Json::Null) => Some(Val::Opt(None)),
        // Something that could be null itself is wrapped.
        (Ty::Opt(inner), json) if matches!(**inner, Ty::Unit | Ty::Opt(_)) => {
            literal(inner, json.get("some")?).map(Val::some)
        }
        (Ty::Opt(inner), json) => literal(inner, json).map(Val::some),
        (Ty::List(inner), Json::String(hex)) if **inner == Ty::BYTE => {
            Some(Val::bytes(&from_hex(hex)?))
        }
        (Ty::Array(inner, len), Json::String(hex)) if **inner == Ty::BYTE => {
            let bytes = from_hex(hex)?;
            (bytes.len() == *len).then_some(Val::bytes(&bytes))
        }
        (Ty::List(inner), Json::Array(items)) => all(items, |_| inner).map(Val::Seq),
        (Ty::Array(inner, len), Json::Array(items)) if items.len() == *len => {
            all(items, |_| inner).map(Val::Seq)
        }
        (Ty::Tuple(parts), Json::Array(items)) if items.len() == parts.len() => {
            all(items, |i| &parts[i]).map(Val::Seq)
        }
        (Ty::Struct(ty), Json::Object(members)) => {
            let fields = fields(&ty.fields, members)?;
            // Nobody makes a value with what is retired.
            let groups = ty
                .groups
                .iter()
                .map(|group| match members.get(&group.field.name) {
                    None => Some(None),
                    Some(_) if group.retired => None,
                    Some(json) => literal(&group.field.ty, json).map(Some),
                });
            let groups: Vec<_> = groups.collect::<Option<_>>()?;
            let present = groups.iter().flatten().count();
            (members.len() == fields.len() + present).then_some(Val::Struct(fields, groups))
        }
        (Ty::Enum(variants), Json::String(name)) => {
            let variant = variants.iter().find(|variant| variant.name == *name)?;
            variant
                .fields
                .is_empty()
                .then_some(Val::Enum(variant.tag, Vec::new()))
        }
        (Ty::Enum(variants), Json::Object(only)) => {
            let (name, members) = only.iter().next().filter(|_| only.len() == 1)?;
            let variant = variants.iter().find(|variant| variant.name == *name)?;
            let fields = fields(&variant.fields, members.as_object()?)?;
            let has_all = !fields.is_empty() && members.as_object()?.len() == fields.len();
            has_all.then_some(Val::Enum(variant.tag, fields))
        }
        _ => None,
    }
}

fn fields(fields: &[Field], members: &Map<String, Json>) -> Option<Vec<Val>> {
    let value = |field: &Field| literal(&field.ty, members.get(&field.name)?);
    fields.iter().map(value).collect()
}

fn all<'t>(items: &[Json], ty: impl Fn(usize) -> &'t Ty) -> Option<Vec<Val>> {
    let items = items.iter().enumerate();
    items.map(|(i, item)| literal(ty(i), item)).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
    let digits = digits.filter(|digits| digits.len().is_multiple_of(2))?;
    Some(
        digits
            .chunks(2)
            .map(|pair| (pair[0] * 16 + pair[1]) as u8)
            .collect(),
    )
}
