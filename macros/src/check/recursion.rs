//! Types that contain themselves, where they say so: the schema would have no end.

use proc_macro2::Ident;
use syn::{AngleBracketedGenericArguments, GenericArgument, Path, PathArguments, Type};

use crate::ast::Input;
use crate::ctxt::Ctxt;
use crate::messages;

pub(super) fn check(cx: &Ctxt, input: &Input) {
    for ty in input.encoded_types() {
        if let Some(path) = find(ty, &input.ident) {
            cx.error(path, messages::recursive(&input.ident));
        }
    }
}

/// The path in `ty` that names the type `this` itself.
fn find<'a>(ty: &'a Type, this: &Ident) -> Option<&'a Path> {
    match ty {
        Type::Array(array) => find(&array.elem, this),
        Type::Group(group) => find(&group.elem, this),
        Type::Paren(paren) => find(&paren.elem, this),
        Type::Tuple(tuple) => tuple.elems.iter().find_map(|ty| find(ty, this)),
        Type::Path(ty) if ty.qself.is_none() => find_in_path(&ty.path, this),
        _ => None,
    }
}

fn find_in_path<'a>(path: &'a Path, this: &Ident) -> Option<&'a Path> {
    let first = path.segments.first()?;
    let last = path.segments.last()?;
    if path.segments.len() == 1 && (first.ident == "Self" || first.ident == *this) {
        return Some(path);
    }
    // It has no value of its argument, and no schema of it.
    if last.ident == "PhantomData" {
        return None;
    }
    match &last.arguments {
        PathArguments::AngleBracketed(AngleBracketedGenericArguments { args, .. }) => {
            args.iter().find_map(|arg| match arg {
                GenericArgument::Type(ty) => find(ty, this),
                _ => None,
            })
        }
        _ => None,
    }
}
