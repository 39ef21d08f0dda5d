//! The table of keys of a level. It drives reading, suggestions and messages.

use syn::parse::ParseStream;

use super::entry::Entry;
use super::written::Written;
use crate::keys::{Key, Level};

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
            pub(crate) written: $crate::attr::written::Written,
        }

        impl $crate::attr::key::Keys for $keys {
            const LEVEL: $crate::keys::Level = $crate::keys::Level::$level;
            const KEYS: &'static [$crate::keys::Key] = &[
                $($crate::keys::Key {
                    name: $name,
                    usage: $usage,
                    repeats: <$ty as $crate::attr::key::Slot>::REPEATS,
                },)*
            ];

            fn written(&mut self) -> &mut $crate::attr::written::Written {
                &mut self.written
            }

            fn parse_value(
                &mut self,
                entry: &$crate::attr::entry::Entry,
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
