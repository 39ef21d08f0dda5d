//! inspect
use crate::error::Result;
use crate::exit::Exit;
use std::io::Write;
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}
pub(crate) fn run(_args: &Args, _out: &mut dyn Write) -> Result<Exit> {
    Ok(Exit::Fine)
}
