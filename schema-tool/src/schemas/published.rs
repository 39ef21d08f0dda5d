//! Schemas of any number of releases, by their fingerprints.

use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;

use migratable::schema::Fingerprint;
use migratable::stream::SchemaReference;

use super::{Known, SchemaSet};
use crate::error::Result;

/// What was published of schemas that streams only name.
#[derive(Debug, Default)]
pub(crate) struct Published(HashMap<Fingerprint, Rc<str>>);

impl Published {
    /// Reads the schemas of these releases.
    ///
    /// # Errors
    ///
    /// If one cannot be opened.
    pub(crate) fn open_all(releases: &[PathBuf], known: &Known) -> Result<Self> {
        let mut all = HashMap::new();
        for release in releases {
            let set = SchemaSet::open_sharing(release, known)?;
            let schemas = set.by_device.into_values();
            all.extend(schemas.map(|one| (one.schema.fingerprint(), one.json)));
        }
        Ok(Self(all))
    }

    /// The text of the schema that a stream names.
    pub(crate) fn find(&self, reference: &SchemaReference) -> Option<String> {
        self.0
            .get(&reference.fingerprint)
            .map(|json| (**json).into())
    }
}
