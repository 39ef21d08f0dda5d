//! What the named types of a schema are called in its JSON.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use super::describe::describe;
use super::device::Schema;
use super::ty::Type;

/// What the structs and enums of a schema are called where they have to be told apart:
/// as in its JSON, `Ring`, `Ring~2`, `Ring~3`, in the order of their first use.
///
/// ```
/// use migratable::schema::TypeNames;
/// use migratable::{Device, Migratable};
///
/// #[derive(Migratable)]
/// struct Ring<T> {
///     items: Vec<T>,
/// }
///
/// #[derive(Migratable)]
/// #[migratable(device = "nic")]
/// struct Nic {
///     sent: Ring<u8>,
///     names: Ring<String>,
/// }
///
/// let names = TypeNames::of(Nic::SCHEMA);
/// assert_eq!(names.name(<Ring<String>>::TYPE).as_deref(), Some("Ring~2"));
/// let pair = <[Ring<String>; 2]>::TYPE;
/// assert_eq!(names.describe(pair).to_string(), "[struct Ring~2; 2]");
/// ```
#[derive(Debug)]
pub struct TypeNames<'s> {
    /// For each type the number of those of its name that are used before it.
    earlier: BTreeMap<Identity<'s>, usize>,
}

/// Types are the same if they have one name, one encoding, and hide the same.
type Identity<'s> = (&'s str, [u128; 2]);

impl<'s> TypeNames<'s> {
    /// Of all types in a schema.
    pub fn of(schema: &'s Schema) -> Self {
        let mut names = Self {
            earlier: BTreeMap::new(),
        };
        names.collect(schema.ty(), &mut BTreeMap::new());
        names
    }

    /// The name of a struct or enum of the schema.
    pub fn name(&self, ty: &Type) -> Option<String> {
        let (name, rest) = identity(ty)?;
        match self.earlier.get(&(name, rest))? {
            0 => Some(name.to_string()),
            earlier => Some(format!("{name}~{}", earlier.saturating_add(1))),
        }
    }

    /// A type of the schema in a few words, as its own `Display`, but with these names.
    pub fn describe<'n>(&'n self, ty: &'n Type) -> impl fmt::Display + use<'n, 's> {
        Described { names: self, ty }
    }

    fn collect(&mut self, ty: &'s Type, counts: &mut BTreeMap<&'s str, usize>) {
        if let Some(identity) = identity(ty) {
            if self.earlier.contains_key(&identity) {
                return;
            }
            let count = counts.entry(identity.0).or_default();
            self.earlier.insert(identity, *count);
            *count = count.saturating_add(1);
        }
        for older in ty.older() {
            self.collect(older.ty(), counts);
        }
        for component in ty.component_types() {
            self.collect(component, counts);
        }
    }
}

/// What a struct or enum is told from others by.
fn identity(ty: &Type) -> Option<Identity<'_>> {
    Some((ty.name()?, ty.summary().identity()))
}

struct Described<'n, 's> {
    names: &'n TypeNames<'s>,
    ty: &'n Type,
}

impl fmt::Display for Described<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(self.ty, &|ty| self.names.name(ty), f)
    }
}
