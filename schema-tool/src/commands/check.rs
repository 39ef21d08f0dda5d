//! `check`: two releases, device by device, by the library's own rules.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;

use clap::ValueEnum;
use migratable::resolve::{Finding, Resolution, Verdict, resolve};
use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::schemas::SchemaSet;
use crate::show::verdict;
use crate::terminal::{BOLD, DIM, styled};
use crate::text;

const EXAMPLES: &str = "\
OLD and NEW are each a directory that `export` wrote, a JSON file, or a binary;
`-` is JSON on the standard input.

A device that only one side has is no finding: whether a machine has it is known when two
machines meet, and preflight counts it then.

Examples:
  schema-tool check schemas target/release/my-vmm
  schema-tool check old-vmm new-vmm --mode backward
  schema-tool check v1 v2 --format json | jq '.devices[] | select(.backward.verdict != \"compatible\")'";

/// Says whether two releases can load each other's state
///
/// For each device of both, and in each direction: compatible, conditional with the conditions, or
/// incompatible with the reasons. Exit status 100 if any is not compatible.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The older release
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The newer release
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// The directions that matter
    #[arg(long, value_enum, default_value_t = Mode::Full)]
    mode: Mode,
    /// Accept conditions: only what is incompatible counts
    #[arg(long)]
    allow_conditional: bool,
    /// Show harmless differences too
    #[arg(short, long)]
    verbose: bool,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Mode {
    /// The newer release loads what the older one wrote
    Backward,
    /// The older release loads what the newer one wrote
    Forward,
    /// Both
    Full,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One object, with everything
    Json,
}

/// A device of both releases.
struct Device<'a> {
    name: &'a str,
    /// By direction.
    results: Vec<(Direction, Resolution)>,
}

#[derive(Clone, Copy)]
enum Direction {
    Backward,
    Forward,
}

impl Direction {
    fn key(self) -> &'static str {
        match self {
            Self::Backward => "backward",
            Self::Forward => "forward",
        }
    }

    fn text(self) -> &'static str {
        match self {
            Self::Backward => "new reads old",
            Self::Forward => "old reads new",
        }
    }
}

impl Mode {
    fn directions(self) -> &'static [Direction] {
        match self {
            Self::Backward => &[Direction::Backward],
            Self::Forward => &[Direction::Forward],
            Self::Full => &[Direction::Backward, Direction::Forward],
        }
    }
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let (old, new) = (SchemaSet::open(&args.old)?, SchemaSet::open(&args.new)?);
    let devices = compare(&old, &new, args.mode);
    match args.format {
        Format::Text => print_text(&devices, &old, &new, args, out)?,
        Format::Json => print_json(&devices, &old, &new, out)?,
    }
    let accepted = match args.allow_conditional {
        true => Verdict::Conditional,
        false => Verdict::Compatible,
    };
    Ok(if gravest(&devices) > accepted {
        Exit::Findings
    } else {
        Exit::Fine
    })
}

fn compare<'a>(old: &'a SchemaSet, new: &SchemaSet, mode: Mode) -> Vec<Device<'a>> {
    let both = old
        .iter()
        .filter_map(|old| Some((old, new.get(old.device())?)));
    both.map(|(old, new)| {
        let resolve = |direction: &Direction| match direction {
            Direction::Backward => (Direction::Backward, resolve(old, new)),
            Direction::Forward => (Direction::Forward, resolve(new, old)),
        };
        let results = mode.directions().iter().map(resolve).collect();
        Device {
            name: old.device(),
            results,
        }
    })
    .collect()
}

fn gravest(devices: &[Device<'_>]) -> Verdict {
    let results = devices.iter().flat_map(|device| &device.results);
    let verdicts = results.map(|(_, resolution)| resolution.verdict());
    verdicts.max().unwrap_or(Verdict::Compatible)
}

/// Devices of one release that the other does not have.
fn only_in<'a>(one: &'a SchemaSet, other: &SchemaSet) -> BTreeSet<&'a str> {
    let names = one.iter().map(|schema| schema.device());
    names.filter(|name| other.get(name).is_none()).collect()
}

