//! Texts that were parsed already: releases mostly have the same ones.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use migratable::schema::{Schema, SchemaError};

/// Schemas by their text, for all sets that share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known(Rc<RefCell<HashMap<Rc<str>, Rc<Schema>>>>);

impl Known {
    /// Whether this text was a schema.
    pub(super) fn has(&self, json: &str) -> bool {
        self.0.borrow().contains_key(json)
    }

    /// The schema of a text, and the text.
    ///
    /// # Errors
    ///
    /// If it is none.
    pub(super) fn parse(&self, json: String) -> Result<(Rc<str>, Rc<Schema>), SchemaError> {
        let mut known = self.0.borrow_mut();
        if let Some((json, schema)) = known.get_key_value(json.as_str()) {
            return Ok((Rc::clone(json), Rc::clone(schema)));
        }
        let schema = Rc::new(Schema::from_json(&json)?);
        let json: Rc<str> = json.into();
        known.insert(Rc::clone(&json), Rc::clone(&schema));
        Ok((json, schema))
    }
}
