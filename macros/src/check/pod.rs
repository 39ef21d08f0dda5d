//! What a struct must be to be copied as it lies in memory, as far as its spelling says.
//! The rest follows from types, and const code of the runtime proves it.

use proc_macro2::TokenTree;
use syn::{Attribute, DeriveInput, Meta, Type};

use crate::ast::{Body, Field, Input};
use crate::ctxt::Ctxt;
use crate::messages::{self, Message};

/// Keys of fields that do not go with it.
struct Apart {
    keys: &'static [&'static str],
    message: fn(&str) -> Message,
}

const KEYS: &[Apart] = &[
    Apart {
        keys: &["range", "max_len", "must_match", "allowed"],
        message: messages::pod_looks,
    },
    Apart {
        keys: &["skip", "subsection"],
        message: messages::pod_lacks,
    },
    Apart {
        keys: &["varint", "with"],
        message: messages::pod_encodes,
    },
];

/// Types of the standard library that everybody knows and that have other bytes.
const OTHERS: &[&str] = &[
    "Arc", "BTreeMap", "BTreeSet", "Box", "Cell", "Duration", "HashMap", "HashSet", "Option", "Rc",
    "RefCell", "String", "Vec", "VecDeque", "char",
];

pub(super) fn check(cx: &Ctxt, node: &DeriveInput, input: &Input) {
    let Some(key) = input.attrs.written.get("pod") else {
        return;
    };
    if let Some(message) = of_type(node, input) {
        return cx.error(key, message);
    }
    // One thing at a time: what is wrong with the first field often is with all.
    let fields = input.body.struct_fields();
    let _ = fields.iter().try_for_each(|field| of_field(cx, field));
}

fn of_type(node: &DeriveInput, input: &Input) -> Option<Message> {
    if matches!(input.body, Body::Enum(_)) {
        return Some(messages::pod_enum());
    }
    if input.body.struct_fields().is_empty() {
        return Some(messages::pod_without_fields());
    }
    if !input.generics.params.is_empty() {
        return Some(messages::pod_with_parameters());
    }
    (!node.attrs.iter().any(keeps_order)).then(messages::pod_without_repr)
}

/// Whether it is `#[repr(C)]` or `#[repr(transparent)]`.
fn keeps_order(attr: &Attribute) -> bool {
    let is_one =
        |token| matches!(token, TokenTree::Ident(ident) if ident == "C" || ident == "transparent");
    match &attr.meta {
        Meta::List(list) if list.path.is_ident("repr") => {
            list.tokens.clone().into_iter().any(is_one)
        }
        _ => false,
    }
}

/// Reports the first reason why this field does not fit.
fn of_field(cx: &Ctxt, field: &Field) -> Option<()> {
    for Apart { keys, message } in KEYS {
        let written = keys.iter().find_map(|key| field.attrs.written.get(key));
        if let Some(ident) = written {
            cx.error(ident, message(&ident.to_string()));
            return None;
        }
    }
    let Some(message) = of_spelling(element(&field.ty)) else {
        return Some(());
    };
    cx.error(&field.ty, message);
    None
}

/// What an array is made of.
fn element(ty: &Type) -> &Type {
    match ty {
        Type::Array(array) => element(&array.elem),
        Type::Group(group) => element(&group.elem),
        Type::Paren(paren) => element(&paren.elem),
        ty => ty,
    }
}

fn of_spelling(ty: &Type) -> Option<Message> {
    match ty {
        Type::Tuple(_) => Some(messages::pod_type("(…)")),
        Type::Path(path) => {
            let name = path.path.segments.last()?.ident.to_string();
            match &*name {
                "bool" => Some(messages::pod_bool()),
                "usize" | "isize" => Some(messages::pod_size()),
                name if OTHERS.contains(&name) => Some(messages::pod_type(name)),
                _ => None,
            }
        }
        _ => None,
    }
}
