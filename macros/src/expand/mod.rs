//! From a checked type to its impls.
//!
//! What is generated is short: it names the fields, their types and their
//! attributes in the order of their bytes, and leaves every decision that
//! depends on a type to `const` code in the runtime.

mod bounds;
mod checks;
mod codec;
mod convert;
mod default;
mod device;
mod fallback;
mod fields;
mod flags;
mod flatten;
mod hooks;
mod json;
mod layout;
mod literal;
mod names;
mod older;
mod pod;
mod schema;
mod span;
mod structure;
mod subsections;
mod take_over;
mod texts;
mod transparent;
mod variants;
mod varint;

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use self::fallback::fallback;

use self::codec::Codec;
use self::layout::Layout;
use self::names::{Names, has_alias};
use crate::ast::{Body, Fields, Input, Style};

pub(crate) fn expand(input: &Input) -> TokenStream {
    let names = Names::new(input);
    let (codec, layout) = codec(&names);
    let impls = impls(&names, &codec, layout.as_ref());
    let device = device::impl_device(&names);
    let one_of_its_name = device::one_of_its_name(&names);
    let proof = pod::proof(&names, layout.as_ref());
    let default = default::proof(&names);
    let flatten = flatten::proof(&names, layout.as_ref());
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
            #proof
            #default
            #flatten
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
            (pod::of_elements(names, codec), Some(layout))
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
    let is_part = attrs.device.is_none();
    let has_versions = is_part && attrs.version > 1 || !attrs.older.is_empty();
    let plain = attrs.retired.is_empty() && !has_versions && layout.fields[only].is_plain();
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
    let older = older::impls(names, &bounds);
    let taken = take_over::impls(names, &bounds);
    let applied = convert::impls(names, &bounds);
    let conditions = layout.map(|layout| hooks::conditions(names, layout, &bounds));
    let limits = layout.map(|layout| checks::limits(names, layout, &bounds));
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
        #older
        #taken
        #applied
        #conditions
        #limits
        #decode
    }
}
