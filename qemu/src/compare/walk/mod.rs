//! Compares two layouts field by field, as the reader takes the writer's bytes.

mod absent;
mod same_bytes;

use std::collections::{BTreeSet, HashMap, VecDeque};

use crate::compare::finding::{Finding, Findings, shown};
use crate::compare::model::{Def, Item, Kind};
use crate::compare::rules::{self, Rule, Verdict};
use crate::compare::sizes::{self, Sides};
use crate::compare::tokens::{Names, Token, has_subsections, open, tokens};

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

/// The fields that stand next on both sides, and what follows them.
#[derive(Clone, Copy)]
struct Here<'h, 'a> {
    w: &'a Item,
    r: &'a Item,
    names: &'h Names<'a>,
    /// With the next one at the end.
    sent: &'h [Token<'a>],
    read: &'h [Token<'a>],
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
                    let here = Here {
                        w,
                        r,
                        names: &names,
                        sent: &sent,
                        read: &read,
                    };
                    match self.absent(here) {
                        Some(true) => drop(sent.pop()),
                        Some(false) => drop(read.pop()),
                        None if w.opens() && !r.is_struct() => open(&mut sent, &mut names.writer),
                        None if r.opens() && !w.is_struct() => open(&mut read, &mut names.reader),
                        None => match self.pair(here) {
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

    /// Compares two fields that stand at one place: how many tokens of each side
    /// they take, or `None` if nothing behind them can be compared.
    fn pair(&mut self, here: Here<'_, 'a>) -> Option<(usize, usize)> {
        let Here { w, r, names, .. } = here;
        let same_name = w.name == r.name;
        if w.conditional != r.conditional {
            self.condition(w, r, names);
        }
        if !self.is_alike(w, r)
            && let Some(taken) = self.run_of_bytes(here)
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
                self.others(w, r, a, b);
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

    /// The elements of an array that are not like its first one, on one side or both.
    fn others(&mut self, w: &'a Item, r: &'a Item, first: &'a Def, own: &'a Def) {
        let indexes: BTreeSet<u64> = w.others.keys().chain(r.others.keys()).copied().collect();
        for index in indexes {
            let (w_element, r_element) = (w.element(index, first), r.element(index, own));
            self.path.push(format!("{}[{index}]", w.name));
            self.content(w_element, r_element, r_element.version);
            self.path.pop();
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
