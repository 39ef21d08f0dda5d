//! Writes a derived schema as JSON, in `const` code.
//!
//! Whole pieces are copied, never single characters: names are restricted to
//! characters that JSON does not escape, and texts are stored escaped.

mod literal;
mod numbers;
mod room;

use super::super::constraint::DefaultValue;
use super::super::enumeration::EnumType;
use super::super::escaped::Escaped;
use super::super::field::Field;
use super::super::node::{Node, TypeRef, constant};
use super::super::number::{Float, Integer};
use super::super::older::Versions;
use super::super::reserved::Reserved;
use super::super::structure::StructType;
use super::super::subsection::Subsection;
use super::super::ty::Type;
use super::super::variant::Variant;
use super::super::{FORMAT_VERSION, Schema};
use super::named::{NamedTypes, name_of};
use numbers::is_wide;
use room::Writer;
pub use room::{Written, as_text};

/// Writes a schema's JSON. That in `const` code takes long, so it is done once where the
/// room is large enough for nearly all.
pub const fn write<const ROOM: usize>(schema: &Schema) -> Written<ROOM> {
    let ty = constant(schema.ty());
    let mut named = NamedTypes::new();
    named.collect(ty);
    let others = schema.takes_over();
    let mut i = 0;
    while i < others.len() {
        named.collect(constant(others[i].ty()));
        i += 1;
    }
    let mut out = Writer::new(named);
    out.schema(schema, ty);
    out.finish()
}

impl<const ROOM: usize> Written<ROOM> {
    /// The JSON of that schema without room behind it. `N` is its [`size`](Self::size).
    pub const fn exact<const N: usize>(&self, schema: &Schema) -> [u8; N] {
        if N > ROOM {
            return write::<N>(schema).room;
        }
        let mut json = [0; N];
        json.copy_from_slice(self.bytes());
        json
    }
}

impl<const ROOM: usize> Writer<ROOM> {
    const fn schema(&mut self, schema: &Schema, ty: &'static Type) {
        self.text("{\"format\":");
        self.number(FORMAT_VERSION as u128);
        self.text(",\"device\":\"");
        self.text(schema.device());
        self.text("\"");
        self.names(",\"aliases\":[", schema.aliases());
        self.text(",\"version\":");
        self.number(schema.version() as u128);
        self.text(",\"oldest\":");
        self.number(schema.oldest() as u128);
        self.text(",\"fingerprint\":\"");
        self.push(&schema.fingerprint().hex());
        self.text("\"");
        self.escaped(",\"original\":\"", schema.original());
        self.escaped(",\"doc\":\"", schema.doc());
        self.escaped(",\"_location\":\"", schema.location());
        self.escaped(",\"needed\":\"", schema.needed());
        self.takes_over(schema.takes_over());
        self.text(",\"type\":");
        self.ty(ty);
        self.text(",\"types\":{");
        let mut i = 0;
        while i < self.named.len {
            if i > 0 {
                self.text(",");
            }
            let ty = self.named.at(i);
            self.text("\"");
            self.type_name(ty);
            self.text("\":");
            match (ty.as_struct(), ty.as_enum()) {
                (Some(ty), _) => self.structure(ty),
                (_, Some(ty)) => self.enumeration(ty),
                (None, None) => panic!("only structs and enums have names"),
            }
            i += 1;
        }
        self.text("}}");
    }

    const fn escaped(&mut self, key: &str, text: Option<&Escaped>) {
        if let Some(text) = text {
            self.text(key);
            self.text(text.escaped());
            self.text("\"");
        }
    }

    const fn ty(&mut self, ty: &'static Type) {
        match ty {
            Type::Unit => self.text("\"unit\""),
            Type::Bool => self.text("\"bool\""),
            Type::Char => self.text("\"char\""),
            Type::String => self.text("\"string\""),
            Type::Integer(integer) => {
                if integer.is_varint() {
                    self.text("{\"varint\":");
                }
                self.text(in_quotes(*integer));
                if integer.is_varint() {
                    self.text("}");
                }
            }
            Type::Float(Float::F32) => self.text("\"f32\""),
            Type::Float(Float::F64) => self.text("\"f64\""),
            Type::Option(inner) => self.wrapped("option", inner),
            Type::List(element) => self.wrapped("list", element),
            Type::Set(element) => self.wrapped("set", element),
            Type::Array { element, len } => {
                self.text("{\"array\":{\"element\":");
                self.ty(constant(element));
                self.text(",\"len\":");
                self.number(*len as u128);
                self.text("}}");
            }
            Type::Map { key, value } => {
                self.text("{\"map\":{\"key\":");
                self.ty(constant(key));
                self.text(",\"value\":");
                self.ty(constant(value));
                self.text("}}");
            }
            Type::Tuple(parts) => {
                self.text("{\"tuple\":[");
                let parts = parts.get();
                let mut i = 0;
                while i < parts.len() {
                    if i > 0 {
                        self.text(",");
                    }
                    self.ty(constant(&parts[i]));
                    i += 1;
                }
                self.text("]}");
            }
            Type::Struct(_) | Type::Enum(_) => {
                self.text("{\"ref\":\"");
                self.type_name(ty);
                self.text("\"}");
            }
        }
    }

