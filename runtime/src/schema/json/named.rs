//! Which named types a derived schema has, found in `const` code.

use super::super::enumeration::EnumType;
use super::super::field::Field;
use super::super::name::same_text;
use super::super::node::constant;
use super::super::structure::StructType;
use super::super::ty::Type;

/// The named types of a schema, each once, in the order of first use.
pub(super) struct NamedTypes {
    types: [Option<&'static Type>; Self::MOST],
    pub(super) len: usize,
}

impl NamedTypes {
    const MOST: usize = 512;

    pub(super) const fn new() -> Self {
        Self {
            types: [None; Self::MOST],
            len: 0,
        }
    }

    pub(super) const fn at(&self, index: usize) -> &'static Type {
        match self.types[index] {
            Some(ty) => ty,
            None => panic!("every place below `len` is taken"),
        }
    }

    const fn position(&self, ty: &Type) -> Option<usize> {
        let mut i = 0;
        while i < self.len {
            if same_type(self.at(i), ty) {
                return Some(i);
            }
            i += 1;
        }
        None
    }

    pub(super) const fn earlier_with_name(&self, ty: &Type) -> usize {
        let mut count = 0;
        let mut i = 0;
        while i < self.len && !same_type(self.at(i), ty) {
            if same_text(name_of(self.at(i)), name_of(ty)) {
                count += 1;
            }
            i += 1;
        }
        count
    }

    pub(super) const fn collect(&mut self, ty: &'static Type) {
        // Of `const` code, which is slow, and goes through all parts of wide tuples: without
        // a call to ask what there is.
        match ty {
            Type::Unit | Type::Bool | Type::Char | Type::String => {}
            Type::Integer(_) | Type::Float(_) => {}
            Type::Option(part) | Type::List(part) | Type::Set(part) => self.collect(constant(part)),
            Type::Array { element, .. } => self.collect(constant(element)),
            Type::Map { key, value } => {
                self.collect(constant(key));
                self.collect(constant(value));
            }
            Type::Tuple(parts) => {
                let parts = parts.get();
                let mut i = 0;
                while i < parts.len() {
                    self.collect(constant(&parts[i]));
                    i += 1;
                }
            }
            Type::Struct(structure) => {
                if self.add(ty) {
                    self.collect_older(ty);
                    self.collect_struct(structure);
                }
            }
            Type::Enum(enumeration) => {
                if self.add(ty) {
                    self.collect_older(ty);
                    self.collect_enum(enumeration);
                }
            }
        }
    }

    const fn collect_struct(&mut self, ty: &'static StructType) {
        self.collect_fields(ty.fields());
        let subsections = ty.subsections();
        let mut i = 0;
        while i < subsections.len() {
            self.collect(constant(subsections[i].field().ty()));
            i += 1;
        }
    }

    const fn collect_enum(&mut self, ty: &'static EnumType) {
        let variants = ty.variants();
        let mut i = 0;
        while i < variants.len() {
            self.collect_fields(variants[i].fields());
            i += 1;
        }
    }

    const fn collect_older(&mut self, ty: &'static Type) {
        let older = ty.older();
        let mut i = 0;
        while i < older.len() {
            self.collect(constant(older[i].ty()));
            i += 1;
        }
    }

    const fn collect_fields(&mut self, fields: &'static [Field]) {
        let mut i = 0;
        while i < fields.len() {
            self.collect(constant(fields[i].ty()));
            i += 1;
        }
    }

    /// Whether the type is new.
    const fn add(&mut self, ty: &'static Type) -> bool {
        if self.position(ty).is_some() {
            return false;
        }
        assert!(
            self.len < Self::MOST,
            "a device's schema has more than 512 named types"
        );
        self.types[self.len] = Some(ty);
        self.len += 1;
        true
    }
}

pub(super) const fn name_of(ty: &Type) -> &str {
    match ty.name() {
        Some(name) => name,
        None => panic!("only structs and enums have names"),
    }
}

/// Listed once.
const fn same_type(a: &Type, b: &Type) -> bool {
    a.summary().is_same(&b.summary()) && same_text(name_of(a), name_of(b))
}
