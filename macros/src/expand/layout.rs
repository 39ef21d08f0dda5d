//! The order of the bytes: which fields are encoded where, through what.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{Expr, Index, Member};

use super::names::Names;
use super::span::{here, rt_at};
use super::varint;
use crate::ast::{Field, Fields, Style, Variant};
use crate::attr::{DefaultValue, FieldAttrs, Retired, Skip, Stated, Subsection};
use crate::spanned::Spanned;

/// All fields of a type, and the subsections they stand in.
pub(super) struct Layout<'a> {
    pub(super) fields: Vec<Placed<'a>>,
    /// Ascending by tag.
    pub(super) subsections: Vec<Group<'a>>,
    /// One for each variant of an enum.
    pub(super) variants: Vec<VariantLayout<'a>>,
    /// Length of the table of runs.
    runs: Vec<Option<usize>>,
}

/// A field, its adapter, and where it belongs.
pub(super) struct Placed<'a> {
    pub(super) field: &'a Field,
    /// The type that says how the field is encoded, under the alias that makes
    /// a missing impl one error.
    pub(super) adapter: TokenStream,
    /// The same type as it is spelled.
    pub(super) describer: TokenStream,
    /// The type that is encoded: the field's, or what its `Option` holds.
    pub(super) ty: TokenStream,
    pub(super) membership: Membership,
    /// Index in the table of runs.
    pub(super) run: usize,
    /// A local variable for it.
    pub(super) local: Ident,
    is_remote: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Membership {
    Skipped,
    /// Among the fields that are always there.
    Fields,
    /// In the subsection of that index.
    Subsection(usize),
}

/// A subsection.
pub(super) struct Group<'a> {
    pub(super) tag: u32,
    pub(super) kind: GroupKind<'a>,
    /// A local variable: whether it is present, or its content.
    pub(super) local: Ident,
}

pub(super) enum GroupKind<'a> {
    /// One field with a condition.
    Own {
        field: usize,
        needed: &'a Expr,
        ignorable: bool,
    },
    /// One `Option`: present if it is `Some`.
    Optional { field: usize, ignorable: bool },
    /// Several fields with one condition.
    Several {
        name: &'a Spanned<String>,
        fields: Vec<usize>,
        needed: &'a Expr,
        ignorable: bool,
    },
    /// Written by older builds only.
    Retired(&'a Retired),
}

impl<'a> GroupKind<'a> {
    /// The condition that the author wrote.
    pub(super) fn needed(&self) -> Option<&'a Expr> {
        match self {
            GroupKind::Own { needed, .. } | GroupKind::Several { needed, .. } => Some(needed),
            GroupKind::Optional { .. } | GroupKind::Retired(_) => None,
        }
    }
}

pub(super) struct VariantLayout<'a> {
    pub(super) variant: &'a Variant,
    /// Its fields, as indices into those of the type.
    pub(super) fields: std::ops::Range<usize>,
}

impl VariantLayout<'_> {
    /// The variant for unknown tags that holds the tag.
    pub(super) fn keeps_tag(&self) -> bool {
        self.variant.attrs.other && !self.fields.is_empty()
    }
}

impl<'a> Layout<'a> {
    pub(super) fn of_struct(names: &Names<'a>, fields: &'a Fields) -> Self {
        let mut layout = Self::empty();
        layout.subsections = groups(names, fields);
        layout.place(names, fields);
        layout
    }

