//! `diff`: what differs between two streams, by field.

mod bulk;
mod json;
mod kept;
mod sides;
mod text;
mod walk;

use std::io::{self, Write};
use std::path::PathBuf;

use migratable::schema::Type;
use migratable::stream::Instance;

use super::beside;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::show::{Html, View as _};
use crate::stream::{Contents, KeepPages, PageNumbers, Source};
use crate::terminal;
use bulk::BulkDifference;
use kept::Kept;
use walk::Difference;

const EXAMPLES: &str = "\
Devices are matched by path and id. If their schemas differ, as between two releases, the state
of one is converted to the schema of the other first, as a load would; what cannot be converted
is said. Bulk items are compared in pages of 4 KiB.

The JSON document has: a and b, the names of the streams; devices, each with path, instance_id,
device and differences, or with other why they cannot be compared; only_a and only_b; bulk, each
item with name and pages that differ; equal, whether nothing does; errors. A difference has path,
and a and b, of which what is absent is left out; runs of numbers have first, the index of the
first, and lists.

The exit status is 0 unless --exit-code is given, whatever differs.

Examples:
  schema-tool diff before.mig after.mig
  schema-tool diff --exit-code --quiet a.mig b.mig || echo they differ
  schema-tool diff --format json a.mig b.mig | jq -r '.devices[].differences[].path'
  schema-tool diff --format html a.mig b.mig > diff.html
  ssh host cat vm.mig | schema-tool diff vm.mig -";

/// Says what differs between two streams, by field
///
/// Fields that the schema of either stream marks as sensitive are hidden; that they differ is
/// said.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The one stream, `-` for standard input
    #[arg(value_name = "A")]
    a: PathBuf,
    /// The other stream, `-` for standard input
    #[arg(value_name = "B")]
    b: PathBuf,
    /// How to say it
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Exit with 100 if anything differs
    #[arg(long)]
    exit_code: bool,
    /// Say nothing of what differs
    #[arg(short, long, conflicts_with = "format", requires = "exit_code")]
    quiet: bool,
    /// Text: all elements that differ, not only the first of a sequence
    #[arg(long)]
    full: bool,
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
    Text,
    /// For programs: one document
    Json,
    /// For a browser: the page of `inspect --format html`, with what differs marked
    Html,
}

/// A form in which differences are shown, as they are found.
trait View {
    fn begin(&mut self, a: &str, b: &str) -> io::Result<()>;

    /// A device that is in both streams and differs. `device` says which it is.
    fn device(&mut self, instance: &Instance, device: &str) -> io::Result<()>;

    /// A difference within the device that was begun last. The type is that of the
    /// value, or of the sequence that it is a run of.
    fn difference(&mut self, ty: &Type, difference: &Difference<'_, '_>) -> io::Result<()>;

    /// Why the device that was begun last cannot be compared.
    fn other(&mut self, why: &str) -> io::Result<()>;

    fn end(&mut self, found: &Found) -> io::Result<()>;
}

/// A device in one of the streams: path and id, and its name.
type Lone = (Instance, String);

/// What was found when both streams were read.
#[derive(Default)]
struct Found {
    equal_devices: u64,
    different_devices: u64,
    differences: u64,
    only: [Vec<Lone>; 2],
    bulk: Vec<BulkDifference>,
    equal_bulk: usize,
    problems: Vec<Error>,
}

impl Found {
    /// Whether the streams are equal: of what could not be read, nobody knows.
    fn is_equal(&self) -> bool {
        let alone = self.only.iter().any(|only| !only.is_empty());
        self.different_devices == 0 && !alone && self.bulk.is_empty() && self.problems.is_empty()
    }
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    if args.a == args.b && args.a.as_os_str() == "-" {
        return Err(Error::Usage("only one of the streams can be `-`".into()));
    }
    if args.format == Format::Html && (args.exit_code || args.full) {
        let what = "--exit-code and --full are for text and JSON; the page has all";
        return Err(Error::Usage(what.into()));
    }
    let opener = args.beside.opener()?;
    let (mut a, mut b) = (opener.open(&args.a)?, opener.open(&args.b)?);
    if !args.show_sensitive {
        sides::hide(&mut a, &mut b);
    }
    if args.format == Format::Html {
        return page(a, b, args.show_sensitive, out);
    }
    a.keep_pages(KeepPages::All);
    b.keep_pages(KeepPages::All);
    let mut nothing = io::sink();
    let to: &mut dyn Write = if args.quiet { &mut nothing } else { out };
    let mut view: Box<dyn View + '_> = match args.format {
        Format::Text => Box::new(text::Text::new(to, args.show_sensitive)),
        _ => Box::new(json::Json::new(to, args.show_sensitive)),
    };
    // Of one stream the sections are kept, those of the other are compared as they come.
    let options = walk::Options {
        reveal: args.show_sensitive,
        full: args.full || args.format == Format::Json,
    };
    let found = compare(args, [a, b], options, &mut *view)?;
    view.end(&found)?;
    drop(view);
    out.flush()?;
    found.problems.iter().for_each(terminal::print_error);
    Ok(match (found.problems.is_empty(), found.is_equal()) {
        (false, _) => Exit::Failed,
        (true, false) if args.exit_code => Exit::Findings,
        (true, _) => Exit::Fine,
    })
}

