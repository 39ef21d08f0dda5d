//! `qemu`: what is there for QEMU's own streams and dumps alone.

use std::io::Write;
use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use migratable_qemu::compare::{Comparison, Finding, Selection, Verdict, compare};
use migratable_qemu::{self as qemu, Limits};
use serde_json::json;

use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::qemu::{Descriptions, Input, keep, read};
use crate::show::qemu_verdict;
use crate::terminal::{self, BOLD, DIM, styled};
use crate::text;

const CHECK_EXAMPLES: &str = "\
WRITER and READER are each a stream, plain or packed with gzip, or what `-dump-vmstate` wrote.
A dump has all devices that a build could have; a stream has those of one machine, with the
values that a reader checks. So two streams of one machine tell most.

`loads` means that layout and checked values agree: what the device's own code makes of them
cannot be seen. What the dumps do not have (processors, timers, buses) is `unknown`.

Examples:
  schema-tool qemu check old.mig new.mig
  schema-tool qemu check old.json new.json --devices-of vm.mig
  schema-tool qemu check vm.mig new.json --format json | jq '.findings[] | select(.verdict == \"breaks\")'";

const EXAMPLES: &str = "\
Examples:
  schema-tool qemu check old.mig new.mig
  schema-tool qemu describe vm.mig --output vm.json
  schema-tool inspect vm.mig";

const DESCRIBE_EXAMPLES: &str = "\
Examples:
  schema-tool qemu describe vm.mig --output vm.json
  schema-tool qemu describe vm.mig --qemu-version 10.0.2 --output descriptions
  schema-tool inspect --description descriptions cut-off.mig";

/// Describes and compares what QEMU writes
///
/// `inspect` and the other commands take QEMU's streams as they are.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Describe(Describe),
    Check(Check),
}

/// Writes the description that a stream ends with, to be kept beside a release
///
/// With `--description`, it lets streams be read that have none, or that were cut off before it.
///
/// The machine type, which the stream says elsewhere, is written with it, and the version of QEMU
/// if it is named: by these, `--description DIRECTORY` finds the one that a stream needs.
#[derive(Debug, clap::Args)]
#[command(after_help = DESCRIBE_EXAMPLES)]
struct Describe {
    /// Stream to read, `-` for standard input
    #[arg(value_name = "STREAM")]
    stream: PathBuf,
    /// File to write instead of standard output; or a directory that is there, in which
    /// version and machine type name the file
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Version of QEMU that wrote the stream, which the stream does not say
    #[arg(long, value_name = "VERSION")]
    qemu_version: Option<String>,
}

/// Says whether a build of QEMU can load what another one sends
///
/// Exit status 100 if it is not certain to load.
#[derive(Debug, clap::Args)]
#[command(after_help = CHECK_EXAMPLES)]
struct Check {
    /// Who sends: a stream or a dump
    #[arg(value_name = "WRITER")]
    writer: PathBuf,
    /// Who loads: a stream or a dump
    #[arg(value_name = "READER")]
    reader: PathBuf,
    /// Of two dumps, compare only the devices that this stream has
    #[arg(long, value_name = "STREAM")]
    devices_of: Option<PathBuf>,
    /// Compare only this device: a type of a dump, or `name#0` of a stream
    #[arg(long, value_name = "DEVICE")]
    device: Option<String>,
    /// Description for streams that have none: a file, or a directory of them
    #[arg(long, value_name = "PATH")]
    description: Option<PathBuf>,
    /// Accept conditions
    #[arg(long)]
    allow_conditional: bool,
    /// Accept conditions and what is not known: only what breaks counts
    #[arg(long)]
    allow_unknown: bool,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One object, with everything
    Json,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    match &args.command {
        Command::Describe(args) => describe(args, out),
        Command::Check(args) => check(args, out),
    }
}

