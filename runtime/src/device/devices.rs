//! The list of a machine's devices.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use super::entry::Entry;
use super::error::MachineError;
use super::layout::Layout;
use super::lent::{Access, Lent, SendLent};
use crate::stream::{BulkItem, InstanceAlias};

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
///
/// What [`add`](Self::add) takes, decides what can be done:
///
/// | added | saved | loaded | borrowed |
/// |---|---|---|---|
/// | `&mut D` | yes | yes | exclusively |
/// | `&D` | yes | no: an error | shared |
/// | `&Mutex<D>`, `&RwLock<D>`, `&RefCell<D>` | yes | yes | shared |
/// | `&Arc<Mutex<D>>`, `&Arc<RwLock<D>>`, `&Rc<RefCell<D>>` | yes | yes | shared |
/// | the handle itself, as `Arc<Mutex<D>>` | yes | yes | not at all: the list owns it |
///
/// `D` is a [`Device`](super::Device), or `dyn` of a trait that builds on
/// [`AnyDevice`](super::AnyDevice) (but directly in a lock, as in `&Mutex<D>`). A
/// `Box<dyn …>` is added by `boxed.as_mut()` or `boxed.as_ref()`.
///
/// Locks are taken one at a time and given back before the next, so hooks may take
/// those of other devices. One that is poisoned or stays locked is an error that names
/// the device.
///
/// `S` is how devices are had; [`SendDevices`] can go to another thread.
pub struct Devices<'a, S = Lent<'a>> {
    pub(super) layout: Layout,
    pub(super) entries: Vec<Entry<S>>,
    /// Which device is where, of those behind handles.
    addresses: BTreeMap<usize, usize>,
    borrows: PhantomData<&'a ()>,
}

/// A list of devices that another thread may use: it takes what is `Send`, by `&` what
/// is `Sync`. [`Devices::sendable`] makes one.
pub type SendDevices<'a> = Devices<'a, SendLent<'a>>;

impl<'a> Devices<'a> {
    /// A machine without devices.
    pub fn new() -> Self {
        Self::empty(Layout::default())
    }
}

impl Default for Devices<'_> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a> SendDevices<'a> {
    /// A machine without devices, which another thread may use.
    ///
    /// ```
    /// use std::sync::{Arc, Mutex};
    /// use std::thread;
    /// use migratable::Migratable;
    /// use migratable::device::Devices;
    /// use migratable::stream::{Header, Limits, StreamWriter};
    ///
    /// #[derive(Migratable, Default)]
    /// #[migratable(device = "timer")]
    /// struct Timer { count: u64 }
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let timer = Arc::new(Mutex::new(Timer::default()));
    /// let mut devices = Devices::sendable();
    /// devices.add("timer0", timer.clone())?;
    /// let saving = thread::spawn(move || {
    ///     let header = Header::new("my-vmm", "1");
    ///     let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default())?;
    ///     devices.save(&mut writer)?;
    ///     Ok::<_, migratable::device::MachineError>(writer.finish()?)
    /// });
    /// assert!(!saving.join().unwrap()?.is_empty());
    /// # Ok(())
    /// # }
    /// ```
    pub fn sendable() -> Self {
        Self::empty(Layout::default())
    }
}

impl<'a, S: Access> Devices<'a, S> {
    /// Adds the only device at `path`.
    ///
    /// # Errors
    ///
    /// As [`add_instance`](Self::add_instance), with instance id 0.
    pub fn add<D>(&mut self, path: impl Into<String>, device: D) -> Result<&mut Self, MachineError>
    where
        S: From<D>,
    {
        self.add_instance(path, 0, device)
    }

    /// Adds a device at a path that several share; `instance_id` tells them
    /// apart.
    ///
    /// # Errors
    ///
    /// If there is one with this path and id, the handle is one of a device that was
    /// added already, or its device is not to be had.
    pub fn add_instance<D>(
        &mut self,
        path: impl Into<String>,
        instance_id: u32,
        device: D,
    ) -> Result<&mut Self, MachineError>
    where
        S: From<D>,
    {
        let entry = Entry::new(path.into().into(), instance_id, S::from(device))?;
        let identity = entry.identity();
        // What is refused, leaves no place behind.
        self.is_new(&entry)?;
        self.layout.add(identity)?;
        self.put(entry)?;
        Ok(self)
    }

