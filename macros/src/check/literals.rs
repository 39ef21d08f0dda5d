//! What can be told of a value from how it is spelled.

use syn::{Expr, Lit, UnOp};

use crate::attr::{Literal, literal};

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
        None => Literal::of(expr).is_some_and(|value| value.len().is_some()),
    }
}
