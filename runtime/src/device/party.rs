//! What the sides of a comparison are.

use crate::schema::Schema;
use crate::stream::{BulkItem, InstanceAlias};
use alloc::format;
use alloc::string::String;

/// A device on one side.
#[derive(Clone, Copy)]
pub(super) struct Party<'a> {
    pub(super) path: &'a str,
    pub(super) instance_id: u32,
    /// What it is called in other releases of the machine.
    pub(super) aliases: &'a [InstanceAlias],
    /// Which devices of other releases it takes over from.
    pub(super) takes_over: &'a [InstanceAlias],
    pub(super) schema: &'a Schema,
    /// Empty if nothing is said of it.
    pub(super) configuration: &'a [u8],
}

/// What a machine is made of, on one side.
pub(super) struct Machine<'a> {
    pub(super) devices: &'a [Party<'a>],
    pub(super) items: &'a [BulkItem],
}

impl<'a> Machine<'a> {
    pub(super) fn new(devices: &'a [Party<'a>], items: &'a [BulkItem]) -> Self {
        Self { devices, items }
    }
}

impl<'a> Party<'a> {
    pub(super) fn key(&self) -> (&'a str, u32) {
        (self.path, self.instance_id)
    }

    pub(super) fn name(&self) -> String {
        format!("{}#{}", self.path, self.instance_id)
    }
}