fn describe(args: &Describe, out: &mut dyn Write) -> Result<Exit> {
    let name = text::input(&args.stream);
    let failed = |what: &dyn std::fmt::Display| Error::new(format!("{name}: {what}"));
    let bytes = read(&args.stream)?;
    let stream = qemu::read(&bytes, None, &Limits::default());
    let Some((description, range)) = stream.description else {
        let why = stream.error.or(stream.warnings.into_iter().next());
        let why = why.map_or_else(String::new, |why| format!(": {why}"));
        return Err(failed(&format!("it has no description{why}")));
    };
    let machine = stream.configuration.map(|found| found.machine);
    let (machine, version) = (machine.as_deref(), args.qemu_version.as_deref());
    let json = description.kept(bytes.get(range).unwrap_or_default(), machine, version);
    // What acts on a terminal acts from a file, too, when that is shown.
    let json = text::json(&String::from_utf8_lossy(&json));
    match &args.output {
        None => {
            writeln!(out, "{json}")?;
        }
        Some(path) => {
            let written = keep(path, machine, version, json.as_bytes())?;
            if written != *path {
                terminal::print_note(format!("written to {}", text::path(&written)));
            }
        }
    }
    Ok(Exit::Fine)
}

fn check(args: &Check, out: &mut dyn Write) -> Result<Exit> {
    let foreign = args
        .description
        .as_deref()
        .map(Descriptions::open)
        .transpose()?;
    let writer = Input::open(&args.writer, foreign.as_ref())?;
    let reader = Input::open(&args.reader, foreign.as_ref())?;
    let machine = match &args.devices_of {
        Some(path) => Some(Input::open(path, foreign.as_ref())?.layouts()),
        None => None,
    };
    let selection = Selection {
        devices_of: machine.as_ref(),
        device: args.device.as_deref(),
    };
    let found = compare(&writer.side(), &reader.side(), &selection);
    if found.compared == 0 && found.findings.is_empty() {
        return Err(Error::new("no device is on both sides and chosen")
            .hint("of dumps, --device takes a type, as \"e1000\"; of streams, name and instance"));
    }
    match args.format {
        Format::Text => show(&found, out)?,
        Format::Json => show_json(&found, out)?,
    }
    let accepted = match (args.allow_unknown, args.allow_conditional) {
        (true, _) => Verdict::Unknown,
        (false, true) => Verdict::Conditional,
        (false, false) => Verdict::Loads,
    };
    Ok(match found.verdict() <= accepted {
        true => Exit::Fine,
        false => Exit::Findings,
    })
}

/// The devices with findings, the gravest findings first, and a line about all.
fn show(found: &Comparison, out: &mut dyn Write) -> Result<()> {
    let mut findings: Vec<&Finding> = found.findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.rule.verdict));
    for finding in findings {
        let place = match finding.path.is_empty() {
            true => String::new(),
            false => format!(" {}", text::plain(&finding.path)),
        };
        writeln!(
            out,
            "{}  {}{place}  {}",
            qemu_verdict(finding.rule.verdict, 11),
            styled(BOLD, text::plain(&finding.device)),
            styled(DIM, finding.rule.id),
        )?;
        // These are escaped.
        let (writer, reader) = (&finding.writer, &finding.reader);
        match writer == reader {
            true => writeln!(out, "             {writer}")?,
            false => writeln!(out, "             {writer} -> {reader}")?,
        }
    }
    writeln!(
        out,
        "{}  {} devices compared",
        qemu_verdict(found.verdict(), 11),
        found.compared
    )?;
    Ok(())
}

fn show_json(found: &Comparison, out: &mut dyn Write) -> Result<()> {
    let findings: Vec<_> = found
        .findings
        .iter()
        .map(|finding| {
            json!({
                "verdict": finding.rule.verdict.as_str(),
                "rule": finding.rule.id,
                "device": finding.device,
                "path": finding.path,
                "writer": finding.writer,
                "reader": finding.reader,
            })
        })
        .collect();
    let all = json!({
        "verdict": found.verdict().as_str(),
        "compared": found.compared,
        "findings": findings,
    });
    let text = serde_json::to_string_pretty(&all)
        .map_err(|error| Error::new(format!("cannot write JSON: {error}")))?;
    writeln!(out, "{}", crate::text::json(&text))?;
    Ok(())
}
