//! From a checked type to its impls.
//!
//! What is generated is short: it names the fields, their types and their
//! attributes in the order of their bytes, and leaves every decision that
//! depends on a type to `const` code in the runtime.

mod bounds;
mod convert;
mod device;
mod fallback;
mod hooks;
mod json;
mod layout;
mod literal;
mod schema;
mod span;
mod structure;
mod subsections;
mod transparent;
mod variants;

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use self::fallback::fallback;

use self::layout::Layout;
use crate::ast::{Body, Fields, Input, Style};

/// The functions and constants of the two codec traits.
struct Codec {
    /// Items of `Migratable`.
    migratable: TokenStream,
    /// Items of `Decode`, unless a skipped field has no value.
    decode: Option<TokenStream>,
}

/// What all generators need to name.
struct Names<'a> {
    input: &'a Input,
    /// What generated code names in the runtime, under the name that it is
    /// imported by.
    rt: TokenStream,
    /// The type that is encoded: `Self`, or the remote type.
    this: TokenStream,
}

impl<'a> Names<'a> {
    fn new(input: &'a Input) -> Self {
        let this = match &input.attrs.remote {
            Some(_) if has_alias(input) => quote!(__Remote),
            Some(remote) => quote!(#remote),
            None => quote!(Self),
        };
        Self {
            input,
            rt: quote!(__rt),
            this,
        }
    }

    /// The trait arguments: none where a type describes itself.
    fn of_this(&self) -> TokenStream {
        match &self.input.attrs.remote {
            Some(_) => {
                let this = &self.this;
                quote!(<#this>)
            }
            None => TokenStream::new(),
        }
    }

    /// The path that patterns and struct expressions name: without the
    /// arguments that a remote type may have.
    fn constructor(&self) -> TokenStream {
        let remote = match &self.input.attrs.remote {
            Some(remote) if !has_alias(self.input) => remote,
            _ => return self.this.clone(),
        };
        let mut path = remote.clone();
        for segment in &mut path.segments {
            segment.arguments = syn::PathArguments::None;
        }
        quote!(#path)
    }
}

/// Whether the remote type is spelled once, so that a mistake in it is one error.
/// With parameters it is not, for an alias must use all of them.
fn has_alias(input: &Input) -> bool {
    input.attrs.remote.is_some() && input.generics.params.is_empty()
}

pub(crate) fn expand(input: &Input) -> TokenStream {
    let names = Names::new(input);
    let (codec, layout) = codec(&names);
    let impls = impls(&names, &codec, layout.as_ref());
    let device = device::impl_device(&names);
    let one_of_its_name = device::one_of_its_name(&names);
    let krate = &input.attrs.krate;
    let remote = &input.attrs.remote;
    let alias = has_alias(input).then(|| quote!(type __Remote = #remote;));
    quote! {
        #one_of_its_name
        #[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
        #[allow(deprecated, single_use_lifetimes, unused_qualifications)]
        const _: () = {
            use #krate::__private as __rt;
            #alias
            #impls
            #device
        };
    }
}

fn codec<'a>(names: &Names<'a>) -> (Codec, Option<Layout<'a>>) {
    if let Some(codec) = convert::codec(names) {
        return (codec, None);
    }
    match &names.input.body {
        Body::Struct(fields) => {
            let layout = Layout::of_struct(names, fields);
            let codec = match transparent_field(names, fields, &layout) {
                Some(index) => transparent::codec(names, &layout, index),
                None => structure::codec(names, &layout),
            };
            (codec, Some(layout))
        }
        Body::Enum(variants) => {
            let layout = Layout::of_enum(names, variants);
            (variants::codec(names, &layout), Some(layout))
        }
    }
}

/// The field that a newtype or `transparent` struct stands for.
fn transparent_field(names: &Names<'_>, fields: &Fields, layout: &Layout<'_>) -> Option<usize> {
    let attrs = &names.input.attrs;
    let mut live = (0..layout.fields.len()).filter(|&i| layout.fields[i].is_encoded());
    let (only, second) = (live.next()?, live.next());
    let newtype = fields.style == Style::Tuple && fields.fields.len() == 1;
    let plain = attrs.retired.is_empty() && layout.fields[only].is_plain();
    (second.is_none() && (attrs.transparent || newtype && plain)).then_some(only)
}

fn impls(names: &Names<'_>, codec: &Codec, layout: Option<&Layout<'_>>) -> TokenStream {
    let rt = &names.rt;
    let of = names.of_this();
    let ident = &names.input.ident;
    let (generics, arguments, _) = names.input.generics.split_for_impl();

    let items = &codec.migratable;
    let bounds = bounds::where_clause(names, layout, false);
    let migratable = quote! {
        impl #generics #rt::Migratable #of for #ident #arguments #bounds {
            #items
        }
    };
    let hooks = hooks::impls(names, &bounds);
    let conditions = layout.map(|layout| hooks::conditions(names, layout, &bounds));
    let decode = codec.decode.as_ref().map(|items| {
        let bounds = bounds::where_clause(names, layout, true);
        quote! {
            #[automatically_derived]
            impl #generics #rt::Decode #of for #ident #arguments #bounds {
                #items
            }
        }
    });
    quote! {
        #[automatically_derived]
        #migratable
        #hooks
        #conditions
        #decode
    }
}
