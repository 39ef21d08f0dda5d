//! What a value that is spelled as Rust code is as one of a type: `Path::Variant`,
//! `Path(7)`, `Path { field: 7 }`. The derive knows the words, and only `const` code
//! the type, which tells a variant from a struct and both from a newtype, and has the
//! names that they have in the schema.

use super::enumeration::EnumType;
use super::field::Field;
use super::literal::{Literal, Member};
use super::name::same_text;
use super::node::{Node, constant, replace};
use super::structure::StructType;
use super::subsection::Subsection;
use super::ty::Type;
use super::variant::Variant;

/// A path, and what it is given.
#[derive(Clone, Copy, Debug)]
pub struct Spelled {
    /// The last segment.
    name: &'static str,
    /// The segment before, if that is a type.
    of: Option<&'static str>,
    /// The names of what it is given, or their indices.
    members: &'static [&'static str],
}

/// What a path names.
enum Named {
    Struct(&'static StructType),
    Variant(&'static Variant),
    /// A newtype, which is its content, of that index.
    Content(usize),
    Unit,
    Nothing,
}

impl Spelled {
    pub const fn new(
        name: &'static str,
        of: Option<&'static str>,
        members: &'static [&'static str],
    ) -> Self {
        Self { name, of, members }
    }

    const fn members<const N: usize>(
        &self,
        ty: &'static Type,
        values: &'static [Option<Literal>; N],
    ) -> [Member; N] {
        let mut members = [const { Member::NONE }; N];
        let (fields, subsections): (&[Field], &[Subsection]) = match self.named(ty, values) {
            Named::Struct(ty) => (ty.fields(), ty.subsections()),
            Named::Variant(variant) => (variant.fields(), &[]),
            Named::Content(_) | Named::Unit | Named::Nothing => (&[], &[]),
        };
        let mut len = 0;
        while len < fields.len() {
            let value = match self.value_of(&fields[len], values) {
                Some(value) => value.copied(),
                None => Literal::no_value_of(constant(fields[len].ty())),
            };
            replace(&mut members[len], Member::new(&fields[len], value));
            len += 1;
        }
        let mut i = 0;
        while i < subsections.len() {
            let field = subsections[i].field();
            // Present if the option has a content.
            match self.value_of(field, values) {
                _ if subsections[i].retired() => {}
                Some(Literal::Null) => {}
                Some(Literal::Some(content)) => {
                    replace(
                        &mut members[len],
                        Member::new(field, content.get().copied()),
                    );
                    len += 1;
                }
                _ => {
                    let none = Literal::no_value_of(constant(field.ty()));
                    replace(&mut members[len], Member::new(field, none));
                    len += 1;
                }
            }
            i += 1;
        }
        members
    }

    const fn named(&self, ty: &'static Type, values: &[Option<Literal>]) -> Named {
        if let Some(ty) = ty.as_struct()
            && self.is_all_of_struct(ty)
            && self.of.is_none()
        {
            return match has_condition(ty.subsections()) {
                true => Named::Nothing,
                false => Named::Struct(ty),
            };
        }
        if let Some(ty) = ty.as_enum()
            && let Some(variant) = self.variant(ty)
        {
            return Named::Variant(variant);
        }
        if ty.is_unit() && self.members.is_empty() {
            return Named::Unit;
        }
        // Of several members, nothing tells which is the content and which are skipped.
        match values {
            [Some(_)] if self.of.is_none() => Named::Content(0),
            _ => Named::Nothing,
        }
    }

    const fn variant(&self, ty: &'static EnumType) -> Option<&'static Variant> {
        let variants = ty.variants();
        let mut i = 0;
        while i < variants.len() {
            let variant = &variants[i];
            if same_text(variant.name_in_rust(), self.name)
                && self.is_all_of(variant.fields())
                && self.is_surely_of(ty)
                && !self.may_be_around(variant)
            {
                return Some(variant);
            }
            i += 1;
        }
        None
    }

    /// Constants are spelled in capitals too: of the enum itself, where a variant has
    /// that name, it names the variant.
    const fn is_surely_of(&self, ty: &EnumType) -> bool {
        if has_lower_case(self.name) {
            return true;
        }
        match self.of {
            Some(of) => same_text(of, ty.name()),
            None => false,
        }
    }

    /// A newtype may have the name of a variant, and be around another one.
    const fn may_be_around(&self, variant: &Variant) -> bool {
        self.of.is_none() && variant.fields().is_empty() && !self.members.is_empty()
    }

    const fn is_all_of_struct(&self, ty: &StructType) -> bool {
        let subsections = ty.subsections();
        let mut i = 0;
        while i < subsections.len() {
            if !subsections[i].retired() && self.index_of(subsections[i].field()).is_none() {
                return false;
            }
            i += 1;
        }
        self.is_all_of(ty.fields())
    }

    const fn is_all_of(&self, fields: &[Field]) -> bool {
        let mut i = 0;
        while i < fields.len() {
            if self.index_of(&fields[i]).is_none() {
                return false;
            }
            i += 1;
        }
        true
    }

    const fn index_of(&self, field: &Field) -> Option<usize> {
        let mut i = 0;
        while i < self.members.len() {
            if same_text(self.members[i], field.name_in_rust()) {
                return Some(i);
            }
            i += 1;
        }
        None
    }

    const fn value_of<'v>(
        &self,
        field: &Field,
        values: &'v [Option<Literal>],
    ) -> Option<&'v Literal> {
        match self.index_of(field) {
            Some(index) => values[index].as_ref(),
            None => None,
        }
    }
}

