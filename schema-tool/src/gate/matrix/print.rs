//! A matrix for people: a table, or where that is too wide, ranges.

use std::io::Write;

use super::{Cell, Matrix};
use crate::error::Result;
use crate::show::count;
use crate::terminal::{BOLD, DIM, styled};

/// So many columns fit on a screen.
const MOST_COLUMNS: usize = 40;

impl Matrix {
    /// Prints what each release's state is to all others.
    pub(crate) fn print(&self, out: &mut dyn Write) -> Result<()> {
        match self.releases.len() <= MOST_COLUMNS {
            true => self.print_table(out)?,
            false => self.print_ranges(out)?,
        }
        let cells = || self.cells.iter().flatten();
        let of = |cell: Cell| cells().filter(|one| **one == cell).count();
        let counts = Cell::ALL.map(|cell| format!("{} {}", of(cell), cell.text()));
        let pairs = count(cells().count() as u64, "pair");
        writeln!(out, "{pairs}: {}", counts.join(", "))?;
        Ok(())
    }

    fn print_table(&self, out: &mut dyn Write) -> Result<()> {
        let names = self
            .releases
            .iter()
            .map(|release| release.name.chars().count());
        let width = names.max().unwrap_or(0);
        let numbers = 1..=self.releases.len();
        let head: String = numbers.map(|number| format!("{number:>3}")).collect();
        writeln!(out, "{:width$}     {}", "", styled(DIM, head))?;
        for ((number, name), cells) in self.named_rows() {
            let row: String = cells
                .iter()
                .map(|cell| format!("  {}", cell.symbol()))
                .collect();
            let padding = " ".repeat(width - name.chars().count());
            let number = styled(DIM, format!("{number:>4}"));
            writeln!(out, "{}{padding} {number}{row}", styled(BOLD, name))?;
        }
        let legend = Cell::ALL.map(|cell| format!("{} {}", cell.symbol(), cell.text()));
        writeln!(
            out,
            "a row is what one wrote, a column who reads it: {}",
            legend.join(", ")
        )?;
        Ok(())
    }

    fn print_ranges(&self, out: &mut dyn Write) -> Result<()> {
        for ((_, name), cells) in self.named_rows() {
            writeln!(out, "{}", styled(BOLD, format!("what {name} wrote")))?;
            for kind in Cell::ALL {
                let mut ranges: Vec<(usize, usize)> = Vec::new();
                for (index, _) in cells.iter().enumerate().filter(|(_, cell)| **cell == kind) {
                    match ranges.last_mut() {
                        Some((_, end)) if *end + 1 == index => *end = index,
                        _ => ranges.push((index, index)),
                    }
                }
                if ranges.is_empty() {
                    continue;
                }
                let name = |index: usize| {
                    let release = self.releases.get(index);
                    release.map_or("", |release| release.name.as_str())
                };
                let range = |&(from, to): &(usize, usize)| match from == to {
                    true => name(from).to_owned(),
                    false => format!("{} … {}", name(from), name(to)),
                };
                let ranges: Vec<String> = ranges.iter().map(range).collect();
                writeln!(out, "  {:12}  {}", kind.text(), ranges.join(", "))?;
            }
        }
        Ok(())
    }

    /// Each row with its number, from 1, and the writer's name.
    fn named_rows(&self) -> impl Iterator<Item = ((usize, &str), &[Cell])> {
        let names = self.releases.iter().map(|release| release.name.as_str());
        let names = (1..).zip(names).skip(self.rows.start);
        names.zip(self.cells.iter().map(Vec::as_slice))
    }
}
