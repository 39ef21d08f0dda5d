//! Values that a schema can state, told from how they are spelled.

use proc_macro2::Ident;
use syn::ext::IdentExt as _;
use syn::punctuated::Punctuated;
use syn::{
    Expr, ExprCall, ExprLit, ExprMacro, ExprMethodCall, ExprRepeat, FieldValue, Lit, Member, Path,
    Token, UnOp,
};

/// What a person reads as a value.
#[derive(Clone)]
pub(crate) enum Literal {
    Null,
    Bool(bool),
    Integer {
        negative: bool,
        magnitude: u128,
    },
    Float(f64),
    Text(String),
    Some(Box<Literal>),
    List(Vec<Literal>),
    /// An array of zeros, of whatever length, or an empty collection.
    Zero,
    /// `Path::Variant`, `Path(7)`, `Path { field: 7 }`: which of a variant, a struct and
    /// a newtype it is, the type tells.
    Made(Made),
}

/// A path that is spelled as those of structs and variants are, and what it is given.
#[derive(Clone)]
pub(crate) struct Made {
    /// The last segment.
    pub(crate) name: String,
    /// The segment before, if that is a type.
    pub(crate) of: Option<String>,
    /// By name or index. What is no literal may be a skipped field.
    pub(crate) members: Vec<(String, Option<Literal>)>,
}

/// A schema states no more elements of one list.
const MOST_ELEMENTS: usize = 1024;

impl Literal {
    /// The value of `expr`, if it can be told without running it.
    pub(crate) fn of(expr: &Expr) -> Option<Self> {
        match expr {
            Expr::Group(group) => Self::of(&group.expr),
            Expr::Paren(paren) => Self::of(&paren.expr),
            Expr::Lit(ExprLit { lit, .. }) => Self::of_lit(lit),
            Expr::Unary(unary) => match unary.op {
                UnOp::Neg(_) => Self::of(&unary.expr)?.negated(),
                UnOp::Deref(_) => Self::of(&unary.expr)?.if_list(),
                _ => None,
            },
            Expr::Path(path) if is_of_option(&path.path, "None") => Some(Self::Null),
            Expr::Path(path) => {
                let made = || Self::made_by_path(&path.path, Vec::new());
                Self::limit(&path.path).or_else(made)
            }
            Expr::Struct(made) if made.rest.is_none() && made.dot2_token.is_none() => {
                let member =
                    |field: &FieldValue| (member_name(&field.member), Self::of(&field.expr));
                Self::made(&made.path, made.fields.iter().map(member).collect())
            }
            Expr::Tuple(tuple) if tuple.elems.is_empty() => Some(Self::Null),
            Expr::Tuple(tuple) => Self::list(&tuple.elems),
            Expr::Array(array) => Self::list(&array.elems),
            Expr::Repeat(repeat) => Self::repeat(repeat),
            Expr::Macro(mac) if is_last(&mac.mac.path, &["vec"]) => Self::vec(mac),
            Expr::Call(call) => Self::call(call),
            Expr::MethodCall(call) => Self::method_call(call),
            _ => None,
        }
    }

    /// `u16::MAX` and the like.
    fn limit(path: &Path) -> Option<Self> {
        let mut segments = path.segments.iter();
        let (ty, limit) = (segments.next()?, segments.next()?);
        let name = ty.ident.to_string();
        let bits: u32 = match name.get(1..)? {
            "8" => 8,
            "16" => 16,
            "32" => 32,
            "64" => 64,
            "128" => 128,
            _ => return None,
        };
        let all = u128::MAX >> (128 - bits);
        let is_max = match limit.ident.to_string().as_str() {
            "MAX" => true,
            "MIN" => false,
            _ => return None,
        };
        match (name.as_bytes().first()?, is_max, segments.next()) {
            (b'u', true, None) => Some(Self::natural(all)),
            (b'u', false, None) => Some(Self::natural(0)),
            (b'i', true, None) => Some(Self::natural(all >> 1)),
            (b'i', false, None) => Self::natural((all >> 1) + 1).negated(),
            _ => None,
        }
    }

    /// Spelled without braces, which a constant can be, too: capitals alone are those of one,
    /// unless a type may have such a variant.
    fn made_by_path(path: &Path, members: Vec<(String, Option<Self>)>) -> Option<Self> {
        let made = Self::made(path, members)?;
        let Self::Made(Made { name, of, .. }) = &made else {
            return None;
        };
        let has_lower_case = name.contains(|c: char| c.is_lowercase());
        let is_of_type = of.as_ref().is_some_and(|of| of != "Self");
        (has_lower_case || is_of_type).then_some(made)
    }

