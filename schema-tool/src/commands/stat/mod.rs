//! `stat`: what takes the room in a stream.

mod docs;
mod report;
mod usage;

use std::io::Write;
use std::path::PathBuf;

use super::beside;
use crate::error::Result;
use crate::exit::Exit;
use crate::terminal;
use report::{Device, Report};
use usage::Usage;

const EXAMPLES: &str = "\
A field's bytes are its own: those of the fields within it are counted there, and what remains
are lengths, counts and tags. Elements are counted together: `queues[].size` are the sizes of
all queues, of all instances of the device. So the bytes of all fields are those of all sections.

Savings are exact. For fields with numbers of fixed width, they are what `varint` on the field, or
an adapter with it, would save of the values in this stream; lengths around the field are not
counted. For the schemas they are all but a fingerprint of 16 bytes for each: streams always bring
their schemas, so nobody can save this today. `pod` saves no bytes, only time.

Of a stream of QEMU's, the sections are counted as they would be in one of ours.

Examples:
  schema-tool stat vm.mig
  schema-tool stat --all vm.mig | less
  schema-tool stat --format json vm.mig | jq '.fields[] | select(.bytes > 4096)'";

/// Says what takes the room in a stream
///
/// Bulk items, schemas and their docs, devices, and fields, the largest first.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// File to read, `-` for standard input
    #[arg(value_name = "STREAM")]
    stream: PathBuf,
    /// How to say it
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Text: all devices and fields, not only the largest
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    beside: beside::Args,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For programs: one document
    Json,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let source = args.beside.opener()?.open(&args.stream)?;
    let name = source.name().to_owned();
    let schemas = docs::Schemas::of(&source);
    let (mut devices, mut usage) = (Vec::new(), Usage::default());
    let contents = source.read(None, |section| {
        devices.push(Device::of(section));
        if let (Some(schema), Some(part)) = (section.schema, &section.part)
            && let Some(item) = &part.item
        {
            usage.add(section.instance.schema, schema, item);
        }
        Ok(())
    })?;
    let mut fields = usage.into_fields();
    // What was made from a stream of QEMU's has the sizes of that.
    if contents.unchecked {
        fields
            .iter_mut()
            .for_each(|field| field.varint_saves = None);
    }
    let report = Report::new(name, schemas, devices, fields, &contents);
    match args.format {
        Format::Text => report.text(out, args.all)?,
        Format::Json => report.json(out)?,
    }
    out.flush()?;
    contents.problems.iter().for_each(terminal::print_error);
    Ok(match contents.problems.is_empty() {
        true => Exit::Fine,
        false => Exit::Failed,
    })
}
