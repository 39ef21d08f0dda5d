//! Types that contain themselves, where they say so: the schema would have no end.

use proc_macro2::Ident;
use syn::{Path, Type};

use super::parts;
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
        Type::Path(path) if path.qself.is_none() && names(&path.path, this) => Some(&path.path),
        ty => parts::of(ty).into_iter().find_map(|part| find(part, this)),
    }
}

fn names(path: &Path, this: &Ident) -> bool {
    let first = path.segments.first();
    path.segments.len() == 1
        && first.is_some_and(|first| first.ident == "Self" || first.ident == *this)
}
