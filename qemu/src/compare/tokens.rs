//! What a side has to be compared, in the order of its bytes.

use std::collections::HashSet;

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

/// Names of fields, each with the number of its declaration.
type NameSet<'a> = HashSet<(&'a str, u32)>;

fn add_names<'a>(tokens: &[Token<'a>], names: &mut NameSet<'a>) {
    names.extend(tokens.iter().filter_map(|token| match token {
        Token::Item(item) => Some((item.name.as_str(), item.declaration)),
        Token::Subsections(_) => None,
    }));
}

/// The names of both sides' fields, padding aside.
pub(super) struct Names<'a> {
    pub(super) writer: NameSet<'a>,
    pub(super) reader: NameSet<'a>,
}

impl<'a> Names<'a> {
    pub(super) fn of(sent: &[Token<'a>], read: &[Token<'a>]) -> Self {
        let mut names = Self {
            writer: HashSet::new(),
            reader: HashSet::new(),
        };
        add_names(sent, &mut names.writer);
        add_names(read, &mut names.reader);
        names
    }

    pub(super) fn in_writer(&self, item: &Item) -> bool {
        has(&self.writer, item)
    }

    pub(super) fn in_reader(&self, item: &Item) -> bool {
        has(&self.reader, item)
    }
}

fn has(names: &NameSet<'_>, item: &Item) -> bool {
    !item.name.starts_with("unused") && names.contains(&(item.name.as_str(), item.declaration))
}
