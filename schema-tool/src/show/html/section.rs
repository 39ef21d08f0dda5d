//! A section in the page: its nodes and its bytes.

use std::io::{self, Write};

use migratable::schema::{Field, Flags, Type};
use migratable::value::{Item, Value};
use rustc_hash::FxHashMap;

use super::Secrets;
use super::data::Data;
use super::original::{self, Span};
use super::rows::{ABSENT, Elements, HIDDEN, Row, Rows, SECRET_DIFFERS};
use super::script::Script;
use crate::show::nodes::{self, Next, Node};
use crate::show::tree::Line;
use crate::stream::{Part, Place, Section, element_type, has_sensitive};
use crate::terminal::LineBuffer;

/// So many nodes are shown of a section: more take a browser seconds to read. Arrays of
/// numbers are one node, however long they are.
const NODES: usize = 1 << 18;

/// What `page.js` is told of a section.
#[derive(serde::Serialize)]
struct Shown<'s> {
    path: &'s str,
    id: u32,
    name: String,
    device: Option<&'s str>,
    version: Option<u32>,
    doc: Option<String>,
    /// What the prologue says of it: what that is, and the text.
    said: Vec<(&'static str, String)>,
    /// Bytes of the file before the payload, if it is there as it is: that of a stream of
    /// QEMU's is not.
    base: Option<u64>,
    bytes: usize,
    /// From here on, bytes are not shown.
    hidden_from: usize,
    error: Option<String>,
    /// How many parts are not there, without those within them.
    left_out: usize,
    texts: Vec<String>,
    /// Names of bits, with these as a string of decimal digits.
    flags: Vec<NamedBits>,
}

pub(super) fn write(
    out: &mut dyn Write,
    section: &Section<'_>,
    reveal: bool,
    secrets: &mut Secrets,
    rows: &mut Rows,
) -> io::Result<()> {
    rows.clear();
    let mut gathered = Gathered {
        line: Line { reveal },
        section,
        secrets,
        data: Data::new(section.payload),
        rows,
        value: LineBuffer::plain(),
        spans: Vec::new(),
        left_out: 0,
        unseen_from: None,
        is_open: section.violation.is_none()
            && (reveal || section.schema.is_some_and(|schema| !has_sensitive(schema))),
        texts: Texts::default(),
        end: 0,
    };
    if let Some(part) = &section.part {
        gathered.gather(part)?;
    }
    // Behind damage and without a schema, nothing tells what is sensitive.
    let is_open = reveal || section.violation.is_none();
    let hidden_from = match (section.schema, is_open) {
        (Some(_), false) => gathered.end,
        (None, _) if !reveal => 0,
        _ => section.payload.len(),
    };
    let hidden_from = gathered.unseen_from.unwrap_or(hidden_from).min(hidden_from);
    gathered.data.hide_from(hidden_from);
    let original = gathered.original();
    let base = match (&original, &section.place) {
        (Some((base, _)), _) => Some(*base as u64),
        (None, Place::At(base)) => Some(*base),
        (None, Place::Made(..)) => None,
    };
    // What is shown as it was made may be hidden; what is not has nothing to hide.
    let (data, hidden_from) = match &original {
        Some((_, bytes)) => (Data::new((*bytes).into()), bytes.len()),
        None => (gathered.data, hidden_from),
    };
    let schema = section.schema;
    let shown = Shown {
        path: &section.instance.path,
        id: section.instance.instance_id,
        name: section.instance.to_string(),
        device: schema.map(|schema| schema.device()),
        version: section.version,
        doc: schema
            .and_then(|schema| schema.doc())
            .map(|doc| doc.text().into_owned()),
        said: section.said().collect(),
        base,
        bytes: data.len(),
        hidden_from,
        error: section.violation.as_ref().map(ToString::to_string),
        left_out: gathered.left_out,
        texts: gathered.texts.all,
        flags: gathered.texts.flags,
    };
    out.write_all(b"{\"about\":")?;
    let mut about = Vec::new();
    Script::new(&mut about).json(&shown)?;
    // The nodes are the last of its members.
    out.write_all(about.strip_suffix(b"}").unwrap_or(&about))?;
    out.write_all(b",\"nodes\":[")?;
    gathered.rows.write(out)?;
    out.write_all(b"]}")?;
    out.write_all(b",\"data\":\"")?;
    data.write(out)?;
    out.write_all(b"\"}")
}

