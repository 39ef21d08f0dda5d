//! The side that a guest comes from.

use std::io::{self, Write};
use std::time::Instant;

use migratable::device::{MachineError, Preflight};
use migratable::stream::{Limits, Outcome, StreamError, StreamReader, StreamWriter};

use super::connection::Connection;
use super::guest::Guest;
use super::report::{Report, Stage};
use super::sent::Sent;
use super::transport::{Tcp, Transport};
use super::{GO, Options};
use crate::console::Console;
use crate::devices::virtio_blk::Disk;
use crate::error::Error;
use crate::pages::PageSet;
use crate::stream::header;
use crate::vm::{Stop, Vm};

/// With so few pages left to send, the guest is stopped.
const FEW_PAGES: usize = 16;
/// After so many rounds it is stopped anyway: it writes faster than they can be sent.
const MAX_ROUNDS: u32 = 30;

/// What became of a guest that was to leave.
pub struct Departure {
    /// How the migration went.
    pub report: Report,
    /// The guest, if the migration failed.
    pub stayed: Option<Stayed>,
}

/// A guest that could not leave.
pub struct Stayed(Guest);

impl Stayed {
    /// Waits until it has run to its end, as if nothing had happened.
    pub fn finish(self) -> Result<(Vm, Stop), Error> {
        self.0.finish()
    }

    /// The guest as it is, stopped.
    pub fn stop(mut self) -> Result<Vm, Error> {
        self.0.stop()?;
        self.0.into_stopped()
    }
}

/// Lets the guest of `vm` run and moves it to the destination at `address`.
pub fn send(vm: Vm, address: &str, options: Options) -> Departure {
    depart(vm, options, |source| {
        let called = Tcp::to(address, options.timeout);
        let transport = called.map_err(|error| Error::Connect {
            address: address.to_owned(),
            error,
        })?;
        source.migrate(&transport)
    })
}

/// The same, to a destination that is connected.
pub fn send_over(vm: Vm, transport: &dyn Transport, options: Options) -> Departure {
    depart(vm, options, |source| source.migrate(transport))
}

fn depart(
    vm: Vm,
    options: Options,
    migrate: impl FnOnce(&mut Source) -> Result<(), Error>,
) -> Departure {
    let mut source = Source {
        sent: Sent::nothing_of(vm.bus.ram.clone()),
        guest: Guest::start(vm.into()),
        options,
        report: Report::default(),
    };
    let refusal = migrate(&mut source).err();
    let mut report = source.report;
    report.migrated = refusal.is_none();
    report.refusal = refusal.map(|error| error.to_string());
    let stayed = (!report.migrated).then_some(Stayed(source.guest));
    Departure { report, stayed }
}

struct Source {
    guest: Guest,
    options: Options,
    report: Report,
    sent: Sent,
}

type Writer<'a> = StreamWriter<&'a Connection<'a>>;
type Reader<'a> = StreamReader<&'a Connection<'a>>;

impl Source {
    fn migrate(&mut self, transport: &dyn Transport) -> Result<(), Error> {
        let connection = Connection::new(transport, "the preflight", self.options.timeout);
        let result = self.over(&connection);
        self.report.bytes = connection.sent();
        result
    }

    fn over(&mut self, connection: &Connection<'_>) -> Result<(), Error> {
        self.report.stage = Stage::Preflight;
        let mut writer = StreamWriter::new(connection, &header(), Limits::default())?;
        let (preflight, mut answers) = match self.preflight(connection, &mut writer) {
            Ok(fits) => fits,
            Err(error) => return Err(give_up(writer, error)),
        };
        connection.begin("sending while the guest runs", self.options.transfer);
        if let Err(error) = self.rounds(&preflight, &mut writer) {
            return Err(give_up(writer, their_word(&mut answers, error)));
        }
        self.report.stage = Stage::Devices;
        let vm = self.guest.stop()?;
        // One deadline until the guest is the destination's or runs on here.
        connection.begin("the hand-over of the stopped guest", self.options.timeout);
        let since = Instant::now();
        // Whatever the guest printed here comes before what it will print there.
        vm.bus.uart.sync().map_err(Error::Console)?;
        let result = self.hand_over(&preflight, writer, &mut answers, connection);
        self.report.downtime_ns = u64::try_from(since.elapsed().as_nanos()).ok();
        result
    }

