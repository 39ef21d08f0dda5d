//! Compares two layouts field by field, as the reader takes the writer's bytes.

use std::collections::HashMap;

use super::model::{Def, Item, Kind};
use super::rules::{self, Rule, Verdict};

/// What is found between a writer and a reader.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule by which it is judged.
    pub rule: &'static Rule,
    /// The device: type of a dump, or name and instance of a stream.
    pub device: String,
    /// Fields from the device to the place.
    pub path: String,
    /// What the writer has there.
    pub writer: String,
    /// What the reader has there.
    pub reader: String,
}

/// What is known of the two sides.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides {
    pub(super) writer_is_dump: bool,
    pub(super) reader_is_dump: bool,
    pub(super) lengths: bool,
}

/// Compares a device.
pub(super) fn device(sides: Sides, device: &str, writer: &Def, reader: &Def) -> Vec<Finding> {
    if writer == reader {
        return Vec::new();
    }
    let run = |flat: bool| {
        let mut walk = Walk {
            sides,
            device,
            flat,
            path: Vec::new(),
            found: Vec::new(),
            optional: 0,
        };
        walk.versioned(writer, reader);
        walk.found
    };
    let found = run(false);
    // Structs play no part in a stream: with other ones, the bytes may be the same.
    let gravest = |found: &[Finding]| found.iter().map(|finding| finding.rule.verdict).max();
    if sides.lengths && gravest(&found) >= Some(Verdict::Conditional) {
        let flat = run(true);
        if gravest(&flat) < gravest(&found) {
            return flat;
        }
    }
    found
}

struct Walk<'a> {
    sides: Sides,
    device: &'a str,
    /// Whether structs are taken apart before anything is compared.
    flat: bool,
    path: Vec<String>,
    found: Vec<Finding>,
    /// How many subsections that may be absent it is in.
    optional: u32,
}

