//! What devices read from an input, which may block.

use std::io::Read;

use super::apply::Source;
use super::devices::Devices;
use super::error::MachineError;
use super::lent::Access;
use super::load::{Loading, unexpected};
use super::loaded::Loaded;
use super::verdicts::Preflight;
use crate::stream::{Bulk, Event, StreamReader};

impl<S: Access> Devices<'_, S> {
    /// Loads all devices from the rest of a stream without bytes of bulk items.
    ///
    /// # Errors
    ///
    /// As [`load_with_bulk`](Self::load_with_bulk); bytes of a bulk item are an error.
    pub fn load<R: Read>(&mut self, reader: &mut StreamReader<R>) -> Result<Loaded, MachineError> {
        self.load_with_bulk(reader, |bulk| Err(unexpected(bulk.name())))
    }

    /// Loads all devices from the rest of a stream and hands the bytes of its bulk items,
    /// as they come, to `bulk`. Zeros that the stream only counts are handed over as bytes,
    /// too; where the memory is new, `bulk` need not read them
    /// ([`Bulk::is_zeros`]).
    ///
    /// The reader stands behind the prologue, or behind bytes of bulk items that whoever read
    /// them has. A section that was read by hand would be no part of the load, and its device
    /// seem not to have been needed: that is an error, as is a second load.
    ///
    /// The items are those that both sides have [declared](Devices::declare), with the same
    /// lengths, so that nothing comes beyond them; and of one that is to be whole, all
    /// bytes have come when the load ends well.
    ///
    /// Devices change only after the whole stream was read and found valid,
    /// and either all of them change or none. One with `needed` of which the stream has no
    /// state keeps the state that it has; what is returned says so.
    ///
    /// # Errors
    ///
    /// If the stream is not valid, does not have these devices and bulk items, has others, was
    /// read beyond that, `bulk` does not read what it is handed or fails, or a device refuses its
    /// state. All devices are then as they were; what `bulk` received is not taken back. Once
    /// something of the stream was read, later calls return
    /// [`StreamError::Broken`](crate::stream::StreamError::Broken).
    pub fn load_with_bulk<R: Read, E: From<MachineError>>(
        &mut self,
        reader: &mut StreamReader<R>,
        mut bulk: impl FnMut(Bulk<'_, R>) -> Result<(), E>,
    ) -> Result<Loaded, E> {
        let read = reader.already_read().map_err(MachineError::from)?;
        let mut loading = Loading::begin(self, reader.prologue(), read)?;
        // What follows an error would be loaded without what was refused.
        let loaded = self.load_rest(&mut loading, reader, &mut bulk);
        loaded.inspect_err(|_| reader.give_up())
    }

    fn load_rest<R: Read, E: From<MachineError>>(
        &mut self,
        loading: &mut Loading,
        reader: &mut StreamReader<R>,
        bulk: &mut impl FnMut(Bulk<'_, R>) -> Result<(), E>,
    ) -> Result<Loaded, E> {
        reader.check_bulk_read()?;
        while let Some(event) = reader.next_frame().map_err(MachineError::from)? {
            match event {
                Event::Section(section) => loading.section(self, section)?,
                Event::Bulk(frame) => {
                    bulk(taken(frame)?)?;
                    reader.check_bulk_read()?;
                }
                Event::Zeros(zeros) => bulk(taken(zeros.into_bulk())?)?,
            }
        }
        let source = Source {
            prologue: reader.prologue(),
            memory: reader.memory(),
        };
        Ok(loading.finish(self, source)?)
    }

    /// At the source: reads the answer, and judges for itself.
    ///
    /// Nothing but an answer to this very offer, which says of each device what
    /// this side finds too, is taken for one: where the two sides differ, their
    /// builds differ in more than their schemas. So a verdict of *incompatible*
    /// is both sides' own.
    ///
    /// # Errors
    ///
    /// If the answer cannot be read, is of other devices than these, or says
    /// something else of one than this side finds; or if the comparison takes
    /// more memory than [`Limits::memory`](crate::stream::Limits::memory).
    pub fn read_answer<R: Read>(
        &self,
        reader: &mut StreamReader<R>,
    ) -> Result<Preflight, MachineError> {
        let answer = reader.read_answer()?;
        self.judge_answer(reader.prologue(), &answer)
    }
}

/// A frame of an item that was declared: those of both sides are the same.
fn taken<R: Read>(bulk: Bulk<'_, R>) -> Result<Bulk<'_, R>, MachineError> {
    match bulk.is_declared() {
        true => Ok(bulk),
        false => Err(unexpected(bulk.name())),
    }
}

impl<R> StreamReader<R> {
    /// Says that the bulk frame that was handed over has been read to its end.
    fn check_bulk_read(&self) -> Result<(), MachineError> {
        match self.unread_bulk() {
            None => Ok(()),
            Some((item, offset, len)) => Err(MachineError::BulkNotRead {
                item: item.to_owned(),
                offset,
                len,
            }),
        }
    }
}
