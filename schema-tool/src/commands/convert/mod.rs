//! `convert`: streams in their other form, or of another release.

mod kept;
mod release;

use std::path::PathBuf;

use super::beside;
use super::output::Output;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::schemas::SchemaSet;
use crate::terminal;
use release::Release;

const EXAMPLES: &str = "\
In JSON, a stream has a line for each frame: `header`, `schema`, `instances`, `section` with a
value, `bulk` with bytes in hexadecimal, `end`. From binary to JSON and back the bytes are the
same. All commands that read streams read this form too.

With --bulk-dir, the bytes of bulk items, as guest RAM, are in files beside the JSON: 0.bin, 1.bin
and so on, one for each item, with its bytes in the order of the stream. A line then has `file`,
`at` and `len` in place of `bytes`, and the way back needs the directory, too.

With --to, each device is converted to the schema that the release has of it, as a load would,
and all conditions are tested on the values. The tool has none of the release's code: what that
would do (`upgrade`, a default that is computed) is refused. State that the release retired
stays in the stream for a load, which hands it to that code, and a note says where: load and save
such a stream before it is converted to a further release, which may not know that state.

Examples:
  schema-tool convert vm.mig -o vm.jsonl --show-sensitive
  schema-tool convert vm.jsonl -o vm.mig
  schema-tool convert vm.mig -o vm.jsonl --bulk-dir vm.bulk
  schema-tool convert vm.jsonl --bulk-dir vm.bulk -o vm.mig
  schema-tool convert vm.mig --to v2/schemas -o vm2.mig
  schema-tool convert qemu.mig.gz -o ours.mig";

/// Writes a stream in its other form, or for another release, to a new file
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// File to read, `-` for standard input
    #[arg(value_name = "STREAM")]
    stream: PathBuf,
    #[command(flatten)]
    output: Output,
    /// Convert to the schemas of this directory, file or binary
    #[arg(long, value_name = "RELEASE")]
    to: Option<PathBuf>,
    /// Files with the bytes of bulk items: written to this new directory beside JSON, and
    /// read from it beside JSON
    #[arg(long, value_name = "DIR")]
    bulk_dir: Option<PathBuf>,
    #[command(flatten)]
    beside: beside::Args,
}

pub(crate) fn run(args: &Args) -> Result<Exit> {
    let is_json = args.output.is_json();
    let (read, written) = match (args.bulk_dir.as_deref(), is_json) {
        (files, true) => (None, files),
        (files, false) => (files, None),
    };
    let mut opener = args.beside.opener()?;
    let to = args.to.as_ref().map(|path| {
        let set = SchemaSet::open_sharing(path, opener.known())?;
        opener.know_release(&set);
        Ok::<_, Error>((path, set))
    });
    let to = to.transpose()?;
    let source = opener.open_with_files(&args.stream, read)?;
    if args.bulk_dir.is_some() && !is_json && !source.is_lines() {
        return Err(Error::Usage(
            "--bulk-dir is for JSON, and neither the stream nor the output is some".to_owned(),
        ));
    }
    let Some((path, set)) = to else {
        args.output.check(source.readable_schemas())?;
        args.output.write(source, written)?;
        return Ok(Exit::Fine);
    };
    let mut release = Release::new(path, &set, &source)?;
    // What either release marks is sensitive.
    let all = source.readable_schemas().chain(release.schemas());
    args.output.check(all)?;
    let schemas = release.sent();
    let written = args
        .output
        .write_changed(source, &schemas, written, &mut |section| {
            release.convert(&section)
        });
    // Of the sections that do not fit, all are told.
    match (written, release.problems()) {
        (Err(_), [problems @ .., last]) => {
            problems.iter().for_each(terminal::print_error);
            terminal::print_error(last);
            Ok(Exit::Failed)
        }
        (Err(error), []) => Err(error),
        (Ok(()), _) => {
            release.kept().notes().for_each(terminal::print_note);
            Ok(Exit::Fine)
        }
    }
}
