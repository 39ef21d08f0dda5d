//! Texts that were parsed already: releases mostly have the same ones.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use migratable::schema::{Schema, SchemaError};

/// Schemas by their text, for all sets that share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known(Rc<RefCell<HashMap<Rc<str>, Rc<Schema>>>>);

impl Known {
    /// The schema of a text that was parsed, and the text.
    pub(super) fn get(&self, json: &str) -> Option<(Rc<str>, Rc<Schema>)> {
        let known = self.0.borrow();
        let (json, schema) = known.get_key_value(json)?;
        Some((Rc::clone(json), Rc::clone(schema)))
    }

    /// The schema of a text, and the text. It is parsed if it was not yet.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub(super) fn parse(&self, json: String) -> Result<(Rc<str>, Rc<Schema>), SchemaError> {
        if let Some(found) = self.get(&json) {
            return Ok(found);
        }
        let schema = Rc::new(Schema::from_json(&json)?);
        let json: Rc<str> = json.into();
        let mut known = self.0.borrow_mut();
        known.insert(Rc::clone(&json), Rc::clone(&schema));
        Ok((json, schema))
    }
}