struct Gathered<'g> {
    line: Line,
    section: &'g Section<'g>,
    secrets: &'g mut Secrets,
    data: Data<'g>,
    rows: &'g mut Rows,
    /// The value that is being shown.
    value: LineBuffer,
    /// Of a section of QEMU's stream, for each row that has no parts, where there its
    /// value is.
    spans: Vec<Option<Span>>,
    left_out: usize,
    /// Nothing of it is sensitive, or to be hidden as it is behind damage.
    is_open: bool,
    /// From here on, what is sensitive is not told from what is not.
    unseen_from: Option<usize>,
    texts: Texts,
    /// Behind the last value.
    end: usize,
}

impl<'g> Gathered<'g> {
    fn gather(&mut self, part: &Part<'_>) -> io::Result<()> {
        self.left_out = nodes::visit(part, self.line.reveal, true, |node| {
            if self.rows.all.len() >= NODES {
                self.leave_out(node);
                return Ok(Next::Stop);
            }
            self.node(node);
            Ok(Next::Go)
        })?;
        Ok(())
    }

    /// Nothing is shown from here on.
    fn leave_out(&mut self, node: &Node<'_, '_>) {
        if !self.is_open {
            self.unseen_from = Some(node.item.map_or(self.end, |item| item.offset));
        }
    }

    fn node(&mut self, node: &Node<'_, '_>) {
        let mut flags = 0;
        if let (Some(item), true) = (node.item, node.is_hidden) {
            flags |= HIDDEN | self.hide(item, node.path);
        }
        if let (Some(item), true) = (node.item, node.is_leaf) {
            self.end = item.offset.saturating_add(item.len);
        }
        if node.item.is_none() {
            flags |= ABSENT;
        }
        self.value.clear();
        match node.item {
            None => self.value.push("absent"),
            Some(_) if node.is_hidden => self.value.push("(sensitive)"),
            Some(item) => (self.line).write(&mut self.value, node.ty, &item.value, node.said),
        }
        let elements = node.item.filter(|_| !node.is_hidden);
        let row = Row {
            depth: u32::try_from(node.depth).unwrap_or(u32::MAX),
            step: self.rows.add_words(node.step),
            ty: self.texts.of_type(node.ty),
            offset: node.item.map_or(0, |item| item.offset),
            len: node.item.map_or(0, |item| item.len),
            value: self.rows.add_words(self.value.as_str()),
            flags,
            doc: self.doc(node),
            elements: elements.and_then(|item| self.elements(node, item)),
        };
        self.rows.all.push(row);
        if matches!(self.section.place, Place::Made(..)) {
            let leaf = node.item.filter(|_| node.is_leaf);
            self.spans.push(leaf.and_then(|item| self.span(item)));
        }
    }

    fn span(&self, item: &Item<'_>) -> Option<Span> {
        let original = self.section.place.original(item)?;
        let end = item.offset.checked_add(item.len)?;
        let encoded = self
            .section
            .payload
            .part(end.checked_sub(original.bytes.len())?..end)?;
        Some(Span::new(original, &encoded.to_memory()))
    }

    /// Of a section of QEMU's stream, where in that it is, and its bytes there; the rows are
    /// then put where their values are. `None` if it is shown as it was made: something of
    /// it is in no one place there, or is not shown.
    fn original(&mut self) -> Option<(usize, &'g [u8])> {
        let is_hidden = |row: &Row| row.flags & HIDDEN != 0;
        let section = self.section;
        let whole = section.place.whole()?;
        if self.left_out > 0 || self.rows.all.iter().any(is_hidden) {
            return None;
        }
        let range = original::place(&mut self.rows.all, &self.spans)?;
        let bytes = whole.get(range.clone())?;
        Some((range.start, bytes))
    }

