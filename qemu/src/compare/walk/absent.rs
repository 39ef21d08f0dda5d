//! Fields that one side may not have.

use super::{Here, Walk};
use crate::compare::finding::shown;
use crate::compare::model::Item;
use crate::compare::rules::{self, Rule};
use crate::compare::tokens::{Names, Token};

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

impl<'a> Walk<'a> {
    /// Whether the field of the writer (or of the reader, `false`) is one that
    /// depends on a condition and that the other side does not have.
    pub(super) fn absent(&mut self, here: Here<'_, 'a>) -> Option<bool> {
        let Here {
            w,
            r,
            names,
            sent,
            read,
        } = here;
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
    pub(super) fn one_sided(&mut self, item: &Item, is_writer: bool) {
        let shown = shown(item);
        let (rule, writer, reader) = match (item.conditional, is_writer) {
            (true, true) => (&rules::FIELD_CONDITIONAL, shown, "nothing".into()),
            (true, false) => (&rules::FIELD_CONDITIONAL, "nothing".into(), shown),
            // A dump does not tell one value from an array of as many as are needed.
            _ if self.may_be_empty(item, is_writer) => match is_writer {
                true => (&rules::LENGTH_NOT_KNOWN, shown, "nothing".into()),
                false => (&rules::LENGTH_NOT_KNOWN, "nothing".into(), shown),
            },
            (false, true) => (self.missing(&rules::FIELD_LACKING), shown, "nothing".into()),
            (false, false) => (self.missing(&rules::FIELD_ADDED), "nothing".into(), shown),
        };
        self.find(rule, &item.name, writer, reader);
    }

    /// Whether a field of a dump may be an array of no elements, as far as a stream shows.
    fn may_be_empty(&self, item: &Item, is_writer: bool) -> bool {
        let other_is_stream = match is_writer {
            true => !self.sides.reader_is_dump,
            false => !self.sides.writer_is_dump,
        };
        // What is no struct is one value, where nothing says that the dump has others.
        let may_be_array =
            item.is_struct() || !self.sides.lengths || self.found.has(&rules::LENGTH_NOT_KNOWN);
        other_is_stream && item.count.is_none() && may_be_array
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

    /// A field that depends on a condition on one side, as far as is known.
    pub(super) fn condition(&mut self, w: &Item, r: &Item, names: &Names<'_>) {
        let (item, is_writers) = if w.conditional { (w, true) } else { (r, false) };
        let rule = match self.of_dumps() {
            true => &rules::FIELD_CONDITION,
            false if names.is_alternative(item, is_writers) => return,
            false => &rules::CONDITION_NOT_SEEN,
        };
        self.find(rule, &w.name, shown(w), shown(r));
    }
}
