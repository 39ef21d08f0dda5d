//! The description that QEMU appends to a stream: which devices, fields and
//! subsections were sent, as JSON.

mod kept;
mod parse;

use crate::error::{Error, Result};
use crate::limits::Limits;
use crate::text::Sections;

/// What a stream says about its devices, or another stream said.
#[derive(Clone, Debug, PartialEq)]
pub struct Description {
    /// The machine type that it is of, as `pc-q35-7.2`, if it was
    /// [`kept`](Self::kept).
    pub machine: Option<String>,
    /// The version of QEMU that wrote it, if it was kept with one.
    pub qemu_version: Option<String>,
    /// Bytes of a page of the guest's RAM.
    pub page_size: Option<u64>,
    /// The section before all others; since QEMU 10.0.
    pub configuration: Option<Struct>,
    /// The devices, in the order of their sections.
    pub devices: Vec<Device>,
}

/// A device's section.
#[derive(Clone, Debug, PartialEq)]
pub struct Device {
    /// Path and name, as in the section's head.
    pub name: String,
    /// Tells devices of one name apart.
    pub instance_id: u32,
    /// What was sent; without a name if the device is not described by VMState.
    pub content: Struct,
}

/// Fields in the order of their bytes, then the subsections that were sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Struct {
    /// Name of its VMState description.
    pub name: String,
    /// Version that was sent.
    pub version: i64,
    /// The fields that were sent.
    pub fields: Vec<Field>,
    /// The subsections that were sent.
    pub subsections: Vec<Struct>,
}

/// A field, an element of an array, or an array of equal elements.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its name; `name[k]` is the declaration number k of that name.
    pub name: String,
    /// What QEMU calls its type: `uint32`, `int32 le`, `struct`, `virtio`, ….
    pub kind: String,
    /// Bytes in the stream, of one element.
    pub size: u64,
    /// Number of elements, if they are alike.
    pub count: Option<u64>,
    /// What a struct consists of; several for the elements of a queue.
    pub content: Vec<Struct>,
}

impl Description {
    /// Reads a description.
    ///
    /// # Errors
    ///
    /// If it is not JSON, not a description, or not within `limits`.
    pub fn from_json(json: &[u8], limits: &Limits) -> Result<Self> {
        if json.len() as u64 > limits.description_len {
            return Err(Error::new(format!(
                "the description has {} bytes; at most {} are read",
                json.len(),
                limits.description_len
            )));
        }
        parse::description(json, limits)
            .map_err(|error| Error::new(format!("not a description: {error}")))
    }

    /// The devices, each with the full name of its section, as [`Sections`] tells them
    /// apart.
    pub(crate) fn named(&self) -> impl Iterator<Item = (String, &Device)> {
        let mut sections = Sections::default();
        self.devices.iter().map(move |device| {
            let name = sections.distinct(&device.name, device.instance_id);
            (format!("{name}#{}", device.instance_id), device)
        })
    }
}

impl Device {
    /// Name and instance, as `cpu#0`, not escaped.
    pub(crate) fn full_name(&self) -> String {
        format!("{}#{}", self.name, self.instance_id)
    }
}
