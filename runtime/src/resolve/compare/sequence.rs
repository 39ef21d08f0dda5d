//! Arrays and lists.

use alloc::format;

use super::cut_off::CutOff;
use super::defaults::StandIn;
use super::within::Within;
use super::{Bounded, Comparison};
use crate::resolve::plan::{CountLimit, Step, Tail, min_len};
use crate::resolve::rules;
use crate::schema::{Type, TypeRef};

fn count(len: u64) -> usize {
    usize::try_from(len).unwrap_or(usize::MAX)
}

fn shrink(element: Step, [keep, cut]: [u64; 2], tail: Tail, condition: usize) -> Step {
    Step::Shrink {
        keep: count(keep),
        cut: count(cut),
        element: element.into(),
        tail: tail.into(),
        condition,
    }
}

/// What has elements.
enum Sequence<'a> {
    Array(&'a TypeRef, u64),
    List(&'a TypeRef),
    Set(&'a TypeRef),
}

impl<'a> Sequence<'a> {
    fn of(ty: &'a Type) -> Option<Self> {
        let array = ty
            .as_array()
            .map(|(element, len)| Self::Array(element, len));
        let list = || ty.as_list().map(Self::List);
        let set = || ty.as_set().map(Self::Set);
        array.or_else(list).or_else(set)
    }
}

impl Comparison {
    pub(super) fn sequences(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Step {
        let (Some(from), Some(to)) = (Sequence::of(writer.ty), Sequence::of(reader.ty)) else {
            return self.no_way(writer, reader);
        };
        match (from, to) {
            (Sequence::Array(a, len), Sequence::Array(b, to)) => {
                if len != to {
                    return self.resized(writer, reader, (a, len), (b, to));
                }
                let element = self.array_elements(len, writer.element(a), reader.element(b));
                element.repeat(count(len))
            }
            (Sequence::Array(a, len), Sequence::List(b)) => {
                self.array_to_list(writer, reader, (a, len), b)
            }
            (Sequence::List(a), Sequence::Array(b, len)) => {
                self.list_to_array(writer, reader, a, (b, len))
            }
            (Sequence::List(a), Sequence::List(b)) => self.lists(writer, reader, a, b),
            (Sequence::Set(a), Sequence::List(b)) => {
                self.note(&rules::SET_TO_LIST, &**writer.ty, &**reader.ty);
                self.lists(writer, reader, a, b)
            }
            (Sequence::Set(a), Sequence::Set(b)) => self.sets(writer, reader, a, b),
            (Sequence::List(a), Sequence::Set(b)) => self.list_to_set(writer, reader, a, b),
            (Sequence::Array(..), Sequence::Set(_)) | (Sequence::Set(_), Sequence::Array(..)) => {
                self.no_way(writer, reader)
            }
        }
    }

    /// What becomes of each element of an array, if it has any.
    fn array_elements(&mut self, len: u64, writer: Bounded<'_>, reader: Bounded<'_>) -> Step {
        match len {
            0 => Step::Copy(0),
            _ => self.elements(writer, reader),
        }
    }

    fn elements(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Step {
        self.at(Within::Element, |comparison| {
            comparison.convert(writer, reader)
        })
    }

    pub(super) fn lists(
        &mut self,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
        a: &TypeRef,
        b: &TypeRef,
    ) -> Step {
        let limit = self.count_limit(writer, reader);
        self.lists_of(writer, writer.element(a), reader.element(b), limit)
    }

    /// The same with elements that are not those of the writer's type.
    pub(super) fn lists_of(
        &mut self,
        writer: Bounded<'_>,
        from: Bounded<'_>,
        to: Bounded<'_>,
        limit: Option<CountLimit>,
    ) -> Step {
        if self.populations().most_elements(writer) == 0 {
            return self.copy(writer.ty);
        }
        let element = self.spare("must be empty", "not empty", |c| c.elements(from, to));
        if element.is_copy() && limit.is_none() {
            return self.copy(writer.ty);
        }
        Step::List {
            min_len: min_len(from.ty),
            element: element.into(),
            limit,
        }
    }

    /// The reader's `max_len` and the condition, if the writer may exceed it.
    pub(super) fn count_limit(
        &mut self,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
    ) -> Option<CountLimit> {
        let fullest = self.populations().most_elements(writer);
        if reader.bounds.max_len.is_some_and(|most| most >= fullest)
            && writer.bounds.max_len.is_none_or(|wrote| wrote > fullest)
        {
            return None;
        }
        let most = self.lower_max_len(writer, reader)?;
        let message = format!("must have at most {most} elements");
        let rule = &rules::MAX_LEN_LOWERED;
        let condition = self.condition(rule, &**writer.ty, &**reader.ty, message);
        Some(CountLimit { most, condition })
    }

    fn array_to_list(
        &mut self,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
        (a, len): (&TypeRef, u64),
        b: &TypeRef,
    ) -> Step {
        let (from, to) = (&**writer.ty, &**reader.ty);
        if reader.bounds.max_len.is_some_and(|most| most < len) {
            let message = format!("an array of {len} exceeds the list's max_len");
            return self.incompatible(&rules::ARRAY_LENGTH_CHANGED, from, to, message);
        }
        self.note(&rules::ARRAY_TO_LIST, from, to);
        Step::ArrayToList {
            count: count(len),
            element: self
                .array_elements(len, writer.element(a), reader.element(b))
                .into(),
        }
    }

    fn list_to_array(
        &mut self,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
        a: &TypeRef,
        (b, len): (&TypeRef, u64),
    ) -> Step {
        if let Some(most) = writer.bounds.max_len.filter(|most| *most < len) {
            let message = format!("a list of at most {most} cannot become an array of {len}");
            let rule = &rules::ARRAY_LENGTH_CHANGED;
            return self.incompatible(rule, &**writer.ty, &**reader.ty, message);
        }
        let message = format!("must have exactly {len} elements");
        let rule = &rules::LIST_TO_ARRAY;
        let condition = match self.populations().most_elements(writer) {
            0 => self.unlisted_condition(rule, message),
            _ => self.condition(rule, &**writer.ty, &**reader.ty, message),
        };
        Step::ListToArray {
            min_len: min_len(a),
            count: count(len),
            element: self
                .array_elements(len, writer.element(a), reader.element(b))
                .into(),
            condition,
        }
    }

    /// An array of another length.
    fn resized<'f>(
        &mut self,
        writer: Bounded<'f>,
        reader: Bounded<'f>,
        (a, old): (&TypeRef, u64),
        (b, new): (&TypeRef, u64),
    ) -> Step {
        let (from, to) = (&**writer.ty, &**reader.ty);
        let fill_of = |c: &mut Self, side: Bounded<'f>| Some((side.fill?, c.fill_of(side)?));
        let fill = fill_of(self, reader);
        // What is cut off is nothing to the reader. Where it does not say what that is, the
        // writer does.
        let own = match fill.is_none() && new < old {
            true => fill_of(self, writer),
            false => None,
        };
        match (fill, own) {
            (Some((field, fill)), _) if new > old => {
                let element = self.array_elements(old, writer.element(a), reader.element(b));
                self.note(&rules::ARRAY_GROWN, from, to);
                let fill = match self.filling(field, fill) {
                    Some(fill) => Step::Insert(fill.times(count(new - old))),
                    None => self.unknown(),
                };
                Step::sequence([element.repeat(count(old)), fill])
            }
            (Some((field, fill)), _) => {
                let cut = CutOff {
                    sides: [writer, reader],
                    elements: [writer.element(a), reader.element(b)],
                    count: old - new,
                    before: self.understood(),
                };
                let element = self.array_elements(old, writer.element(a), reader.element(b));
                let stated = fill.known().cloned();
                let own = self.filling(field, fill);
                match self.cut_off(&cut, &element, stated, own) {
                    Some((tail, condition)) => shrink(element, [new, old - new], tail, condition),
                    None => Step::Impossible,
                }
            }
            (None, Some((_, StandIn::Known(bytes)))) => {
                let element = self.array_elements(new, writer.element(a), reader.element(b));
                let is_constant = self.populations().of(writer.element(a)) == 1;
                let condition = self.must_be_filled([writer, reader], old - new, is_constant);
                let expect = Step::Expect {
                    condition,
                    ty: a.clone(),
                    extent: self.extents().of(a),
                    bytes,
                };
                let tail = Tail::Writer(expect.into());
                shrink(element, [new, old - new], tail, condition)
            }
            (None, _) => {
                let message = format!("an array of {old} cannot become an array of {new}");
                self.incompatible(&rules::ARRAY_LENGTH_CHANGED, from, to, message)
            }
        }
    }
}