    fn made(path: &Path, members: Vec<(String, Option<Self>)>) -> Option<Self> {
        let mut segments = path.segments.iter().rev();
        let name = segments.next()?.ident.unraw().to_string();
        let of = segments
            .next()
            .map(|segment| segment.ident.unraw().to_string());
        let of = of.filter(|name| is_type(name));
        // What is told of no part cannot be told of the whole.
        let is_unknown = !members.is_empty() && members.iter().all(|(_, value)| value.is_none());
        let is_made = is_type(&name) && !is_unknown;
        is_made
            .then_some(Self::Made(Made { name, of, members }))?
            .if_short()
    }

    fn of_lit(lit: &Lit) -> Option<Self> {
        Some(match lit {
            Lit::Bool(bool) => Self::Bool(bool.value),
            Lit::Int(int) if int.suffix().starts_with('f') => Self::float(int.base10_digits())?,
            Lit::Int(int) => Self::natural(int.base10_parse().ok()?),
            Lit::Float(float) => Self::float(float.base10_digits())?,
            Lit::Char(char) => Self::Text(char.value().to_string()),
            Lit::Byte(byte) => Self::natural(byte.value().into()),
            Lit::Str(text) => Self::Text(text.value()),
            Lit::ByteStr(bytes) => {
                let bytes = bytes.value().into_iter();
                let bytes: Vec<_> = bytes.map(|byte| Self::natural(byte.into())).collect();
                Self::List(bytes).if_short()?
            }
            _ => return None,
        })
    }

    fn natural(magnitude: u128) -> Self {
        Self::Integer {
            negative: false,
            magnitude,
        }
    }

    /// Digits that an `f32` reads as another number than an `f64` would become
    /// have no one value.
    fn float(digits: &str) -> Option<Self> {
        let value: f64 = digits.parse().ok()?;
        let is_narrow_same = digits.parse() == Ok(value as f32);
        (value.is_finite() && is_narrow_same).then_some(Self::Float(value))
    }

    fn negated(self) -> Option<Self> {
        match self {
            Self::Integer {
                negative: false,
                magnitude,
            } => Some(Self::Integer {
                negative: magnitude > 0,
                magnitude,
            }),
            Self::Float(value) => Some(Self::Float(-value)),
            _ => None,
        }
    }

    fn list(items: &Punctuated<Expr, Token![,]>) -> Option<Self> {
        let items: Option<Vec<_>> = items.iter().map(Self::of).collect();
        Self::List(items?).if_short()
    }

    fn repeat(repeat: &ExprRepeat) -> Option<Self> {
        let element = Self::of(&repeat.expr)?;
        if element.is_zero() {
            return Some(Self::Zero);
        }
        element.times(&repeat.len)
    }

    fn times(self, len: &Expr) -> Option<Self> {
        let len = match Self::of(len)? {
            Self::Integer {
                negative: false,
                magnitude,
            } => usize::try_from(magnitude).ok()?,
            _ => return None,
        };
        (len <= MOST_ELEMENTS).then(|| Self::List(vec![self; len]).if_short())?
    }

