//! `export`: schemas out of binaries, and out of whatever else has some.

use std::io::Write;
use std::path::PathBuf;

use super::{beside, meant};
use crate::cargo::Build;
use crate::error::Result;
use crate::exit::Exit;
use crate::schemas::{Form, SchemaSet};
use crate::terminal;
use crate::text;

const USAGE: &str = "\
schema-tool export [OPTIONS] <FILE>...
       schema-tool export [OPTIONS] <--package <NAME>|--bin <NAME>|--example <NAME>>";

const EXAMPLES: &str = "\
Without -o the schemas are printed as one JSON array, sorted by device. With -o each goes to
DIR/<device>.json, and DIR/index.json lists device, version, fingerprint and file of each.
Equal schemas make equal files, so the directory may be kept in git. What is there already is
overwritten if the index there lists it, or with --force.

--format json-schema writes DIR/<device>.schema.json and DIR/index.schema.json in the same way:
what JSON each device's values become, for programs that validate, complete or generate from it.
No command reads these; both kinds of files can be in one directory.

Examples:
  schema-tool export target/release/my-vmm
  schema-tool export target/release/my-vmm -o schemas
  schema-tool export libdevices.rlib firmware.efi -o schemas
  schema-tool export --bin my-vmm --release -o schemas
  schema-tool export vm.mig -o schemas-of-vm
  schema-tool export --format json-schema my-vmm -o json-schemas
  schema-tool export my-vmm | jq '.[].device'";

/// Takes the schemas of devices out of binaries, without running them
///
/// Reads ELF, Mach-O (universal too), PE and COFF files for any machine, and archives of them
/// (.rlib, .a, .lib). What it reads are the records that `#[migratable(device = "…")]` leaves in
/// a section of the binary; they survive optimization and `strip`. Streams bring their schemas, so
/// they can be taken out of those, too.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, override_usage = USAGE)]
pub(crate) struct Args {
    /// Binaries, streams, or what `export` wrote; a device may be in several, with the same schema
    #[arg(
        value_name = "FILE",
        required_unless_present = "what",
        conflicts_with = "what"
    )]
    files: Vec<PathBuf>,
    /// Write a file for each device, and an index, to this directory
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// What to write of each device
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Form,
    /// Overwrite files that `export` did not write
    #[arg(long, requires = "output")]
    force: bool,
    #[command(flatten)]
    beside: beside::Releases,
    #[command(flatten)]
    build: Build,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let built = if args.build.is_wanted() {
        args.build.run()?
    } else {
        Vec::new()
    };
    let mut schemas = SchemaSet::sharing(&args.beside.known()?);
    for path in args.files.iter().chain(&built) {
        let added = schemas.add_all_of(path);
        added.map_err(|error| meant::output(error, path, &args.files, "-o"))?;
    }
    let Some(directory) = &args.output else {
        out.write_all(schemas.to_json(args.format)?.as_bytes())?;
        return Ok(Exit::Fine);
    };
    let shown = text::path(directory);
    for other in schemas.write_directory(directory, args.format, args.force)? {
        terminal::print_note(format!(
            "{shown}: {other} was there before and is left as it is"
        ));
    }
    terminal::print_note(format!(
        "{shown}: {} and the index",
        args.format.of_devices(schemas.len())
    ));
    Ok(Exit::Fine)
}
