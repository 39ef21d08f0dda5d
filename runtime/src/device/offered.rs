//! What a prologue from the other side says of its devices.

use std::collections::BTreeMap;

use super::devices::{Devices, Entry};
use super::error::{MachineError, comparing};
use super::judge::Party;
use crate::base::budget::Budget;
use crate::schema::{Node, Schema};
use crate::stream::{Instance, Prologue};

/// Bytes of memory that parsing takes for each byte of a schema, at most.
const PARSED: usize = 128;

impl Devices<'_> {
    /// The devices themselves, as a side of the comparison.
    pub(super) fn parties(&self) -> Vec<Party<'_>> {
        self.entries.iter().map(Entry::party).collect()
    }

    /// The schemas of a prologue, in its order.
    ///
    /// Both sides are mostly the same build. A text that is one of ours byte for
    /// byte says what ours says and is not parsed: parsing is most of the work
    /// of judging, and a load does it anew.
    pub(super) fn read_schemas(
        &self,
        prologue: &Prologue,
        budget: &Budget,
    ) -> Result<Vec<Node<Schema>>, MachineError> {
        let own = self.own_schemas();
        let read = |(index, json): (usize, &String)| {
            if let Some(schema) = own.get(json.as_str()) {
                return Ok(Node::constant(*schema));
            }
            budget
                .draw(json.len().saturating_mul(PARSED))
                .map_err(comparing)?;
            match Schema::from_json(json) {
                Ok(schema) => Ok(Node::from(Box::new(schema))),
                Err(error) => Err(MachineError::Schema { index, error }),
            }
        };
        prologue.schemas.iter().enumerate().map(read).collect()
    }

    /// The schemas of the devices, by their texts.
    fn own_schemas(&self) -> BTreeMap<&str, &'static Schema> {
        let devices = self.entries.iter().map(|entry| &entry.device);
        let mut own: Vec<_> = devices
            .map(|device| (device.schema_json(), device.schema()))
            .collect();
        // Devices of one type have the very same text. It is long, and is not
        // to be compared for each of them.
        own.sort_unstable_by_key(|(json, _)| json.as_ptr());
        own.dedup_by_key(|(json, _)| json.as_ptr());
        own.into_iter().collect()
    }
}

impl Entry<'_> {
    pub(super) fn party(&self) -> Party<'_> {
        Party {
            path: &self.path,
            instance_id: self.instance_id,
            schema: self.device.schema(),
        }
    }
}

/// The devices of a prologue, in its order.
pub(super) fn parties<'a>(prologue: &'a Prologue, schemas: &'a [Node<Schema>]) -> Vec<Party<'a>> {
    let party = |instance: &'a Instance| {
        let schema = schemas.get(instance.schema as usize)?;
        Some(Party {
            path: &instance.path,
            instance_id: instance.instance_id,
            schema,
        })
    };
    // The reader of the prologue has checked that each schema is there.
    prologue.instances.iter().filter_map(party).collect()
}
