//! How the end of a value is found, worked out from its type.

use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::schema::{EnumType, Field, Fingerprint, StructType, Type, TypeRef, Variant};

/// Where a value ends. What follows from the type alone is a number here.
#[derive(Clone, Debug)]
pub(in crate::resolve) enum Extent {
    /// Behind so many bytes.
    Bytes(usize),
    /// Behind a varint of at most so many bits.
    Varint(u32),
    /// Behind a count and so many bytes for each that is counted.
    Counted { min_len: usize, len: usize },
    /// Behind an option.
    Option(Arc<Extent>),
    /// Behind so many of them.
    Array { count: u64, element: Arc<Extent> },
    /// Behind a count and so many of them.
    List {
        min_len: usize,
        element: Arc<Extent>,
    },
    /// Behind the last of them.
    Parts(Arc<[Extent]>),
    /// Behind a struct's subsections.
    Subsections,
    /// Behind the fields of the variant.
    Enum(Arc<Variants>),
}

/// Where the value of an enum ends.
#[derive(Debug)]
pub(in crate::resolve) struct Variants {
    /// Ascending by tag.
    pub(super) fields: Vec<(u32, Extent)>,
    /// Whether all other tags are of a variant without fields.
    pub(super) keeps_tags: bool,
}

/// So many variants are compared one by one.
const FIRST: usize = 8;

/// The extents of types. Each named type is looked at once, wherever it stands:
/// a small text can describe types that stand in very many places.
#[derive(Debug, Default)]
pub(in crate::resolve) struct Extents {
    named: BTreeMap<Fingerprint, Extent>,
}

impl Extents {
    pub(in crate::resolve) fn of(&mut self, ty: &TypeRef) -> Extent {
        if let Some(len) = ty.summary().fixed_len() {
            return Extent::Bytes(saturate(len));
        }
        match &**ty {
            Type::Unit | Type::Bool | Type::Float(_) => Extent::Bytes(0),
            Type::Integer(integer) => Extent::Varint(u32::from(integer.bits())),
            Type::Char | Type::String => Extent::Counted { min_len: 1, len: 1 },
            Type::Option(content) => Extent::Option(self.of(content).into()),
            Type::Array { element, len } => Extent::array(*len, self.of(element)),
            Type::List(element) | Type::Set(element) => {
                Extent::list(min_len(element), self.of(element))
            }
            Type::Map { key, value } => {
                let entry = Extent::parts([self.of(key), self.of(value)]);
                Extent::list(min_len(key), entry)
            }
            Type::Tuple(parts) => Extent::parts(parts.get().iter().map(|part| self.of(part))),
            Type::Struct(inner) => self.named(ty, |extents| extents.structure(inner)),
            Type::Enum(inner) => self.named(ty, |extents| extents.enumeration(inner)),
        }
    }

    fn named(&mut self, ty: &TypeRef, extent: impl FnOnce(&mut Self) -> Extent) -> Extent {
        let key = ty.summary().fingerprint();
        if let Some(known) = self.named.get(&key) {
            return known.clone();
        }
        let extent = extent(self);
        self.named.insert(key, extent.clone());
        extent
    }

    /// Fields back to back.
    pub(in crate::resolve) fn of_fields(&mut self, fields: &[Field]) -> Extent {
        Extent::parts(fields.iter().map(|field| self.of(field.ty())))
    }

    fn structure(&mut self, ty: &StructType) -> Extent {
        let fields = self.of_fields(ty.fields());
        match ty.subsections() {
            [] => fields,
            _ => Extent::parts([fields, Extent::Subsections]),
        }
    }

    fn enumeration(&mut self, ty: &EnumType) -> Extent {
        let variants = ty.variants().iter();
        let mut fields: Vec<_> = variants
            .map(|variant| (variant.tag(), self.of_fields(variant.fields())))
            .collect();
        fields.sort_by_key(|(tag, _)| *tag);
        Extent::Enum(Arc::new(Variants {
            fields,
            keeps_tags: ty.other().is_some_and(Variant::keeps_tag),
        }))
    }
}

impl Extent {
    /// So many elements.
    pub(super) fn array(count: u64, element: Self) -> Self {
        match element {
            Self::Bytes(len) => Self::Bytes(saturate(count).saturating_mul(len)),
            element => Self::Array {
                count,
                element: element.into(),
            },
        }
    }

    /// Elements behind their count.
    pub(super) fn list(min_len: usize, element: Self) -> Self {
        match element {
            Self::Bytes(len) => Self::Counted { min_len, len },
            element => Self::List {
                min_len,
                element: element.into(),
            },
        }
    }

    /// One behind the other; those of fixed length are added up.
    pub(super) fn parts(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut fewer = Vec::new();
        for part in parts {
            match (part, fewer.last_mut()) {
                (Self::Bytes(more), Some(Self::Bytes(len))) => *len = len.saturating_add(more),
                (part, _) => fewer.push(part),
            }
        }
        match fewer.len() {
            0 => Self::Bytes(0),
            1 => fewer.pop().unwrap_or(Self::Bytes(0)),
            _ => Self::Parts(fewer.into()),
        }
    }
}

impl Variants {
    /// Where the fields of the variant with this tag end.
    #[inline]
    pub(super) fn get(&self, tag: u32) -> Option<&Extent> {
        // Comparing is not only less than searching: a processor foresees which
        // of the first variants it is, and need not wait for the tag.
        let (first, others) = self.fields.split_at(self.fields.len().min(FIRST));
        let is_wanted = |(found, _): &&(u32, Extent)| *found == tag;
        let (_, extent) = first.iter().find(is_wanted).or_else(|| {
            let index = others.binary_search_by_key(&tag, |(tag, _)| *tag).ok()?;
            others.get(index)
        })?;
        Some(extent)
    }
}

/// A length that no input has is as good as any other.
fn saturate(len: u64) -> usize {
    usize::try_from(len).unwrap_or(usize::MAX)
}

/// The fewest bytes of an element.
pub(in crate::resolve) fn min_len(element: &TypeRef) -> usize {
    saturate(element.summary().min_len())
}
