//! What a type is certain to hold by its spelling: a path may name anything, but for
//! what everybody knows.

use syn::{GenericArgument, PathArguments, Type};

/// Containers of the standard library, each a value of its arguments.
const CONTAINERS: &[&str] = &[
    "Arc",
    "BTreeMap",
    "BTreeSet",
    "Box",
    "Cell",
    "HashMap",
    "HashSet",
    "Mutex",
    "Option",
    "Range",
    "RangeInclusive",
    "Rc",
    "RefCell",
    "RwLock",
    "Vec",
    "VecDeque",
    "Wrapping",
];

/// The types that a `ty` holds.
pub(super) fn of(ty: &Type) -> Vec<&Type> {
    match ty {
        Type::Array(array) => vec![&array.elem],
        Type::Slice(slice) => vec![&slice.elem],
        Type::Group(group) => vec![&group.elem],
        Type::Paren(paren) => vec![&paren.elem],
        Type::Tuple(tuple) => tuple.elems.iter().collect(),
        Type::Path(path) if path.qself.is_none() => {
            path.path
                .segments
                .last()
                .map_or_else(Vec::new, |last| match &last.arguments {
                    PathArguments::AngleBracketed(arguments) if is_container(&last.ident) => {
                        let types = arguments.args.iter().filter_map(|argument| match argument {
                            GenericArgument::Type(ty) => Some(ty),
                            _ => None,
                        });
                        types.collect()
                    }
                    _ => Vec::new(),
                })
        }
        _ => Vec::new(),
    }
}

fn is_container(ident: &proc_macro2::Ident) -> bool {
    CONTAINERS.iter().any(|container| ident == container)
}
