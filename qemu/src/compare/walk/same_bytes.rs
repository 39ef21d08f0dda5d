//! Fields that stand for others of as many bytes.

use super::{Here, Walk};
use crate::compare::finding::shown;
use crate::compare::model::Item;
use crate::compare::rules::{self, Rule};
use crate::compare::sizes;
use crate::compare::tokens::Token;

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

impl<'a> Walk<'a> {
    /// Some fields may stand for others of as many bytes: padding for fields, buffers for
    /// arrays, two numbers for one.
    pub(super) fn run_of_bytes(&mut self, here: Here<'_, 'a>) -> Option<(usize, usize)> {
        let Here { w, sent, read, .. } = here;
        let (i, j) = self.as_many_bytes(here)?;
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
    fn as_many_bytes(&self, here: Here<'_, 'a>) -> Option<(usize, usize)> {
        let Here {
            w,
            r,
            names,
            sent,
            read,
        } = here;
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
}