    /// Says what a device that was added is called in other releases of the machine, where
    /// it has another path or id. A device keeps its state then, in both directions: this
    /// release takes it from a stream of the other, and the stream of this one says the alias,
    /// so that the other finds its own. It takes part in the layout.
    ///
    /// As with the fields of a device, a device of the same path and id goes before those
    /// with an alias; and where a stream has two that could be one here, it has none, which
    /// the preflight says.
    ///
    /// ```
    /// # use migratable::Migratable;
    /// # use migratable::device::{Devices, MachineError};
    /// # use migratable::stream::{Header, Limits, StreamReader, StreamWriter};
    /// #[derive(Migratable, Default)]
    /// #[migratable(device = "timer")]
    /// struct Timer { count: u64 }
    ///
    /// # fn main() -> Result<(), MachineError> {
    /// let (mut old, mut new) = (Timer { count: 7 }, Timer::default());
    /// let mut before = Devices::new();
    /// before.add_instance("/soc/timer", 3, &mut old)?;
    /// let mut devices = Devices::new();
    /// devices.add("/soc/clocks/timer", &mut new)?;
    /// devices.add_alias("/soc/clocks/timer", 0, "/soc/timer", 3)?;
    ///
    /// let mut writer = StreamWriter::new(Vec::new(), &Header::new("my-vmm", "1"), Limits::default())?;
    /// before.save(&mut writer)?;
    /// let stream = writer.finish()?;
    /// devices.load(&mut StreamReader::new(&stream[..], Limits::default())?)?;
    /// # drop(devices);
    /// assert_eq!(new.count, 7);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If no device was added with this path and id, or there is one that is called so.
    pub fn add_alias(
        &mut self,
        path: &str,
        instance_id: u32,
        alias: impl Into<String>,
        alias_id: u32,
    ) -> Result<&mut Self, MachineError> {
        let alias = InstanceAlias::new(alias, alias_id);
        let position = self.layout.alias((path, instance_id), alias.clone())?;
        if let Some(entry) = self.entries.get_mut(position) {
            entry.aliases.push(alias);
        }
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
        self.layout.load_after(path, earlier)?;
        Ok(self)
    }

    /// Declares a bulk item of the machine, such as its RAM; or says anew what there is of one
    /// that was declared before, as for one save it is whole and for the next what has changed.
    /// It takes part in the layout.
    ///
    /// A source and a destination must declare the same ones, of the same lengths. The source
    /// says what its stream has of an item, the destination what it has already: see
    /// [`BulkItem`].
    pub fn declare(&mut self, item: BulkItem) -> &mut Self {
        self.layout.declare(item);
        self
    }

    /// Where the devices are, to be kept when they are given back.
    pub fn layout(&self) -> Layout {
        self.layout.clone()
    }

    pub(super) fn empty(layout: Layout) -> Self {
        Self {
            entries: Vec::with_capacity(layout.identities().len()),
            layout,
            addresses: BTreeMap::new(),
            borrows: PhantomData,
        }
    }

    /// Puts a device at its place, which the layout has.
    pub(super) fn put(&mut self, entry: Entry<S>) -> Result<(), MachineError> {
        self.is_new(&entry)?;
        if let Some(address) = entry.address() {
            self.addresses.insert(address, self.entries.len());
        }
        self.entries.push(entry);
        Ok(())
    }

    /// Says that no other handle leads to the same device.
    fn is_new(&self, entry: &Entry<S>) -> Result<(), MachineError> {
        let known = entry.address().and_then(|at| self.addresses.get(&at));
        match known.and_then(|position| self.entries.get(*position)) {
            None => Ok(()),
            Some(other) => Err(MachineError::SameDevice {
                instance: entry.name(),
                other: other.name(),
            }),
        }
    }
}

impl<S: Access> fmt::Debug for Devices<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.layout.fmt(f)
    }
}
