//! Devices of any type behind one pointer.

use super::Device;
use crate::codec::{Decoder, Encoder, Fault};
use crate::schema::Schema;

/// What saving and loading need of a device, whatever its type.
pub(super) trait AnyDevice {
    fn schema(&self) -> &'static Schema;
    fn schema_json(&self) -> &'static str;
    fn encoded_len(&self) -> usize;
    /// Fills `room`, which has [`encoded_len`](Self::encoded_len) bytes.
    fn encode(&self, room: &mut [u8]) -> Result<(), Fault>;
    /// Loads in place; on a fault the device may be loaded in part. The state
    /// has the meaning of version `from` if that is given.
    fn load(&mut self, payload: &[u8], from: Option<u32>) -> Result<(), Fault>;
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

    fn load(&mut self, payload: &[u8], from: Option<u32>) -> Result<(), Fault> {
        let mut input = match from {
            Some(from) if D::UPGRADES => Decoder::upgrading(payload, from),
            _ => Decoder::new(payload),
        };
        <D as crate::Migratable>::load(self, &mut input)?;
        input.finish()
    }
}
