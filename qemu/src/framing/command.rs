//! Words from the source to the destination.

use crate::bytes::Bytes;
use crate::error::Result;

/// A word from the source to the destination.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Open the way back.
    OpenReturnPath,
    /// Answer with this number.
    Ping(u32),
    /// RAM may follow after the guest runs.
    PostcopyAdvise {
        /// The sizes of pages of the source's RAM, or-ed; and of the guest's
        /// pages. Absent if RAM does not take part.
        page_sizes: Option<(u64, u64)>,
    },
    /// Expect requests for pages.
    PostcopyListen,
    /// Start the guest.
    PostcopyRun,
    /// Pages that were sent and are old: name of a block, start and length of each
    /// range, in bytes.
    PostcopyDiscard {
        /// The block.
        block: String,
        /// Start and length of each range.
        ranges: Vec<(u64, u64)>,
    },
    /// Go on after a broken connection.
    PostcopyResume,
    /// So many bytes of records follow, to be taken as a whole.
    Packaged(u32),
    /// Say which pages of this block were received.
    ReceivedBitmap(String),
    /// Keep a second machine in step.
    EnableColo,
    /// The guest is about to be stopped.
    SwitchoverStart,
    /// A command that is not known here, with its data.
    Unknown(u16, Vec<u8>),
}

/// A command, from behind its tag.
pub(super) fn read(bytes: &mut Bytes<'_>) -> Result<Command> {
    let start = *bytes;
    let number = bytes.u16("the number of a command")?;
    let len = bytes.u16("the length of a command")?;
    let data_start = *bytes;
    bytes.take(len.into(), "the data of a command")?;
    let mut data = data_start.until(bytes.offset());
    let command = decode(number, &mut data)
        .map_err(|error| start.error(format!("command {number}: {}", error.problem())))?;
    match data.left() {
        0 => Ok(command),
        left => Err(start.error(format!("command {number} has {left} bytes too many"))),
    }
}

fn decode(number: u16, data: &mut Bytes<'_>) -> Result<Command> {
    Ok(match number {
        1 => Command::OpenReturnPath,
        2 => Command::Ping(data.u32("a number")?),
        3 => Command::PostcopyAdvise {
            page_sizes: match data.left() {
                0 => None,
                _ => Some((data.u64("the page sizes")?, data.u64("the page size")?)),
            },
        },
        4 => Command::PostcopyListen,
        5 => Command::PostcopyRun,
        6 => discard(data)?,
        7 => Command::PostcopyResume,
        8 => Command::Packaged(data.u32("a length")?),
        9 => Command::ReceivedBitmap(crate::text::name_of(data.name("a name")?)),
        10 => Command::EnableColo,
        11 => Command::SwitchoverStart,
        _ => Command::Unknown(number, data.take(data.left() as u64, "its data")?.to_vec()),
    })
}

fn discard(data: &mut Bytes<'_>) -> Result<Command> {
    let here = *data;
    if data.u8("a version")? != 0 {
        return Err(here.error("its data are of another version"));
    }
    let block = crate::text::name_of(data.name("a block's name")?);
    let here = *data;
    if data.u8("the end of a name")? != 0 {
        return Err(here.error("the block's name does not end with a zero"));
    }
    let mut ranges = Vec::new();
    while data.left() > 0 {
        ranges.push((data.u64("a start")?, data.u64("a length")?));
    }
    Ok(Command::PostcopyDiscard { block, ranges })
}
