//! The side that a guest comes from.

use std::io;
use std::time::Duration;

use migratable::device::Preflight;
use migratable::live::{Action, Connection, Side, Source, Standing, TcpTransport, Transport};
use migratable::stream::{Limits, StreamDigest, StreamReader, StreamWriter};

use super::guest::Guest;
use super::report::{Report, Stage};
use super::sent::Sent;
use super::{Options, is_lost};
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
/// So often the destination is called again if the last messages were lost.
const CALLS: u32 = 3;

/// What became of a guest that was to leave.
pub struct Departure {
    /// How the migration went.
    pub report: Report,
    /// The guest, if the migration failed.
    pub stayed: Option<Stayed>,
    /// The guest, if nobody knows whether it has left.
    pub in_doubt: Option<InDoubt>,
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

/// A guest that the destination may run, or may not: it must not run here before somebody knows.
pub struct InDoubt {
    /// The guest, stopped.
    pub vm: Vm,
    /// Digest of the stream that it was sent in.
    pub digest: StreamDigest,
}

/// Lets the guest of `vm` run and moves it to the destination at `address`.
pub fn send(vm: Vm, address: &str, options: Options) -> Departure {
    let call = || {
        let called = TcpTransport::connect(address, options.timeout);
        called.map_err(|error| Error::Connect {
            address: address.to_owned(),
            error,
        })
    };
    let mut leaving = Leaving::new(vm, options);
    match call() {
        Ok(transport) => leaving.migrate(&transport),
        Err(error) => leaving.give_up(Duration::ZERO, &error),
    }
    for _ in 0..CALLS {
        if leaving.side.standing() == Standing::InDoubt
            && let Ok(transport) = call()
        {
            leaving.ask(&transport);
        }
    }
    leaving.end()
}

/// The same, to a destination that is connected, and cannot be called again.
pub fn send_over(vm: Vm, transport: &dyn Transport, options: Options) -> Departure {
    let mut leaving = Leaving::new(vm, options);
    leaving.migrate(transport);
    leaving.end()
}

struct Leaving {
    side: Source,
    guest: Guest,
    options: Options,
    report: Report,
    sent: Sent,
    /// Since when the guest stands still.
    since: Option<Duration>,
}

type Writer<'a> = StreamWriter<&'a Connection<'a>>;
type Reader<'a> = StreamReader<&'a Connection<'a>>;

impl Leaving {
    fn new(vm: Vm, options: Options) -> Self {
        Self {
            side: Source::new(Duration::ZERO, options.timeouts()),
            sent: Sent::nothing_of(vm.bus.ram.clone()),
            guest: Guest::start(vm.into()),
            options,
            report: Report::default(),
            since: None,
        }
    }

    fn migrate(&mut self, transport: &dyn Transport) {
        self.side = Source::new(transport.now(), self.options.timeouts());
        let connection = Connection::new(transport, &self.side);
        let mut writer = None;
        if let Err(error) = self.send_all(&connection, &mut writer) {
            if is_lost(&error) {
                connection.lost(&mut self.side, &connection, &error);
            } else {
                self.give_up(connection.now(), &error);
            }
        }
        self.settle(&connection, writer);
        self.report.bytes = connection.sent();
    }

    /// Says the last message again, on a new connection.
    fn ask(&mut self, transport: &dyn Transport) {
        self.side.connected(transport.now());
        let connection = Connection::new(transport, &self.side);
        self.settle(&connection, None);
    }

    fn give_up(&mut self, now: Duration, error: &Error) {
        self.side.give_up(now, &error.to_string());
    }

    /// Sends everything, in a stream that is left in `writer` unless it is ended.
    fn send_all<'a>(
        &mut self,
        connection: &'a Connection<'a>,
        writer: &mut Option<Writer<'a>>,
    ) -> Result<(), Error> {
        self.report.stage = Stage::Preflight;
        let stream = StreamWriter::new(connection, &header(), Limits::default())?;
        let stream = writer.insert(stream);
        let preflight = self.preflight(connection, stream)?;
        self.side.accepted(connection.now());
        connection.follow(&self.side);
        self.rounds(&preflight, stream)?;
        self.report.stage = Stage::Devices;
        self.side.pause(connection.now());
        connection.follow(&self.side);
        while let Some(action) = self.side.next_action() {
            self.act(connection, &action)?;
        }
        self.send_rest(&preflight, stream)?;
        self.report.stage = Stage::Outcome;
        if let Some(stream) = writer.take() {
            let (_, digest) = stream.finish_with_digest()?;
            self.side.sent(connection.now(), digest);
        }
        Ok(())
    }

