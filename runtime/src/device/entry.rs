//! A device of a machine, at its place.

use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::error::MachineError;
use super::formers::TakesOver;
use super::handle::Unavailable;
use super::layout::Identity;
use super::lent::Access;
use super::object::Object;
use crate::codec::Fault;
use crate::schema::Schema;
use crate::stream::InstanceAlias;

/// A device, and what can be said of it without taking it.
pub(super) struct Entry<S> {
    pub(super) path: Arc<str>,
    pub(super) instance_id: u32,
    /// What it is called in other releases of the machine.
    pub(super) aliases: Vec<InstanceAlias>,
    pub(super) takes_over: TakesOver,
    pub(super) schema: &'static Schema,
    pub(super) schema_json: &'static str,
    /// Whether code of the author may refuse what a check let pass, or a lock be in
    /// the way.
    pub(super) may_refuse: bool,
    /// Whether it may not be saved at times.
    pub(super) blocks: bool,
    device: S,
}

impl<S: Access> Entry<S> {
    pub(super) fn new(path: Arc<str>, instance_id: u32, device: S) -> Result<Self, MachineError> {
        let is_locked = device.at_hand().is_none();
        let known = with(&device, |object| {
            (
                object.schema(),
                object.schema_json(),
                [object.may_refuse(), object.blocks()],
            )
        });
        let (schema, schema_json, [may_refuse, blocks]) =
            known.map_err(|why| unavailable(name(&path, instance_id), why))?;
        Ok(Self {
            path,
            instance_id,
            aliases: Vec::new(),
            takes_over: TakesOver::default(),
            schema,
            schema_json,
            may_refuse: may_refuse || is_locked,
            blocks,
            device,
        })
    }

    /// Path and id, as the stream's list of instances shows them.
    pub(super) fn name(&self) -> String {
        name(&self.path, self.instance_id)
    }

    pub(super) fn identity(&self) -> Identity {
        Identity {
            path: self.path.clone(),
            instance_id: self.instance_id,
            aliases: self.aliases.clone(),
            takes_over: self.takes_over.clone(),
            device: self.schema.device(),
        }
    }

    /// Where the device behind a handle is.
    pub(super) fn address(&self) -> Option<usize> {
        self.device.address()
    }

    /// Says that it can be loaded, as far as that follows from how it was added.
    pub(super) fn is_loadable(&self) -> Result<(), MachineError> {
        match self.device.is_shared() {
            true => Err(unavailable(self.name(), Unavailable::SharedReference)),
            false => Ok(()),
        }
    }

    /// The device, if no lock is in the way.
    pub(super) fn at_hand(&self) -> Option<&dyn Object> {
        self.device.at_hand()
    }

    /// Looks at the device, and gives it back.
    pub(super) fn with<R>(&self, act: impl FnOnce(&dyn Object) -> R) -> Result<R, MachineError> {
        with(&self.device, act).map_err(|why| unavailable(self.name(), why))
    }

    /// Changes the device, and gives it back. One that is not to be had refuses.
    pub(super) fn change(
        &mut self,
        act: impl FnOnce(&mut dyn Object) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let (mut act, mut changed) = (Some(act), Ok(()));
        let taken = self.device.change(&mut |object| {
            if let Some(act) = act.take() {
                changed = act(object);
            }
        });
        taken.map_err(|why| Fault::fixed(why.text()))?;
        changed
    }
}

fn with<S: Access, R>(device: &S, act: impl FnOnce(&dyn Object) -> R) -> Result<R, Unavailable> {
    if let Some(object) = device.at_hand() {
        return Ok(act(object));
    }
    let (mut act, mut result) = (Some(act), None);
    device.look(&mut |object| result = act.take().map(|act| act(object)))?;
    // A handle that is had calls once.
    result.ok_or(Unavailable::Busy)
}

fn name(path: &str, instance_id: u32) -> String {
    format!("{path}#{instance_id}")
}

fn unavailable(instance: String, why: Unavailable) -> MachineError {
    MachineError::Unavailable { instance, why }
}
