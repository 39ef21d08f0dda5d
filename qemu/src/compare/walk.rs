//! Compares two layouts field by field, as the reader takes the writer's bytes.

use std::collections::{HashMap, VecDeque};

use super::finding::{Finding, Findings, shown};
use super::model::{Def, Item, Kind};
use super::rules::{self, Rule, Verdict};
use super::sizes::{self, Sides};
use super::tokens::{Names, Token, has_subsections, open, tokens};

/// Compares a device.
pub(super) fn device(sides: Sides<'_>, device: &str, writer: &Def, reader: &Def) -> Findings {
    /// More of one device are not worth reading.
    const MOST: usize = 100;
    let may_compare = sides.draw(writer.fields.min(reader.fields));
    if may_compare && writer == reader {
        return Findings::new(MOST);
    }
    let run = |flat: bool| {
        let mut walk = Walk {
            sides,
            device,
            flat,
            path: Vec::new(),
            found: Findings::new(MOST),
            optional: 0,
            conditional: 0,
        };
        walk.named(writer, reader);
        walk.versioned(writer, reader);
        walk.found
    };
    let found = run(false);
    // Structs play no part in a stream: with other ones, the bytes may be the same.
    if found.gravest() >= Some(Verdict::Conditional) {
        let mut flat = run(true);
        if !sides.lengths {
            // A struct may be an array, which is more than its fields.
            flat.add(Finding {
                rule: &rules::LENGTH_NOT_KNOWN,
                device: device.into(),
                path: String::new(),
                writer: "other structs, which may be arrays".into(),
                reader: "the same fields, if they are none".into(),
            });
        }
        if flat.gravest() < found.gravest() {
            return flat;
        }
    }
    found
}

/// The field behind the next one that depends on no condition, before any subsections.
fn next_sure<'a>(tokens: &[Token<'a>]) -> Option<&'a Item> {
    let behind = tokens.iter().rev().skip(1).map_while(|token| match token {
        Token::Item(item) => Some(*item),
        Token::Subsections(_) => None,
    });
    behind.into_iter().find(|item| !item.conditional)
}

/// Whether that has this name.
fn follows(name: &str, tokens: &[Token<'_>]) -> bool {
    next_sure(tokens).is_some_and(|next| next.name == name)
}

/// Whether behind a field of both sides, both have another one of that name.
fn both_follow(item: &Item, sent: &[Token<'_>], read: &[Token<'_>]) -> bool {
    follows(&item.name, sent) && follows(&item.name, read)
}

/// Fields in a few words.
fn list(items: &[&Item]) -> String {
    /// As many are listed.
    const MOST: usize = 4;
    let said: Vec<_> = items.iter().take(MOST).map(|item| shown(item)).collect();
    match items.len().checked_sub(MOST) {
        None | Some(0) => said.join(", "),
        Some(more) => format!("{} and {more} more", said.join(", ")),
    }
}

struct Walk<'a> {
    sides: Sides<'a>,
    device: &'a str,
    /// Whether structs are taken apart before anything is compared.
    flat: bool,
    path: Vec<String>,
    found: Findings,
    /// How many subsections that may be absent it is in.
    optional: u32,
    /// How many fields that depend on a condition on both sides it is in.
    conditional: u32,
}

impl<'a> Walk<'a> {
    fn find(&mut self, rule: &'static Rule, step: &str, writer: String, reader: String) {
        // What breaks inside of what may be absent breaks only if it is sent.
        let only_if_sent = match rule.verdict {
            Verdict::Breaks if self.optional > 0 => Some(&rules::SUBSECTION_BREAKS),
            Verdict::Breaks if self.conditional > 0 => Some(&rules::CONDITIONAL_BREAKS),
            _ => None,
        };
        let mut path = self.path.clone();
        if !step.is_empty() {
            path.push(step.into());
        }
        let (rule, writer) = match only_if_sent {
            Some(milder) => (milder, format!("{writer} ({})", rule.title)),
            None => (rule, writer),
        };
        let finding = Finding {
            rule,
            device: self.device.into(),
            path: path.join("."),
            writer,
            reader,
        };
        self.found.add(finding);
    }

    /// Two types of a device, whose sections must have the same name.
    fn named(&mut self, writer: &'a Def, reader: &'a Def) {
        if writer.name != reader.name && self.of_dumps() {
            let said = |def: &Def| format!("description {}", crate::text::shown(&def.name));
            self.find(&rules::NAME_DIFFERS, "", said(writer), said(reader));
        }
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
        if sent < known && !self.sides.reader_is_dump {
            self.find(&rules::VERSION_NOT_SEEN, "", said(sent), said(known));
        }
        self.content(writer, reader, sent);
    }

