//! Devices that take over the state of devices that only other releases have.

use super::devices::Devices;
use super::entry::Entry;
use super::error::MachineError;
use super::formers::Former;
use super::lent::Access;

impl<S: Access> Devices<'_, S> {
    /// Says that a device that was added takes over the state of a device of other releases of
    /// the machine: of one that was split, merged with others or replaced, or that goes on
    /// without a field of its own. What the state becomes, the type says with
    /// `takes_over(device = …, type = …, apply = …)`. It takes part in the layout.
    ///
    /// It does so if the stream has a device at that place, of a name that the type takes over
    /// from; after its own state was loaded, if the stream has some, and before its `validate`
    /// and `post_load`. A stream whose device has taken the state over already, as its schema
    /// says, is loaded as it is. Where the stream does not have the device itself, it is as if
    /// it had, with the state that the device has now; but then the stream has to have all that
    /// it takes over from, or it is refused.
    ///
    /// Several may take over from one, and one from several; the number that
    /// [`Former::part`] adds tells them apart. One that takes over may stand where the old one
    /// stood.
    ///
    /// ```
    /// use migratable::Migratable;
    /// use migratable::device::{Devices, Former, MachineError};
    /// use migratable::stream::{Header, Limits, StreamReader, StreamWriter};
    ///
    /// // Release 1 has one device with two counters.
    /// #[derive(Migratable)]
    /// #[migratable(device = "timers")]
    /// struct Timers { counts: [u64; 2] }
    ///
    /// // Release 2 has a device for each.
    /// #[derive(Migratable, Default)]
    /// #[migratable(
    ///     device = "timer",
    ///     takes_over(device = "timers", type = OldTimers, apply = Self::take_timers),
    /// )]
    /// struct Timer { count: u64 }
    ///
    /// // What `Timers` was.
    /// #[derive(Migratable)]
    /// struct OldTimers { counts: [u64; 2] }
    ///
    /// impl Timer {
    ///     fn take_timers(&mut self, old: OldTimers, part: u32) {
    ///         self.count = old.counts[part as usize];
    ///     }
    /// }
    ///
    /// # fn main() -> Result<(), MachineError> {
    /// let mut old = Timers { counts: [7, 8] };
    /// let mut writer = StreamWriter::new(Vec::new(), &Header::new("my-vmm", "1"), Limits::default())?;
    /// Devices::new().add("/timers", &mut old)?.save(&mut writer)?;
    /// let stream = writer.finish()?;
    ///
    /// let [mut first, mut second] = [Timer::default(), Timer::default()];
    /// let mut devices = Devices::new();
    /// devices.add_instance("/timer", 0, &mut first)?.add_instance("/timer", 1, &mut second)?;
    /// devices.take_over("/timer", 0, Former::new("/timers", 0).part(0))?;
    /// devices.take_over("/timer", 1, Former::new("/timers", 0).part(1))?;
    /// devices.load(&mut StreamReader::new(&stream[..], Limits::default())?)?;
    /// # drop(devices);
    /// assert_eq!([first.count, second.count], [7, 8]);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If no device was added with this path and id, its type takes over from none, or it was
    /// said before.
    pub fn take_over(
        &mut self,
        path: &str,
        instance_id: u32,
        from: Former,
    ) -> Result<&mut Self, MachineError> {
        let takes = |entry: &Entry<S>| match entry.schema.takes_over().is_empty() {
            true => {
                let problem = "its type takes over from none: give it `takes_over(device = …)`";
                Err(from.unfit(entry.name(), problem))
            }
            false => Ok(()),
        };
        let position = self.layout.position(path, instance_id)?;
        self.entries.get(position).map_or(Ok(()), takes)?;
        self.layout.take_over(position, &from)?;
        if let Some(entry) = self.entries.get_mut(position) {
            let name = entry.name();
            entry.takes_over.add(name, &from)?;
        }
        Ok(self)
    }
}
