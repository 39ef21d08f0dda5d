//! Schemas as the test makes and changes them, apart from the runtime's own.

use serde_json::Value as Json;

use super::val::Number;

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
    /// Of the keys of its map, and of the values.
    pub(crate) entries: [Option<Range>; 2],
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
    Ints(Option<Number>, Option<Number>, bool),
    Floats(Option<f64>, Option<f64>),
}

impl Range {
    /// The whole numbers from one to another.
    pub(crate) fn of(min: i128, max: i128) -> Self {
        Self::Ints(Some(min.into()), Some(max.into()), false)
    }

    /// The numbers that are in both.
    fn common(self, other: Self) -> Self {
        fn either<T: Copy>(a: Option<T>, b: Option<T>, pick: fn(T, T) -> T) -> Option<T> {
            match (a, b) {
                (Some(a), Some(b)) => Some(pick(a, b)),
                (limit, None) | (None, limit) => limit,
            }
        }
        match (self, other) {
            (Self::Ints(a, b, no_zero), Self::Ints(c, d, nor_zero)) => {
                let (min, max) = (either(a, c, Number::max), either(b, d, Number::min));
                Self::Ints(min, max, no_zero || nor_zero)
            }
            (Self::Floats(a, b), Self::Floats(c, d)) => {
                Self::Floats(either(a, c, f64::max), either(b, d, f64::min))
            }
            (range, _) => range,
        }
    }

    /// Whether a number of the type is in it.
    fn has_any(self, ty: &Ty) -> bool {
        match (self, ty) {
            (Self::Ints(min, max, nonzero), Ty::Int(int)) => {
                let min = min.unwrap_or(int.min().into());
                let max = max.unwrap_or(Number::Natural(int.max()));
                let zero = Number::Natural(0);
                min <= max && !(nonzero && min == zero && max == zero)
            }
            (Self::Floats(Some(min), Some(max)), _) => min <= max,
            _ => true,
        }
    }
}

/// What newtypes say of the numbers that a range around them bounds, and their type.
fn ranged(ty: &Ty) -> (Option<Range>, &Ty) {
    let (own, part) = match ty {
        Ty::Opt(part) | Ty::Array(part, _) | Ty::List(part) | Ty::Set(part) => (None, &**part),
        ty => match ty.as_newtype() {
            Some(field) => (field.range, &field.ty),
            None => return (None, ty),
        },
    };
    let (inner, number) = ranged(part);
    let common = match (own, inner) {
        (Some(own), Some(inner)) => Some(own.common(inner)),
        (range, None) | (None, range) => range,
    };
    (common, number)
}

/// The numbers of a type that keep to a range and to what newtypes say.
pub(crate) fn within_newtypes(ty: &Ty, range: Range) -> Range {
    ranged(ty).0.map_or(range, |own| own.common(range))
}

/// Whether a type has numbers in a range.
pub(crate) fn has_any(ty: &Ty, range: Range) -> bool {
    within_newtypes(ty, range).has_any(ranged(ty).1)
}

/// Key and value of the maps in a type that its field has ranges for.
pub(crate) fn map_in(ty: &Ty) -> Option<[&Ty; 2]> {
    match ty {
        Ty::Map(key, value) => Some([key, value]),
        Ty::Opt(part) | Ty::Array(part, _) | Ty::List(part) | Ty::Set(part) => map_in(part),
        ty => {
            let newtype = ty.as_newtype()?;
            // One that says it itself has said it.
            let is_free = newtype.entries == [None; 2];
            is_free.then(|| map_in(&newtype.ty)).flatten()
        }
    }
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
        Self::newtype_of(Field::new("0", inner))
    }

    /// The same, with what its field says.
    pub(crate) fn newtype_of(mut field: Field) -> Ty {
        field.name = "0".into();
        Ty::Struct(Struct {
            fields: vec![field],
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
            entries: [None; 2],
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
