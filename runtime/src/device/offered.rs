//! What a prologue from the other side says of its devices.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::devices::Devices;
use super::entry::Entry;
use super::error::{MachineError, comparing};
use super::lent::Access;
use super::party::Party;
use crate::base::budget::Budget;
use crate::schema::{Node, Schema};
use crate::stream::{Instance, InstanceAlias, Prologue, SchemaReference, SentSchema};

/// Bytes of memory that parsing takes for each byte of a schema, at most.
const PARSED: usize = 128;

impl<S: Access> Devices<'_, S> {
    /// The devices themselves, as a side of the comparison, with these configurations.
    pub(super) fn parties<'c>(&'c self, configurations: &'c [Vec<u8>]) -> Vec<Party<'c>> {
        let each = self.entries.iter().zip(configurations);
        each.map(|(entry, configuration)| Party {
            configuration,
            ..entry.party()
        })
        .collect()
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
        read_schemas(prologue, &self.own_schemas(), budget)
    }

    /// The schemas of the devices, by their texts.
    fn own_schemas(&self) -> BTreeMap<&str, &'static Schema> {
        let entries = self.entries.iter();
        let mut own: Vec<_> = entries
            .map(|entry| (entry.schema_json, entry.schema))
            .collect();
        // Devices of one type have the very same text. It is long, and is not
        // to be compared for each of them.
        own.sort_unstable_by_key(|(json, _)| json.as_ptr());
        own.dedup_by_key(|(json, _)| json.as_ptr());
        own.into_iter().collect()
    }
}

impl<S: Access> Entry<S> {
    pub(super) fn party(&self) -> Party<'_> {
        Party {
            path: &self.path,
            instance_id: self.instance_id,
            aliases: &self.aliases,
            takes_over: &self.takes_over.places,
            schema: self.schema,
            configuration: &[],
        }
    }
}

/// The schemas of a prologue, those that are known by their texts taken from there.
fn read_schemas(
    prologue: &Prologue,
    known: &BTreeMap<&str, &'static Schema>,
    budget: &Budget,
) -> Result<Vec<Node<Schema>>, MachineError> {
    let read = |(index, sent): (usize, &SentSchema)| {
        let json = match sent {
            SentSchema::Whole(json) => json,
            SentSchema::Reference(reference) => {
                let own = known.values().find(|schema| reference.is_of(schema));
                return match own {
                    Some(schema) => Ok(Node::constant(*schema)),
                    None => Err(MachineError::SchemaNotSent {
                        index,
                        reference: Box::new(reference.clone()),
                    }),
                };
            }
        };
        if let Some(schema) = known.get(json.as_str()) {
            return Ok(Node::constant(*schema));
        }
        read_schema(index, json, budget)
    };
    prologue.schemas.iter().enumerate().map(read).collect()
}

fn read_schema(index: usize, json: &str, budget: &Budget) -> Result<Node<Schema>, MachineError> {
    budget
        .draw(json.len().saturating_mul(PARSED))
        .map_err(comparing)?;
    match Schema::from_json(json) {
        Ok(schema) => Ok(Node::from(Box::new(schema))),
        Err(error) => Err(MachineError::Schema { index, error }),
    }
}

/// A device that a stream has.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Listed<'a> {
    /// Where it is in the machine.
    pub path: &'a str,
    /// Tells devices of one path apart.
    pub instance_id: u32,
    /// What it is called in other releases of the machine.
    pub aliases: &'a [InstanceAlias],
    /// Name of its type. It comes from the stream: escape it before a person sees it.
    pub device: Arc<str>,
    /// Whether the stream may be without its state: a destination that does not have it
    /// takes the stream if it was not needed.
    pub needed: bool,
}

impl Prologue {
    /// The devices that the sender has, so that those which not every machine has can
    /// be made before the load: a destination must have the same ones, but for those that
    /// turn out not to be needed.
    ///
    /// # Errors
    ///
    /// If a schema is not valid, or the list takes more memory than
    /// [`Limits::memory`](crate::stream::Limits::memory).
    pub fn devices(&self) -> Result<Vec<Listed<'_>>, MachineError> {
        let budget = self.limits.budget();
        let known = |(index, sent): (usize, &SentSchema)| {
            let reference = match sent {
                SentSchema::Whole(json) => {
                    SchemaReference::of(&*read_schema(index, json, &budget)?)
                }
                SentSchema::Reference(reference) => reference.clone(),
            };
            let device: Arc<str> = reference.device.into();
            Ok((device, reference.needed))
        };
        let known = self.schemas.iter().enumerate().map(known);
        let known = known.collect::<Result<Vec<_>, MachineError>>()?;
        let room = self.instances.len().saturating_mul(size_of::<Listed<'_>>());
        budget.draw(room).map_err(comparing)?;
        let devices = self.instances.iter().filter_map(|instance| {
            // The reader of the prologue has checked that each is there.
            let (device, needed) = known.get(instance.schema as usize)?;
            Some(Listed {
                path: &instance.path,
                instance_id: instance.instance_id,
                aliases: &instance.aliases,
                device: device.clone(),
                needed: *needed,
            })
        });
        Ok(devices.collect())
    }
}

/// The devices of a prologue, in its order.
pub(super) fn parties<'a>(prologue: &'a Prologue, schemas: &'a [Node<Schema>]) -> Vec<Party<'a>> {
    let party = |instance: &'a Instance| {
        let schema = schemas.get(instance.schema as usize)?;
        Some(Party {
            path: &instance.path,
            instance_id: instance.instance_id,
            aliases: &instance.aliases,
            takes_over: &instance.takes_over,
            schema,
            configuration: &instance.configuration,
        })
    };
    // The reader of the prologue has checked that each schema is there.
    prologue.instances.iter().filter_map(party).collect()
}