    const fn wrapped(&mut self, kind: &str, inner: &TypeRef) {
        self.text("{\"");
        self.text(kind);
        self.text("\":");
        self.ty(constant(inner));
        self.text("}");
    }

    /// The name, with a number behind it if an earlier type has the same one.
    const fn type_name(&mut self, ty: &Type) {
        self.text(name_of(ty));
        let earlier = self.named.earlier_with_name(ty);
        if earlier > 0 {
            self.text("~");
            self.number(earlier as u128 + 1);
        }
    }

    const fn structure(&mut self, ty: &'static StructType) {
        self.text("{");
        self.texts_of_type([ty.original(), ty.doc(), ty.location()]);
        self.versions(ty.versions());
        self.reserved(ty.reserved());
        self.fields(ty.fields());
        let subsections = ty.subsections();
        if !subsections.is_empty() {
            self.text(",\"subsections\":[");
            let mut i = 0;
            while i < subsections.len() {
                if i > 0 {
                    self.text(",");
                }
                self.subsection(&subsections[i]);
                i += 1;
            }
            self.text("]");
        }
        self.text("}");
    }

    /// What a named type says to people, before the keys that it must have.
    const fn texts_of_type(&mut self, texts: [Option<&Escaped>; 3]) {
        let keys = ["\"original\":\"", "\"doc\":\"", "\"_location\":\""];
        let mut i = 0;
        while i < keys.len() {
            self.escaped(keys[i], texts[i]);
            if texts[i].is_some() {
                self.text(",");
            }
            i += 1;
        }
    }

    const fn versions(&mut self, versions: &'static Versions) {
        if versions.version() > 1 {
            self.text("\"version\":");
            self.number(versions.version() as u128);
            self.text(",");
        }
        let older = versions.older();
        if older.is_empty() {
            return;
        }
        self.text("\"older\":[");
        let mut i = 0;
        while i < older.len() {
            self.text(if i > 0 {
                ",{\"version\":"
            } else {
                "{\"version\":"
            });
            self.number(older[i].version() as u128);
            self.text(",\"type\":");
            self.ty(constant(older[i].ty()));
            self.text("}");
            i += 1;
        }
        self.text("],");
    }

    const fn reserved(&mut self, reserved: &Reserved) {
        if reserved.is_empty() {
            return;
        }
        self.text("\"_reserved\":{\"tags\":[");
        let tags = reserved.tags();
        let mut i = 0;
        while i < tags.len() {
            if i > 0 {
                self.text(",");
            }
            self.tags(tags[i].0, tags[i].1);
            i += 1;
        }
        self.text("]");
        self.names(",\"names\":[", reserved.names());
        self.text("},");
    }

    const fn tags(&mut self, first: u32, last: u32) {
        if first == last {
            return self.number(first as u128);
        }
        self.text("[");
        self.number(first as u128);
        self.text(",");
        self.number(last as u128);
        self.text("]");
    }

    const fn fields(&mut self, fields: &'static [Field]) {
        self.text("\"fields\":[");
        let mut i = 0;
        while i < fields.len() {
            self.text(if i > 0 { ",{" } else { "{" });
            self.field(&fields[i]);
            self.text("}");
            i += 1;
        }
        self.text("]");
    }

    const fn subsection(&mut self, subsection: &'static Subsection) {
        self.text("{\"tag\":");
        self.number(subsection.tag() as u128);
        self.escaped(",\"needed\":\"", subsection.needed());
        if subsection.retired() {
            self.text(",\"retired\":true");
        }
        self.text(",");
        self.field(subsection.field());
        self.text("}");
    }

