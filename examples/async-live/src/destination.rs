//! The side that the machine goes to.

use migratable::device::LoadEvent;
use migratable::live::{Destination, Side, Standing, Timeouts};
use migratable::stream::{Limits, StreamParser, StreamWriter};
use tokio::io::{AsyncRead, AsyncWrite};

use crate::machine::Machine;
use crate::{Done, Link, header};

/// Takes a machine from the other side into `machine`, which runs after that if it has come.
///
/// # Errors
///
/// Why it did not come, or why nobody knows whether it did.
pub async fn receive<T>(machine: &mut Machine, mut link: Link<T>) -> Done<()>
where
    T: AsyncRead + AsyncWrite + Unpin,
{
    let mut side = Destination::new(link.now(), Timeouts::default());
    if let Err(error) = load(machine, &mut link, &mut side).await {
        side.tick(link.now());
        side.give_up(link.now(), &error.to_string());
    }
    link.settle(&mut side).await;
    machine.runs = side.standing() == Standing::Here;
    match side.reason() {
        None => Ok(()),
        Some(reason) => Err(reason.clone().into()),
    }
}

async fn load<T>(machine: &mut Machine, link: &mut Link<T>, side: &mut Destination) -> Done<()>
where
    T: AsyncRead + AsyncWrite + Unpin,
{
    let mut parser = StreamParser::new(Limits::default());
    let offer = |bytes: &mut &[u8]| {
        let event = parser.next(bytes)?;
        Ok(event.map(|_| ()))
    };
    // The first that comes is the prologue.
    link.read(side, offer).await?;
    let answer = answer(machine, &parser)?;
    link.write(side, &answer).await?;
    side.answered(link.now());

    let mut devices = machine.devices()?;
    let mut load = devices.load_pieces(parser)?;
    let loaded = |bytes: &mut &[u8]| {
        let event = load.next(bytes)?;
        // This machine has no memory but its state.
        Ok(matches!(event, Some(LoadEvent::Loaded(_))).then_some(()))
    };
    link.read(side, loaded).await?;
    if let Some(digest) = load.digest() {
        side.loaded(link.now(), digest);
    }
    Ok(())
}

/// What is said of an offer.
fn answer(machine: &mut Machine, offer: &StreamParser) -> Done<Vec<u8>> {
    let offer = offer.prologue().ok_or("no offer has come")?;
    let devices = machine.devices()?;
    let preflight = devices.judge_offer(offer)?;
    let mut writer = StreamWriter::in_memory(Vec::new(), &header(), Limits::default())?;
    devices.answer(&preflight, &mut writer)?;
    Ok(std::mem::take(writer.get_mut()))
}