/// What is spelled, as a value of a type.
#[derive(Debug)]
pub struct Made<const N: usize> {
    ty: &'static Type,
    spelled: Spelled,
    values: &'static [Option<Literal>; N],
    /// What it is given, in the order of the schema, and nothing behind that.
    members: [Member; N],
}

impl<const N: usize> Made<N> {
    /// A member without a literal is one that the schema may not have.
    pub const fn new(
        ty: &'static Type,
        spelled: Spelled,
        values: &'static [Option<Literal>; N],
    ) -> Self {
        let members = spelled.members(ty, values);
        Self {
            ty,
            spelled,
            values,
            members,
        }
    }
}

/// The value, or one that is none of the type.
pub const fn literal<const N: usize>(made: &'static Made<N>) -> Literal {
    let (ty, members) = (made.ty, given(&made.members));
    match made.spelled.named(ty, made.values) {
        Named::Struct(_) => Literal::Struct(Node::constant(members)),
        Named::Variant(variant) if variant.fields().is_empty() => {
            Literal::text_escaped(variant.name_of_program())
        }
        Named::Variant(variant) => Literal::Variant {
            name: Node::constant(variant.name_of_program()),
            fields: Node::constant(members),
        },
        Named::Content(index) => match &made.values[index] {
            Some(value) => value.copied(),
            None => Literal::no_value_of(ty),
        },
        Named::Unit => Literal::Null,
        Named::Nothing => Literal::no_value_of(ty),
    }
}