    /// The members of a field's object, without the braces.
    const fn field(&mut self, field: &'static Field) {
        self.text("\"name\":\"");
        self.text(field.name());
        self.text("\",\"type\":");
        self.ty(constant(field.ty()));
        self.names(",\"aliases\":[", field.aliases());
        let ty = constant(field.ty());
        self.default_value(",\"default\":", field.default_value(), ty);
        if let Some((element, _)) = ty.as_array() {
            self.default_value(",\"fill\":", field.fill(), constant(element));
        }
        if let Some(range) = field.range() {
            self.text(",\"range\":");
            self.range(range, is_wide(ty));
        }
        if let Some(limits) = field.map_limits() {
            self.map_limits(limits, ty);
        }
        if let Some(max_len) = field.max_len() {
            self.text(",\"max_len\":");
            self.number(max_len as u128);
        }
        if field.must_match() {
            self.text(",\"must_match\":true");
        } else if let Some(limit) = field.configuration() {
            self.text(",\"allowed\":\"");
            self.text(limit.key());
            self.text("\"");
        }
        if field.ignorable() {
            self.text(",\"ignorable\":true");
        }
        if field.sensitive() {
            self.text(",\"sensitive\":true");
        }
        self.escaped(",\"unit\":\"", field.unit());
        self.flags(field.flags());
        self.escaped(",\"original\":\"", field.original());
        self.escaped(",\"doc\":\"", field.doc());
        self.escaped(",\"_location\":\"", field.location());
    }

    const fn takes_over(&mut self, others: &[Schema]) {
        let mut i = 0;
        while i < others.len() {
            self.text(if i > 0 { "," } else { ",\"takes_over\":[" });
            self.text("{\"device\":\"");
            self.text(others[i].device());
            self.text("\",\"version\":");
            self.number(others[i].version() as u128);
            self.text(",\"type\":");
            self.ty(constant(others[i].ty()));
            self.text("}");
            i += 1;
        }
        if !others.is_empty() {
            self.text("]");
        }
    }

    const fn names(&mut self, key: &str, names: &[Node<str>]) {
        if names.is_empty() {
            return;
        }
        self.text(key);
        let mut i = 0;
        while i < names.len() {
            self.text(if i > 0 { ",\"" } else { "\"" });
            self.text(names[i].get());
            self.text("\"");
            i += 1;
        }
        self.text("]");
    }

    const fn default_value(
        &mut self,
        key: &str,
        value: Option<&'static DefaultValue>,
        ty: &'static Type,
    ) {
        let Some(value) = value else { return };
        self.text(key);
        match value {
            DefaultValue::Zero => self.text("\"zero\""),
            DefaultValue::Fields => self.text("\"fields\""),
            DefaultValue::Computed => self.text("\"computed\""),
            DefaultValue::Literal(value) => {
                self.text("{\"value\":");
                self.literal(value.get(), ty);
                self.text("}");
            }
        }
    }

    const fn enumeration(&mut self, ty: &'static EnumType) {
        self.text("{");
        self.texts_of_type([ty.original(), ty.doc(), ty.location()]);
        self.versions(ty.versions());
        self.reserved(ty.reserved());
        self.text("\"variants\":[");
        let variants = ty.variants();
        let mut i = 0;
        while i < variants.len() {
            if i > 0 {
                self.text(",");
            }
            self.variant(&variants[i]);
            i += 1;
        }
        self.text("]}");
    }

    const fn variant(&mut self, variant: &'static Variant) {
        self.text("{\"name\":\"");
        self.text(variant.name());
        self.text("\",\"tag\":");
        self.number(variant.tag() as u128);
        self.names(",\"aliases\":[", variant.aliases());
        if variant.other() {
            self.text(",\"other\":true");
        }
        if variant.keeps_tag() {
            self.text(",\"keeps_tag\":true");
        }
        self.escaped(",\"original\":\"", variant.original());
        self.escaped(",\"doc\":\"", variant.doc());
        self.escaped(",\"_location\":\"", variant.location());
        if !variant.fields().is_empty() {
            self.text(",");
            self.fields(variant.fields());
        }
        self.text("}");
    }
}

/// The width and sign of a number, in one piece.
const fn in_quotes(integer: Integer) -> &'static str {
    match (integer.is_signed(), integer.bits()) {
        (false, 8) => "\"u8\"",
        (false, 16) => "\"u16\"",
        (false, 32) => "\"u32\"",
        (false, 64) => "\"u64\"",
        (false, _) => "\"u128\"",
        (true, 8) => "\"i8\"",
        (true, 16) => "\"i16\"",
        (true, 32) => "\"i32\"",
        (true, 64) => "\"i64\"",
        (true, _) => "\"i128\"",
    }
}
