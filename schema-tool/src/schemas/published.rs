//! Schemas of any number of releases, by their fingerprints.

use std::collections::HashMap;
use std::rc::Rc;

use migratable::schema::Fingerprint;
use migratable::stream::SchemaReference;

/// What was published of schemas that streams only name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Published(HashMap<Fingerprint, Rc<str>>);

impl Published {
    /// The text of the schema that a stream names.
    pub(crate) fn find(&self, reference: &SchemaReference) -> Option<String> {
        self.0
            .get(&reference.fingerprint)
            .map(|json| (**json).into())
    }
}

impl Extend<(Fingerprint, Rc<str>)> for Published {
    fn extend<T: IntoIterator<Item = (Fingerprint, Rc<str>)>>(&mut self, schemas: T) {
        self.0.extend(schemas);
    }
}
