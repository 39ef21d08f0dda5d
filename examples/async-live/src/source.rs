//! The side that the machine comes from.

use std::mem;

use migratable::device::Preflight;
use migratable::live::{Side, Source, Standing, Timeouts};
use migratable::stream::{Answer, Limits, StreamEvent, StreamParser, StreamWriter};
use tokio::io::{AsyncRead, AsyncWrite};

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

    let mut parser = StreamParser::new(Limits::default());
    let answer = |bytes: &mut &[u8]| {
        while let Some(event) = parser.next(bytes)? {
            if let StreamEvent::Answer(answer) = event {
                return Ok(Some(answer));
            }
        }
        Ok(None)
    };
    let answer = link.read(side, answer).await?;
    let preflight = judge(machine, &parser, &answer)?;
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

fn judge(machine: &mut Machine, parser: &StreamParser, answer: &Answer) -> Done<Preflight> {
    let theirs = parser.prologue().ok_or("no answer has come")?;
    let devices = machine.devices()?;
    let preflight = devices.judge_answer(theirs, answer)?.require()?;
    devices.check_conditions(&preflight)?;
    Ok(preflight)
}