    fn vec(mac: &ExprMacro) -> Option<Self> {
        let tokens = &mac.mac.tokens;
        match syn::parse2(quote::quote!([#tokens])).ok()? {
            Expr::Array(array) => Self::list(&array.elems),
            Expr::Repeat(repeat) => Self::of(&repeat.expr)?.times(&repeat.len),
            _ => None,
        }
    }

    /// `Some(3)`, `String::from("on")`, `Vec::new()`.
    fn call(call: &ExprCall) -> Option<Self> {
        let Expr::Path(func) = &*call.func else {
            return None;
        };
        if is_of_option(&func.path, "Some") {
            let (Some(content), 1) = (call.args.first(), call.args.len()) else {
                return None;
            };
            return Some(Self::Some(Box::new(Self::of(content)?)));
        }
        if !call.args.is_empty() {
            let members = call.args.iter().enumerate();
            let members = members.map(|(index, arg)| (index.to_string(), Self::of(arg)));
            let made = Self::made_by_path(&func.path, members.collect());
            if made.is_some() {
                return made;
            }
        }
        let (mut args, mut segments) = (call.args.iter(), func.path.segments.iter().rev());
        let (arg, None) = (args.next(), args.next()) else {
            return None;
        };
        let name = segments.next()?.ident.to_string();
        let owner = segments.next()?.ident.to_string();
        match (owner.as_str(), name.as_str(), arg) {
            ("String", "from", Some(arg)) => Self::of(arg)?.if_text(),
            ("Vec" | "VecDeque", "from", Some(arg)) => Self::of(arg)?.if_list(),
            ("String", "new", None) => Some(Self::Text(String::new())),
            ("Vec" | "VecDeque", "new", None) => Some(Self::List(Vec::new())),
            ("BTreeMap" | "BTreeSet" | "HashMap" | "HashSet", "new", None) => Some(Self::Zero),
            _ => None,
        }
    }

    /// `"on".to_owned()`, `[1, 2].to_vec()`: what gives only these types.
    fn method_call(call: &ExprMethodCall) -> Option<Self> {
        if !call.args.is_empty() {
            return None;
        }
        match call.method.to_string().as_str() {
            "to_owned" | "to_string" => Self::of(&call.receiver)?.if_text(),
            "to_vec" => Self::of(&call.receiver)?.if_list(),
            _ => None,
        }
    }

    fn if_text(self) -> Option<Self> {
        matches!(self, Self::Text(_)).then_some(self)
    }

    fn if_list(self) -> Option<Self> {
        matches!(self, Self::List(_)).then_some(self)
    }

    /// All elements count, of lists in lists too.
    fn if_short(self) -> Option<Self> {
        (self.elements() <= MOST_ELEMENTS).then_some(self)
    }

    fn elements(&self) -> usize {
        match self {
            Self::List(items) => items.iter().map(|item| 1 + item.elements()).sum(),
            Self::Some(content) => content.elements(),
            Self::Made(made) => made.values().map(|value| 1 + value.elements()).sum(),
            _ => 0,
        }
    }

    fn is_zero(&self) -> bool {
        match self {
            Self::Zero | Self::Bool(false) | Self::Integer { magnitude: 0, .. } => true,
            Self::Float(value) => value.to_bits() == 0,
            _ => false,
        }
    }

    /// Whether it is told by the type what some of it is.
    pub(crate) fn has_made(&self) -> bool {
        match self {
            Self::Made(_) => true,
            Self::Some(content) => content.has_made(),
            Self::List(items) => items.iter().any(Self::has_made),
            _ => false,
        }
    }

    /// The length of a list or text.
    pub(crate) fn len(&self) -> Option<u64> {
        let len = match self {
            Self::List(items) => items.len(),
            Self::Text(text) => text.len(),
            Self::Some(content) => return content.len(),
            _ => return None,
        };
        len.try_into().ok()
    }

    /// All whole numbers in it. One that is above `i128` counts as its greatest.
    pub(crate) fn integers(&self) -> Vec<i128> {
        match self {
            Self::Integer {
                negative,
                magnitude,
            } => {
                let value = i128::try_from(*magnitude).unwrap_or(i128::MAX);
                vec![if *negative { -value } else { value }]
            }
            Self::Some(content) => content.integers(),
            Self::List(items) => items.iter().flat_map(Self::integers).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether it is a value of anything but a number.
    pub(crate) fn is_no_number(&self) -> bool {
        match self {
            Self::Bool(_) | Self::Text(_) => true,
            Self::Some(content) => content.is_no_number(),
            Self::List(items) => items.iter().any(Self::is_no_number),
            _ => false,
        }
    }
}

impl Made {
    fn values(&self) -> impl Iterator<Item = &Literal> {
        self.members.iter().filter_map(|(_, value)| value.as_ref())
    }
}

/// By the custom of all Rust code.
fn is_type(name: &str) -> bool {
    name.starts_with(char::is_uppercase)
}

fn member_name(member: &Member) -> String {
    match member {
        Member::Named(ident) => ident.unraw().to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    }
}

fn is_last(path: &Path, names: &[&str]) -> bool {
    let last = path.segments.last();
    last.is_some_and(|segment| is_one_of(&segment.ident, names))
}

fn is_one_of(ident: &Ident, names: &[&str]) -> bool {
    names.iter().any(|name| ident == name)
}

/// `Some`, `Option::Some` and the full path.
fn is_of_option(path: &Path, name: &str) -> bool {
    let segments: Vec<_> = path
        .segments
        .iter()
        .map(|one| one.ident.to_string())
        .collect();
    match segments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [last] | ["Option", last] => last == name,
        ["core" | "std", "option", "Option", last] => last == name,
        _ => false,
    }
}
