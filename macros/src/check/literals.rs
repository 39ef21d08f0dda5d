//! What can be told of a value from how it is spelled.

use syn::{Expr, ExprArray, ExprLit, Lit, Path, UnOp};

use crate::attr::literal;

/// The value of an integer that is written out.
pub(super) fn int(expr: &Expr) -> Option<i128> {
    match expr {
        Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)) => int(&unary.expr)?.checked_neg(),
        expr => match literal(expr)? {
            Lit::Int(int) => int.base10_parse().ok(),
            Lit::Byte(byte) => Some(i128::from(byte.value())),
            _ => None,
        },
    }
}

/// Whether `expr` is a literal of anything but a number.
pub(super) fn is_no_number(expr: &Expr) -> bool {
    let number = |lit: &Lit| matches!(lit, Lit::Int(_) | Lit::Float(_) | Lit::Byte(_));
    match literal(expr) {
        Some(lit) => !number(lit),
        None => len(expr).is_some(),
    }
}

/// The length of an array, list or string that is written out.
pub(super) fn len(expr: &Expr) -> Option<u64> {
    match expr {
        Expr::Array(ExprArray { elems, .. }) => elems.len().try_into().ok(),
        Expr::Repeat(repeat) => int(&repeat.len)?.try_into().ok(),
        Expr::Lit(ExprLit {
            lit: Lit::Str(string),
            ..
        }) => string.value().len().try_into().ok(),
        Expr::Lit(ExprLit {
            lit: Lit::ByteStr(bytes),
            ..
        }) => bytes.value().len().try_into().ok(),
        Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => len(&unary.expr),
        Expr::Group(group) => len(&group.expr),
        Expr::Paren(paren) => len(&paren.expr),
        Expr::Macro(expr) if expr.mac.path.is_ident("vec") => len(&in_brackets(&expr.mac)?),
        Expr::MethodCall(call) if keeps_len(&call.method) => len(&call.receiver),
        Expr::Call(call) => match (&*call.func, call.args.first()) {
            (Expr::Path(func), Some(arg)) if makes_owned(&func.path) => len(arg),
            _ => None,
        },
        _ => None,
    }
}

fn in_brackets(mac: &syn::Macro) -> Option<Expr> {
    let tokens = &mac.tokens;
    syn::parse2(quote::quote!([#tokens])).ok()
}

fn keeps_len(method: &proc_macro2::Ident) -> bool {
    ["into", "to_owned", "to_string", "to_vec"]
        .iter()
        .any(|name| method == name)
}

/// `String::from` and the like.
fn makes_owned(path: &Path) -> bool {
    let mut segments = path.segments.iter().rev();
    let from = segments
        .next()
        .is_some_and(|segment| segment.ident == "from");
    let owner = segments.next().is_some_and(|segment| {
        ["Box", "String", "Vec", "VecDeque"]
            .iter()
            .any(|name| segment.ident == name)
    });
    from && owner
}
