//! The form for a browser: one page, which loads nothing from elsewhere.
//!
//! The streams are in it as JSON, one after the other; `page.js` draws what is in view.

mod data;
mod original;
mod rows;
mod script;
mod section;

use std::collections::HashMap;
use std::hash::RandomState;
use std::io::{self, Write};

use migratable::stream::{FORMAT_VERSION, Prologue};
use serde_json::json;

use super::{View, metadata};
use crate::stream::{Contents, Section};
use script::Script;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const CODE: &str = include_str!("page.js");

/// Writes the page, as streams come.
pub(crate) struct Html<'o> {
    out: &'o mut dyn Write,
    reveal: bool,
    /// How many streams are still to come.
    left: usize,
    sections: u64,
    secrets: Secrets,
    /// Memory for the rows of a section.
    rows: rows::Rows,
}

/// Hashes of the sensitive values of the first stream, so that it can be said of those
/// of the second that they differ. They are keyed at random and never written.
#[derive(Default)]
struct Secrets {
    keys: RandomState,
    first: HashMap<(String, u32, String), u64>,
    is_second: bool,
}

impl<'o> Html<'o> {
    /// A page of one stream, or of two that are compared.
    pub(crate) fn new(out: &'o mut dyn Write, streams: usize, reveal: bool) -> Self {
        Self {
            out,
            reveal,
            left: streams,
            sections: 0,
            secrets: Secrets::default(),
            rows: rows::Rows::default(),
        }
    }

    fn head(&mut self, title: &str) -> io::Result<()> {
        let (before, _) = PAGE.split_once("DATA").unwrap_or((PAGE, ""));
        let page = before
            .replace("STYLE", STYLE)
            .replace("TITLE", &script::text(title));
        self.out.write_all(page.as_bytes())?;
        self.out.write_all(b"{\"streams\":[")
    }

    fn tail(&mut self) -> io::Result<()> {
        let (_, behind) = PAGE.split_once("DATA").unwrap_or((PAGE, ""));
        self.out.write_all(b"]}")?;
        self.out.write_all(behind.replace("CODE", CODE).as_bytes())
    }

    fn member(&mut self, key: &str, value: &impl serde::Serialize) -> io::Result<()> {
        write!(self.out, "\"{key}\":")?;
        Script::new(self.out).json(value)
    }
}

impl View for Html<'_> {
    fn begin(&mut self, name: &str, prologue: &Prologue) -> io::Result<()> {
        match self.secrets.is_second {
            false => self.head(name)?,
            true => self.out.write_all(b",")?,
        }
        self.sections = 0;
        let header = &prologue.header;
        self.out.write_all(b"{")?;
        let producer = [&header.producer, &header.producer_version];
        self.member("name", &name)?;
        self.out.write_all(b",")?;
        self.member("producer", &producer)?;
        self.out.write_all(b",")?;
        self.member("metadata", &metadata::shown(prologue).collect::<Vec<_>>())?;
        write!(self.out, ",\"format\":{FORMAT_VERSION},\"sections\":[")
    }

    fn section(&mut self, section: &Section<'_>) -> io::Result<()> {
        if self.sections > 0 {
            self.out.write_all(b",")?;
        }
        self.sections += 1;
        section::write(
            self.out,
            section,
            self.reveal,
            &mut self.secrets,
            &mut self.rows,
        )
    }

    fn end(&mut self, contents: &Contents) -> io::Result<()> {
        self.out.write_all(b"],")?;
        let items = contents.bulk.items().iter();
        let items: Vec<_> = items
            .map(|item| json!({"name": item.name, "bytes": item.bytes, "frames": item.frames}))
            .collect();
        self.member("bulk", &items)?;
        self.out.write_all(b",")?;
        let problems = contents.problems.iter().map(ToString::to_string);
        self.member("problems", &problems.collect::<Vec<_>>())?;
        self.out.write_all(b",")?;
        let absent = contents.absent.iter().map(ToString::to_string);
        self.member("absent", &absent.collect::<Vec<_>>())?;
        write!(self.out, ",\"complete\":{}}}", !contents.stopped)?;
        self.secrets.is_second = true;
        self.left = self.left.saturating_sub(1);
        match self.left {
            0 => self.tail(),
            _ => Ok(()),
        }
    }
}