    /// Offers the devices and judges the answer. No page has been sent, and the guest runs.
    fn preflight<'a>(
        &mut self,
        connection: &'a Connection<'a>,
        writer: &mut Writer<'a>,
    ) -> Result<(Preflight, Reader<'a>), Error> {
        // An offer says what devices there are and nothing of their state, so a machine like this one
        // that is off can make it. The guest's own devices would be borrowed until the answer is
        // there, and the guest could not run.
        let mut twin = Vm::bare(Console::new(io::sink()))?;
        let mut manifest = self.sent.manifest();
        let release = self.options.release;
        let (preflight, answers) = release.with_devices(&mut twin, &mut manifest, |devices| {
            devices.save_prologue(writer)?;
            writer.flush()?;
            let mut answers = StreamReader::new(connection, Limits::default())?;
            Ok((devices.read_answer(&mut answers)?, answers))
        })?;
        self.report.judged(&preflight);
        let preflight = preflight.require()?;
        self.check_conditions(&preflight)?;
        Ok((preflight, answers))
    }

    /// Whether the destination takes the guest's devices as they are now. The guest runs on.
    fn check_conditions(&mut self, preflight: &Preflight) -> Result<(), Error> {
        let mut manifest = self.sent.manifest();
        let release = self.options.release;
        self.guest.look(|vm| {
            release.with_devices(vm, &mut manifest, |devices| {
                Ok(devices.check_conditions(preflight)?)
            })
        })?
    }

    /// Sends RAM and disk while the guest runs, until little is left that it has written to since.
    fn rounds(&mut self, preflight: &Preflight, writer: &mut Writer<'_>) -> Result<(), Error> {
        self.report.stage = Stage::Rounds;
        self.sent.ram.take_dirty();
        let mut pages = self.sent.ram.written();
        let disk = self.guest.look(|vm| vm.bus.virtio_blk.disk.clone())?;
        self.send_disk(disk, writer)?;
        while self.report.rounds < MAX_ROUNDS {
            self.send_ram(&pages, writer)?;
            writer.flush()?;
            pages = self.sent.ram.take_dirty();
            if pages.count() <= FEW_PAGES {
                break;
            }
        }
        // Those are not sent yet: they come with the last ones.
        self.sent.ram.mark_dirty(&pages);
        self.check_conditions(preflight)
    }

    /// Sends what is left of the guest, which is stopped, and has the destination take it.
    fn hand_over(
        &mut self,
        preflight: &Preflight,
        mut writer: Writer<'_>,
        answers: &mut Reader<'_>,
        mut connection: &Connection<'_>,
    ) -> Result<(), Error> {
        if let Err(error) = self.send_rest(preflight, &mut writer) {
            return Err(give_up(writer, their_word(answers, error)));
        }
        self.report.stage = Stage::Outcome;
        let (_, sent) = writer.finish_with_digest()?;
        match answers.read_outcome(Some(&sent))? {
            Outcome::Loaded(_) => connection.write_all(&[GO]).map_err(Error::Go)?,
            Outcome::Refused { reason } => return Err(Error::Refused { reason }),
        }
        self.report.stage = Stage::Done;
        Ok(())
    }

    fn send_rest(&mut self, preflight: &Preflight, writer: &mut Writer<'_>) -> Result<(), Error> {
        let dirty = self.sent.ram.take_dirty();
        self.send_ram(&dirty, writer)?;
        let disk = self.guest.stop()?.bus.virtio_blk.disk.clone();
        self.send_disk(disk, writer)?;
        let mut manifest = self.sent.manifest();
        let release = self.options.release;
        release.with_devices(self.guest.stop()?, &mut manifest, |devices| {
            Ok(devices.save_checked_sections(preflight, writer)?)
        })
    }

    fn send_ram(&mut self, pages: &PageSet, writer: &mut Writer<'_>) -> Result<(), Error> {
        self.report.rounds += 1;
        self.report.pages += pages.count() as u64;
        self.sent.ram(pages, writer)
    }

    fn send_disk(&mut self, disk: Disk, writer: &mut Writer<'_>) -> Result<(), Error> {
        let pages = self.sent.disk(disk, writer)?;
        self.report.pages += pages.count() as u64;
        Ok(())
    }
}

/// Tells the destination, if it still listens.
fn give_up(mut writer: Writer<'_>, error: Error) -> Error {
    let _ = writer.cancel(&error.to_string());
    error
}

/// If nothing more can be sent, the destination may have said why.
fn their_word(answers: &mut Reader<'_>, error: Error) -> Error {
    let Error::Machine(machine) = &error else {
        return error;
    };
    let MachineError::Stream(StreamError::Write { .. }) = **machine else {
        return error;
    };
    match answers.read_outcome(None) {
        Ok(Outcome::Refused { reason }) => Error::Refused { reason },
        _ => error,
    }
}
