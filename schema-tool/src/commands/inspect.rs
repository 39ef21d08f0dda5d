//! `inspect`: what is in a stream.

use std::collections::HashSet;
use std::io::Write;
use std::path::PathBuf;

use migratable::stream::Instance;

use super::beside;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::show::{Hex, Html, Json, Options, Tree, View};
use crate::stream::Selection;
use crate::terminal;

const EXAMPLES: &str = "\
Paths are written as in the tree and in errors: device, then fields, [3] for elements, {3} for
the value and {key 3} for the key of a map's entry, counted from 0; a name with dots in it in
quotes. `uart0` means all devices of that path, `uart0#1` the one with that id.

The JSON document has: format, producer, producer_version; sections, each with path,
instance_id, device, version, fingerprint, offset, bytes and value; bulk, each item with name,
frames, bytes, start and end; errors; complete. With --path, part says what value is a part of.

If the stream is damaged, what could be read before the damage is shown, and the exit status
is 1.

Examples:
  schema-tool inspect vm.mig
  schema-tool inspect --offsets --docs vm.mig | less -R
  schema-tool inspect --path uart0.read_fifo --full vm.mig
  schema-tool inspect --format json vm.mig | jq '.sections[] | select(.device == \"pl011\").value'
  schema-tool inspect --format hex --path uart0 vm.mig
  schema-tool inspect --format html vm.mig > vm.html
  zstd -dc vm.mig.zst | schema-tool inspect -
  schema-tool inspect qemu.mig.gz";

/// Shows what is in a stream: devices, fields and values
///
/// Nothing is needed but the stream, which brings its schemas. Bulk items, such as guest RAM,
/// are counted. Fields that the schema marks as sensitive are hidden.
///
/// Streams packed with gzip are unpacked, and QEMU's migration streams are read by the
/// description that they end with.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// File to read, `-` for standard input
    #[arg(value_name = "STREAM")]
    stream: PathBuf,
    /// How to show it
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Show only this part, as `uart0.read_fifo[3]`
    #[arg(long, value_name = "PATH")]
    path: Option<String>,
    /// Tree: show the offset of each value in the stream, in hexadecimal
    #[arg(long)]
    offsets: bool,
    /// Tree and hex: show long values in full
    #[arg(long)]
    full: bool,
    /// Tree: show what the schema says of each field
    #[arg(long)]
    docs: bool,
    #[command(flatten)]
    beside: beside::Args,
    /// Show sensitive fields
    #[arg(long)]
    show_sensitive: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Tree,
    /// For programs: one document
    Json,
    /// All bytes, each beside the value that it is of
    Hex,
    /// For a browser: one page, which loads nothing from elsewhere
    Html,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    args.check()?;
    let source = args.beside.opener()?.open(&args.stream)?;
    let instances = &source.prologue().instances;
    let selection = args
        .path
        .as_ref()
        .map(|path| Selection::new(path, instances, args.show_sensitive))
        .transpose()?;
    let asked = selection.as_ref().map(|selection| {
        let instances = (0..).zip(instances);
        let asked = instances.filter(|(index, _)| selection.covers(*index));
        let asked = asked.map(|(_, one)| (one.path.clone(), one.instance_id));
        asked.collect::<HashSet<_>>()
    });

    let mut view = args.view(out);
    view.begin(source.name(), source.prologue())?;
    let contents = source.read(selection.as_ref(), |section| Ok(view.section(section)?))?;
    view.end(&contents)?;
    drop(view);
    out.flush()?;

    let is_asked = |one: &&Instance| {
        let asked = asked.as_ref();
        asked.is_some_and(|asked| asked.contains(&(one.path.clone(), one.instance_id)))
    };
    for instance in contents.absent.iter().filter(is_asked) {
        terminal::print_note(format!(
            "device {instance} was not needed when this was saved: there is no state of it"
        ));
    }
    contents.problems.iter().for_each(terminal::print_error);
    Ok(if contents.problems.is_empty() {
        Exit::Fine
    } else {
        Exit::Failed
    })
}

impl Args {
    fn check(&self) -> Result<()> {
        if self.format == Format::Html && self.path.is_some() {
            return Err(Error::Usage(
                "--path is not for the page, which has all; a link with `#` and the path opens it \
                 there"
                    .into(),
            ));
        }
        let is_tree = self.format == Format::Tree;
        let is_cut = is_tree || self.format == Format::Hex;
        let misused = [
            (self.offsets && !is_tree, "--offsets", "the tree"),
            (self.docs && !is_tree, "--docs", "the tree"),
            (self.full && !is_cut, "--full", "the tree and --format hex"),
        ];
        match misused.iter().find(|(is_misused, ..)| *is_misused) {
            Some((_, flag, what)) => Err(Error::Usage(format!(
                "{flag} is for {what}; the other forms have every value in full, and offsets"
            ))),
            None => Ok(()),
        }
    }

    fn view<'o>(&self, out: &'o mut dyn Write) -> Box<dyn View + 'o> {
        let options = Options {
            offsets: self.offsets,
            full: self.full,
            reveal: self.show_sensitive,
            docs: self.docs,
            parts_only: self.path.is_some(),
        };
        match self.format {
            Format::Tree => Box::new(Tree::new(out, options)),
            Format::Hex => Box::new(Hex::new(out, options)),
            Format::Json => Box::new(Json::new(out, self.show_sensitive)),
            Format::Html => Box::new(Html::new(out, 1, self.show_sensitive)),
        }
    }
}