fn print_text(
    devices: &[Device<'_>],
    old: &SchemaSet,
    new: &SchemaSet,
    args: &Args,
    out: &mut dyn Write,
) -> Result<()> {
    for device in devices {
        writeln!(out, "{}", styled(BOLD, device.name))?;
        for (direction, resolution) in &device.results {
            let result = verdict(resolution.verdict());
            writeln!(out, "  {}  {result}", direction.text())?;
            let shown = resolution.findings().iter();
            let shown = shown.filter(|f| args.verbose || f.verdict != Verdict::Compatible);
            for finding in shown {
                print_finding(finding, out)?;
            }
        }
    }
    for (side, names) in [("old", only_in(old, new)), ("new", only_in(new, old))] {
        for name in names {
            writeln!(out, "{}\n  only in the {side} release", styled(BOLD, name))?;
        }
    }
    writeln!(out, "{}", summary(devices))?;
    Ok(())
}

fn print_finding(finding: &Finding, out: &mut dyn Write) -> Result<()> {
    let path = match finding.path.as_str() {
        "" => String::new(),
        path => format!("`{path}`: "),
    };
    let (rule, message) = (finding.rule, text::plain(&finding.message));
    writeln!(
        out,
        "    {path}{message} {}",
        styled(DIM, format!("[{}]", rule.id))
    )?;
    let (writer, reader) = (text::plain(&finding.writer), text::plain(&finding.reader));
    writeln!(
        out,
        "      {} writer has {writer}, reader has {reader}",
        styled(DIM, "types")
    )?;
    writeln!(out, "      {} {}", styled(DIM, "why  "), rule.reason)?;
    writeln!(out, "      {} {}", styled(DIM, "hint "), rule.hint)?;
    Ok(())
}

fn summary(devices: &[Device<'_>]) -> String {
    let count = |wanted: Verdict| {
        let gravest = |device: &&Device<'_>| {
            device
                .results
                .iter()
                .map(|(_, result)| result.verdict())
                .max()
                == Some(wanted)
        };
        devices.iter().filter(gravest).count()
    };
    let compared = match devices.len() {
        1 => "1 device".to_owned(),
        count => format!("{count} devices"),
    };
    format!(
        "{compared} compared: {} compatible, {} conditional, {} incompatible",
        count(Verdict::Compatible),
        count(Verdict::Conditional),
        count(Verdict::Incompatible)
    )
}

fn print_json(
    devices: &[Device<'_>],
    old: &SchemaSet,
    new: &SchemaSet,
    out: &mut dyn Write,
) -> Result<()> {
    let document = json!({
        "verdict": gravest(devices).as_str(),
        "devices": devices.iter().map(device_json).collect::<Vec<_>>(),
        "only_in_old": only_in(old, new),
        "only_in_new": only_in(new, old),
    });
    let json = serde_json::to_string_pretty(&document)
        .map_err(|error| Error::new(format!("cannot write JSON: {error}")))?;
    writeln!(out, "{}", text::json(&json))?;
    Ok(())
}

fn device_json(device: &Device<'_>) -> Value {
    let mut json = json!({ "device": device.name });
    for (direction, resolution) in &device.results {
        json[direction.key()] = json!({
            "verdict": resolution.verdict().as_str(),
            "findings": resolution.findings().iter().map(finding_json).collect::<Vec<_>>(),
        });
    }
    json
}

fn finding_json(finding: &Finding) -> Value {
    json!({
        "rule": finding.rule.id,
        "verdict": finding.verdict.as_str(),
        "path": finding.path,
        "writer": finding.writer,
        "reader": finding.reader,
        "message": finding.message,
        "title": finding.rule.title,
        "reason": finding.rule.reason,
        "hint": finding.rule.hint,
    })
}