/// The type of a member, for what is spelled within.
pub const fn member_type(ty: &'static Type, name: &str, member: &str) -> &'static Type {
    let (fields, subsections): (&[Field], &[Subsection]) = match (ty.as_struct(), ty.as_enum()) {
        (Some(ty), _) => (ty.fields(), ty.subsections()),
        (_, Some(ty)) => (fields_of(ty, name), &[]),
        (None, None) => (&[], &[]),
    };
    let mut i = 0;
    while i < fields.len() + subsections.len() {
        let field = match i < fields.len() {
            true => &fields[i],
            false => subsections[i - fields.len()].field(),
        };
        if same_text(field.name_in_rust(), member) {
            return constant(field.ty());
        }
        i += 1;
    }
    // That of a newtype's content.
    ty
}

const fn fields_of(ty: &'static EnumType, name: &str) -> &'static [Field] {
    let variants = ty.variants();
    let mut i = 0;
    while i < variants.len() {
        if same_text(variants[i].name_in_rust(), name) {
            return variants[i].fields();
        }
        i += 1;
    }
    &[]
}

/// Whether the program decides what of a value is written.
pub(super) const fn has_condition(subsections: &[Subsection]) -> bool {
    let mut i = 0;
    while i < subsections.len() {
        let subsection = &subsections[i];
        if !subsection.retired() && !subsection.field().absent_is_none() {
            return true;
        }
        i += 1;
    }
    false
}

const fn given(members: &'static [Member]) -> &'static [Member] {
    let mut len = 0;
    while len < members.len() && !members[len].name().is_empty() {
        len += 1;
    }
    members.split_at(len).0
}

const fn has_lower_case(name: &str) -> bool {
    let name = name.as_bytes();
    let mut i = 0;
    while i < name.len() {
        if !name[i].is_ascii_uppercase() && !name[i].is_ascii_digit() && name[i] != b'_' {
            return true;
        }
        i += 1;
    }
    false
}

/// The type of what an option holds, for what is spelled within.
pub const fn content_type(ty: &'static Type) -> &'static Type {
    match ty.as_option() {
        Some(content) => constant(content),
        None => ty,
    }
}

/// The type of an element or part, for what is spelled within.
pub const fn part_type(ty: &'static Type, index: usize) -> &'static Type {
    match ty.part(index) {
        Some(part) => constant(part),
        None => ty,
    }
}

/// The zero, or what is empty, of a type without fields; of another one no value.
pub const fn zero(ty: &'static Type) -> Literal {
    match ty {
        Type::Unit | Type::Option(_) => Literal::Null,
        Type::Bool => Literal::Bool(false),
        Type::String => Literal::text_escaped(""),
        Type::Integer(_) => ZERO,
        Type::Float(_) => FLOAT_ZERO,
        Type::List(_) | Type::Set(_) | Type::Map { .. } => Literal::List(Node::constant(&[])),
        Type::Array { element, len } => match zeros(constant(element)) {
            Some(all) if *len <= all.len() as u64 => {
                Literal::List(Node::constant(all.split_at(*len as usize).0))
            }
            _ => Literal::no_value_of(ty),
        },
        Type::Char | Type::Tuple(_) | Type::Struct(_) | Type::Enum(_) => Literal::no_value_of(ty),
    }
}

/// As many zeros as an array has at most whose default may be spelled.
const fn zeros(ty: &Type) -> Option<&'static [Literal]> {
    match ty {
        Type::Bool => Some(&FALSES),
        Type::Integer(_) => Some(&ZEROS),
        Type::Float(_) => Some(&FLOAT_ZEROS),
        Type::Unit | Type::Char | Type::String | Type::Option(_) => None,
        Type::Array { .. } | Type::List(_) | Type::Set(_) | Type::Map { .. } => None,
        Type::Tuple(_) | Type::Struct(_) | Type::Enum(_) => None,
    }
}

/// What a type says of its `Default`, if that is a value of it.
pub const fn if_value(value: &'static Literal, ty: &Type) -> Option<&'static Literal> {
    match value.fits(ty) {
        true => Some(value),
        false => None,
    }
}

/// A struct whose `Default` is that of each field.
pub const fn structure(members: &'static [Member]) -> Literal {
    Literal::Struct(Node::constant(members))
}

/// A field of it.
pub const fn member(name: &'static str, value: Option<&'static Literal>) -> Member {
    Member {
        name: Node::constant(name),
        value: copied(value),
    }
}

pub const fn is_known(default: Option<&'static Literal>) -> bool {
    default.is_some()
}

/// A known `Default` as part of another.
pub const fn copied(value: Option<&'static Literal>) -> Literal {
    match value {
        Some(value) => value.copied(),
        None => Literal::Null,
    }
}

/// The elements of an array whose `Default` is that of each. Too many are not made,
/// for a constant may be evaluated where nothing takes it.
pub(crate) const fn list<const N: usize>(element: Option<&'static Literal>) -> [Literal; N] {
    let mut list = [const { Literal::Null }; N];
    let mut i = 0;
    while i < N && N <= MOST {
        replace(&mut list[i], copied(element));
        i += 1;
    }
    list
}

/// A schema states no more elements of one list.
pub(crate) const MOST: usize = 1024;

const ZERO: Literal = Literal::integer(false, 0);
const FLOAT_ZERO: Literal = Literal::Float {
    bits: 0,
    digits: Node::constant("0.0"),
};
static ZEROS: [Literal; MOST] = [ZERO; MOST];
static FLOAT_ZEROS: [Literal; MOST] = [FLOAT_ZERO; MOST];
static FALSES: [Literal; MOST] = [const { Literal::Bool(false) }; MOST];