/// A place in a list of fields: a field, or where a struct's subsections stand.
#[derive(Clone, Copy)]
enum Token<'a> {
    Item(&'a Item),
    Subsections(&'a [Def]),
}

impl<'a> Walk<'a> {
    fn find(&mut self, rule: &'static Rule, step: &str, writer: String, reader: String) {
        /// More of one device are not worth reading.
        const MOST: usize = 100;
        if self.found.len() >= MOST {
            return;
        }
        // What breaks inside a subsection breaks only if it is sent.
        let breaks = rule.verdict == Verdict::Breaks && self.optional > 0;
        let mut path = self.path.clone();
        if !step.is_empty() {
            path.push(step.into());
        }
        let (rule, writer) = match breaks {
            true => (
                &rules::SUBSECTION_BREAKS,
                format!("{writer} ({})", rule.title),
            ),
            false => (rule, writer),
        };
        self.found.push(Finding {
            rule,
            device: self.device.into(),
            path: path.join("."),
            writer,
            reader,
        });
    }

    /// A section or subsection, whose version is in the stream.
    fn versioned(&mut self, writer: &'a Def, reader: &'a Def) {
        let (sent, known) = (writer.version, reader.version);
        let said = |version: i64| format!("version {version}");
        if sent > known {
            self.find(&rules::VERSION_TOO_NEW, "", said(sent), said(known));
            return;
        }
        if sent < reader.minimum {
            let from = format!("version {known}, from {}", reader.minimum);
            self.find(&rules::VERSION_TOO_OLD, "", said(sent), from);
            return;
        }
        self.content(writer, reader, sent);
    }

    /// Fields and subsections; the reader takes them for those of `version`.
    fn content(&mut self, writer: &'a Def, reader: &'a Def, version: i64) {
        let mut sent = Vec::new();
        tokens(writer, writer.version, self.flat, &mut sent);
        let mut read = Vec::new();
        tokens(reader, version, self.flat, &mut read);
        let names = Names::of(&sent, &read);
        sent.reverse();
        read.reverse();
        self.lists(sent, read, names);
    }

    /// Compares two lists, each with its first token at the end.
    fn lists(&mut self, mut sent: Vec<Token<'a>>, mut read: Vec<Token<'a>>, mut names: Names<'a>) {
        loop {
            match (sent.last().copied(), read.last().copied()) {
                (None, None) => return,
                (Some(Token::Subsections(w)), Some(Token::Subsections(r))) => {
                    self.subsections(w, r);
                    sent.pop();
                    read.pop();
                }
                // A field that only one side has, before the subsections of both.
                (Some(Token::Subsections(_)), Some(Token::Item(r))) if has_subsections(&read) => {
                    self.one_sided(r, false);
                    read.pop();
                }
                (Some(Token::Item(w)), Some(Token::Subsections(_))) if has_subsections(&sent) => {
                    self.one_sided(w, true);
                    sent.pop();
                }
                (Some(Token::Subsections(w)), _) => {
                    self.subsections(w, &[]);
                    sent.pop();
                }
                (_, Some(Token::Subsections(_))) => drop(read.pop()),
                (Some(Token::Item(w)), None) => {
                    self.one_sided(w, true);
                    sent.pop();
                }
                (None, Some(Token::Item(r))) => {
                    self.one_sided(r, false);
                    read.pop();
                }
                (Some(Token::Item(w)), Some(Token::Item(r))) => match self.absent(w, r, &names) {
                    Some(true) => drop(sent.pop()),
                    Some(false) => drop(read.pop()),
                    None if w.opens() && !r.is_struct() => open(&mut sent, &mut names.writer),
                    None if r.opens() && !w.is_struct() => open(&mut read, &mut names.reader),
                    None => match self.pair(w, r, &names, &sent, &read) {
                        Some((a, b)) => {
                            sent.truncate(sent.len().saturating_sub(a));
                            read.truncate(read.len().saturating_sub(b));
                        }
                        None => return,
                    },
                },
            }
        }
    }

    /// Whether the field of the writer (or of the reader, `false`) is one that
    /// depends on a condition and that the other side does not have.
    fn absent(&mut self, w: &Item, r: &Item, names: &Names<'_>) -> Option<bool> {
        if w.is_same(r) {
            return None;
        }
        let writer_only = w.conditional && !names.in_reader(w);
        let reader_only = r.conditional && !names.in_writer(r);
        match (writer_only, reader_only) {
            // A field that was renamed.
            (true, true) => None,
            (true, false) => {
                self.one_sided(w, true);
                Some(true)
            }
            (false, true) => {
                // A stream has shown that the condition did not hold.
                if self.sides.writer_is_dump {
                    self.one_sided(r, false);
                }
                Some(false)
            }
            (false, false) => {
                let shown = !self.sides.writer_is_dump && r.conditional && names.in_reader(w);
                shown.then_some(false)
            }
        }
    }

    /// A field that only the writer (or only the reader) has.
    fn one_sided(&mut self, item: &Item, is_writer: bool) {
        let shown = shown(item);
        let (rule, writer, reader) = match (item.conditional, is_writer) {
            (true, true) => (&rules::FIELD_CONDITIONAL, shown, "nothing".into()),
            (true, false) => (&rules::FIELD_CONDITIONAL, "nothing".into(), shown),
            // A dump does not tell a struct from an array of as many as are needed.
            _ if self.may_be_empty(item, is_writer) => match is_writer {
                true => (&rules::LENGTH_NOT_KNOWN, shown, "nothing".into()),
                false => (&rules::LENGTH_NOT_KNOWN, "nothing".into(), shown),
            },
            (false, true) => (self.missing(&rules::FIELD_LACKING), shown, "nothing".into()),
            (false, false) => (self.missing(&rules::FIELD_ADDED), "nothing".into(), shown),
        };
        self.find(rule, &item.name, writer, reader);
    }

    fn may_be_empty(&self, item: &Item, is_writer: bool) -> bool {
        let other_is_stream = match is_writer {
            true => !self.sides.reader_is_dump,
            false => !self.sides.writer_is_dump,
        };
        other_is_stream && item.is_struct() && item.count.is_none()
    }

    /// Streams show what was sent, not what may be: a field may be missing because
    /// its condition did not hold.
    fn missing(&self, rule: &'static Rule) -> &'static Rule {
        let dump_knows = match rule.id == rules::FIELD_LACKING.id {
            true => self.sides.reader_is_dump,
            false => self.sides.writer_is_dump || self.sides.reader_is_dump,
        };
        match dump_knows {
            true => rule,
            false => &rules::FIELDS_DIFFER,
        }
    }

    /// Compares two fields that stand at one place: how many tokens of each side
    /// they take, or `None` if nothing behind them can be compared.
    fn pair(
        &mut self,
        w: &'a Item,
        r: &'a Item,
        names: &Names<'_>,
        sent: &[Token<'a>],
        read: &[Token<'a>],
    ) -> Option<(usize, usize)> {
        let same_name = w.is_same(r);
        if w.conditional != r.conditional && self.sides.writer_is_dump && self.sides.reader_is_dump
        {
            self.find(&rules::FIELD_CONDITION, &w.name, shown(w), shown(r));
        }
        if (w.is_bytes() || r.is_bytes())
            && !(same_name && w.len() == r.len())
            && let Some(taken) = self.run_of_bytes(w, r, names, sent, read)
        {
            return Some(taken);
        }
        if !same_name && self.is_moved(w, r, names) {
            self.find(self.moved(), &w.name, shown(w), shown(r));
            return None;
        }
        self.same_place(w, r);
        Some((1, 1))
    }

    fn moved(&self) -> &'static Rule {
        match self.sides.writer_is_dump || self.sides.reader_is_dump {
            true => &rules::FIELD_MOVED,
            false => &rules::FIELDS_DIFFER,
        }
    }

    /// Whether fields of different names have changed places. Fields that are
    /// renamed are on one side only.
    fn is_moved(&self, w: &Item, r: &Item, names: &Names<'_>) -> bool {
        names.in_reader(w) || names.in_writer(r)
    }

    /// Bytes without a type may stand for several fields of as many bytes.
    fn run_of_bytes(
        &mut self,
        w: &Item,
        r: &Item,
        names: &Names<'_>,
        sent: &[Token<'a>],
        read: &[Token<'a>],
    ) -> Option<(usize, usize)> {
        let (mut i, mut j) = (1, 1);
        let ahead = |tokens: &[Token<'a>], at: usize| match tokens.iter().rev().nth(at) {
            Some(Token::Item(item)) => Some(*item),
            _ => None,
        };
        let (mut left, mut right) = (w.len()?, r.len()?);
        let moved = |item: &Item, other: bool| {
            !item.is_bytes()
                && match other {
                    true => names.in_reader(item),
                    false => names.in_writer(item),
                }
        };
        // One of them is of bytes: a field that the other side has elsewhere has moved.
        if moved(w, true) || moved(r, false) {
            return None;
        }
        while left != right {
            let (tokens, at, sum, in_other) = match left < right {
                true => (sent, &mut i, &mut left, true),
                false => (read, &mut j, &mut right, false),
            };
            let next = ahead(tokens, *at)?;
            if next.conditional || moved(next, in_other) {
                return None;
            }
            *sum = sum.checked_add(next.len()?)?;
            *at += 1;
        }
        Some((i, j))
    }

    /// Two fields at one place that stand for each other.
    fn same_place(&mut self, w: &'a Item, r: &'a Item) {
        match (&w.kind, &r.kind) {
            (Kind::Struct(a), Kind::Struct(b)) => {
                self.counts(w, r);
                self.path.push(w.name.clone());
                self.content(a, b, b.version);
                self.path.pop();
            }
            (Kind::Struct(_), _) | (_, Kind::Struct(_)) => {
                let rule = match self.sides.lengths {
                    true => &rules::SIZE_DIFFERS,
                    false => &rules::LENGTH_NOT_KNOWN,
                };
                self.find(rule, &w.name, shown(w), shown(r));
            }
            _ => {
                self.sizes(w, r);
                self.counts(w, r);
            }
        }
    }

    fn counts(&mut self, w: &Item, r: &Item) {
        let of_streams = !self.sides.writer_is_dump && !self.sides.reader_is_dump;
        let rule = match (w.count, r.count) {
            (Some(a), Some(b)) if a != b && of_streams => &rules::FIELDS_DIFFER,
            (Some(a), Some(b)) if a != b => &rules::LENGTH_DIFFERS,
            // No array, as far as one side knows and the other does not object.
            (Some(1), None) | (None, Some(1)) if self.sides.lengths || w.name == r.name => return,
            (Some(_), None) | (None, Some(_)) => &rules::LENGTH_NOT_KNOWN,
            // What neither side says is taken to be the same.
            _ => return,
        };
        self.find(rule, &w.name, shown(w), shown(r));
    }

    fn sizes(&mut self, w: &Item, r: &Item) {
        if let (Kind::Typed(a), Kind::Typed(b)) = (&w.kind, &r.kind) {
            if base(a) != base(b) || (w.size != r.size && number_len(a).is_some()) {
                self.find(&rules::SIZE_DIFFERS, &w.name, shown(w), shown(r));
            } else if w.size != r.size {
                self.find(&rules::FIELDS_DIFFER, &w.name, shown(w), shown(r));
            }
            return;
        }
        if w.size == r.size {
            return;
        }
        let unknown = |item: &Item| !item.is_bytes() && item.count.is_none();
        let of_bytes = w.is_bytes() || r.is_bytes();
        if (of_bytes || !self.sides.lengths) && (unknown(w) || unknown(r)) {
            self.find(&rules::LENGTH_NOT_KNOWN, &w.name, shown(w), shown(r));
            return;
        }
        // A size in memory is that in the stream for numbers, padding and buffers.
        let sure = |item: &Item| match &item.kind {
            Kind::Unused | Kind::Buffer => true,
            Kind::Typed(label) => number_len(label).is_some(),
            Kind::Plain => matches!(item.size, 1 | 2 | 4 | 8),
            Kind::Struct(_) => false,
        };
        let rule = match sure(w) && sure(r) {
            true => &rules::SIZE_DIFFERS,
            false => &rules::SIZE_NOT_KNOWN,
        };
        // A type that only a stream knows: its size in memory may be any.
        let opaque =
            |item: &Item| matches!(&item.kind, Kind::Typed(label) if number_len(label).is_none());
        if !opaque(w) && !opaque(r) {
            self.find(rule, &w.name, shown(w), shown(r));
        }
    }

    fn subsections(&mut self, writer: &'a [Def], reader: &'a [Def]) {
        // The first of a name counts.
        let known: HashMap<&str, &Def> = (reader.iter().rev())
            .map(|subsection| (subsection.name.as_str(), subsection))
            .collect();
        for w in writer {
            let sent_for_sure = !self.sides.writer_is_dump;
            let Some(r) = known.get(w.name.as_str()) else {
                let rule = match (sent_for_sure, self.sides.reader_is_dump) {
                    (true, true) if self.optional == 0 => &rules::FIELD_LACKING,
                    (true, false) => &rules::SUBSECTION_NOT_SEEN,
                    _ => &rules::SUBSECTION_LACKING,
                };
                self.find(
                    rule,
                    &w.name,
                    format!("subsection {}", w.name),
                    "nothing".into(),
                );
                continue;
            };
            self.path.push(w.name.clone());
            self.optional += u32::from(!sent_for_sure);
            self.versioned(w, r);
            self.optional -= u32::from(!sent_for_sure);
            self.path.pop();
        }
    }
}

/// The fields that are sent, or read, at a version; structs that are no arrays
/// are taken apart if `flat`.
fn tokens<'a>(def: &'a Def, version: i64, flat: bool, into: &mut Vec<Token<'a>>) {
    for item in &def.items {
        if !item.conditional && item.since > version {
            continue;
        }
        match &item.kind {
            Kind::Struct(inner) if flat && item.opens() => {
                tokens(inner, inner.version, flat, into);
            }
            _ => into.push(Token::Item(item)),
        }
    }
    if !def.subsections.is_empty() {
        into.push(Token::Subsections(&def.subsections));
    }
}

/// Takes apart the struct that comes next.
fn open<'a>(tokens_left: &mut Vec<Token<'a>>, names: &mut HashMap<(&'a str, u32), u32>) {
    let Some(Token::Item(Item {
        kind: Kind::Struct(def),
        ..
    })) = tokens_left.pop()
    else {
        return;
    };
    let mut inner = Vec::new();
    tokens(def, def.version, false, &mut inner);
    for token in &inner {
        if let Token::Item(item) = token {
            *names
                .entry((item.name.as_str(), item.declaration))
                .or_default() += 1;
        }
    }
    tokens_left.extend(inner.into_iter().rev());
}

/// Whether the list ends with the struct's own subsections, as it does if it has
/// any.
fn has_subsections(tokens: &[Token<'_>]) -> bool {
    matches!(tokens.first(), Some(Token::Subsections(_)))
}

impl Item {
    /// Whether it is the same declaration, by name.
    fn is_same(&self, other: &Self) -> bool {
        self.name == other.name && self.declaration == other.declaration
    }

    fn is_struct(&self) -> bool {
        matches!(self.kind, Kind::Struct(_))
    }

    /// Whether it is a struct that is no more than its fields.
    fn opens(&self) -> bool {
        self.is_struct() && !self.conditional && self.count.is_none_or(|count| count == 1)
    }
}

/// The names of both sides' fields, padding aside.
struct Names<'a> {
    writer: HashMap<(&'a str, u32), u32>,
    reader: HashMap<(&'a str, u32), u32>,
}

impl<'a> Names<'a> {
    fn of(sent: &[Token<'a>], read: &[Token<'a>]) -> Self {
        let count = |tokens: &[Token<'a>]| {
            let mut names = HashMap::new();
            for token in tokens {
                if let Token::Item(item) = token {
                    *names
                        .entry((item.name.as_str(), item.declaration))
                        .or_default() += 1;
                }
            }
            names
        };
        Self {
            writer: count(sent),
            reader: count(read),
        }
    }

    fn in_writer(&self, item: &Item) -> bool {
        has(&self.writer, item)
    }

    fn in_reader(&self, item: &Item) -> bool {
        has(&self.reader, item)
    }
}

fn has(names: &HashMap<(&str, u32), u32>, item: &Item) -> bool {
    !item.name.starts_with("unused") && names.contains_key(&(item.name.as_str(), item.declaration))
}

/// The type without the check that goes with it, which changes no byte.
fn base(label: &str) -> &str {
    match label {
        "int64 equal" => "uint64",
        "uint8" | "bool" => "one byte",
        label => label
            .strip_suffix(" equal")
            .or(label.strip_suffix(" le"))
            .unwrap_or(label),
    }
}

/// Bytes of a number of this type.
fn number_len(label: &str) -> Option<u64> {
    match base(label) {
        "one byte" | "int8" => Some(1),
        "int16" | "uint16" => Some(2),
        "int32" | "uint32" => Some(4),
        "int64" | "uint64" => Some(8),
        _ => None,
    }
}

fn shown(item: &Item) -> String {
    let name = crate::text::shown(&item.name);
    let kind = match &item.kind {
        Kind::Unused => "padding".into(),
        Kind::Buffer => "buffer".into(),
        Kind::Typed(label) => crate::text::shown(label).to_string(),
        Kind::Plain => "field".to_owned(),
        Kind::Struct(def) => format!("struct {}", crate::text::shown(&def.name)),
    };
    let count = match item.count {
        Some(1) | None => String::new(),
        Some(count) => format!("{count} × "),
    };
    let condition = if item.conditional {
        ", under a condition"
    } else {
        ""
    };
    let size = match item.kind {
        Kind::Struct(_) => String::new(),
        _ => format!(" of {count}{} bytes", item.size),
    };
    format!("{name}: {kind}{size}{condition}")
}
