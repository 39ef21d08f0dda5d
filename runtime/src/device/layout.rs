//! Where the devices of a machine are: what stays when they are given back.

use alloc::borrow::ToOwned;
use alloc::collections::{BTreeMap, BTreeSet, btree_map};
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use super::dependencies::Dependencies;
use super::error::MachineError;
use super::formers::{Former, TakesOver};
use crate::stream::{BulkItem, InstanceAlias};

/// The places of a machine's devices, without the devices: paths and ids, in which
/// order devices are loaded, and what they are.
///
/// [`Devices::layout`](super::Devices::layout) makes one, once. Each save or load then lends it the devices, in
/// the order in which they were added: by `&` for a save, while the guest may run on,
/// and by `&mut` for a load. To clone a layout copies nothing.
///
/// ```
/// use migratable::Migratable;
/// use migratable::device::{AnyDevice, Devices, Layout, MachineError};
/// use migratable::stream::{Header, Limits, StreamReader, StreamWriter};
///
/// #[derive(Migratable, Default, Debug, PartialEq)]
/// #[migratable(device = "timer")]
/// struct Timer { count: u64 }
///
/// #[derive(Migratable, Default, Debug, PartialEq)]
/// #[migratable(device = "uart")]
/// struct Uart { data: u8 }
///
/// #[derive(Default, Debug, PartialEq)]
/// struct Machine { timer: Timer, uart: Uart }
///
/// impl Machine {
///     fn layout() -> Result<Layout, MachineError> {
///         let mut off = Machine::default();
///         let mut devices = Devices::new();
///         devices.add("/soc/timer", &mut off.timer)?.add("/soc/uart", &mut off.uart)?;
///         devices.load_after("/soc/timer", "/soc/uart")?;
///         Ok(devices.layout())
///     }
///
///     fn devices(&self) -> [&dyn AnyDevice; 2] {
///         [&self.timer, &self.uart]
///     }
///
///     fn devices_mut(&mut self) -> [&mut dyn AnyDevice; 2] {
///         [&mut self.timer, &mut self.uart]
///     }
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let layout = Machine::layout()?;
/// let source = Machine { timer: Timer { count: 7 }, ..Default::default() };
/// let mut writer = StreamWriter::new(Vec::new(), &Header::new("my-vmm", "1"), Limits::default())?;
/// layout.lend(source.devices())?.save(&mut writer)?;
/// let stream = writer.finish()?;
///
/// let mut target = Machine::default();
/// let mut reader = StreamReader::new(&stream[..], Limits::default())?;
/// layout.lend(target.devices_mut())?.load(&mut reader)?;
/// assert_eq!(target, source);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct Layout(Arc<Instances>);

#[derive(Clone, Default)]
struct Instances {
    list: Vec<Identity>,
    /// Where in `list` a device is, by its path and id.
    positions: BTreeMap<(Arc<str>, u32), usize>,
    /// What devices are called in other releases.
    aliases: BTreeSet<(Arc<str>, u32)>,
    dependencies: Dependencies,
    items: Vec<BulkItem>,
}

/// Which device of the machine it is.
#[derive(Clone)]
pub(super) struct Identity {
    pub(super) path: Arc<str>,
    pub(super) instance_id: u32,
    /// What it is called in other releases of the machine.
    pub(super) aliases: Vec<InstanceAlias>,
    pub(super) takes_over: TakesOver,
    /// Name of the device's type.
    pub(super) device: &'static str,
}

impl Identity {
    /// Path and id, as the stream's list of instances shows them.
    pub(super) fn name(&self) -> String {
        format!("{}#{}", self.path, self.instance_id)
    }
}

impl Layout {
    /// Which devices there are, in the order in which the devices were added.
    pub(super) fn identities(&self) -> &[Identity] {
        &self.0.list
    }

    pub(super) fn add(&mut self, identity: Identity) -> Result<(), MachineError> {
        let instances = Arc::make_mut(&mut self.0);
        let key = (identity.path.clone(), identity.instance_id);
        if instances.aliases.contains(&key) {
            return Err(taken(&identity.path, identity.instance_id));
        }
        match instances.positions.entry(key) {
            btree_map::Entry::Vacant(vacant) => vacant.insert(instances.list.len()),
            btree_map::Entry::Occupied(_) => {
                return Err(MachineError::DuplicateInstance {
                    instance: identity.name(),
                });
            }
        };
        instances.list.push(identity);
        Ok(())
    }

    /// Adds a name of a device; returns the position of the device.
    pub(super) fn alias(
        &mut self,
        (path, instance_id): (&str, u32),
        alias: InstanceAlias,
    ) -> Result<usize, MachineError> {
        let position = self.position(path, instance_id)?;
        let instances = Arc::make_mut(&mut self.0);
        let key = (Arc::from(&*alias.path), alias.instance_id);
        if instances.positions.contains_key(&key) || !instances.aliases.insert(key) {
            return Err(taken(&alias.path, alias.instance_id));
        }
        if let Some(identity) = instances.list.get_mut(position) {
            identity.aliases.push(alias);
        }
        Ok(position)
    }

    /// The position of a device.
    pub(super) fn position(&self, path: &str, instance_id: u32) -> Result<usize, MachineError> {
        let position = self.0.positions.get(&(Arc::from(path), instance_id));
        position.copied().ok_or_else(|| {
            let instance = format!("{path}#{instance_id}");
            MachineError::NoSuchInstance { instance }
        })
    }

    /// Adds a device of other releases that the one at this position takes over from.
    pub(super) fn take_over(
        &mut self,
        position: usize,
        former: &Former,
    ) -> Result<(), MachineError> {
        match Arc::make_mut(&mut self.0).list.get_mut(position) {
            Some(identity) => identity.takes_over.add(identity.name(), former),
            None => Ok(()),
        }
    }

    pub(super) fn load_after(&mut self, path: &str, earlier: &str) -> Result<(), MachineError> {
        let path = self.path(path)?;
        let earlier = self.path(earlier)?;
        Arc::make_mut(&mut self.0).dependencies.add(path, earlier)
    }

    /// The bulk items, in the order in which they were declared.
    pub(super) fn items(&self) -> &[BulkItem] {
        &self.0.items
    }

    /// Puts an item in the place of the one of its name, or behind all others.
    pub(super) fn declare(&mut self, item: BulkItem) {
        let items = &mut Arc::make_mut(&mut self.0).items;
        match items.iter_mut().find(|known| known.name == item.name) {
            Some(known) => *known = item,
            None => items.push(item),
        }
    }

    /// A path at which there is a device.
    fn path(&self, path: &str) -> Result<Arc<str>, MachineError> {
        let first = (Arc::from(path), 0);
        let found = self.0.positions.range(first..).next();
        match found {
            Some(((found, _), _)) if **found == *path => Ok(found.clone()),
            _ => Err(MachineError::NoSuchPath {
                path: path.to_owned(),
            }),
        }
    }

    /// The positions of all devices, in the order in which they are loaded.
    pub(super) fn load_order(&self) -> Vec<usize> {
        let paths: Vec<&str> = self.0.list.iter().map(|identity| &*identity.path).collect();
        self.0.dependencies.order(&paths)
    }
}

fn taken(path: &str, instance_id: u32) -> MachineError {
    let instance = format!("{path}#{instance_id}");
    MachineError::AliasTaken { instance }
}

impl fmt::Debug for Layout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let instances = self.0.list.iter();
        let names = instances.map(|identity| (identity.name(), identity.device));
        f.debug_map().entries(names).finish()
    }
}
