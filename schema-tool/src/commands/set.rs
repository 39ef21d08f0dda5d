//! `set` and `unset`: streams with other values.

use std::borrow::Cow;
use std::path::PathBuf;

use migratable::value::{self, EditError};
use serde::de::IgnoredAny;
use serde_json::Value;

use super::beside;
use super::output::Output;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::stream::{Copied, Selection, Source, What};
use crate::text;

const EXAMPLES: &str = "\
Paths are those of `inspect --path`. A value is JSON as `inspect --format json` shows it; what is
no JSON and begins as no object, list or string is a text, and 0x1f0 a number. Ranges and greatest
lengths of the schema are tested; what
an author's `validate` refuses, only a load finds.

Examples:
  schema-tool set vm.mig uart0.flags=0x90 'uart0.name=\"left\"' -o changed.mig
  schema-tool set vm.mig 'disk0.queues[2].size=256' -o changed.mig
  schema-tool unset vm.mig uart0.clock -o changed.mig";

/// Writes a stream with other values to a new file
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct SetArgs {
    /// File to read, `-` for standard input
    #[arg(value_name = "STREAM")]
    stream: PathBuf,
    /// What to set, and to what
    #[arg(value_name = "PATH=VALUE", required = true)]
    values: Vec<String>,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    beside: beside::Args,
}

/// Writes a stream in which subsections or options are absent to a new file
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct UnsetArgs {
    /// File to read, `-` for standard input
    #[arg(value_name = "STREAM")]
    stream: PathBuf,
    /// What to take out
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<String>,
    #[command(flatten)]
    output: Output,
    #[command(flatten)]
    beside: beside::Args,
}

pub(crate) fn set(args: &SetArgs) -> Result<Exit> {
    let source = args.beside.opener()?.open(&args.stream)?;
    let edits = args.values.iter().map(|text| {
        let (path, value) = text.split_once('=').ok_or_else(|| {
            Error::Usage(format!(
                "{} has no value: write PATH=VALUE",
                text::quoted(text)
            ))
        })?;
        Edit::new(path, Some(parsed(value)?), &source)
    });
    let edits = edits.collect::<Result<Vec<_>>>()?;
    apply(source, &edits, &args.output)
}

pub(crate) fn unset(args: &UnsetArgs) -> Result<Exit> {
    let source = args.beside.opener()?.open(&args.stream)?;
    let edits = args.paths.iter().map(|path| Edit::new(path, None, &source));
    let edits = edits.collect::<Result<Vec<_>>>()?;
    apply(source, &edits, &args.output)
}

/// A value as it is written on a command line.
///
/// # Errors
///
/// If it begins as JSON that is no text, number or word, and is none.
fn parsed(text: &str) -> Result<String> {
    let hex = text.strip_prefix("0x");
    let number = hex.and_then(|hex| u128::from_str_radix(hex, 16).ok());
    if let Some(number) = number {
        return Ok(match u64::try_from(number) {
            Ok(number) => number.to_string(),
            Err(_) => Value::String(number.to_string()).to_string(),
        });
    }
    match serde_json::from_str::<IgnoredAny>(text) {
        Ok(_) => Ok(text.to_owned()),
        Err(error) if text.trim_start().starts_with(['{', '[', '"']) => {
            let text = text::quoted(text);
            Err(Error::Usage(format!(
                "{text} begins as JSON, and is none: {error}"
            )))
        }
        Err(_) => Ok(Value::String(text.to_owned()).to_string()),
    }
}

/// A part of some devices, and what becomes of it.
struct Edit {
    path: String,
    selection: Selection,
    /// `None` takes it out.
    value: Option<String>,
}

impl Edit {
    fn new(path: &str, value: Option<String>, source: &Source) -> Result<Self> {
        let selection = Selection::new(path, &source.prologue().instances, true)?;
        if selection.steps().is_whole() {
            let path = text::quoted(path);
            return Err(Error::Usage(format!(
                "{path} is a device, not a part of one"
            )));
        }
        Ok(Self {
            path: text::plain(path),
            selection,
            value,
        })
    }
}

fn apply(source: Source, edits: &[Edit], output: &Output) -> Result<Exit> {
    output.check(source.readable_schemas())?;
    let schemas = source.prologue().schemas.clone();
    output.write_changed(source, &schemas, None, &mut |section| {
        edited(&section, edits)
    })?;
    Ok(Exit::Fine)
}

fn edited(section: &Copied<'_>, edits: &[Edit]) -> Result<Option<Vec<u8>>> {
    let is_configuration = section.what == What::Configuration;
    let mut edited: Option<Vec<u8>> = None;
    for edit in edits
        .iter()
        .filter(|edit| edit.selection.covers(section.index))
    {
        let failed = |problem: &dyn std::fmt::Display| {
            Error::new(format!(
                "{} of device {}: {problem}",
                edit.path, section.instance
            ))
        };
        if section.what == What::Absence {
            return Err(failed(
                &"the device was not needed when this was saved: there is no state of it",
            ));
        }
        let Some(schema) = section.schema else {
            match is_configuration {
                true => continue,
                false => return Err(failed(&"its schema cannot be read")),
            }
        };
        let (ty, path) = (schema.ty(), edit.selection.steps());
        let payload = match &edited {
            Some(payload) => Cow::Borrowed(&payload[..]),
            None => section.payload.to_memory(),
        };
        let changed = match &edit.value {
            Some(value) => value::set(ty, &payload, path, value),
            None => value::unset(ty, &payload, path),
        };
        match changed {
            Ok(changed) => edited = Some(changed),
            // Not all of the state is part of it. What is wrong, the section says.
            Err(_) if is_configuration => {}
            // That says itself where in the device it is.
            Err(EditError::Value(problem)) => {
                let device = section.instance;
                return Err(Error::new(format!("device {device}: {problem}")));
            }
            Err(error) => return Err(failed(&error)),
        }
    }
    Ok(edited)
}
