//! How long a saved machine is, before it is saved.

use std::io;

use super::devices::Devices;
use super::entry::Entry;
use super::error::MachineError;
use super::lent::Access;
use crate::stream::{Header, Limits, StreamWriter, end_len, section_len};

impl<S: Access> Devices<'_, S> {
    /// The bytes of the stream that [`save`](Self::save) would write now, exactly:
    /// nothing is encoded for it. Bulk items are not among them.
    ///
    /// ```
    /// use migratable::Migratable;
    /// use migratable::device::Devices;
    /// use migratable::stream::{Header, Limits, StreamWriter};
    ///
    /// #[derive(Migratable, Default)]
    /// #[migratable(device = "pad")]
    /// struct Pad {
    ///     #[migratable(max_len = 16)]
    ///     pressed: Vec<u8>,
    /// }
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let pad = Pad { pressed: vec![1, 2] };
    /// let header = Header::new("emulator", "1");
    /// let mut devices = Devices::new();
    /// devices.add("pad0", &pad)?;
    /// let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default())?;
    /// devices.save(&mut writer)?;
    /// let len = writer.finish()?.len() as u64;
    /// assert_eq!(devices.saved_len(&header)?, len);
    /// // Whatever is pressed, never more than that.
    /// assert_eq!(devices.max_saved_len(&header)?, len + 14);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// If a device is not to be had, or the header is too long for a stream.
    pub fn saved_len(&self, header: &Header) -> Result<u64, MachineError> {
        self.len_with(header, |entry| {
            entry.with(|device| device.encoded_len() as u64)
        })
    }

    /// The most bytes that [`save`](Self::save) can ever write of these devices,
    /// whatever their state is, as front ends ask that allocate once. Bulk items are
    /// not among them.
    ///
    /// # Errors
    ///
    /// If the state of a device has no bound, or the header is too long for a stream.
    pub fn max_saved_len(&self, header: &Header) -> Result<u64, MachineError> {
        self.len_with(header, |entry| {
            let most = entry.schema.ty().summary().max_len();
            most.ok_or_else(|| MachineError::Unbounded {
                instance: entry.name(),
                device: entry.schema.device(),
            })
        })
    }

    fn len_with(
        &self,
        header: &Header,
        len: impl Fn(&Entry<S>) -> Result<u64, MachineError>,
    ) -> Result<u64, MachineError> {
        let mut writer = StreamWriter::new(io::sink(), header, Limits::default())?;
        self.save_prologue(&mut writer)?;
        let mut total = writer.written();
        for (entry, index) in self.entries.iter().zip(0..) {
            total = total.saturating_add(section_len(index, len(entry)?));
        }
        Ok(total.saturating_add(end_len(self.entries.len())))
    }
}
