//! Devices of any type behind one pointer.

use super::contract::Device;
use crate::base::budget::Budget;
use crate::codec::{Context, Encoder, Fault, Older, whole};
use crate::schema::Schema;

/// Whether hooks run while a device is put back.
#[derive(Clone, Copy)]
pub(super) enum Hooks {
    Rest,
    Run,
}

/// What saving and loading need of a device, whatever its type.
pub(super) trait AnyDevice {
    fn schema(&self) -> &'static Schema;
    fn schema_json(&self) -> &'static str;
    fn encoded_len(&self) -> usize;
    /// Fills `room`, which has [`encoded_len`](Self::encoded_len) bytes.
    fn encode(&self, room: &mut [u8]) -> Result<(), Fault>;
    /// Whether code of the author may refuse what [`check`](Self::check) let
    /// pass, or a lock be in the way.
    fn may_refuse(&self) -> bool;
    /// Says whether the device can be loaded from `payload`, as far as that can
    /// be said without code of its author; draws what it will take.
    fn check(&self, payload: &[u8], budget: &Budget) -> Result<(), Fault>;
    /// Loads what was checked; on a fault the device may be loaded in part. The
    /// state has the older meaning `from` if that is given.
    fn load(&mut self, payload: &[u8], from: Option<&Older>) -> Result<(), Fault>;
    /// Loads the device's own state from before.
    fn put_back(&mut self, own: &[u8], hooks: Hooks) -> Result<(), Fault>;
    /// Tells the device that all are loaded.
    fn loaded(&mut self);
}

impl<D: Device> AnyDevice for D {
    fn schema(&self) -> &'static Schema {
        D::SCHEMA
    }

    fn schema_json(&self) -> &'static str {
        D::SCHEMA_JSON
    }

    fn encoded_len(&self) -> usize {
        <D as crate::Migratable>::encoded_len(self)
    }

    fn encode(&self, room: &mut [u8]) -> Result<(), Fault> {
        let mut out = Encoder::new(room);
        <D as crate::Migratable>::encode(self, &mut out)?;
        out.finish()
    }

    fn may_refuse(&self) -> bool {
        D::LOADING.may_refuse
    }

    fn check(&self, payload: &[u8], budget: &Budget) -> Result<(), Fault> {
        whole::check(Some(self), payload, budget)
    }

    fn load(&mut self, payload: &[u8], from: Option<&Older>) -> Result<(), Fault> {
        let from = from.filter(|_| D::UPGRADES);
        whole::load(self, payload, &Context::checked().upgrading(from))
    }

    fn put_back(&mut self, own: &[u8], hooks: Hooks) -> Result<(), Fault> {
        let context = match hooks {
            Hooks::Rest => Context::putting_back(),
            Hooks::Run => Context::checked(),
        };
        whole::load(self, own, &context)
    }

    fn loaded(&mut self) {
        <D as crate::Migratable>::loaded(self);
    }
}
