//! The list of a machine's devices.

use std::collections::{BTreeMap, btree_map};
use std::fmt;
use std::sync::Arc;

use super::contract::Device;
use super::dependencies::Dependencies;
use super::error::MachineError;
use super::object::AnyDevice;

/// The devices of a machine, each with its path, in the order in which they
/// are loaded.
///
/// ```
/// use migratable::device::Devices;
/// use migratable::stream::{Header, Limits, StreamReader, StreamWriter};
/// use migratable::Migratable;
///
/// #[derive(Migratable, Default, PartialEq, Debug)]
/// #[migratable(device = "timer")]
/// struct Timer {
///     count: u64,
///     enabled: bool,
/// }
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let header = Header::new("example", "1");
/// let mut source = Timer { count: 7, enabled: true };
/// let mut devices = Devices::new();
/// devices.add("timer0", &mut source)?;
/// let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default())?;
/// devices.save(&mut writer)?;
/// let stream = writer.finish()?;
///
/// let mut target = Timer::default();
/// let mut devices = Devices::new();
/// devices.add("timer0", &mut target)?;
/// let mut reader = StreamReader::new(&stream[..], Limits::default())?;
/// devices.load(&mut reader)?;
/// assert_eq!(target, source);
/// # Ok(())
/// # }
/// ```
#[derive(Default)]
pub struct Devices<'a> {
    pub(super) entries: Vec<Entry<'a>>,
    /// Where in `entries` a device is, by its path and id.
    positions: BTreeMap<(Arc<str>, u32), usize>,
    pub(super) dependencies: Dependencies,
}

/// A device and its place in the machine.
pub(super) struct Entry<'a> {
    pub(super) path: Arc<str>,
    pub(super) instance_id: u32,
    pub(super) device: &'a mut dyn AnyDevice,
}

impl Entry<'_> {
    /// Path and id, as the stream's list of instances shows them.
    pub(super) fn name(&self) -> String {
        format!("{}#{}", self.path, self.instance_id)
    }
}

impl<'a> Devices<'a> {
    /// A machine without devices.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the only device at `path`.
    ///
    /// # Errors
    ///
    /// If there is one at this path with instance id 0.
    pub fn add<D: Device>(
        &mut self,
        path: impl Into<String>,
        device: &'a mut D,
    ) -> Result<&mut Self, MachineError> {
        self.add_instance(path, 0, device)
    }

    /// Adds a device at a path that several share; `instance_id` tells them
    /// apart.
    ///
    /// # Errors
    ///
    /// If there is one with this path and id.
    pub fn add_instance<D: Device>(
        &mut self,
        path: impl Into<String>,
        instance_id: u32,
        device: &'a mut D,
    ) -> Result<&mut Self, MachineError> {
        let path: Arc<str> = path.into().into();
        let entry = Entry {
            path: path.clone(),
            instance_id,
            device,
        };
        match self.positions.entry((path, instance_id)) {
            btree_map::Entry::Vacant(vacant) => vacant.insert(self.entries.len()),
            btree_map::Entry::Occupied(_) => {
                return Err(MachineError::DuplicateInstance {
                    instance: entry.name(),
                });
            }
        };
        self.entries.push(entry);
        Ok(self)
    }

    /// Declares that the devices at `path` are loaded after those at `earlier`,
    /// for a `post_load` that looks at another device. Otherwise devices are
    /// loaded in the order in which they were added.
    ///
    /// # Errors
    ///
    /// If no device was added at one of the paths, or the dependencies form a
    /// cycle.
    pub fn load_after(&mut self, path: &str, earlier: &str) -> Result<&mut Self, MachineError> {
        let path = self.path(path)?;
        let earlier = self.path(earlier)?;
        self.dependencies.add(path, earlier)?;
        Ok(self)
    }

    /// A path at which there is a device.
    fn path(&self, path: &str) -> Result<Arc<str>, MachineError> {
        let first = (Arc::from(path), 0);
        let found = self.positions.range(first..).next();
        match found {
            Some(((found, _), _)) if **found == *path => Ok(found.clone()),
            _ => Err(MachineError::NoSuchPath {
                path: path.to_owned(),
            }),
        }
    }
}

impl fmt::Debug for Devices<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self
            .entries
            .iter()
            .map(|entry| (entry.name(), entry.device.schema().device()));
        f.debug_map().entries(names).finish()
    }
}
