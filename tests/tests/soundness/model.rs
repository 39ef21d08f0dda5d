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
            Ty::Enum(_) => 1,
        }
    }
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
