//! The schemas of a stream, as far as they are in it.

use alloc::format;

use serde::Serialize;

use super::super::checks::{check_reference, check_schemas};
use super::super::error::StreamError;
use super::super::frame::FrameKind;
use super::super::io::Write;
use super::super::sent::{SchemaForm, SchemaReference};
use super::super::wire;
use super::StreamWriter;
use crate::schema::json::says_needed;
use crate::schema::{Schema, SchemaError, without_docs};

impl<W: Write> StreamWriter<W> {
    /// What of the schemas is written from here on, be it by [`schema`](Self::schema) or
    /// by [`Devices::save`](crate::device::Devices::save). At first it is all of them.
    ///
    /// A state that a program keeps for itself does without schemas, which are most of the
    /// bytes of a small one:
    ///
    /// ```
    /// use migratable::Migratable;
    /// use migratable::device::Devices;
    /// use migratable::stream::{Header, Limits, SchemaForm, StreamReader, StreamWriter};
    ///
    /// #[derive(Migratable, Default)]
    /// #[migratable(device = "timer")]
    /// struct Timer { count: u64 }
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mut timer = Timer { count: 7 };
    /// let mut devices = Devices::new();
    /// devices.add("timer0", &mut timer)?;
    /// let header = Header::new("my-emulator", "2.1");
    /// let mut writer = StreamWriter::in_memory(Vec::new(), &header, Limits::default())?;
    /// writer.send_schemas(SchemaForm::Fingerprint);
    /// devices.save(&mut writer)?;
    /// let kept = writer.finish()?;
    /// assert_eq!(kept.len(), 118);
    ///
    /// devices.load(&mut StreamReader::in_memory(&kept, Limits::default())?)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn send_schemas(&mut self, form: SchemaForm) {
        self.form = form;
    }

    /// Writes a schema, as far as [`send_schemas`](Self::send_schemas) says, and returns its
    /// index, for [`Instance::schema`](crate::stream::Instance::schema). Each schema is to be
    /// written once.
    ///
    /// Instances of one that says `needed` may be without a section: a device is not saved
    /// while it is not needed.
    ///
    /// # Errors
    ///
    /// If the instances were written already, a limit is exceeded, or the
    /// output fails; if not all of it is to be written, also if the text is not a schema.
    pub fn schema(&mut self, json: &str) -> Result<u32, StreamError> {
        if self.form == SchemaForm::Whole {
            return self.whole_schema(json, says_needed(json));
        }
        match Schema::from_json(json) {
            Ok(schema) => self.schema_of(json, &schema),
            Err(error) => Err(self.no_schema(&error)),
        }
    }

    /// [`schema`](Self::schema), which the caller has read already.
    pub(crate) fn schema_of(&mut self, json: &str, schema: &Schema) -> Result<u32, StreamError> {
        let is_needed = schema.needed().is_some();
        match self.form {
            SchemaForm::Whole => self.whole_schema(json, is_needed),
            SchemaForm::WithoutDocs => {
                let json = without_docs(json).map_err(|error| self.no_schema(&error))?;
                self.whole_schema(&json, is_needed)
            }
            SchemaForm::Fingerprint => self.schema_reference(&SchemaReference::of(schema)),
        }
    }

    fn whole_schema(&mut self, json: &str, is_needed: bool) -> Result<u32, StreamError> {
        self.next_schema(
            FrameKind::Schema,
            &wire::Schema { json },
            json.len(),
            is_needed,
        )
    }

    /// Writes which schema it is, and not the schema, whatever
    /// [`send_schemas`](Self::send_schemas) says. It has an index as a schema has.
    ///
    /// # Errors
    ///
    /// As [`schema`](Self::schema), and if the device's name is none.
    pub fn schema_reference(&mut self, reference: &SchemaReference) -> Result<u32, StreamError> {
        check_reference(&self.frames.place(FrameKind::SchemaReference), reference)?;
        let message = wire::SchemaReference::from(reference);
        let bytes = reference.device.len();
        self.next_schema(
            FrameKind::SchemaReference,
            &message,
            bytes,
            reference.needed,
        )
    }

    /// Writes a schema or what stands for it, with texts of so many bytes.
    fn next_schema<T: Serialize>(
        &mut self,
        kind: FrameKind,
        message: &T,
        bytes: usize,
        is_needed: bool,
    ) -> Result<u32, StreamError> {
        let (place, order) = self.begin(kind)?;
        let bytes = self.schema_bytes + bytes as u64;
        check_schemas(&place, self.schemas as u64 + 1, bytes, &self.limits)?;
        self.write_message(&place, message)?;
        self.order = order;
        let index = self.schemas as u32;
        self.schemas += 1;
        self.schema_bytes = bytes;
        self.needed.extend(is_needed.then_some(index));
        Ok(index)
    }

    /// What is wrong where a text is not a schema.
    fn no_schema(&self, error: &SchemaError) -> StreamError {
        let place = self.frames.place(FrameKind::Schema);
        let problem = format!("it is to be shortened, and is {error}");
        StreamError::Malformed { place, problem }
    }
}
