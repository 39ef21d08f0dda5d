//! Configuration: the part of a device's state that has to suit the live device at the
//! destination, and what of a schema describes it.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::vec::Vec;

use super::constraint::DefaultValue;
use super::device::Schema;
use super::field::Field;
use super::literal::Literal;
use super::node::{Node, TypeRef};
use super::structure::StructType;
use super::subsection::Subsection;
use super::summary::is_configured;
use super::ty::{Components, Type};

/// What of a part belongs to the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kept {
    /// All of it.
    Whole,
    /// What is configuration in it.
    Parts,
}

/// What of a field that every value has belongs to the configuration. What is sensitive
/// does not, as it would be shown.
pub(crate) fn kept(field: &Field) -> Option<Kept> {
    is_configured(field, &field.ty().summary()).then(|| match field.configuration() {
        Some(_) => Kept::Whole,
        None => Kept::Parts,
    })
}

/// The same of a part of a tuple.
pub(crate) fn kept_part(ty: &TypeRef) -> Option<Kept> {
    ty.summary().is_configured().then_some(Kept::Parts)
}

impl Schema {
    /// The schema of the device's configuration, if it has any that may be shown and
    /// stands where every value has it: not in elements, variants and subsections.
    ///
    /// Each part is a subsection, which is absent where nothing is said of it: so a
    /// reader can have more or less of it than a writer, and `resolve` says what becomes
    /// of it. `docs/format.md`, "Configuration", defines it.
    pub fn configuration(&self) -> Option<Schema> {
        let ty = parts_of(self.ty())?;
        Some(self.of_type(ty))
    }
}

/// The type of what is configuration in a type.
fn parts_of(ty: &Type) -> Option<TypeRef> {
    match ty.components() {
        Components::Struct(ty) => {
            let parts = ty.fields().iter();
            structure(
                ty.name(),
                parts.filter_map(|field| part(field, kept(field)?)),
            )
        }
        Components::Tuple(parts) => {
            let part = |(index, ty): (usize, &TypeRef)| {
                let ty = kept_part(ty).and_then(|_| parts_of(ty))?;
                Some(Field::new(Node::from(format!("{index}")), ty))
            };
            structure("tuple", parts.iter().enumerate().filter_map(part))
        }
        Components::Nothing
        | Components::One(_)
        | Components::Entries { .. }
        | Components::Enum(_) => None,
    }
}

fn structure(name: &str, parts: impl Iterator<Item = Field>) -> Option<TypeRef> {
    let subsections: Vec<_> = (1..)
        .zip(parts)
        .map(|(tag, part)| subsection(tag, part))
        .collect();
    let is_empty = subsections.is_empty();
    let ty = StructType::of_subsections(Node::from(name.to_owned()), subsections);
    (!is_empty).then(|| TypeRef::shared(Type::Struct(ty)))
}

/// What is absent is not said, and what is not asked for is passed over.
fn subsection(tag: u32, part: Field) -> Subsection {
    const ABSENT: DefaultValue = DefaultValue::Literal(Node::constant(&Literal::Null));
    Subsection::new(tag, part.with_default(ABSENT).set_ignorable())
}

fn part(field: &Field, kept: Kept) -> Option<Field> {
    let ty = match kept {
        Kept::Whole => field.ty().clone(),
        Kept::Parts => parts_of(field.ty())?,
    };
    let name = |name: &str| Node::from(name.to_owned());
    let aliases: Vec<_> = field.aliases().iter().map(|alias| name(alias)).collect();
    let mut part = Field::new(name(field.name()), ty).with_aliases(aliases.into());
    if kept == Kept::Whole {
        part = field
            .configuration()
            .into_iter()
            .fold(part, Field::with_configuration);
        part = field.range().into_iter().fold(part, Field::with_range);
        let of_map = field.map_limits().into_iter();
        part = of_map.fold(part, Field::with_map_limits);
        part = field.max_len().into_iter().fold(part, Field::with_max_len);
    }
    Some(part)
}
