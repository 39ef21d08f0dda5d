//! State that a conversion leaves in a stream for a load to hand over.

use std::collections::{BTreeMap, BTreeSet};

use migratable::stream::Instance;

/// Which instances have it, by device and path.
#[derive(Default)]
pub(super) struct Kept(BTreeMap<(String, String), Holders>);

struct Holders {
    first: String,
    /// How many others.
    more: usize,
}

impl Kept {
    /// Adds what an instance has, by its paths.
    pub(super) fn add(&mut self, device: &str, instance: &Instance, paths: BTreeSet<String>) {
        for path in paths {
            let holders = self.0.entry((device.to_owned(), path));
            holders
                .and_modify(|holders| holders.more += 1)
                .or_insert_with(|| Holders {
                    first: instance.to_string(),
                    more: 0,
                });
        }
    }

    /// A note for each path.
    pub(super) fn notes(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|((device, path), holders)| {
            let first = &holders.first;
            let more = match holders.more {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!(
                "device {first}{more} ({device}): `{path}` is state that the release retired. It \
                 stays in the stream until a load hands it to the release's code, which a \
                 conversion to a further release does not run: load and save the stream before one"
            )
        })
    }
}
