//! `decide`: an operator says whose a guest is.

use std::process::ExitCode;

use clap::ValueEnum;
use migratable::live::Operator;
use migratable::stream::StreamDigest;
use mini_vm::error::Error;
use mini_vm::live;

use super::LiveArgs;

const AFTER_HELP: &str = "\
A destination that has loaded a guest and has not heard from the source whose it is lets nobody run
it, and says so. Before `run`, make sure that the guest does not run at the source and cannot begin
to: that the source is gone, or that its guest is kept in a file that nobody restores.";

#[derive(clap::Args)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct Args {
    /// Where the destination listens, as 127.0.0.1:4321
    #[arg(value_name = "ADDR")]
    address: String,
    /// Digest of the stream that the guest came in, as the destination says it
    #[arg(value_name = "DIGEST")]
    digest: StreamDigest,
    /// What is to become of it there
    #[arg(value_enum)]
    word: Word,
    #[command(flatten)]
    live: LiveArgs,
}

#[derive(Clone, Copy, ValueEnum)]
enum Word {
    /// It runs there
    Run,
    /// It is thrown away there
    Discard,
}

pub(crate) fn run(args: &Args) -> Result<ExitCode, Error> {
    let (word, done) = match args.word {
        Word::Run => (Operator::Run, "the guest runs there"),
        Word::Discard => (
            Operator::Discard,
            "the destination was told to throw the guest away",
        ),
    };
    live::decide(&args.address, args.digest, word, (&args.live).into())?;
    eprintln!("mini-vm: {done}");
    Ok(ExitCode::SUCCESS)
}
