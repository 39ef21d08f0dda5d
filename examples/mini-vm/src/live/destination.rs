//! The side that a guest goes to.

use std::io::{BufReader, Read};
use std::net::TcpListener;
use std::thread;

use migratable::live::{Action, Connection, Destination, Side, Standing, TcpTransport, Transport};
use migratable::stream::{Limits, StreamReader, StreamWriter};

use super::{Options, is_lost};
use crate::console::Console;
use crate::error::Error;
use crate::release::Release;
use crate::stream::{bulk, header};
use crate::vm::Vm;

/// Waits for a source and takes its guest, which will print to `console`. If anything fails, the
/// source is told, and nothing runs here.
///
/// If all is loaded and the source does not say whose the guest is, `doubt` is told, and whoever
/// connects then can say it: the source, or an operator by [`decide`](super::decide).
pub fn receive(
    listener: TcpListener,
    options: Options,
    console: Console,
    mut doubt: impl FnMut(&Error),
) -> Result<Vm, Error> {
    let transport = accept(&listener)?;
    let mut side = Destination::new(transport.now(), options.timeouts());
    let (vm, mut settled) = take(&transport, &mut side, options, console)?;
    while let Err(error @ Error::InDoubt { .. }) = &settled {
        doubt(error);
        settled = ask(&accept(&listener)?, &mut side);
    }
    settled?;
    // The source can have lost the last message, and ask again.
    thread::spawn(move || {
        while let Ok(transport) = accept(&listener) {
            let _ = ask(&transport, &mut side);
        }
    });
    Ok(vm)
}

/// The same, from a source that is connected, and does not connect again.
pub fn receive_over(
    transport: &dyn Transport,
    options: Options,
    console: Console,
) -> Result<Vm, Error> {
    let mut side = Destination::new(transport.now(), options.timeouts());
    let (vm, settled) = take(transport, &mut side, options, console)?;
    settled.map(|()| vm)
}

fn accept(listener: &TcpListener) -> Result<TcpTransport, Error> {
    let accepted = listener.accept();
    let transport = accepted.and_then(|(stream, _)| TcpTransport::new(stream));
    transport.map_err(Error::Accept)
}

/// Loads the guest, and says whether it is to run.
fn take(
    transport: &dyn Transport,
    side: &mut Destination,
    options: Options,
    console: Console,
) -> Result<(Vm, Result<(), Error>), Error> {
    let connection = Connection::new(transport, side);
    let mut vm = Vm::of(console, options.hardware)?;
    let loaded = load(&connection, side, &mut vm, options.release);
    let settled = match loaded {
        Ok(reader) => settle(&connection, side, reader.into_inner()),
        Err(error) => {
            give_up(&connection, side, &error);
            connection.close(options.timeout);
            return Err(error);
        }
    };
    if settled.is_err() {
        connection.close(options.timeout);
    }
    Ok((vm, settled))
}

type Reader<'a> = StreamReader<BufReader<&'a Connection<'a>>>;

/// Answers the offer and loads what comes then.
fn load<'a>(
    connection: &'a Connection<'a>,
    side: &mut Destination,
    vm: &mut Vm,
    release: Release,
) -> Result<Reader<'a>, Error> {
    let mut reader = StreamReader::new(BufReader::new(connection), Limits::default())?;
    answer(vm, release, &reader, connection)?;
    side.answered(connection.now());
    connection.follow(side);
    bulk::load(vm, release, &mut reader, None)?;
    if let Some(digest) = reader.digest() {
        side.loaded(connection.now(), digest);
    }
    Ok(reader)
}

/// Says of each device, and of RAM and disk, whether it can be taken; an error if one cannot.
fn answer(
    vm: &mut Vm,
    release: Release,
    offer: &Reader<'_>,
    connection: &Connection<'_>,
) -> Result<(), Error> {
    let mut answers = StreamWriter::new(connection, &header(), Limits::default())?;
    release.with_devices(vm, |devices| {
        let preflight = devices.judge_offer(offer.prologue())?;
        devices.answer(&preflight, &mut answers)?;
        preflight.require()?;
        Ok(())
    })
}

fn give_up(connection: &Connection<'_>, side: &mut Destination, error: &Error) {
    let (now, reason) = (connection.now(), error.to_string());
    match is_lost(error) {
        true => side.closed(now, &reason),
        false => side.give_up(now, &reason),
    }
    while connection.drive(side, connection).is_some() {}
}

/// Hears whose the guest is on a new connection.
fn ask(transport: &dyn Transport, side: &mut Destination) -> Result<(), Error> {
    side.connected(transport.now());
    let connection = Connection::new(transport, side);
    settle(&connection, side, &connection)
}

/// Waits for the source's decision, and does as it says.
fn settle(
    connection: &Connection<'_>,
    side: &mut Destination,
    mut input: impl Read,
) -> Result<(), Error> {
    while let Some(action) = connection.drive(side, &mut input) {
        if action == Action::AskOperator {
            break;
        }
    }
    let reason = side.reason().map(ToString::to_string).unwrap_or_default();
    match (side.standing(), side.digest()) {
        (Standing::Here, _) => Ok(()),
        (Standing::InDoubt, Some(digest)) => Err(Error::InDoubt { digest, reason }),
        _ => Err(Error::NotOurs { reason }),
    }
}
