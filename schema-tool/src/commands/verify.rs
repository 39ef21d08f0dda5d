//! `verify`: whether a stream is right to the last byte.

use std::io::{self, Write};
use std::path::PathBuf;

use serde_json::json;

use super::beside;
use crate::error::Result;
use crate::exit::Exit;
use crate::show::{byte_count, count, write_json};
use crate::stream::{Contents, Source};
use crate::terminal::{self, BOLD, DIM, WORD, WRONG, styled};

const EXAMPLES: &str = "\
The exit status is 0 only if all of these are as they must be: the beginning, the order, length
and checksum of each frame, the digest of the whole, and that nothing follows the end; each
schema, and the fingerprint that it states; a section for each instance, and in each of them
each tag, length, character and order of keys, and each range and greatest length that the
schema states. What an author's `validate` refuses, no tool can know.

Examples:
  schema-tool verify vm.mig
  schema-tool verify --quiet backups/*.mig && echo all are right
  zstd -dc vm.mig.zst | schema-tool verify -";

/// Tests that streams are right to the last byte
///
/// Says what it looked at, and all that is wrong. Streams of QEMU's have no checksums; of them,
/// what they describe is tested.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Files to read, `-` for standard input
    #[arg(value_name = "STREAM", required = true)]
    streams: Vec<PathBuf>,
    /// How to say it
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,
    /// Say nothing of streams that are right
    #[arg(short, long, conflicts_with = "format")]
    quiet: bool,
    #[command(flatten)]
    beside: beside::Args,
}

impl Args {
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// For programs: a list with an object for each stream
    Json,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<Exit> {
    let mut all = Vec::new();
    let mut exit = Exit::Fine;
    let opener = args.beside.opener()?;
    for path in &args.streams {
        let found = match opener.open(path) {
            Ok(source) => Verified::of(source)?,
            // The other streams are looked at all the same.
            Err(error) if args.streams.len() > 1 => {
                terminal::print_error(&error);
                exit = Exit::Failed;
                continue;
            }
            Err(error) => return Err(error),
        };
        if !found.is_right() {
            exit = Exit::Failed;
        }
        match args.format {
            Format::Json => all.push(found.json()),
            Format::Text if args.quiet && found.is_right() => {}
            Format::Text => found.text(out)?,
        }
        out.flush()?;
        found
            .contents
            .problems
            .iter()
            .for_each(terminal::print_error);
    }
    if args.format == Format::Json {
        write_json(out, &all)?;
    }
    Ok(exit)
}

/// A stream that was read to its end, or to what is wrong.
struct Verified {
    name: String,
    /// Those that are at hand, of all that it names.
    schemas: [usize; 2],
    /// Those that it only names.
    named: usize,
    instances: usize,
    /// Sections that a schema describes, and how many bytes they are.
    sections: [u64; 2],
    /// The same of those of which nothing is known but their checksums.
    unread: [u64; 2],
    contents: Contents,
}

impl Verified {
    fn of(source: Source) -> Result<Self> {
        let (name, prologue) = (source.name().to_owned(), source.prologue());
        let (all, instances) = (prologue.schemas.len(), prologue.instances.len());
        let schemas = [source.readable_schemas().count(), all];
        let sent = prologue.schemas.iter();
        let named = sent.filter(|one| one.json().is_none()).count();
        let (mut sections, mut unread) = ([0; 2], [0; 2]);
        let contents = source.read(None, |section| {
            let [count, bytes] = match section.schema {
                Some(_) => &mut sections,
                None => &mut unread,
            };
            *count += 1;
            *bytes += section.payload.len() as u64;
            Ok(())
        })?;
        Ok(Self {
            name,
            schemas,
            named,
            instances,
            sections,
            unread,
            contents,
        })
    }

    fn is_right(&self) -> bool {
        self.contents.problems.is_empty()
    }

    fn bulk(&self) -> (usize, u64, u64) {
        let items = self.contents.bulk.items();
        items
            .iter()
            .fold((items.len(), 0, 0), |(items, frames, bytes), item| {
                (
                    items,
                    frames + item.frames,
                    item.bytes.saturating_add(bytes),
                )
            })
    }

    fn text(&self, out: &mut dyn Write) -> io::Result<()> {
        let word = match (self.is_right(), self.contents.problems.len()) {
            (true, _) => styled(WORD, "right"),
            // Nothing is known to be wrong.
            (false, problems) if problems == self.named => styled(WRONG, "not tested whole"),
            (false, _) => styled(WRONG, "wrong"),
        };
        writeln!(out, "{}  {word}", styled(BOLD, &self.name))?;
        let (items, frames, bytes) = self.bulk();
        let frames_said = match (self.contents.unchecked, self.contents.stopped) {
            (true, _) => "they have no checksums in QEMU's streams",
            (false, false) => "order, lengths, checksums, the digest of the whole, its end",
            (false, true) => "order, lengths and checksums, up to the damage",
        };
        let absent = match self.contents.absent.len() {
            0 => String::new(),
            absent => format!(" ({absent} not needed)"),
        };
        let [sections, section_bytes] = self.sections;
        let unread = match self.unread {
            [0, _] => String::new(),
            [unread, bytes] => format!(
                "; of {unread} without a schema, {}, nothing but checksums",
                byte_count(bytes)
            ),
        };
        let sections = format!(
            "{sections} of {}{absent}, {}: tags, lengths, UTF-8, order of keys, ranges{unread}",
            count(self.instances as u64, "instance"),
            byte_count(section_bytes)
        );
        let schemas = match self.schemas {
            [at_hand, all] if at_hand == all => format!("{all}: form, fingerprint"),
            [at_hand, all] => format!("{at_hand} of {all}: form, fingerprint"),
        };
        let bulk = format!(
            "{} in {}, {}",
            count(items as u64, "item"),
            count(frames, "frame"),
            byte_count(bytes)
        );
        let rows = [
            ("frames", frames_said.to_owned()),
            ("schemas", schemas),
            ("sections", sections),
            ("bulk", bulk),
        ];
        for (what, said) in rows {
            writeln!(out, "  {}  {said}", styled(DIM, format!("{what:8}")))?;
        }
        Ok(())
    }

    fn json(&self) -> serde_json::Value {
        let (items, frames, bytes) = self.bulk();
        let problems = self.contents.problems.iter().map(ToString::to_string);
        let ([tested, all], [sections, section_bytes]) = (self.schemas, self.sections);
        let [unread, unread_bytes] = self.unread;
        json!({
            "stream": self.name,
            "right": self.is_right(),
            "checksums": !self.contents.unchecked,
            "complete": !self.contents.stopped,
            "schemas": all,
            "schemas_tested": tested,
            "instances": self.instances,
            "sections": sections,
            "section_bytes": section_bytes,
            "sections_without_schema": unread,
            "bytes_without_schema": unread_bytes,
            "not_needed": self.contents.absent.len(),
            "bulk_items": items,
            "bulk_frames": frames,
            "bulk_bytes": bytes,
            "errors": problems.collect::<Vec<_>>(),
        })
    }
}
