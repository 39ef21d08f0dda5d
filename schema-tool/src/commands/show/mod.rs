//! `show`: a schema as a person reads it.

mod markdown;
mod outline;
mod text;

use std::io::Write;
use std::path::PathBuf;

use migratable::schema::Schema;

use super::beside;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::schemas::{SchemaSet, json_schemas};
use outline::Outline;

const EXAMPLES: &str = "\
Examples:
  schema-tool show schemas
  schema-tool show --device uart target/release/my-vmm
  schema-tool show vm.mig
  schema-tool show --format markdown schemas > docs/devices.md
  schema-tool show --format json-schema --device uart schemas > uart.schema.json";

/// Shows the schemas of devices: fields, types, limits, defaults and docs
///
/// Takes a directory or file that `export` wrote, a binary, or a stream.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// What has the schemas; `-` is standard input
    #[arg(value_name = "SCHEMAS")]
    schemas: PathBuf,
    /// Show only this device; may be given several times
    #[arg(long, value_name = "NAME")]
    device: Vec<String>,
    /// How to show them
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    #[command(flatten)]
    beside: beside::Releases,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For a terminal
    #[default]
    Text,
    /// A reference page, for a project's docs
    Markdown,
    /// JSON Schema (2020-12) of the values in `inspect --format json`; of several devices a list
    JsonSchema,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let set = SchemaSet::open_sharing(&args.schemas, &args.beside.known()?)?;
    print(args, set.iter(), out)
}

fn print<'s>(
    args: &Args,
    schemas: impl Iterator<Item = &'s Schema>,
    out: &mut dyn Write,
) -> Result<Exit> {
    let mut schemas: Vec<&Schema> = schemas.collect();
    schemas.sort_by_key(|schema| schema.device());
    for wanted in &args.device {
        if !schemas.iter().any(|schema| schema.device() == wanted) {
            let devices: Vec<&str> = schemas.iter().map(|schema| schema.device()).collect();
            let wanted = crate::text::quoted(wanted);
            let error = Error::new(format!("there is no device {wanted}"));
            return Err(error.hint(format!("there are {}", devices.join(", "))));
        }
    }
    if !args.device.is_empty() {
        schemas.retain(|schema| args.device.iter().any(|wanted| wanted == schema.device()));
    }
    match args.format {
        Format::Text => {
            for (index, schema) in schemas.iter().enumerate() {
                if index > 0 {
                    writeln!(out)?;
                }
                text::write(out, &Outline::of(schema))?;
            }
        }
        Format::Markdown => markdown::write(out, &schemas)?,
        Format::JsonSchema => out.write_all(json_schemas(&schemas)?.as_bytes())?,
    }
    Ok(Exit::Fine)
}
