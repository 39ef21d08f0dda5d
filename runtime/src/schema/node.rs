//! One model for schemas that are constants and schemas that were parsed.

use alloc::boxed::Box;
use alloc::sync::Arc;
use core::fmt;
use core::mem;
use core::ops::Deref;

use super::summary::Summary;
use super::ty::Type;

/// Part of a schema: a reference to a constant in derived code, or a value of
/// its own in a parsed schema. Which of them it is cannot be seen.
pub struct Node<T: ?Sized + 'static>(Held<T>);

enum Held<T: ?Sized + 'static> {
    /// A constant of the program.
    Constant(&'static T),
    /// Read from JSON.
    Owned(Box<T>),
}

impl<T: ?Sized> Node<T> {
    /// A constant of the program.
    pub const fn constant(value: &'static T) -> Self {
        Self(Held::Constant(value))
    }

    /// The same constant once more.
    pub(super) const fn copied(&'static self) -> Self {
        Self::constant(self.get())
    }

    /// The part itself.
    pub const fn get(&self) -> &T {
        match &self.0 {
            Held::Constant(value) => value,
            Held::Owned(value) => value,
        }
    }
}

impl<T: ?Sized> Deref for Node<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.get()
    }
}

impl<T: ?Sized + fmt::Debug> fmt::Debug for Node<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

impl<T: ?Sized + PartialEq> PartialEq for Node<T> {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl From<alloc::string::String> for Node<str> {
    fn from(text: alloc::string::String) -> Self {
        Self(Held::Owned(text.into_boxed_str()))
    }
}

impl<T> From<Box<T>> for Node<T> {
    fn from(value: Box<T>) -> Self {
        Self(Held::Owned(value))
    }
}

impl<T> From<alloc::vec::Vec<T>> for Node<[T]> {
    fn from(items: alloc::vec::Vec<T>) -> Self {
        Self(Held::Owned(items.into_boxed_slice()))
    }
}

/// A type as part of another one. Parsed types are shared, so that a schema
/// that names one type a thousand times holds it once.
#[derive(Clone)]
pub struct TypeRef(HeldType);

#[derive(Clone)]
enum HeldType {
    /// A constant of the program.
    Constant(&'static Type),
    /// Read from JSON. The summary stands beside the type because `const` code
    /// cannot look through an `Arc`.
    Shared(Summary, Arc<Type>),
}

impl TypeRef {
    /// A constant of the program.
    pub const fn constant(ty: &'static Type) -> Self {
        Self(HeldType::Constant(ty))
    }

    /// Shares a type that was built at run time.
    pub fn shared(ty: Type) -> Self {
        Self(HeldType::Shared(ty.summary(), Arc::new(ty)))
    }

    /// What follows from the type: fingerprint and sizes.
    pub const fn summary(&self) -> Summary {
        match &self.0 {
            HeldType::Constant(ty) => ty.summary(),
            HeldType::Shared(summary, _) => *summary,
        }
    }
}

/// The type as derived code holds it. Input has no way here: only a device's own
/// schema is written as JSON, and only its own literals are compared so, both in
/// `const` code; of a parsed schema the text is kept, and `Literal::fits_parsed` asked.
pub(super) const fn constant(ty: &TypeRef) -> &'static Type {
    match &ty.0 {
        HeldType::Constant(ty) => ty,
        HeldType::Shared(..) => panic!("derived schemas are constants throughout"),
    }
}

impl TypeRef {
    /// The number of bytes of every value, if all take the same.
    pub(crate) fn fixed_len(&self) -> Option<u64> {
        match &self.0 {
            HeldType::Constant(ty) => ty.summary().fixed_len(),
            HeldType::Shared(summary, _) => summary.fixed_len(),
        }
    }
}

impl Deref for TypeRef {
    type Target = Type;

    fn deref(&self) -> &Type {
        match &self.0 {
            HeldType::Constant(ty) => ty,
            HeldType::Shared(_, ty) => ty,
        }
    }
}

impl fmt::Debug for TypeRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl PartialEq for TypeRef {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

/// Sets a slot in `const` code, where the old value cannot be dropped. In
/// derived code there is nothing to drop.
pub(super) const fn replace<T>(slot: &mut T, value: T) {
    mem::forget(mem::replace(slot, value));
}

#[cfg(test)]
mod tests {
    use alloc::format;

    use super::*;

    /// Where a part of a schema is kept is no part of what it says.
    #[test]
    fn debug_output_is_that_of_what_is_referred_to() {
        let shown = format!("{:?}", Type::Bool);
        assert_eq!(format!("{:?}", TypeRef::constant(&Type::Bool)), shown);
        assert_eq!(format!("{:?}", TypeRef::shared(Type::Bool)), shown);
        assert_eq!(format!("{:?}", Node::constant(&Type::Bool)), shown);
        assert_eq!(format!("{:?}", Node::from(Box::new(Type::Bool))), shown);
    }
}
