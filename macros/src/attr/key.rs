//! The table of keys that each level has. It drives reading, suggestions and messages.

use proc_macro2::Ident;
use syn::parse::ParseStream;

use super::Written;
use crate::ctxt::Ctxt;

/// A place where keys can stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    Type,
    Field,
    Variant,
    Subsection,
    Retired,
}

impl Level {
    pub(crate) fn place(self) -> &'static str {
        match self {
            Level::Type => "on the type",
            Level::Field => "on a field",
            Level::Variant => "on a variant",
            Level::Subsection => "inside `subsection(…)`",
            Level::Retired => "inside `retired(…)`",
        }
    }
}

#[derive(Clone, Copy)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    /// An example of it, for messages.
    pub(crate) usage: &'static str,
    pub(crate) repeats: bool,
}

/// A key as it was written, with the sink for errors in its value.
pub(crate) struct Entry<'a> {
    pub(crate) cx: &'a Ctxt,
    pub(crate) key: Key,
    pub(crate) ident: &'a Ident,
}

/// The values of the keys of one level.
pub(crate) trait Keys: Default {
    const LEVEL: Level;
    const KEYS: &'static [Key];

    fn written(&mut self) -> &mut Written;

    /// Reads the value of `entry`'s key and keeps it, or reports what is wrong with it.
    /// Returns whether it was kept. An error means that the rest of the list is out of step.
    fn parse_value(&mut self, entry: &Entry, input: ParseStream) -> syn::Result<bool>;
}

/// Where the values of a key are kept.
pub(crate) trait Slot {
    const REPEATS: bool = false;
    type Value;

    fn put(&mut self, value: Self::Value);
}

impl Slot for bool {
    type Value = ();

    fn put(&mut self, (): ()) {
        *self = true;
    }
}

impl<T> Slot for Option<T> {
    type Value = T;

    fn put(&mut self, value: T) {
        *self = Some(value);
    }
}

impl<T> Slot for Vec<T> {
    const REPEATS: bool = true;
    type Value = T;

    fn put(&mut self, value: T) {
        self.push(value);
    }
}

/// Defines the keys of a level as a struct with one slot for each. A row reads
/// `slot: Type = "key", parser, "usage";`.
macro_rules! keys {
    (
        $(#[$struct_doc:meta])*
        $keys:ident at $level:ident {
            $(
                $(#[$doc:meta])*
                $slot:ident: $ty:ty = $name:literal, $parser:expr, $usage:literal;
            )*
        }
    ) => {
        $(#[$struct_doc])*
        #[derive(Default)]
        pub(crate) struct $keys {
            $(
                $(#[$doc])*
                pub(crate) $slot: $ty,
            )*
            pub(crate) written: $crate::attr::Written,
        }

        impl $crate::attr::key::Keys for $keys {
            const LEVEL: $crate::attr::key::Level = $crate::attr::key::Level::$level;
            const KEYS: &'static [$crate::attr::key::Key] = &[
                $($crate::attr::key::Key {
                    name: $name,
                    usage: $usage,
                    repeats: <$ty as $crate::attr::key::Slot>::REPEATS,
                },)*
            ];

            fn written(&mut self) -> &mut $crate::attr::Written {
                &mut self.written
            }

            fn parse_value(
                &mut self,
                entry: &$crate::attr::key::Entry,
                input: ::syn::parse::ParseStream,
            ) -> ::syn::Result<bool> {
                match entry.key.name {
                    $($name => {
                        let value = $parser(entry, input)?;
                        let kept = value.is_some();
                        if let Some(value) = value {
                            $crate::attr::key::Slot::put(&mut self.$slot, value);
                        }
                        Ok(kept)
                    })*
                    other => unreachable!("no key `{other}` at this level"),
                }
            }
        }
    };
}

pub(super) use keys;