    /// Fields and subsections; the reader takes them for those of `version`.
    fn content(&mut self, writer: &'a Def, reader: &'a Def, version: i64) {
        let mut sent = Vec::new();
        tokens(writer, writer.version, self.flat, &mut sent);
        let mut read = Vec::new();
        tokens(reader, version, self.flat, &mut read);
        if !self.sides.draw((sent.len() + read.len()) as u64) {
            let fields = |def: &Def| format!("{} fields", def.fields);
            self.find(&rules::TOO_LARGE, "", fields(writer), fields(reader));
            return;
        }
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
                (Some(Token::Item(w)), Some(Token::Item(r))) => {
                    match self.absent(w, r, &names, &sent, &read) {
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
                    }
                }
            }
        }
    }

    /// Whether the field of the writer (or of the reader, `false`) is one that
    /// depends on a condition and that the other side does not have.
    fn absent(
        &mut self,
        w: &Item,
        r: &Item,
        names: &Names<'_>,
        sent: &[Token<'a>],
        read: &[Token<'a>],
    ) -> Option<bool> {
        // The other one's field stands behind it.
        let writers_follows = w.conditional && !r.conditional && follows(&r.name, sent);
        let readers_follows = r.conditional && !w.conditional && follows(&w.name, read);
        if w.is_same(r) && (!(writers_follows || readers_follows) || both_follow(w, sent, read)) {
            return None;
        }
        let is_writers = writers_follows || (w.conditional && !names.in_reader(w));
        let is_readers = readers_follows
            || r.conditional
                && match self.sides.writer_is_dump {
                    true => !names.in_writer(r),
                    false => !self.is_renamed(w, names, read),
                };
        // If both are, a field was renamed.
        let is_writers = match (is_writers, is_readers) {
            (true, false) => true,
            (false, true) => false,
            _ => return None,
        };
        // A stream does not have the field if its build does not have it, nor if there
        // the condition did not hold: what the reader's condition says, it does not show.
        let item = if is_writers { w } else { r };
        if self.of_dumps() || !names.is_alternative(item, is_writers) {
            self.one_sided(item, is_writers);
        }
        Some(is_writers)
    }

    /// Whether a field of a stream is what the reader has next under another name: then
    /// what comes behind that, the writer has, too.
    fn is_renamed(&self, w: &Item, names: &Names<'_>, read: &[Token<'a>]) -> bool {
        let next = next_sure(read).is_none_or(|next| names.in_writer(next));
        !names.in_reader(w) && next
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
        let same_name = w.name == r.name;
        if w.conditional != r.conditional {
            self.condition(w, r, names);
        }
        if !self.is_alike(w, r)
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

    /// A field that depends on a condition on one side, as far as is known.
    fn condition(&mut self, w: &Item, r: &Item, names: &Names<'_>) {
        let (item, is_writers) = if w.conditional { (w, true) } else { (r, false) };
        let rule = match self.of_dumps() {
            true => &rules::FIELD_CONDITION,
            false if names.is_alternative(item, is_writers) => return,
            false => &rules::CONDITION_NOT_SEEN,
        };
        self.find(rule, &w.name, shown(w), shown(r));
    }

    fn of_dumps(&self) -> bool {
        self.sides.writer_is_dump && self.sides.reader_is_dump
    }

    /// Whether two fields are one value, or one array of values of one size, on both sides,
    /// as far as the names and the sizes say.
    fn is_alike(&self, w: &Item, r: &Item) -> bool {
        if w.name != r.name && (w.is_bytes() || r.is_bytes()) {
            return false;
        }
        let one_count = w.count == r.count || (w.count.is_none() != r.count.is_none());
        match (w.is_struct(), r.is_struct()) {
            (true, true) => one_count,
            (false, false) => w.size == r.size && one_count,
            _ => false,
        }
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
        names.elsewhere_in_reader(w) || names.elsewhere_in_writer(r)
    }

    /// Some fields may stand for others of as many bytes: padding for fields, buffers for
    /// arrays, two numbers for one.
    fn run_of_bytes(
        &mut self,
        w: &Item,
        r: &Item,
        names: &Names<'_>,
        sent: &[Token<'a>],
        read: &[Token<'a>],
    ) -> Option<(usize, usize)> {
        let (i, j) = self.as_many_bytes(w, r, names, sent, read)?;
        let items = |tokens: &[Token<'a>], count: usize| {
            let taken = tokens.iter().rev().take(count);
            let items = taken.filter_map(|token| match token {
                Token::Item(item) => Some(*item),
                Token::Subsections(_) => None,
            });
            items.collect::<Vec<&'a Item>>()
        };
        let (sent, read) = (items(sent, i), items(read, j));
        if let Some(rule) = self.stands_for(&sent, &read) {
            self.find(rule, &w.name, list(&sent), list(&read));
        }
        Some((i, j))
    }

    /// What follows from it that fields stand for others of as many bytes.
    fn stands_for(&self, sent: &[&Item], read: &[&Item]) -> Option<&'static Rule> {
        let is_padding = |items: &[&Item]| items.iter().all(|item| item.is_bytes());
        if is_padding(sent) && is_padding(read) {
            return None;
        }
        // Sizes in memory are those in the stream for what is padding on the other side.
        let is_sure = |is_dump: bool, items: &[&Item]| {
            !is_dump || (self.sides.lengths && items.iter().all(|item| sizes::is_sure(item)))
        };
        let all_sure =
            is_sure(self.sides.writer_is_dump, sent) && is_sure(self.sides.reader_is_dump, read);
        let is_one = sent.len() == 1 && read.len() == 1;
        match (is_padding(sent) || is_padding(read), all_sure || is_one) {
            (true, _) => None,
            (false, true) => Some(&rules::RETYPED),
            (false, false) => Some(&rules::SIZE_NOT_KNOWN),
        }
    }

    /// How many fields of each side take as many bytes, if some do.
    fn as_many_bytes(
        &self,
        w: &Item,
        r: &Item,
        names: &Names<'_>,
        sent: &[Token<'a>],
        read: &[Token<'a>],
    ) -> Option<(usize, usize)> {
        /// More fields never stand for one.
        const MOST: usize = 256;
        let (mut i, mut j) = (1, 1);
        let ahead = |tokens: &[Token<'a>], at: usize| match tokens.iter().rev().nth(at) {
            Some(Token::Item(item)) => Some(*item),
            _ => None,
        };
        let (mut left, mut right) = (w.len()?, r.len()?);
        // A field that the other side has elsewhere has moved.
        let moved = |item: &Item, other: bool| {
            !item.is_bytes()
                && match other {
                    true => names.elsewhere_in_reader(item),
                    false => names.elsewhere_in_writer(item),
                }
        };
        if w.name != r.name && (moved(w, true) || moved(r, false)) {
            return None;
        }
        while left != right {
            let (tokens, at, sum, in_other) = match left < right {
                true => (sent, &mut i, &mut left, true),
                false => (read, &mut j, &mut right, false),
            };
            let next = ahead(tokens, *at)?;
            let may_be_absent = [w, r, next].iter().any(|item| item.conditional);
            if *at == MOST || may_be_absent || moved(next, in_other) {
                return None;
            }
            *sum = sum.checked_add(next.len()?)?;
            *at += 1;
        }
        Some((i, j))
    }

    /// Two fields at one place that stand for each other.
    fn same_place(&mut self, w: &'a Item, r: &'a Item) {
        // A stream shows that a condition held.
        let may_be_absent = u32::from(self.of_dumps() && w.conditional && r.conditional);
        self.conditional += may_be_absent;
        self.at_one_place(w, r);
        self.conditional -= may_be_absent;
    }

    fn at_one_place(&mut self, w: &'a Item, r: &'a Item) {
        match (&w.kind, &r.kind) {
            (Kind::Struct(a), Kind::Struct(b)) => {
                self.differ(sizes::counts(self.sides, w, r), w, r);
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
                self.differ(sizes::sizes(self.sides, w, r), w, r);
                self.differ(sizes::counts(self.sides, w, r), w, r);
            }
        }
    }

    fn differ(&mut self, rule: Option<&'static Rule>, w: &Item, r: &Item) {
        if let Some(rule) = rule {
            self.find(rule, &w.name, shown(w), shown(r));
        }
    }

    fn subsections(&mut self, writer: &'a [Def], reader: &'a [Def]) {
        // Some have the same name: then the first is that of the first.
        let mut known: HashMap<&str, VecDeque<&Def>> = HashMap::new();
        for subsection in reader {
            known
                .entry(&subsection.name)
                .or_default()
                .push_back(subsection);
        }
        for w in writer {
            let sent_for_sure = !self.sides.writer_is_dump;
            let same = known.get_mut(w.name.as_str());
            let same = same.and_then(|all| match all.len() {
                // One that is left has to do for all that follow.
                1 => all.front().copied(),
                _ => all.pop_front(),
            });
            let Some(r) = same else {
                let rule = match (sent_for_sure, self.sides.reader_is_dump) {
                    (true, true) if self.optional == 0 => &rules::FIELD_LACKING,
                    (_, false) => &rules::SUBSECTION_NOT_SEEN,
                    _ => &rules::SUBSECTION_LACKING,
                };
                self.find(
                    rule,
                    &w.name,
                    format!("subsection {}", crate::text::shown(&w.name)),
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
