//! The side that the machine comes from.

use std::mem;

use migratable::device::Preflight;
use migratable::live::{Side, Source, Standing, Timeouts};
use migratable::stream::{FrameKind, FrameParser, Limits, StreamReader, StreamWriter};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout_at;

use crate::machine::Machine;
use crate::{Done, Link, header};

/// Moves `machine` to the other side. It runs here after that if it could not leave; `Err` says
/// why, or why nobody knows.
///
/// # Errors
///
/// What the side says of it.
pub async fn send<T>(machine: &mut Machine, mut link: Link<T>) -> Done<()>
where
    T: AsyncRead + AsyncWrite + Unpin,
{
    let mut side = Source::new(link.now(), Timeouts::default());
    if let Err(error) = send_all(machine, &mut link, &mut side).await {
        link.fail(&mut side, &error.to_string());
    }
    link.settle(&mut side).await;
    machine.runs = side.standing() == Standing::Here;
    match side.reason() {
        None => Ok(()),
        Some(reason) => Err(reason.clone().into()),
    }
}

async fn send_all<T>(machine: &mut Machine, link: &mut Link<T>, side: &mut Source) -> Done<()>
where
    T: AsyncRead + AsyncWrite + Unpin,
{
    let mut writer = StreamWriter::in_memory(Vec::new(), &header(), Limits::default())?;
    machine.devices()?.save_prologue(&mut writer)?;
    writer.flush()?;
    let offer = mem::take(writer.get_mut());
    link.write(side, &offer).await?;

    let answer = answer(link, side).await?;
    let preflight = judge(machine, &answer)?;
    side.accepted(link.now());
    // Guest RAM would be sent here, while the guest runs.
    side.pause(link.now());
    machine.runs = false;
    machine
        .devices()?
        .save_checked_sections(&preflight, &mut writer)?;
    let (state, digest) = writer.finish_with_digest()?;
    link.write(side, &state).await?;
    side.sent(link.now(), digest);
    Ok(())
}

/// Waits for the answer, no longer than the preflight may take.
async fn answer<T>(link: &mut Link<T>, side: &Source) -> Done<Vec<u8>>
where
    T: AsyncRead + AsyncWrite + Unpin,
{
    let deadline = link.start + side.deadline().unwrap_or_default();
    let mut parser = FrameParser::new(Limits::default());
    let mut answer = Vec::new();
    let is_answer = |kind| kind == FrameKind::Answer;
    while !link.inbox.move_until(is_answer, &mut parser, &mut answer)? {
        timeout_at(deadline, link.inbox.fill(&mut link.transport)).await??;
    }
    Ok(answer)
}

fn judge(machine: &mut Machine, answer: &[u8]) -> Done<Preflight> {
    let devices = machine.devices()?;
    let mut reader = StreamReader::in_memory(answer, Limits::default())?;
    let preflight = devices.read_answer(&mut reader)?.require()?;
    devices.check_conditions(&preflight)?;
    Ok(preflight)
}
