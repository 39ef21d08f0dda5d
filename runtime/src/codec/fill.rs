//! Values that stand in for what a writer did not have, encoded.

use alloc::boxed::Box;
use alloc::rc::Rc;
#[cfg(target_has_atomic = "ptr")]
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
#[cfg(feature = "std")]
use std::sync::{Mutex, RwLock};

use super::Migratable;
use super::encoder::Encoder;
use crate::base::fault::Fault;

/// Encodes a default.
#[doc(hidden)]
pub fn encode_value<A: Migratable<T>, T>(value: &T) -> Result<Vec<u8>, Fault> {
    let mut bytes = vec![0; A::encoded_len(value)];
    let mut out = Encoder::new(&mut bytes);
    A::encode(value, &mut out)?;
    out.finish()?;
    Ok(bytes)
}

/// Encodes a value to look at its bytes. Only long ones take memory.
pub(super) fn with_encoded<A: Migratable<T>, T>(
    value: &T,
    look: impl FnOnce(&[u8]) -> Result<(), Fault>,
) -> Result<(), Fault> {
    const SHORT: usize = 64;
    let len = A::encoded_len(value);
    let (mut short, mut long) = ([0; SHORT], Vec::new());
    let bytes = match short.get_mut(..len) {
        Some(bytes) => bytes,
        None => {
            long.resize(len, 0);
            &mut long
        }
    };
    let mut out = Encoder::new(bytes);
    A::encode(value, &mut out)?;
    out.finish()?;
    look(bytes)
}

/// Arrays, whose elements `fill` gives.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`fill` is for arrays, which `{Self}` is not",
    label = "not an array",
    note = "a list that got longer needs no `fill`: its elements travel with their count"
)]
pub trait FillElement<T> {
    type Element;

    fn encode(element: &Self::Element) -> Result<Vec<u8>, Fault>;
}

impl<T, A: Migratable<T>, const N: usize> FillElement<[T; N]> for [A; N] {
    type Element = T;

    fn encode(element: &T) -> Result<Vec<u8>, Fault> {
        encode_value::<A, T>(element)
    }
}

/// What is around one array.
macro_rules! around {
    ($($(#[$cfg:meta])? $holder:ident;)*) => {$(
        $(#[$cfg])?
        impl<T, A: FillElement<T>> FillElement<$holder<T>> for $holder<A> {
            type Element = A::Element;

            fn encode(element: &A::Element) -> Result<Vec<u8>, Fault> {
                A::encode(element)
            }
        }
    )*};
}

around! {
    Box;
    Cell;
    RefCell;
    Rc;
    #[cfg(target_has_atomic = "ptr")]
    Arc;
    #[cfg(feature = "std")]
    Mutex;
    #[cfg(feature = "std")]
    RwLock;
}

/// Encodes the element that an array is filled with.
///
/// Its type is a parameter, so that what is no array is reported once.
#[doc(hidden)]
pub fn encode_fill<A: FillElement<T, Element = E>, T, E>(element: E) -> Result<Vec<u8>, Fault> {
    A::encode(&element)
}
