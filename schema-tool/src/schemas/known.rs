//! What was read already: releases mostly have the same texts, and streams name them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use migratable::schema::{Schema, SchemaError};

use super::SchemaSet;
use super::published::Published;

/// What all sets share that are opened with it: schemas by their text, and those that
/// streams may only name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    parsed: Rc<RefCell<HashMap<Rc<str>, Rc<Schema>>>>,
    published: Rc<Published>,
}

impl Known {
    /// The same, with what streams may name.
    pub(crate) fn with(self, published: Published) -> Self {
        let published = Rc::new(published);
        Self { published, ..self }
    }

    /// The same, with the schemas of a release, too: a program knows its own, so it loads
    /// streams that only name them.
    pub(crate) fn with_release(self, release: &SchemaSet) -> Self {
        let mut published = (*self.published).clone();
        published.extend(release.texts());
        self.with(published)
    }

    /// What streams may name.
    pub(crate) fn published(&self) -> &Published {
        &self.published
    }

    /// The schema of a text that was parsed, and the text.
    pub(super) fn get(&self, json: &str) -> Option<(Rc<str>, Rc<Schema>)> {
        let known = self.parsed.borrow();
        let (json, schema) = known.get_key_value(json)?;
        Some((Rc::clone(json), Rc::clone(schema)))
    }

    /// The schema of a text, and the text. It is parsed if it was not yet.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub(super) fn parse(&self, json: &str) -> Result<(Rc<str>, Rc<Schema>), SchemaError> {
        if let Some(found) = self.get(json) {
            return Ok(found);
        }
        let schema = Rc::new(Schema::from_json(json)?);
        let json: Rc<str> = json.into();
        let mut known = self.parsed.borrow_mut();
        known.insert(Rc::clone(&json), Rc::clone(&schema));
        Ok((json, schema))
    }
}
