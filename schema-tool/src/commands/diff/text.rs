//! The form for people: a line for each difference.

use std::io::{self, Write};

use migratable::schema::Type;
use migratable::stream::Instance;
use migratable::value::{Item, Value};

use super::bulk::BulkDifference;
use super::walk::{Difference, What};
use super::{Found, Lone, View};
use crate::show::{Line, count};
use crate::terminal::{BOLD, DIM, HIDDEN, WORD, WRONG, styled};
use crate::text;

/// Ranges of a bulk item that are shown.
const RANGES: usize = 4;

/// Columns that paths take, at least.
const PATHS: usize = 24;

pub(super) struct Text<'o> {
    out: &'o mut dyn Write,
    line: Line,
    names: [String; 2],
}

impl<'o> Text<'o> {
    pub(super) fn new(out: &'o mut dyn Write, reveal: bool) -> Self {
        Self {
            out,
            line: Line { reveal },
            names: Default::default(),
        }
    }

    fn side(&self, ty: &Type, difference: &Difference<'_, '_>, item: Option<&Item<'_>>) -> String {
        match item {
            None => styled(DIM, "absent"),
            Some(item) => self.line.value(ty, &item.value, difference.field),
        }
    }

    fn sides(&self, ty: &Type, difference: &Difference<'_, '_>) -> String {
        let arrow = styled(DIM, "→");
        match &difference.what {
            What::Values([a, b]) => {
                let [a, b] = [a, b].map(|side| self.side(ty, difference, *side));
                format!("{a} {arrow} {b}")
            }
            What::Run(_, [a, b]) => {
                let [a, b] = [a, b].map(|side| self.run(ty, side));
                format!("{a} {arrow} {b}")
            }
            What::Lengths([a, b]) => {
                let b = count(*b as u64, "element");
                format!("{a} {arrow} {b}")
            }
            What::More(more) => {
                let more = count(*more, "element");
                styled(DIM, format!("… {more} more, with --full"))
            }
            What::Hidden => styled(HIDDEN, "differs (sensitive)"),
        }
    }

    fn run(&self, ty: &Type, values: &[Value<'_>]) -> String {
        match values.is_empty() {
            true => styled(DIM, "absent"),
            false => self.line.run(ty, values),
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
        let mut path = difference.path.to_string();
        if let What::Run(first, [a, b]) = &difference.what {
            path.push_str(&match a.len().max(b.len()) {
                1 => format!("[{first}]"),
                len => format!("[{first}..={}]", first + len - 1),
            });
        }
        let sides = self.sides(ty, difference);
        writeln!(self.out, "  {path:PATHS$}  {sides}")
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
