//! The side that a guest comes from.

use std::io::Write;
use std::time::Instant;

use migratable::device::{MachineError, Preflight};
use migratable::stream::{Limits, Outcome, StreamError, StreamReader, StreamWriter};

use super::connection::Connection;
use super::guest::{Guest, Snapshot};
use super::report::{Report, Stage};
use super::transport::{Tcp, Transport};
use super::{GO, Options};
use crate::devices::virtio_blk::new_image;
use crate::error::Error;
use crate::memory::Ram;
use crate::pages::{PAGE_SIZE, PageSet};
use crate::release::memory::Memory;
use crate::release::{DISK, Machine, RAM};
use crate::stream::{bulk, header};
use crate::vm::{Stop, Vm};

/// With so few pages left to send, the guest is stopped.
const FEW_PAGES: usize = 16;
/// After so many rounds it is stopped anyway: it writes faster than they can be sent.
const MAX_ROUNDS: u32 = 30;

/// So many conditions or reasons are reported.
const MOST_FINDINGS: usize = 100;

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
    let ram = vm.bus.ram.clone();
    let mut source = Source {
        ram_sent: PageSet::none(ram.size()),
        disk_sent: None,
        ram,
        guest: Guest::start(vm),
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
    ram: Ram,
    options: Options,
    report: Report,
    /// Pages of RAM that were sent.
    ram_sent: PageSet,
    /// The disk as it was sent, and which pages of it were.
    disk_sent: Option<(Vec<u8>, PageSet)>,
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
        let mut machine = self.running_machine()?;
        let devices = machine.devices()?;
        devices.save_prologue(writer)?;
        writer.flush()?;
        let mut answers = StreamReader::new(connection, Limits::default())?;
        let preflight = devices.read_answer(&mut answers)?;
        self.report.verdict = Some(preflight.verdict().to_string());
        self.report.findings = findings(&preflight);
        let preflight = preflight.require()?;
        devices.check_conditions(&preflight)?;
        Ok((preflight, answers))
    }

    /// Sends RAM and disk while the guest runs, until little is left that it has written to since.
    fn rounds(&mut self, preflight: &Preflight, writer: &mut Writer<'_>) -> Result<(), Error> {
        self.report.stage = Stage::Rounds;
        self.ram.take_dirty();
        let mut pages = self.ram.written();
        self.send_disk(&self.guest.look()?.disk, writer)?;
        while self.report.rounds < MAX_ROUNDS {
            self.send_ram(&pages, writer)?;
            writer.flush()?;
            pages = self.ram.take_dirty();
            if pages.count() <= FEW_PAGES {
                break;
            }
        }
        // Those are not sent yet: they come with the last ones.
        self.ram.mark_dirty(&pages);
        let mut machine = self.running_machine()?;
        machine.devices()?.check_conditions(preflight)?;
        Ok(())
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
        let dirty = self.ram.take_dirty();
        self.send_ram(&dirty, writer)?;
        let vm = self.guest.stop()?;
        let (devices, disk) = (vm.devices(), vm.bus.virtio_blk.disk.image().to_vec());
        self.send_disk(&disk, writer)?;
        let mut machine = self.machine(Snapshot { devices, disk })?;
        machine
            .devices()?
            .save_checked_sections(preflight, writer)?;
        Ok(())
    }

    fn send_ram(&mut self, pages: &PageSet, writer: &mut Writer<'_>) -> Result<(), Error> {
        self.report.rounds += 1;
        self.report.pages += pages.count() as u64;
        self.ram_sent.extend(pages);
        bulk::send(writer, RAM, pages, |offset, room| {
            self.ram.copy_to(offset, room)
        })
    }

    /// Sends the pages that differ from what was sent before.
    fn send_disk(&mut self, disk: &[u8], writer: &mut Writer<'_>) -> Result<(), Error> {
        let before = self.disk_sent.take();
        let (old, mut sent) = before.unwrap_or_else(|| (new_image(), PageSet::none(disk.len())));
        let page = |image: &[u8], page: usize| {
            let start = page * PAGE_SIZE;
            image.get(start..start + PAGE_SIZE).map(<[u8]>::to_vec)
        };
        let pages = PageSet::select(disk.len(), |n| page(disk, n) != page(&old, n));
        sent.extend(&pages);
        self.report.pages += pages.count() as u64;
        self.disk_sent = Some((disk.to_vec(), sent));
        bulk::send(writer, DISK, &pages, |offset, room| {
            if let Some(bytes) = disk.get(offset..offset + room.len()) {
                room.copy_from_slice(bytes);
            }
            Ok(())
        })
    }

    /// The devices of the guest, which runs on.
    fn running_machine(&self) -> Result<Box<dyn Machine>, Error> {
        self.machine(self.guest.look()?)
    }

    fn machine(&self, now: Snapshot) -> Result<Box<dyn Machine>, Error> {
        let ram = Memory::new(self.ram.size(), &self.ram_sent);
        let nothing = PageSet::none(now.disk.len());
        let disk_sent = self.disk_sent.as_ref().map_or(&nothing, |(_, sent)| sent);
        let disk = Memory::new(now.disk.len(), disk_sent);
        self.options.release.machine(now.devices, ram, disk)
    }
}

/// The conditions or reasons, as many as a person reads.
fn findings(preflight: &Preflight) -> Vec<String> {
    let findings = preflight.devices().iter().flat_map(|device| {
        let instance = device.instance.escape_debug();
        device
            .reasons()
            .map(move |reason| format!("{instance}: {reason}"))
    });
    let mut findings: Vec<_> = findings.take(MOST_FINDINGS).collect();
    match preflight.count_reasons() - findings.len() {
        0 => {}
        more => findings.push(format!("and {more} more")),
    }
    findings
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
