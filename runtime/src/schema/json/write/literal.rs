//! Defaults and fill values.
//!
//! They are those of a derived schema, in whose `const` code each was found to be a value
//! of its field, so that none that is not can be met: else the program does not compile.
//! Those of input do not come here, as the text of a parsed schema is kept.

use super::super::super::field::Field;
use super::super::super::literal::{Literal, Member, subsection_named, variant_named};
use super::super::super::node::constant;
use super::super::super::spelled::{content_type, part_type};
use super::super::super::structure::StructType;
use super::super::super::ty::Type;
use super::numbers::is_wide;
use super::room::Writer;

impl<const ROOM: usize> Writer<ROOM> {
    pub(super) const fn literal(&mut self, value: &'static Literal, ty: &'static Type) {
        match value {
            Literal::Null => self.text("null"),
            Literal::Bool(false) => self.text("false"),
            Literal::Bool(true) => self.text("true"),
            Literal::Integer {
                negative,
                magnitude,
            } => self.integer(*negative, *magnitude, is_wide(ty)),
            Literal::Float { digits, .. } => self.text(digits.get()),
            Literal::Text(text) => self.escaped("\"", Some(text)),
            Literal::Some(content) => self.some(content.get(), content_type(ty)),
            Literal::List(items) => {
                let items = items.get();
                self.text("[");
                let mut i = 0;
                while i < items.len() {
                    if i > 0 {
                        self.text(",");
                    }
                    self.literal(&items[i], part_type(ty, i));
                    i += 1;
                }
                self.text("]");
            }
            Literal::Struct(members) => match ty.as_struct() {
                Some(ty) => self.members(members.get(), ty.fields(), Some(ty)),
                None => panic!("a default is a value of its field"),
            },
            Literal::Variant { name, fields } => match ty.as_enum() {
                Some(ty) => {
                    self.text("{\"");
                    self.text(name.get());
                    self.text("\":");
                    if let Some(variant) = variant_named(ty, name.get()) {
                        self.members(fields.get(), variant.fields(), None);
                    }
                    self.text("}");
                }
                None => panic!("a default is a value of its field"),
            },
        }
    }

    const fn some(&mut self, content: &'static Literal, ty: &'static Type) {
        match ty.can_be_null() {
            true => {
                self.text("{\"some\":");
                self.literal(content, ty);
                self.text("}");
            }
            false => self.literal(content, ty),
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
