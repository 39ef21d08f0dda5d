//! The side that the machine goes to.

use migratable::live::{Destination, Side, Standing, Timeouts};
use migratable::stream::{FrameKind, FrameParser, Limits, StreamReader, StreamWriter};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout_at;

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
    let mut parser = FrameParser::new(Limits::default());
    let mut stream = Vec::new();
    let is_last = |kind| kind == FrameKind::Instances;
    read_until(is_last, link, side, &mut parser, &mut stream).await?;
    let answer = answer(machine, &stream)?;
    link.write(side, &answer).await?;
    side.answered(link.now());

    let is_last = |kind| matches!(kind, FrameKind::End | FrameKind::Cancel);
    read_until(is_last, link, side, &mut parser, &mut stream).await?;
    let mut reader = StreamReader::in_memory(stream, Limits::default())?;
    machine.devices()?.load(&mut reader)?;
    if let Some(digest) = reader.digest() {
        side.loaded(link.now(), digest);
    }
    Ok(())
}

/// What is said of an offer.
fn answer(machine: &mut Machine, offer: &[u8]) -> Done<Vec<u8>> {
    let devices = machine.devices()?;
    let offer = StreamReader::in_memory(offer, Limits::default())?;
    let preflight = devices.judge_offer(offer.prologue())?;
    let mut writer = StreamWriter::in_memory(Vec::new(), &header(), Limits::default())?;
    devices.answer(&preflight, &mut writer)?;
    Ok(std::mem::take(writer.get_mut()))
}

/// Reads up to the end of a frame of such a kind, by the deadline of the phase. No more than a
/// machine of this size can have is taken.
async fn read_until<T>(
    is_wanted: impl Fn(FrameKind) -> bool,
    link: &mut Link<T>,
    side: &Destination,
    parser: &mut FrameParser,
    stream: &mut Vec<u8>,
) -> Done<()>
where
    T: AsyncRead + AsyncWrite + Unpin,
{
    const MOST: usize = 1 << 20;
    let deadline = link.start + side.deadline().unwrap_or_default();
    while !link.inbox.move_until(&is_wanted, parser, stream)? {
        if stream.len() > MOST {
            return Err("the stream is larger than this machine".into());
        }
        timeout_at(deadline, link.inbox.fill(&mut link.transport)).await??;
    }
    Ok(())
}
