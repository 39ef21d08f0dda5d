//! Schemas as the test makes and changes them, apart from the runtime's own.

use serde_json::Value as Json;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Device {
    pub(crate) name: String,
    pub(crate) version: u32,
    pub(crate) oldest: u32,
    pub(crate) ty: Ty,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ty {
    Unit,
    Bool,
    Char,
    Text,
    Int(Int),
    /// Of 32 or 64 bits.
    Float(u32),
    Opt(Box<Ty>),
    Array(Box<Ty>, usize),
    List(Box<Ty>),
    Set(Box<Ty>),
    Map(Box<Ty>, Box<Ty>),
    Tuple(Vec<Ty>),
    Struct(Struct),
    Enum(Vec<Variant>),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Int {
    pub(crate) bits: u32,
    pub(crate) signed: bool,
    pub(crate) varint: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Struct {
    pub(crate) fields: Vec<Field>,
    /// Ascending by tag.
    pub(crate) groups: Vec<Group>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) aliases: Vec<String>,
    pub(crate) ty: Ty,
    pub(crate) default: Option<Given>,
    pub(crate) fill: Option<Given>,
    pub(crate) range: Option<Range>,
    pub(crate) max_len: Option<usize>,
    pub(crate) ignorable: bool,
}

/// A subsection.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Group {
    pub(crate) tag: u32,
    pub(crate) retired: bool,
    pub(crate) field: Field,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Variant {
    pub(crate) name: String,
    pub(crate) tag: u32,
    pub(crate) aliases: Vec<String>,
    pub(crate) other: bool,
    pub(crate) keeps_tag: bool,
    pub(crate) fields: Vec<Field>,
}

/// A default or fill value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Given {
    Zero,
    Literal(Json),
    Computed,
}

impl Given {
    pub(crate) fn is_null(&self) -> bool {
        *self == Given::Literal(Json::Null)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Range {
    /// The last says that 0 is none.
    Ints(Option<i128>, Option<i128>, bool),
    Floats(Option<f64>, Option<f64>),
}

impl Ty {
    pub(crate) const BYTE: Ty = Ty::Int(Int {
        bits: 8,
        signed: false,
        varint: false,
    });

    pub(crate) fn opt(inner: Ty) -> Ty {
        Ty::Opt(Box::new(inner))
    }

    /// The tuple struct with one field.
    pub(crate) fn newtype(inner: Ty) -> Ty {
        Ty::Struct(Struct {
            fields: vec![Field::new("0", inner)],
            groups: Vec::new(),
        })
    }

    /// The field of a newtype.
    pub(crate) fn as_newtype(&self) -> Option<&Field> {
        match self {
            Ty::Struct(ty) if ty.groups.is_empty() => match ty.fields.as_slice() {
                [field] if field.name == "0" => Some(field),
                _ => None,
            },
            _ => None,
        }
    }

    /// The most bytes of a value, unless there is no bound.
    pub(crate) fn most(&self) -> Option<u64> {
        let sum = |fields: &[Field]| fields.iter().map(Field::most).sum::<Option<u64>>();
        match self {
            Ty::Unit => Some(0),
            Ty::Bool => Some(1),
            Ty::Char => Some(5),
            Ty::Text | Ty::List(_) | Ty::Set(_) | Ty::Map(..) => None,
            Ty::Int(Int {
                varint: true, bits, ..
            }) => Some(u64::from(bits.div_ceil(7))),
            Ty::Int(Int { bits, .. }) | Ty::Float(bits) => Some(u64::from(bits / 8)),
            Ty::Opt(inner) => Some(1 + inner.most()?),
            Ty::Array(element, len) => Some(element.most()? * *len as u64),
            Ty::Tuple(parts) => parts.iter().map(Ty::most).sum(),
            Ty::Struct(ty) if ty.groups.is_empty() => sum(&ty.fields),
            Ty::Struct(ty) => {
                let groups = ty.groups.iter().map(|group| {
                    let most = group.field.most()?;
                    Some(varint(group.tag.into()) + varint(most) + most)
                });
                let count = varint(ty.groups.len() as u64);
                Some(sum(&ty.fields)? + count + groups.sum::<Option<u64>>()?)
            }
            Ty::Enum(variants) => {
                let most = |variant: &Variant| {
                    let tag = match variant.keeps_tag {
                        true => 5,
                        false => varint(variant.tag.into()),
                    };
                    Some(tag + sum(&variant.fields)?)
                };
                variants
                    .iter()
                    .map(most)
                    .try_fold(0, |a, b| Some(a.max(b?)))
            }
        }
    }

    /// Whether absence in it says what a value says, too.
    pub(crate) fn has_spellings(&self) -> bool {
        let are = |fields: &[Field]| fields.iter().any(|field| field.ty.has_spellings());
        match self {
            Ty::Opt(part) | Ty::List(part) | Ty::Set(part) | Ty::Array(part, _) => {
                part.has_spellings()
            }
            Ty::Map(key, value) => key.has_spellings() || value.has_spellings(),
            Ty::Tuple(parts) => parts.iter().any(Ty::has_spellings),
            Ty::Struct(ty) => {
                let is = |group: &Group| {
                    group.retired
                        || !group.field.has_null_default()
                        || group.field.ty.has_spellings()
                };
                are(&ty.fields) || ty.groups.iter().any(is)
            }
            Ty::Enum(variants) => variants.iter().any(|variant| are(&variant.fields)),
            Ty::Unit | Ty::Bool | Ty::Char | Ty::Text | Ty::Int(_) | Ty::Float(_) => false,
        }
    }

    /// The fewest bytes of a value.
    pub(crate) fn least(&self) -> usize {
        let sum = |fields: &[Field]| fields.iter().map(|field| field.ty.least()).sum::<usize>();
        match self {
            Ty::Unit => 0,
            Ty::Bool | Ty::Text | Ty::Opt(_) | Ty::List(_) | Ty::Set(_) | Ty::Map(..) => 1,
            Ty::Char => 2,
            Ty::Int(Int { varint: true, .. }) => 1,
            Ty::Int(Int { bits, .. }) | Ty::Float(bits) => *bits as usize / 8,
            Ty::Array(element, len) => element.least() * len,
            Ty::Tuple(parts) => parts.iter().map(Ty::least).sum(),
            Ty::Struct(ty) => sum(&ty.fields) + usize::from(!ty.groups.is_empty()),
            Ty::Enum(variants) => {
                let least = |variant: &Variant| match variant.keeps_tag {
                    true => 1,
                    false => varint(variant.tag.into()) as usize + sum(&variant.fields),
                };
                variants.iter().map(least).min().unwrap_or(0)
            }
        }
    }
}

/// The bytes of a varint.
fn varint(value: u64) -> u64 {
    u64::from(value.max(1).ilog2() / 7) + 1
}

impl Int {
    pub(crate) fn min(self) -> i128 {
        if self.signed {
            i128::MIN >> (128 - self.bits)
        } else {
            0
        }
    }

    pub(crate) fn max(self) -> u128 {
        u128::MAX >> (128 - self.bits + u32::from(self.signed))
    }
}

impl Field {
    pub(crate) fn new(name: &str, ty: Ty) -> Self {
        Self {
            name: name.into(),
            aliases: Vec::new(),
            ty,
            default: None,
            fill: None,
            range: None,
            max_len: None,
            ignorable: false,
        }
    }

    /// The most bytes of its value. The schema bounds only what its length counts
    /// itself, not a list in an option.
    fn most(&self) -> Option<u64> {
        let counted = match &self.ty {
            Ty::Text => Some(1),
            Ty::List(element) | Ty::Set(element) => element.most(),
            Ty::Map(key, value) => key.most().zip(value.most()).map(|(a, b)| a + b),
            _ => None,
        };
        match (self.max_len, counted) {
            (Some(count), Some(element)) => Some(varint(count as u64) + element * count as u64),
            _ => self.ty.most(),
        }
    }

    pub(crate) fn has_null_default(&self) -> bool {
        self.default == Some(Given::Literal(Json::Null))
    }
}

impl Struct {
    /// All names and aliases.
    pub(crate) fn names(&self) -> impl Iterator<Item = &String> {
        let groups = self.groups.iter().map(|group| &group.field);
        let fields = self.fields.iter().chain(groups);
        fields.flat_map(|field| std::iter::once(&field.name).chain(&field.aliases))
    }
}
