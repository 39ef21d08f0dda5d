//! Devices of any type behind one pointer.

use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::contract::Device;
use crate::base::budget::Budget;
use crate::codec::{Context, Decoder, Encoder, Fault, Older, Taken, whole};
use crate::schema::Schema;

/// Whether hooks run while a device is put back.
#[derive(Clone, Copy, Debug)]
pub enum Hooks {
    /// They do not.
    Rest,
    /// They do.
    Run,
}

/// What a payload means, besides what the device's schema says.
#[derive(Clone, Debug, Default)]
pub struct Meaning {
    /// The older version of the whole, which the device upgrades from.
    pub(super) from: Option<Arc<Older>>,
    /// A plan made it, and marked which parts stand in which version.
    pub(super) is_marked: bool,
}

/// A device of some type, behind a reference. Each [`Device`] is one.
///
/// A trait that a machine has for its devices builds on it: then `dyn` of that trait
/// is a device, too, and [`Devices::add`](super::Devices::add) takes a reference to it
/// or a handle, as `Arc<Mutex<dyn BusDevice>>`.
///
/// ```
/// use std::sync::{Arc, Mutex};
/// use migratable::Migratable;
/// use migratable::device::{AnyDevice, Devices, MachineError};
///
/// trait BusDevice: AnyDevice {
///     fn read(&self, address: u16) -> u8;
/// }
///
/// #[derive(Migratable, Default)]
/// #[migratable(device = "port")]
/// struct Port { data: u8 }
///
/// impl BusDevice for Port {
///     fn read(&self, _: u16) -> u8 { self.data }
/// }
///
/// fn devices(bus: &[Arc<Mutex<dyn BusDevice>>]) -> Result<Devices<'_>, MachineError> {
///     let mut devices = Devices::new();
///     for (slot, device) in (0..).zip(bus) {
///         devices.add_instance("/bus", slot, device)?;
///     }
///     Ok(devices)
/// }
/// # devices(&[Arc::new(Mutex::new(Port::default()))]).unwrap();
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no device",
    label = "not an `AnyDevice`",
    note = "have the trait build on it, as in `trait BusDevice: AnyDevice`"
)]
pub trait AnyDevice {
    #[doc(hidden)]
    fn migratable_object(&self) -> &dyn Object;

    #[doc(hidden)]
    fn migratable_object_mut(&mut self) -> &mut dyn Object;

    #[doc(hidden)]
    fn migratable_sync(&self) -> &(dyn Object + Sync)
    where
        Self: Sync;

    #[doc(hidden)]
    fn migratable_send(&mut self) -> &mut (dyn Object + Send)
    where
        Self: Send;
}

impl<D: Device> AnyDevice for D {
    fn migratable_object(&self) -> &dyn Object {
        self
    }

    fn migratable_object_mut(&mut self) -> &mut dyn Object {
        self
    }

    fn migratable_sync(&self) -> &(dyn Object + Sync)
    where
        Self: Sync,
    {
        self
    }

    fn migratable_send(&mut self) -> &mut (dyn Object + Send)
    where
        Self: Send,
    {
        self
    }
}

/// What saving and loading need of a device, whatever its type.
pub trait Object {
    /// The schema.
    fn schema(&self) -> &'static Schema;
    /// The schema as JSON.
    fn schema_json(&self) -> &'static str;
    /// The number of bytes of the state.
    fn encoded_len(&self) -> usize;
    /// Fills `room`, which has [`encoded_len`](Self::encoded_len) bytes.
    fn encode(&self, room: &mut [u8]) -> Result<(), Fault>;
    /// Whether code of the author may refuse what [`check`](Self::check) let
    /// pass, or a lock be in the way.
    fn may_refuse(&self) -> bool;
    /// Says whether the device can be loaded from `payload`, as far as that can
    /// be said without code of its author; draws what it will take.
    fn check(&self, payload: &[u8], meaning: &Meaning, budget: &Budget) -> Result<(), Fault>;
    /// What it allows at the offsets of its own `payload`, which it encoded: those of
    /// its fields that `allowed` limits.
    fn limits(&self, payload: &[u8]) -> Result<Vec<(usize, Vec<u8>)>, Fault>;
    /// The same of state that it takes over, by its position among what it does.
    fn check_taken(&self, taken: &Taken<'_>, budget: &Budget) -> Result<(), Fault>;
    /// Loads what was checked, with what it takes over; on a fault the device may be loaded in
    /// part.
    fn load(&mut self, payload: &[u8], meaning: &Meaning, taken: &[Taken<'_>])
    -> Result<(), Fault>;
    /// Loads the device's own state from before.
    fn put_back(&mut self, own: &[u8], hooks: Hooks) -> Result<(), Fault>;
    /// Whether it is to be saved now.
    fn needed(&self) -> bool;
    /// Whether [`blocked`](Self::blocked) is to be asked.
    fn blocks(&self) -> bool;
    /// Why it cannot be saved now.
    fn blocked(&self) -> Option<String>;
    /// Tells the device that all are loaded.
    fn loaded(&mut self);
}

impl<D: Device> Object for D {
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

    fn check(&self, payload: &[u8], meaning: &Meaning, budget: &Budget) -> Result<(), Fault> {
        whole::check(Some(self), payload, meaning.is_marked, budget)
    }

    fn limits(&self, payload: &[u8]) -> Result<Vec<(usize, Vec<u8>)>, Fault> {
        whole::limits(self, payload)
    }

    fn check_taken(&self, taken: &Taken<'_>, budget: &Budget) -> Result<(), Fault> {
        let context = Context::unchecked(budget).marked(taken.is_marked);
        let mut input = Decoder::within(taken.payload, &context);
        D::check_taken(taken.entry, &mut input)?;
        input.finish()
    }

    fn load(
        &mut self,
        payload: &[u8],
        meaning: &Meaning,
        taken: &[Taken<'_>],
    ) -> Result<(), Fault> {
        let from = meaning.from.as_deref().filter(|_| D::UPGRADES);
        let context = Context::checked().upgrading(from).taking_over(taken);
        whole::load(self, payload, &context.marked(meaning.is_marked))
    }

    fn put_back(&mut self, own: &[u8], hooks: Hooks) -> Result<(), Fault> {
        let context = match hooks {
            Hooks::Rest => Context::putting_back(),
            Hooks::Run => Context::checked(),
        };
        whole::load(self, own, &context)
    }

    fn needed(&self) -> bool {
        <D as Device>::needed(self)
    }

    fn blocks(&self) -> bool {
        D::BLOCKS
    }

    fn blocked(&self) -> Option<String> {
        <D as Device>::blocked(self)
    }

    fn loaded(&mut self) {
        <D as crate::Migratable>::loaded(self);
    }
}
