//! The sections of one stream, until those of the other come.

use std::collections::HashMap;
use std::rc::Rc;

use migratable::schema::Schema;
use migratable::stream::Instance;

use super::Lone;
use super::sides::device_name;
use crate::stream::Section;

/// Sections by path and id.
pub(super) struct Kept {
    schemas: Rc<[Option<Schema>]>,
    sections: Vec<Option<KeptSection>>,
    by_name: HashMap<(String, u32), usize>,
}

/// The state of an instance.
pub(super) struct KeptSection {
    instance: Instance,
    pub(super) name: String,
    pub(super) payload: Vec<u8>,
    pub(super) is_damaged: bool,
}

impl Kept {
    /// Of a stream with these schemas.
    pub(super) fn new(schemas: Rc<[Option<Schema>]>) -> Self {
        Self {
            schemas,
            sections: Vec::new(),
            by_name: HashMap::new(),
        }
    }

    /// The schema of a section, if the stream has one that can be read.
    pub(super) fn schema(&self, section: &KeptSection) -> Option<&Schema> {
        let index = section.instance.schema as usize;
        self.schemas.get(index).and_then(Option::as_ref)
    }

    pub(super) fn add(&mut self, section: &Section<'_>) {
        let instance = section.instance.clone();
        let key = (instance.path.clone(), instance.instance_id);
        self.by_name.insert(key, self.sections.len());
        self.sections.push(Some(KeptSection {
            instance,
            name: device_name(section),
            payload: section.payload.to_vec(),
            is_damaged: section.violation.is_some(),
        }));
    }

    pub(super) fn take(&mut self, instance: &Instance) -> Option<KeptSection> {
        let key = (instance.path.clone(), instance.instance_id);
        let index = self.by_name.remove(&key)?;
        self.sections.get_mut(index)?.take()
    }

    /// The devices that were not taken, in their order.
    pub(super) fn rest(self) -> Vec<Lone> {
        let left = self.sections.into_iter().flatten();
        left.map(|section| (section.instance, section.name))
            .collect()
    }
}
