//! Types that are certain, by their spelling, not to be state.
//!
//! A path may name anything, so it is left to the traits, but for the containers that
//! everybody knows.

use syn::{Data, DeriveInput, Type};

use super::parts;
use crate::ast::Input;
use crate::ctxt::Ctxt;
use crate::messages::{self, Message};

pub(super) fn check(cx: &Ctxt, input: &Input) {
    for ty in input.encoded_types() {
        check_type(cx, ty);
    }
}

fn check_type(cx: &Ctxt, ty: &Type) {
    if let Some(message) = refusal(ty) {
        return cx.error(ty, message);
    }
    for part in parts::of(ty) {
        match part {
            // By itself it has no size, but in a box it may.
            Type::Slice(slice) if matches!(ty, Type::Path(_)) => check_type(cx, &slice.elem),
            part => check_type(cx, part),
        }
    }
}

fn refusal(ty: &Type) -> Option<Message> {
    match ty {
        Type::FnPtr(_) => Some(messages::fn_pointer()),
        Type::ImplTrait(_) => Some(messages::impl_trait()),
        Type::Never(_) => Some(messages::never()),
        Type::Ptr(_) => Some(messages::raw_pointer()),
        Type::Reference(_) => Some(messages::reference()),
        Type::Slice(_) => Some(messages::slice()),
        Type::TraitObject(_) => Some(messages::trait_object()),
        _ => None,
    }
}

/// Whether the type may have a size known at compile time: whether its last field does.
pub(crate) fn has_size(node: &DeriveInput) -> bool {
    let last = match &node.data {
        Data::Struct(data) => data.fields.iter().last(),
        _ => None,
    };
    !last.is_some_and(|field| matches!(field.ty, Type::Slice(_) | Type::TraitObject(_)))
}