    fn doc(&mut self, node: &Node<'_, '_>) -> Option<u32> {
        let field = node.field?;
        self.texts.of_field(field, || {
            let doc = field.doc().map(|doc| doc.text().trim().to_owned());
            let tag = node.tag.map(|tag| format!("subsection {tag}"));
            let texts: Vec<String> = tag.into_iter().chain(doc).collect();
            (!texts.is_empty()).then(|| texts.join("\n"))
        })
    }

    /// Of numbers, what they are.
    fn elements(&mut self, node: &Node<'_, '_>, item: &Item<'_>) -> Option<Elements> {
        let (count, width) = match &item.value {
            Value::Bytes(bytes) => (bytes.len(), 1),
            Value::Numbers(numbers) => (numbers.count(), numbers.width()),
            _ => return None,
        };
        let element = element_type(node.ty, 0)?;
        Some(Elements {
            ty: self.texts.of_type(element),
            count,
            width,
            flags: node.said.flags().map(|flags| self.texts.of_flags(flags)),
        })
    }

    /// Takes a value out of the bytes.
    fn hide(&mut self, item: &Item<'_>, path: &str) -> u8 {
        let end = item.offset.saturating_add(item.len);
        let range = item.offset..end;
        let Some(hash) = self.data.hash(range.clone(), &self.secrets.keys) else {
            return 0;
        };
        self.data.hide(range);
        let instance = self.section.instance;
        let key = (instance.path.clone(), instance.instance_id, path.to_owned());
        match self.secrets.is_second {
            false => {
                self.secrets.first.insert(key, hash);
                0
            }
            true => match self.secrets.first.get(&key) {
                Some(first) if *first != hash => SECRET_DIFFERS,
                _ => 0,
            },
        }
    }
}

/// Texts that come again and again.
#[derive(Default)]
struct Texts {
    all: Vec<String>,
    found: FxHashMap<String, u32>,
    /// Those of types and fields, by where in the schema these are: each node asks.
    types: FxHashMap<usize, u32>,
    fields: FxHashMap<usize, Option<u32>>,
    flags: Vec<NamedBits>,
    found_flags: FxHashMap<usize, u32>,
}

/// Names of bits, each with those in decimal digits: they may be more than a number of
/// JavaScript's holds.
type NamedBits = Vec<(String, String)>;

impl Texts {
    fn of_type(&mut self, ty: &Type) -> u32 {
        let place = std::ptr::from_ref(ty).addr();
        if let Some(index) = self.types.get(&place) {
            return *index;
        }
        let index = self.index(ty.to_string());
        self.types.insert(place, index);
        index
    }

    fn of_field(&mut self, field: &Field, text: impl FnOnce() -> Option<String>) -> Option<u32> {
        let place = std::ptr::from_ref(field).addr();
        if let Some(index) = self.fields.get(&place) {
            return *index;
        }
        let index = text().map(|text| self.index(text));
        self.fields.insert(place, index);
        index
    }

    fn of_flags(&mut self, flags: &Flags) -> u32 {
        let place = std::ptr::from_ref(flags).addr();
        *self.found_flags.entry(place).or_insert_with(|| {
            let named = flags.all().iter();
            let named = named.map(|flag| (flag.name().to_owned(), flag.bits().to_string()));
            self.flags.push(named.collect());
            u32::try_from(self.flags.len() - 1).unwrap_or(u32::MAX)
        })
    }

    fn index(&mut self, text: String) -> u32 {
        let new = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        *self.found.entry(text).or_insert_with_key(|text| {
            self.all.push(text.clone());
            new
        })
    }
}