/// Writes both streams into one page, which compares them itself, by path. The state of
/// the first stands there in the schemas of the second, where it can be converted.
fn page(a: Source, b: Source, reveal: bool, out: &mut dyn Write) -> Result<Exit> {
    let mut page = Html::new(out, 2, reveal);
    let others = sides::Others::of(&b);
    page.begin(a.name(), a.prologue())?;
    let of_a = a.read(None, |section| {
        Ok(others.converted(section, |section| page.section(section))?)
    })?;
    page.end(&of_a)?;
    page.begin(b.name(), b.prologue())?;
    let of_b = b.read(None, |section| Ok(page.section(section)?))?;
    page.end(&of_b)?;
    let problems: Vec<Error> = of_a.problems.into_iter().chain(of_b.problems).collect();
    problems.iter().for_each(terminal::print_error);
    Ok(match problems.is_empty() {
        true => Exit::Fine,
        false => Exit::Failed,
    })
}

fn compare(
    args: &Args,
    [a, b]: [Source; 2],
    options: walk::Options,
    view: &mut dyn View,
) -> Result<Found> {
    let mut found = Found::default();
    view.begin(a.name(), b.name())?;
    let mut kept = Kept::new(a.shared_schemas());
    let name = a.name().to_owned();
    let of_a = a.read(None, |section| {
        let kept = kept.add(section);
        kept.map_err(|error| Error::new(format!("{name}: cannot keep what came: {error}")))
    })?;
    let of_b = b.read(None, |section| match kept.take(section.instance) {
        None => {
            let (instance, name) = (section.instance.clone(), sides::device_name(section));
            found.only[1].push((instance, name));
            Ok(())
        }
        Some(other) => {
            let (schema, payload) = (kept.schema(&other), kept.payload(&other));
            let payload = &payload;
            let differences =
                sides::compare(&other, payload.bytes(), schema, section, options, view)?;
            kept.check()?;
            match differences {
                0 => found.equal_devices += 1,
                _ => found.different_devices += 1,
            }
            found.differences += differences;
            Ok(())
        }
    })?;
    found.only[0] = kept.rest();
    finish(args, &mut found, of_a, of_b)?;
    Ok(found)
}

fn finish(args: &Args, found: &mut Found, a: Contents, b: Contents) -> Result<()> {
    // What did not come because of damage is not only in the other stream.
    for (only, other) in found.only.iter_mut().zip([&b, &a]) {
        let is_unread = |one: &Instance| {
            let mut unread = other.unread.iter();
            unread.any(|two| (&two.path, two.instance_id) == (&one.path, one.instance_id))
        };
        only.retain(|(instance, _)| !is_unread(instance));
    }
    if !a.stopped && !b.stopped {
        let (x, y) = (a.bulk.items(), b.bulk.items());
        let mut compared = bulk::compare(x, y, &PageNumbers::new());
        if !compared.unknown.is_empty() {
            let same = look_again(args, compared.unknown)?;
            compared = bulk::compare(x, y, &same);
        }
        (found.bulk, found.equal_bulk) = (compared.different, compared.equal);
    }
    found.problems = a.problems.into_iter().chain(b.problems).collect();
    Ok(())
}

/// Which of these pages are the same: the files are read once more, and their bytes kept.
/// Of what can be read only once, none is.
fn look_again(args: &Args, pages: PageNumbers) -> Result<PageNumbers> {
    if ![&args.a, &args.b].iter().all(|path| path.is_file()) {
        terminal::print_note(
            "pages that came whole and then in part count as different: it takes files to \
             look at them again",
        );
        return Ok(PageNumbers::new());
    }
    let opener = args.beside.opener()?;
    let read = |path: &PathBuf| {
        let mut source = opener.open(path)?;
        source.keep_pages(KeepPages::Bytes(pages.clone()));
        source.read(None, |_| Ok(()))
    };
    let (a, b) = (read(&args.a)?, read(&args.b)?);
    Ok(bulk::same(a.bulk.items(), b.bulk.items(), &pages))
}
