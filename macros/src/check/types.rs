//! Types that are certain, by their spelling, not to be state.
//!
//! A path may name anything, so it is left to the traits.

use syn::{Data, DeriveInput, Type};

use crate::ast::Input;
use crate::ctxt::Ctxt;
use crate::messages::{self, Message};

pub(super) fn check(cx: &Ctxt, input: &Input) {
    for ty in input.encoded_types() {
        check_type(cx, ty);
    }
}

fn check_type(cx: &Ctxt, ty: &Type) {
    match ty {
        Type::Array(array) => check_type(cx, &array.elem),
        Type::Group(group) => check_type(cx, &group.elem),
        Type::Paren(paren) => check_type(cx, &paren.elem),
        Type::Tuple(tuple) => tuple.elems.iter().for_each(|ty| check_type(cx, ty)),
        ty => {
            if let Some(message) = refusal(ty) {
                cx.error(ty, message);
            }
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
