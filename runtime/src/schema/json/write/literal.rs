//! Defaults and fill values.
//!
//! They are those of a derived schema, in whose `const` code each was found to be a value
//! of its field, so that none that is not can be met: else the program does not compile.
//! Those of input do not come here, as the text of a parsed schema is kept.

use super::super::super::field::Field;
use super::super::super::literal::{Literal, Member, is_wrapped, subsection_named, variant_named};
use super::super::super::node::constant;
use super::super::super::ty::{StructType, Type};
use super::{Writer, is_wide};

impl Writer<'_> {
    pub(super) const fn literal(&mut self, value: &'static Literal, ty: &'static Type) {
        match (value, ty) {
            (Literal::Null, _) => self.text("null"),
            (Literal::Bool(false), _) => self.text("false"),
            (Literal::Bool(true), _) => self.text("true"),
            (
                Literal::Integer {
                    negative,
                    magnitude,
                },
                _,
            ) => self.integer(*negative, *magnitude, is_wide(ty)),
            (Literal::Float { digits, .. }, _) => self.text(digits.get()),
            (Literal::Text(text), _) => self.escaped("\"", Some(text)),
            (Literal::Some(content), Type::Option(inner)) if is_wrapped(constant(inner)) => {
                self.text("{\"some\":");
                self.literal(content.get(), constant(inner));
                self.text("}");
            }
            (Literal::Some(content), Type::Option(inner)) => {
                self.literal(content.get(), constant(inner));
            }
            (Literal::Some(content), _) => self.literal(content.get(), ty),
            (Literal::List(items), _) => {
                let items = items.get();
                self.text("[");
                let mut i = 0;
                while i < items.len() {
                    if i > 0 {
                        self.text(",");
                    }
                    self.literal(&items[i], constant_part(ty, i));
                    i += 1;
                }
                self.text("]");
            }
            (Literal::Struct(members), Type::Struct(ty)) => {
                self.members(members.get(), ty.fields(), Some(ty));
            }
            (Literal::Variant { name, fields }, Type::Enum(ty)) => {
                self.text("{\"");
                self.text(name.get());
                self.text("\":");
                if let Some(variant) = variant_named(ty, name.get()) {
                    self.members(fields.get(), variant.fields(), None);
                }
                self.text("}");
            }
            (Literal::Struct(_) | Literal::Variant { .. }, _) => {
                panic!("a default is a value of its field")
            }
        }
    }

    /// What a literal has of a struct or variant.
    const fn members(
        &mut self,
        members: &'static [Member],
        fields: &'static [Field],
        with_subsections: Option<&'static StructType>,
    ) {
        self.text("{");
        let mut i = 0;
        while i < members.len() {
            let name = members[i].name();
            let field = match with_subsections {
                Some(ty) if i >= fields.len() => match subsection_named(ty, name) {
                    Some(subsection) => subsection.field(),
                    None => panic!("a default is a value of its field"),
                },
                _ => &fields[i],
            };
            self.text(if i > 0 { ",\"" } else { "\"" });
            self.text(name);
            self.text("\":");
            self.literal(members[i].value(), constant(field.ty()));
            i += 1;
        }
        self.text("}");
    }

    /// Numbers of types that are strings in JSON have quotes.
    pub(super) const fn integer(&mut self, negative: bool, magnitude: u128, is_wide: bool) {
        let quote = if is_wide { "\"" } else { "" };
        self.text(quote);
        if negative {
            self.text("-");
        }
        self.number(magnitude);
        self.text(quote);
    }
}

/// The type of an element, or of a part of a tuple.
const fn constant_part(ty: &'static Type, index: usize) -> &'static Type {
    match ty {
        Type::List(element) | Type::Array { element, .. } => constant(element),
        Type::Tuple(parts) => constant(&parts.get()[index]),
        _ => ty,
    }
}
