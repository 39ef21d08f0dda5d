//! The side that a guest goes to.

use std::io::{BufReader, Read};
use std::net::TcpListener;

use migratable::stream::{Limits, StreamReader, StreamWriter};

use super::connection::Connection;
use super::transport::{Tcp, Transport};
use super::{GO, Options};
use crate::console::Console;
use crate::error::Error;
use crate::release::Release;
use crate::stream::{Manifest, bulk, header};
use crate::vm::Vm;

/// Waits for a source and takes its guest, which will print to `console`. If anything fails, the
/// source is told, and nothing runs here.
pub fn receive(listener: &TcpListener, options: Options, console: Console) -> Result<Vm, Error> {
    let transport = Tcp::from(listener).map_err(Error::Accept)?;
    receive_over(&transport, options, console)
}

/// The same, from a source that is connected.
pub fn receive_over(
    transport: &dyn Transport,
    options: Options,
    console: Console,
) -> Result<Vm, Error> {
    let connection = Connection::new(transport, "the offer", options.timeout);
    let result = take(&connection, options, console);
    if result.is_err() {
        connection.close(options.timeout);
    }
    result
}

fn take(connection: &Connection<'_>, options: Options, console: Console) -> Result<Vm, Error> {
    let mut vm = Vm::bare(console)?;
    let mut reader = StreamReader::new(BufReader::new(connection), Limits::default())?;
    let mut answers = StreamWriter::new(connection, &header(), Limits::default())?;
    answer(&mut vm, options.release, &mut reader, &mut answers)?;

    let within = options.transfer.saturating_add(options.timeout);
    connection.begin("the transfer", within);
    let loaded = bulk::load(&mut vm, options.release, &mut reader);
    connection.begin("the last word of the source", options.timeout);
    let refusal = loaded.as_ref().err().map(ToString::to_string);
    let told = answers.outcome(&reader.outcome(refusal));
    loaded?;
    told?;
    wait_for_go(reader.into_inner())?;
    Ok(vm)
}

/// Says of each device whether it can be taken; an error if one cannot.
fn answer<R: Read>(
    vm: &mut Vm,
    release: Release,
    reader: &mut StreamReader<R>,
    answers: &mut StreamWriter<&Connection<'_>>,
) -> Result<(), Error> {
    let mut manifest = Manifest::empty(vm);
    release.with_devices(vm, &mut manifest, |devices| {
        let preflight = devices.judge_offer(reader.prologue())?;
        devices.answer(&preflight, answers)?;
        preflight.require()?;
        Ok(())
    })
}

fn wait_for_go(mut source: impl Read) -> Result<(), Error> {
    let mut word = [0];
    match source.read_exact(&mut word) {
        Ok(()) if word == [GO] => Ok(()),
        Ok(()) => Err(Error::NoGo("it said something else".to_owned())),
        Err(error) => Err(Error::NoGo(error.to_string())),
    }
}
