//! `matrix`: every release against every other.

use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;

use super::beside;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::gate::{Document, Judge, Matrix, PolicyArgs, Shard};
use crate::schemas::Release;
use crate::text;

const EXAMPLES: &str = "\
RELEASE is what `check` takes. If there is only one and it is a directory, each directory, binary
or stream in it is a release, in the order of their names, in which v9 comes before v10. Where
devices come and go, the one that stands first is the older one.

Each pair of different schemas is judged once. A large matrix can be judged in parts, anywhere,
and the JSON documents of all parts merged.

The JSON document has the releases, a row for each writer with a symbol for each reader, and
the reasons for each pair of a device's schemas.

Examples:
  schema-tool matrix releases
  schema-tool matrix v1 v2 target/release/my-vmm --allow-conditional
  schema-tool matrix releases --shard 3/16 --format json > 3.json
  schema-tool matrix --merge *.json
  schema-tool matrix releases --format json | jq '.rows[] | select(.writer == \"v1\").readers'";

/// Says of many releases who can load what whom wrote
///
/// Exit status 0 whatever they can: `check --transitive` is the gate.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The releases, older ones first, or a directory of them; with --merge, documents
    #[arg(value_name = "RELEASE", required = true)]
    releases: Vec<PathBuf>,
    /// Judge the Kth of N parts
    #[arg(long, value_name = "K/N", conflicts_with = "merge")]
    shard: Option<Shard>,
    /// Put the documents of all parts together
    #[arg(long)]
    merge: bool,
    /// How to print the result
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    policy: PolicyArgs,
    #[command(flatten)]
    beside: beside::Releases,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// One object, with everything
    Json,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let matrix = match args.merge {
        true => {
            let parts = args.releases.iter().map(|path| Document::open(path));
            Matrix::merge(parts.collect::<Result<_>>()?)?
        }
        false => judged(args)?,
    };
    match args.format {
        Format::Text => matrix.print(out)?,
        Format::Json => {
            let json = serde_json::to_string_pretty(&Document::of(&matrix))
                .map_err(|error| Error::new(format!("cannot write JSON: {error}")))?;
            writeln!(out, "{}", text::json(&json))?;
        }
    }
    Ok(Exit::Fine)
}

fn judged(args: &Args) -> Result<Matrix> {
    let policy = args.policy.policy()?;
    let releases = Release::open_all(&args.releases, &args.beside.known()?)?;
    let judge = Judge::new(&releases, &policy);
    Ok(judge.matrix(args.shard.unwrap_or(Shard::WHOLE)))
}