    pub(super) fn of_enum(names: &Names<'a>, variants: &'a [Variant]) -> Self {
        let mut layout = Self::empty();
        for variant in variants {
            let start = layout.fields.len();
            layout.place(names, &variant.fields);
            let fields = start..layout.fields.len();
            if variant.attrs.other {
                let rt = &names.rt;
                for placed in &mut layout.fields[fields.clone()] {
                    placed.hold(&quote!(#rt::u32));
                }
            }
            layout.variants.push(VariantLayout { variant, fields });
        }
        layout
    }

    fn empty() -> Self {
        Self {
            fields: Vec::new(),
            subsections: Vec::new(),
            variants: Vec::new(),
            runs: Vec::new(),
        }
    }

    /// Adds fields and gives each its place in the table of runs, where each
    /// group of fields is closed by a separator.
    fn place(&mut self, names: &Names<'a>, fields: &'a Fields) {
        let start = self.fields.len();
        for (index, field) in fields.fields.iter().enumerate() {
            let membership = self.membership_of(field, index);
            self.fields
                .push(Placed::new(names, field, membership, start + index));
        }
        self.give_runs(start, Membership::Fields);
        for subsection in 0..self.subsections.len() {
            self.give_runs(start, Membership::Subsection(subsection));
        }
    }

    fn membership_of(&self, field: &Field, index: usize) -> Membership {
        if field.attrs.skip.is_some() {
            return Membership::Skipped;
        }
        let holds = |group: &Group<'_>| match &group.kind {
            GroupKind::Own { field, .. } | GroupKind::Optional { field, .. } => *field == index,
            GroupKind::Several { fields, .. } => fields.contains(&index),
            GroupKind::Retired(_) => false,
        };
        self.subsections
            .iter()
            .position(holds)
            .map_or(Membership::Fields, Membership::Subsection)
    }

    fn give_runs(&mut self, start: usize, membership: Membership) {
        for index in start..self.fields.len() {
            if self.fields[index].membership == membership {
                self.fields[index].run = self.runs.len();
                self.runs.push(Some(index));
            }
        }
        if self.runs.last().is_some_and(Option::is_some) {
            self.runs.push(None);
        }
    }

    /// The table of runs, as an item of the trait.
    pub(super) fn runs(&self, names: &Names<'_>) -> TokenStream {
        let rt = &names.rt;
        let closed = self.runs.len().saturating_sub(1);
        if closed == 0 {
            return TokenStream::new();
        }
        let lens = self.runs[..closed].iter().map(|entry| match entry {
            Some(index) => {
                let placed = &self.fields[*index];
                let (adapter, ty, (rt, span)) = (&placed.adapter, &placed.ty, placed.rt());
                quote_spanned!(span=> #rt::fixed_len::<#adapter, #ty>())
            }
            None => quote!(#rt::None),
        });
        quote! {
            const RUNS: &'static [#rt::usize] = &#rt::runs([#(#lens),*]);
        }
    }

    /// Gives the table of runs a short name that nothing else can have.
    pub(super) fn name_runs(&self, names: &Names<'_>) -> TokenStream {
        if self.runs.is_empty() {
            return TokenStream::new();
        }
        let (rt, of) = (&names.rt, names.of_this());
        quote!(let __runs = <Self as #rt::Migratable #of>::RUNS;)
    }

    /// The tag of a variant in the schema. The one for unknown tags writes the
    /// tag that it holds; its own is one that no variant of any build has.
    pub(super) fn tag(&self, entry: &VariantLayout<'_>) -> u32 {
        match entry.keeps_tag() {
            true => u32::MAX,
            false => entry.variant.tag.value,
        }
    }

    /// The fields of a variant in the schema. The one for unknown tags has none.
    pub(super) fn of_variant(&self, entry: &VariantLayout<'_>) -> Vec<&Placed<'a>> {
        let fields = self.fields[entry.fields.clone()].iter();
        let shown = |placed: &&Placed<'a>| placed.is_encoded() && !entry.variant.attrs.other;
        fields.filter(shown).collect()
    }

    pub(super) fn at(&self, membership: Membership) -> impl Iterator<Item = &Placed<'a>> {
        self.fields
            .iter()
            .filter(move |field| field.membership == membership)
    }

    /// Whether values can be made from a stream alone.
    pub(super) fn can_decode(&self) -> bool {
        self.fields
            .iter()
            .all(|placed| !matches!(placed.field.attrs.skip, Some(Skip::Keep)))
    }
}

impl<'a> Placed<'a> {
    fn new(names: &Names<'_>, field: &'a Field, membership: Membership, index: usize) -> Self {
        let ty = value_type(field);
        let describer = describer(field, &ty);
        let adapter = adapter(field, &describer, &ty);
        let span = match &field.member {
            Member::Named(ident) => Span::mixed_site().located_at(ident.span()),
            Member::Unnamed(_) => Span::mixed_site(),
        };
        Self {
            field,
            adapter,
            describer,
            ty,
            membership,
            run: 0,
            local: format_ident!("__field_{index}", span = span),
            is_remote: names.input.attrs.remote.is_some(),
        }
    }

    /// Whatever its type is called, it holds a value of this one.
    fn hold(&mut self, ty: &TokenStream) {
        self.ty = ty.clone();
        self.describer = ty.clone();
        self.adapter = ty.clone();
    }

    pub(super) fn is_encoded(&self) -> bool {
        self.membership != Membership::Skipped
    }

    /// A reference to it within `value`. If it has another type than is said,
    /// that is reported where the type is spelled.
    pub(super) fn in_value(&self) -> TokenStream {
        let member = &self.field.member;
        self.declared(
            "ByRef",
            quote_spanned!(here(self.field.ty.span())=> &(*__value).#member),
        )
    }

    /// As [`in_value`](Self::in_value).
    pub(super) fn in_value_mut(&self) -> TokenStream {
        let member = &self.field.member;
        self.declared(
            "ByMut",
            quote_spanned!(here(self.field.ty.span())=> &mut (*__value).#member),
        )
    }

    /// `value`, which is the field of a remote type or will be, as one of the type
    /// that is said here. All that is wrong with that is one error.
    pub(super) fn declared(&self, access: &str, value: TokenStream) -> TokenStream {
        if !self.is_remote {
            return value;
        }
        let (ty, span) = (&self.field.ty, self.field.ty.span());
        let (rt, access) = (rt_at(span), Ident::new(access, span));
        quote_spanned!(span=> #rt::declared::<#rt::#access, #ty, _>(#value))
    }

    /// Where what describes it is spelled.
    pub(super) fn span(&self) -> Span {
        match &self.field.attrs.with {
            Some(with) => with.span(),
            None => self.field.ty.span(),
        }
    }

    /// The runtime, and the place, of code that hands over its types.
    pub(super) fn rt(&self) -> (Ident, Span) {
        let span = self.span();
        (rt_at(span), span)
    }

    /// Something is tested on its value.
    pub(super) fn is_checked(&self) -> bool {
        let attrs = &self.field.attrs;
        attrs.range.is_some() || attrs.max_len.is_some()
    }

    /// It is read where the whole value is made, and no earlier.
    pub(super) fn is_held(&self) -> bool {
        self.membership == Membership::Fields && !self.is_checked()
    }

    /// Checking or loading it in place may make a new value.
    pub(super) fn is_decoded_by_load(&self) -> bool {
        let attrs = &self.field.attrs;
        matches!(attrs.subsection, Some(Subsection::Own { needed: None, .. }))
            || attrs.range.is_some()
    }

    /// Nothing but its type matters to the schema.
    pub(super) fn is_plain(&self) -> bool {
        let FieldAttrs {
            rename,
            aliases,
            default,
            skip,
            flatten,
            subsection,
            varint: _,
            max_len,
            range,
            fill,
            must_match,
            allowed,
            with: _,
            ignorable,
            sensitive,
            unit,
            written: _,
        } = &self.field.attrs;
        rename.is_none()
            && aliases.is_empty()
            && default.is_none()
            && skip.is_none()
            && !flatten
            && subsection.is_none()
            && max_len.is_none()
            && range.is_none()
            && fill.is_none()
            && unit.is_none()
            && allowed.is_none()
            && !(*must_match || *ignorable || *sensitive)
    }

    /// The entry in the table of runs.
    pub(super) fn run(&self) -> TokenStream {
        let index = Index::from(self.run);
        quote!(__runs[#index])
    }

    /// The value where a stream has none, or where it is skipped.
    pub(super) fn absent(&self) -> TokenStream {
        match (&self.field.attrs.skip, &self.field.attrs.default) {
            (Some(Skip::Expr(expr)), _)
            | (None, Some(DefaultValue::Stated(Stated { expr, .. }))) => expr.to_token_stream(),
            _ => {
                let ty = &self.field.ty;
                let rt = rt_at(ty.span());
                quote_spanned!(ty.span()=> <#ty as #rt::Default>::default())
            }
        }
    }
}

/// What is encoded: in a subsection that stands on an `Option`, its content.
fn value_type(field: &Field) -> TokenStream {
    match &field.attrs.subsection {
        Some(Subsection::Own { needed: None, .. }) => inner(field),
        _ => field.ty.to_token_stream(),
    }
}

/// What the `Option` holds that a field is.
fn inner(field: &Field) -> TokenStream {
    let (ty, span) = (&field.ty, field.ty.span());
    let rt = rt_at(span);
    quote_spanned!(span=> #rt::InnerOf<#ty>)
}

/// A function of that `Option`. If the field is none, so is what is named here, and
/// rustc reports nothing that follows from it.
pub(super) fn optional(field: &Field, function: &str) -> TokenStream {
    let (ty, span) = (&field.ty, field.ty.span());
    let (rt, function) = (rt_at(span), Ident::new(function, span));
    quote_spanned!(span=> <#rt::OptionOf<#ty> as #rt::Optional>::#function)
}

fn describer(field: &Field, ty: &TokenStream) -> TokenStream {
    let rt = rt_at(field.ty.span());
    match &field.attrs.with {
        Some(with) => with.to_token_stream(),
        None if field.attrs.varint => {
            let leaf = quote_spanned!(field.ty.span()=> #rt::Varint);
            varint::adapter(field, &leaf)
        }
        None => ty.clone(),
    }
}

fn adapter(field: &Field, describer: &TokenStream, ty: &TokenStream) -> TokenStream {
    let span = match &field.attrs.with {
        Some(with) => with.span(),
        None => field.ty.span(),
    };
    let rt = rt_at(span);
    match field.attrs.with.is_some() || field.attrs.varint {
        true => quote_spanned!(span=> #rt::Codec<#describer, #ty>),
        false => quote_spanned!(span=> #rt::Own<#ty>),
    }
}

/// All subsections, ascending by tag.
fn groups<'a>(names: &Names<'a>, fields: &'a Fields) -> Vec<Group<'a>> {
    let attrs = &names.input.attrs;
    let own = fields
        .fields
        .iter()
        .enumerate()
        .filter_map(|(index, field)| {
            let Some(Subsection::Own {
                tag,
                needed,
                ignorable,
            }) = &field.attrs.subsection
            else {
                return None;
            };
            let (field, ignorable) = (index, *ignorable);
            let kind = match needed {
                Some(needed) => GroupKind::Own {
                    field,
                    needed,
                    ignorable,
                },
                None => GroupKind::Optional { field, ignorable },
            };
            Some((tag.value, kind))
        });
    let several = attrs.subsections.iter().map(|group| {
        let member = |field: &Field| match &field.attrs.subsection {
            Some(Subsection::Group(name)) => **name == *group.name,
            _ => false,
        };
        let kind = GroupKind::Several {
            name: &group.name,
            fields: (0..fields.fields.len())
                .filter(|&i| member(&fields.fields[i]))
                .collect(),
            needed: &group.needed,
            ignorable: group.ignorable,
        };
        (group.tag.value, kind)
    });
    let retired = attrs
        .retired
        .iter()
        .map(|old| (old.tag.value, GroupKind::Retired(old)));
    let mut groups: Vec<_> = own
        .chain(several)
        .chain(retired)
        .map(|(tag, kind)| {
            let local = subsection_local(tag);
            Group { tag, kind, local }
        })
        .collect();
    groups.sort_by_key(|group| group.tag);
    groups
}

/// A local variable for what stands in a subsection.
pub(super) fn subsection_local(tag: u32) -> Ident {
    format_ident!("__subsection_{tag}", span = Span::mixed_site())
}

/// Whether a variant has no content that a pattern must name.
pub(super) fn is_unit(fields: &Fields) -> bool {
    fields.style == Style::Unit
}
