//! What the generators see: the annotated type, with nothing left to validate.

use proc_macro2::Ident;
use syn::{Data, DeriveInput, Generics, Index, Member, Type};

use crate::attr::{FieldAttrs, TypeAttrs, VariantAttrs, name, parse_attributes};
use crate::ctxt::Ctxt;
use crate::spanned::Spanned;
use crate::{doc, messages, tags};

pub(crate) struct Input {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    /// Name of the type in the schema: its identifier, or `rename`.
    pub(crate) name: Spanned<String>,
    /// The doc comment, without the indentation that `///` leaves.
    pub(crate) doc: Option<String>,
    pub(crate) attrs: TypeAttrs,
    pub(crate) body: Body,
}

pub(crate) enum Body {
    Struct(Fields),
    Enum(Vec<Variant>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Named,
    Tuple,
    Unit,
}

pub(crate) struct Fields {
    pub(crate) style: Style,
    pub(crate) fields: Vec<Field>,
}

pub(crate) struct Field {
    pub(crate) member: Member,
    pub(crate) ty: Type,
    /// Name of the field in the schema: its identifier or index, or `rename`.
    pub(crate) name: Spanned<String>,
    pub(crate) doc: Option<String>,
    pub(crate) attrs: FieldAttrs,
}

pub(crate) struct Variant {
    pub(crate) ident: Ident,
    /// Name of the variant in the schema: its identifier, or `rename`.
    pub(crate) name: Spanned<String>,
    pub(crate) doc: Option<String>,
    /// As written; otherwise one more than the variant's before, and 0 for the first.
    /// An `other` variant with a field writes the tag it holds and not this one.
    pub(crate) tag: Spanned<u32>,
    /// `#[derive(Default)]` makes it, by its `#[default]`.
    pub(crate) is_default: bool,
    pub(crate) attrs: VariantAttrs,
    pub(crate) fields: Fields,
}

impl Input {
    /// Reads `node` and all its attributes. Returns `None` for what has no fields to read.
    pub(crate) fn read(cx: &Ctxt, node: &DeriveInput) -> Option<Self> {
        let attrs = TypeAttrs::read(cx, &node.attrs);
        let body = Body::read(cx, &node.data)?;
        Some(Input {
            ident: node.ident.clone(),
            generics: node.generics.clone(),
            name: item_name(attrs.rename.as_ref(), &node.ident),
            doc: doc::read(&node.attrs),
            attrs,
            body,
        })
    }

    /// Whether another type stands for this one in the stream, so that its fields do not.
    pub(crate) fn is_converted(&self) -> bool {
        ["from", "try_from", "into"]
            .iter()
            .any(|key| self.attrs.written.get(key).is_some())
    }

    /// The types that have to be `Migratable` for this one to be.
    pub(crate) fn encoded_types(&self) -> impl Iterator<Item = &Type> {
        let fields = self.body.all_fields();
        let encoded = |field: &&Field| {
            let written = &field.attrs.written;
            written.get("skip").is_none() && written.get("with").is_none()
        };
        let retired = self.attrs.retired.iter().map(|retired| &retired.ty);
        let older = self.attrs.older.iter().map(|older| &older.ty);
        let taken = self.attrs.takes_over.iter().map(|taken| &taken.ty);
        let fields = fields.filter(encoded).map(|field| &field.ty);
        fields.chain(retired).chain(older).chain(taken)
    }
}

impl Body {
    fn read(cx: &Ctxt, data: &Data) -> Option<Self> {
        match data {
            Data::Struct(data) => Some(Body::Struct(Fields::read(cx, &data.fields))),
            Data::Enum(data) => Some(Body::Enum(read_variants(cx, data.variants.iter()))),
            Data::Union(data) => {
                cx.error(data.union_token, messages::union());
                None
            }
        }
    }

    /// The fields of the struct, or of all variants.
    pub(crate) fn all_fields(&self) -> impl Iterator<Item = &Field> {
        self.field_lists().flat_map(|list| &list.fields)
    }

    /// The fields of the struct; none if it is an enum.
    pub(crate) fn struct_fields(&self) -> &[Field] {
        match self {
            Body::Struct(list) => &list.fields,
            Body::Enum(_) => &[],
        }
    }

    /// The variants of the enum; none if it is a struct.
    pub(crate) fn variants(&self) -> &[Variant] {
        match self {
            Body::Struct(_) => &[],
            Body::Enum(variants) => variants,
        }
    }

    /// The struct's list of fields, or each variant's.
    pub(crate) fn field_lists(&self) -> impl Iterator<Item = &Fields> {
        let of_struct = match self {
            Body::Struct(list) => Some(list),
            Body::Enum(_) => None,
        };
        let of_variants = self.variants().iter().map(|variant| &variant.fields);
        of_struct.into_iter().chain(of_variants)
    }
}

impl Fields {
    fn read(cx: &Ctxt, node: &syn::Fields) -> Self {
        let style = match node {
            syn::Fields::Named(_) => Style::Named,
            syn::Fields::Unnamed(_) => Style::Tuple,
            syn::Fields::Unit => Style::Unit,
        };
        let fields = node
            .iter()
            .zip(node.members())
            .map(|(field, member)| Field::read(cx, field, member))
            .collect();
        Fields { style, fields }
    }
}

impl Field {
    pub(crate) fn is_skipped(&self) -> bool {
        self.attrs.written.get("skip").is_some()
    }

    /// Whether its name stands in the schema.
    pub(crate) fn has_name(&self) -> bool {
        !self.is_skipped() && !self.attrs.flatten
    }

    fn read(cx: &Ctxt, node: &syn::Field, member: Member) -> Self {
        let attrs: FieldAttrs = parse_attributes(cx, &node.attrs);
        let name = match &member {
            Member::Named(ident) => item_name(attrs.rename.as_ref(), ident),
            Member::Unnamed(Index { index, span }) => attrs
                .rename
                .clone()
                .unwrap_or_else(|| Spanned::new(index.to_string(), *span)),
        };
        Field {
            member,
            ty: node.ty.clone(),
            name,
            doc: doc::read(&node.attrs),
            attrs,
        }
    }
}

fn read_variants<'a>(cx: &Ctxt, nodes: impl Iterator<Item = &'a syn::Variant>) -> Vec<Variant> {
    let mut counter = tags::Counter::default();
    nodes
        .map(|node| {
            let attrs: VariantAttrs = parse_attributes(cx, &node.attrs);
            Variant {
                ident: node.ident.clone(),
                name: item_name(attrs.rename.as_ref(), &node.ident),
                doc: doc::read(&node.attrs),
                tag: counter.next(cx, &node.ident, &attrs),
                is_default: node
                    .attrs
                    .iter()
                    .any(|attr| attr.path().is_ident("default")),
                attrs,
                fields: Fields::read(cx, &node.fields),
            }
        })
        .collect()
}

fn item_name(rename: Option<&Spanned<String>>, ident: &Ident) -> Spanned<String> {
    match rename {
        Some(rename) => rename.clone(),
        None => name::of_ident(ident),
    }
}