    /// Does what the side says until it waits for nothing any more.
    fn settle<'a>(&mut self, connection: &'a Connection<'a>, mut writer: Option<Writer<'a>>) {
        while let Some(action) = connection.drive(&mut self.side, connection) {
            match (&action, writer.take()) {
                // The destination may not listen any more.
                (Action::Cancel(reason), Some(mut writer)) => drop(writer.cancel(reason)),
                (_, kept) => writer = kept,
            }
            // A guest that ended by itself has nothing more to do.
            let _ = self.act(connection, &action);
            if action == Action::AskOperator {
                break;
            }
        }
    }

    /// Stops the guest, or lets it run on.
    fn act(&mut self, connection: &Connection<'_>, action: &Action) -> Result<(), Error> {
        match action {
            Action::Pause => {
                // Whatever the guest printed here comes before what it will print there.
                self.guest.stop()?.bus.uart.sync().map_err(Error::Console)?;
                self.since = Some(connection.now());
                return Ok(());
            }
            Action::Run => self.guest.resume(),
            Action::Discard => self.report.stage = Stage::Done,
            Action::AskOperator => self.report.stage = Stage::Settlement,
            _ => return Ok(()),
        }
        if let Some(since) = self.since.take() {
            let downtime = connection.now().saturating_sub(since);
            self.report.downtime_ns = u64::try_from(downtime.as_nanos()).ok();
        }
        Ok(())
    }

    fn end(self) -> Departure {
        let Self {
            side,
            guest,
            mut report,
            ..
        } = self;
        let standing = side.standing();
        report.migrated = standing == Standing::There;
        report.in_doubt = standing == Standing::InDoubt;
        report.refusal = side.reason().map(ToString::to_string);
        let mut departure = Departure {
            report,
            stayed: None,
            in_doubt: None,
        };
        match (standing, side.digest()) {
            (Standing::There, _) => {}
            (Standing::InDoubt, Some(digest)) => {
                let vm = guest.into_stopped().ok();
                departure.in_doubt = vm.map(|vm| InDoubt { vm, digest });
            }
            _ => departure.stayed = Some(Stayed(guest)),
        }
        departure
    }

    /// Offers the devices and judges the answer. No page has been sent, and the guest runs.
    fn preflight<'a>(
        &mut self,
        connection: &'a Connection<'a>,
        writer: &mut Writer<'a>,
    ) -> Result<Preflight, Error> {
        // An offer says what devices there are and nothing of their state, so a machine like this one
        // that is off can make it. The guest's own devices would be borrowed until the answer is
        // there, and the guest could not run.
        let hardware = self.guest.look(|vm| vm.hardware())?;
        let mut twin = Vm::of(Console::new(io::sink()), hardware)?;
        let release = self.options.release;
        let preflight = release.with_devices(&mut twin, |devices| {
            devices.save_prologue(writer)?;
            writer.flush()?;
            let mut answers: Reader<'_> = StreamReader::new(connection, Limits::default())?;
            Ok(devices.read_answer(&mut answers)?)
        })?;
        self.report.judged(&preflight);
        let preflight = preflight.require()?;
        self.check_conditions(&preflight)?;
        Ok(preflight)
    }
    /// Whether the destination takes the guest's devices as they are now. The guest runs on.
    fn check_conditions(&mut self, preflight: &Preflight) -> Result<(), Error> {
        let release = self.options.release;
        self.guest.look(|vm| {
            release.with_devices(vm, |devices| Ok(devices.check_conditions(preflight)?))
        })?
    }

    /// Sends RAM and disk while the guest runs, until little is left that it has written to since.
    fn rounds(&mut self, preflight: &Preflight, writer: &mut Writer<'_>) -> Result<(), Error> {
        self.report.stage = Stage::Rounds;
        self.sent.ram.take_dirty();
        let mut pages = self.sent.ram.written();
        let disk = self.guest.look(|vm| vm.bus.virtio_blk.disk.clone())?;
        self.send_disk(disk, writer)?;
        self.sent.zeros(&pages.complement(), writer)?;
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

    /// Sends what is left of the guest, which is stopped.
    fn send_rest(&mut self, preflight: &Preflight, writer: &mut Writer<'_>) -> Result<(), Error> {
        let dirty = self.sent.ram.take_dirty();
        self.send_ram(&dirty, writer)?;
        let disk = self.guest.stop()?.bus.virtio_blk.disk.clone();
        self.send_disk(disk, writer)?;
        let release = self.options.release;
        release.with_devices(self.guest.stop()?, |devices| {
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
