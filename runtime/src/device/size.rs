//! How long a saved machine is, before it is saved.

use alloc::vec;
use alloc::vec::Vec;

use super::devices::Devices;
use super::entry::Entry;
use super::error::MachineError;
use super::judgement::Side;
use super::lent::Access;
use crate::schema::Summary;
use crate::stream::{Header, Limits, StreamWriter, end_len, section_len, sink};

impl<S: Access> Devices<'_, S> {
    /// The bytes of the stream that [`save`](Self::save) would write now, exactly:
    /// nothing but devices with a configuration is encoded for it. Of bulk items, only the
    /// declarations are among them.
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
    /// If a device is not to be had, one that has a configuration cannot be encoded, or the
    /// header is too long for a stream.
    pub fn saved_len(&self, header: &Header) -> Result<u64, MachineError> {
        let configurations = self.configurations(Side::Source)?;
        self.len_with(header, &configurations, current_len)
    }

    /// The most bytes that [`save`](Self::save) can ever write of these devices,
    /// whatever their state is, as front ends ask that allocate once. Of bulk items, only
    /// the declarations are among them.
    ///
    /// # Errors
    ///
    /// If the state of a device has no bound, or the header is too long for a stream.
    pub fn max_saved_len(&self, header: &Header) -> Result<u64, MachineError> {
        // What the prologue says of configurations is counted at its longest.
        let unsaid = vec![Vec::new(); self.entries.len()];
        self.len_with(header, &unsaid, |index, entry| {
            let state = longest(index, entry)?.unwrap_or(0);
            let said = match entry.schema.configuration() {
                Some(schema) => section_len(index, most(schema.ty().summary(), entry)?),
                None => 0,
            };
            Ok(Some(state.saturating_add(said)))
        })
    }

    /// `len` gives the bytes of a device's section, if there is one, with others that the
    /// prologue has.
    fn len_with(
        &self,
        header: &Header,
        configurations: &[Vec<u8>],
        len: impl Fn(u32, &Entry<S>) -> Result<Option<u64>, MachineError>,
    ) -> Result<u64, MachineError> {
        let mut writer = StreamWriter::new(sink(), header, Limits::default())?;
        self.write_prologue(
            Side::Source,
            self.layout.items(),
            configurations,
            &mut writer,
        )?;
        self.len_behind(writer.written(), len)
    }

    /// The same, behind a prologue of so many bytes.
    pub(super) fn len_behind(
        &self,
        prologue: u64,
        len: impl Fn(u32, &Entry<S>) -> Result<Option<u64>, MachineError>,
    ) -> Result<u64, MachineError> {
        let mut total = prologue;
        let mut sections = 0;
        for (entry, index) in self.entries.iter().zip(0..) {
            if let Some(len) = len(index, entry)? {
                total = total.saturating_add(len);
                sections += 1;
            }
        }
        Ok(total.saturating_add(end_len(sections)))
    }
}

/// Bytes of the section that a device would have now, if it had one.
pub(super) fn current_len<S: Access>(
    index: u32,
    entry: &Entry<S>,
) -> Result<Option<u64>, MachineError> {
    entry.with(|device| {
        let state = || section_len(index, device.encoded_len() as u64);
        device.needed().then(state)
    })
}

/// Bytes of the section that a device has at most.
pub(super) fn longest<S: Access>(
    index: u32,
    entry: &Entry<S>,
) -> Result<Option<u64>, MachineError> {
    let state = most(entry.schema.ty().summary(), entry)?;
    Ok(Some(section_len(index, state)))
}

fn most<S: Access>(summary: Summary, entry: &Entry<S>) -> Result<u64, MachineError> {
    summary.max_len().ok_or_else(|| MachineError::Unbounded {
        instance: entry.name(),
        device: entry.schema.device(),
    })
}
