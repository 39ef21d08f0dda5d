//! What a side has to be compared, in the order of its bytes.

use std::collections::{HashMap, HashSet};

use super::model::{Def, Item, Kind};

/// A place in a list of fields: a field, or where a struct's subsections stand.
#[derive(Clone, Copy)]
pub(super) enum Token<'a> {
    Item(&'a Item),
    Subsections(&'a [Def]),
}

impl Item {
    /// Whether it is the same declaration, by name.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        self.name == other.name && self.declaration == other.declaration
    }

    pub(super) fn is_struct(&self) -> bool {
        matches!(self.kind, Kind::Struct(_))
    }

    /// Whether it is a struct that is no more than its fields.
    pub(super) fn opens(&self) -> bool {
        self.is_struct() && !self.conditional && self.count.is_none_or(|count| count == 1)
    }
}

/// The fields that are sent, or read, at a version; structs that are no arrays
/// are taken apart if `flat`.
pub(super) fn tokens<'a>(def: &'a Def, version: i64, flat: bool, into: &mut Vec<Token<'a>>) {
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
pub(super) fn open<'a>(tokens_left: &mut Vec<Token<'a>>, names: &mut NameSet<'a>) {
    let Some(Token::Item(Item {
        kind: Kind::Struct(def),
        ..
    })) = tokens_left.pop()
    else {
        return;
    };
    let mut inner = Vec::new();
    tokens(def, def.version, false, &mut inner);
    add_names(&inner, names);
    tokens_left.extend(inner.into_iter().rev());
}

/// Whether the list ends with the struct's own subsections, as it does if it has
/// any.
pub(super) fn has_subsections(tokens: &[Token<'_>]) -> bool {
    matches!(tokens.first(), Some(Token::Subsections(_)))
}

/// Names of fields, each with the number of its declaration; how many there are of
/// each name; and which names one has that depends on no condition.
#[derive(Default)]
pub(super) struct NameSet<'a> {
    declared: HashSet<(&'a str, u32)>,
    counts: HashMap<&'a str, usize>,
    sure: HashSet<&'a str>,
}

fn add_names<'a>(tokens: &[Token<'a>], names: &mut NameSet<'a>) {
    for token in tokens {
        if let Token::Item(item) = token {
            names.declared.insert((&item.name, item.declaration));
            *names.counts.entry(&item.name).or_default() += 1;
            if !item.conditional {
                names.sure.insert(&item.name);
            }
        }
    }
}

/// The names of both sides' fields, padding aside.
pub(super) struct Names<'a> {
    pub(super) writer: NameSet<'a>,
    pub(super) reader: NameSet<'a>,
}

impl<'a> Names<'a> {
    pub(super) fn of(sent: &[Token<'a>], read: &[Token<'a>]) -> Self {
        let mut names = Self {
            writer: NameSet::default(),
            reader: NameSet::default(),
        };
        add_names(sent, &mut names.writer);
        add_names(read, &mut names.reader);
        names
    }

    /// Whether the writer has this declaration of the reader's.
    pub(super) fn in_writer(&self, item: &Item) -> bool {
        self.writer.has(item)
    }

    /// Whether the reader has this declaration of the writer's.
    pub(super) fn in_reader(&self, item: &Item) -> bool {
        self.reader.has(item)
    }

    /// Whether a field of the writer's (or the reader's) is one of several of its name of
    /// which each depends on a condition, as the configuration spaces of PCI and PCI
    /// Express do, and the other side has one: then no other one is missing.
    pub(super) fn is_alternative(&self, item: &Item, is_writers: bool) -> bool {
        let (own, other) = match is_writers {
            true => (&self.writer, &self.reader),
            false => (&self.reader, &self.writer),
        };
        let all_conditional = !own.sure.contains(item.name.as_str());
        own.count(item) > 1 && all_conditional && other.count(item) > 0
    }

    /// Whether a field of the reader's, which stands for one of another name, is one that
    /// the writer has elsewhere.
    pub(super) fn elsewhere_in_writer(&self, item: &Item) -> bool {
        elsewhere(item, &self.reader, &self.writer)
    }

    /// The same of a field of the writer's.
    pub(super) fn elsewhere_in_reader(&self, item: &Item) -> bool {
        elsewhere(item, &self.writer, &self.reader)
    }
}

impl NameSet<'_> {
    fn has(&self, item: &Item) -> bool {
        is_name(item)
            && self
                .declared
                .contains(&(item.name.as_str(), item.declaration))
    }

    fn count(&self, item: &Item) -> usize {
        self.counts.get(item.name.as_str()).copied().unwrap_or(0)
    }
}

/// Where the other side has fewer fields of that name, one has been renamed, and the
/// declarations behind it have other numbers.
fn elsewhere(item: &Item, own: &NameSet<'_>, other: &NameSet<'_>) -> bool {
    let there = other.count(item);
    is_name(item) && there > 0 && there >= own.count(item)
}

fn is_name(item: &Item) -> bool {
    !item.name.starts_with("unused")
}
