//! The form for people: a line for each difference.

use std::io::{self, Write};

use migratable::schema::Type;
use migratable::stream::Instance;
use migratable::value::{Item, Value};

use super::bulk::BulkDifference;
use super::walk::{Difference, What};
use super::{Found, Lone, View};
use crate::show::{Line, Said, count};
use crate::terminal::{BOLD, DIM, HIDDEN, LineBuffer, WORD, WRONG, styled};
use crate::text;

/// Ranges of a bulk item that are shown.
const RANGES: usize = 4;

/// Columns that paths take, at least.
const PATHS: usize = 24;

pub(super) struct Text<'o> {
    out: &'o mut dyn Write,
    line: Line,
    text: LineBuffer,
    names: [String; 2],
}

impl<'o> Text<'o> {
    pub(super) fn new(out: &'o mut dyn Write, reveal: bool) -> Self {
        Self {
            out,
            line: Line { reveal },
            text: LineBuffer::new(),
            names: Default::default(),
        }
    }

    fn sides(&mut self, ty: &Type, difference: &Difference<'_, '_>) {
        let (to, values) = (&mut self.text, self.line);
        let said = Said::of(difference.field);
        let side = |to: &mut LineBuffer, item: Option<&Item<'_>>| match item {
            None => to.add_styled(DIM, "absent"),
            Some(item) => values.write(to, ty, &item.value, said),
        };
        let run = |to: &mut LineBuffer, run: &[Value<'_>]| match run.is_empty() {
            true => to.add_styled(DIM, "absent"),
            false => values.run(to, ty, run, said),
        };
        match &difference.what {
            What::Values([a, b]) => {
                side(to, *a);
                arrow(to);
                side(to, *b);
            }
            What::Run(_, [a, b]) => {
                run(to, a);
                arrow(to);
                run(to, b);
            }
            What::Lengths([a, b]) => {
                to.number(*a);
                arrow(to);
                to.push(&count(*b as u64, "element"));
            }
            What::More(more) => {
                let more = count(*more, "element");
                to.add_styled(DIM, format_args!("… {more} more, with --full"));
            }
            What::Hidden => to.add_styled(HIDDEN, "differs (sensitive)"),
        }
    }

    fn alone(&mut self, side: usize, only: &[Lone]) -> io::Result<()> {
        if only.is_empty() {
            return Ok(());
        }
        let name = self.names.get(side).map_or("", String::as_str);
        writeln!(self.out, "\n{}", styled(BOLD, format!("only in {name}")))?;
        for (instance, device) in only {
            writeln!(self.out, "  {instance}  {device}")?;
        }
        Ok(())
    }

    fn bulk(&mut self, items: &[BulkDifference]) -> io::Result<()> {
        if items.is_empty() {
            return Ok(());
        }
        writeln!(self.out, "\n{}", styled(BOLD, "bulk"))?;
        for item in items {
            let name = text::plain(&item.name);
            let (pages, ranges) = (count(item.pages, "page"), ranges(&item.ranges));
            let said = match item.sides {
                [true, true] => format!("differs in {pages} of 4 KiB: {ranges}"),
                [true, false] => format!("only in {}", self.names[0]),
                _ => format!("only in {}", self.names[1]),
            };
            writeln!(self.out, "  {name}  {said}")?;
        }
        Ok(())
    }
}

fn arrow(to: &mut LineBuffer) {
    to.push(" ");
    to.styled(DIM, |to| to.push("→"));
    to.push(" ");
}

fn ranges(ranges: &[(u64, u64)]) -> String {
    let shown = ranges.iter().take(RANGES);
    let mut texts: Vec<String> = shown
        .map(|(start, end)| format!("{start:#x}..{end:#x}"))
        .collect();
    if ranges.len() > RANGES {
        let more = (ranges.len() - RANGES) as u64;
        texts.push(format!("… {} more", count(more, "range")));
    }
    texts.join(", ")
}

impl View for Text<'_> {
    fn begin(&mut self, a: &str, b: &str) -> io::Result<()> {
        self.names = [a.to_owned(), b.to_owned()];
        let arrow = styled(DIM, "→");
        writeln!(self.out, "{} {arrow} {}", styled(BOLD, a), styled(BOLD, b))
    }

    fn device(&mut self, instance: &Instance, device: &str) -> io::Result<()> {
        writeln!(self.out, "\n{}  {device}", styled(BOLD, instance))
    }

    fn difference(&mut self, ty: &Type, difference: &Difference<'_, '_>) -> io::Result<()> {
        self.text.clear();
        self.text.push("  ");
        let start = self.text.len();
        self.text.push(difference.path);
        if let What::Run(first, [a, b]) = &difference.what {
            self.text.push("[");
            self.text.number(*first);
            let len = a.len().max(b.len());
            if len != 1 {
                self.text.push("..=");
                self.text.number(first + len - 1);
            }
            self.text.push("]");
        }
        self.text.pad(start, PATHS);
        self.text.push("  ");
        self.sides(ty, difference);
        self.text.push("\n");
        self.out.write_all(self.text.as_str().as_bytes())
    }

    fn other(&mut self, why: &str) -> io::Result<()> {
        writeln!(self.out, "  {}", styled(WRONG, text::plain(why)))
    }

    fn end(&mut self, found: &Found) -> io::Result<()> {
        for (side, only) in found.only.iter().enumerate() {
            self.alone(side, only)?;
        }
        self.bulk(&found.bulk)?;
        let equal = count(found.equal_devices, "device");
        let items = count(found.equal_bulk as u64, "bulk item");
        if found.is_equal() {
            let word = styled(WORD, "equal");
            return writeln!(self.out, "\n{word}: {equal}, {items}");
        }
        let differences = count(found.differences, "difference");
        let devices = count(found.different_devices, "device");
        let rest = match found.problems.is_empty() {
            true => "",
            false => "; not all of the streams is right",
        };
        writeln!(
            self.out,
            "\n{differences} in {devices}; equal are {equal} and {items}{rest}"
        )
    }
}
