//! The adapter behind `varint`: for numbers, and for what is spelled as holding them.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::{GenericArgument, PathArguments, Type};

use crate::ast::Field;
use crate::attr::Subsection;

/// Types that are adapters where what they hold is, and how many parts they have.
const HOLDERS: &[(&str, usize)] = &[
    ("Vec", 1),
    ("VecDeque", 1),
    ("Option", 1),
    ("Box", 1),
    ("BTreeSet", 1),
    ("HashSet", 1),
    ("BTreeMap", 2),
    ("HashMap", 2),
    ("Wrapping", 1),
    ("Saturating", 1),
    ("Cell", 1),
    ("RefCell", 1),
    ("Mutex", 1),
    ("RwLock", 1),
    ("Arc", 1),
    ("Rc", 1),
];

/// `Vec<Varint>` of a `Vec<u32>`, where `number` is the adapter for the number.
pub(super) fn adapter(field: &Field, number: &TokenStream) -> TokenStream {
    match (&field.attrs.subsection, &field.ty) {
        // What is encoded is what the option holds.
        (Some(Subsection::Own { needed: None, .. }), ty) => match content(ty) {
            Some(content) => of(content, number),
            None => number.clone(),
        },
        (_, ty) => of(ty, number),
    }
}

fn of(ty: &Type, number: &TokenStream) -> TokenStream {
    match ty {
        Type::Group(group) => of(&group.elem, number),
        Type::Paren(paren) => of(&paren.elem, number),
        Type::Array(array) => {
            let (element, len) = (of(&array.elem, number), &array.len);
            quote!([#element; #len])
        }
        Type::Slice(slice) => {
            let element = of(&slice.elem, number);
            quote!([#element])
        }
        Type::Tuple(tuple) if !tuple.elems.is_empty() => {
            let parts = tuple.elems.iter().map(|part| of(part, number));
            quote!((#(#parts,)*))
        }
        Type::Path(path) => of_path(path, number).unwrap_or_else(|| number.clone()),
        _ => number.clone(),
    }
}

fn of_path(ty: &syn::TypePath, number: &TokenStream) -> Option<TokenStream> {
    let mut ty = ty.clone();
    let last = ty.path.segments.last_mut()?;
    let (_, parts) = HOLDERS.iter().find(|(name, _)| last.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &mut last.arguments else {
        return None;
    };
    for argument in arguments.args.iter_mut().take(*parts) {
        if let GenericArgument::Type(part) = argument {
            *part = Type::Verbatim(of(part, number));
        }
    }
    Some(ty.to_token_stream())
}

/// What an option is spelled to hold.
fn content(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else {
        return None;
    };
    let last = path.path.segments.last()?;
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) if last.ident == "Option" => {
            match arguments.args.first()? {
                GenericArgument::Type(content) => Some(content),
                _ => None,
            }
        }
        _ => None,
    }
}
