//! What structs and enums have alike: a name, a version, and what is not to be used again.

/// For a type with `name`, `reserved`, `versions` and `summary`.
macro_rules! is_named {
    ($type:ty) => {
        impl $type {
            /// Adds what is not to be used again.
            #[doc(hidden)]
            pub const fn reserving(mut self, reserved: Reserved) -> Self {
                replace(&mut self.reserved, reserved);
                self
            }

            /// Adds the version, and what the type was in older ones, which ascend.
            #[doc(hidden)]
            pub const fn versioned(mut self, version: u32, older: &'static [OlderType]) -> Self {
                self.summary = self.summary.versioned(version, older);
                replace(
                    &mut self.versions,
                    Versions::new(version, Node::constant(older)),
                );
                self
            }

            pub(super) fn with_versions(mut self, versions: Versions) -> Self {
                self.summary = self.summary.versioned(versions.version(), versions.older());
                self.versions = versions;
                self
            }

            /// The name in the schema; it plays no part in resolution.
            pub const fn name(&self) -> &str {
                self.name.get()
            }

            pub(super) const fn summary(&self) -> Summary {
                self.summary
            }

            /// Names and tags that are not to be used again.
            pub const fn reserved(&self) -> &Reserved {
                &self.reserved
            }

            /// Its version as a part, and the older ones that are read.
            pub const fn versions(&self) -> &Versions {
                &self.versions
            }
        }
    };
}

pub(super) use is_named;
