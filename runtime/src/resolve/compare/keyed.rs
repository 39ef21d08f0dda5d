//! Sets and maps. Their keys stand in an order that follows from their type,
//! and each stands there once.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use super::fields::Part;
use super::parts::Parts;
use super::within::Within;
use super::{Bounded, Comparison, wrapped};
use crate::codec::key_order;
use crate::resolve::plan::{CountLimit, KeyOrder, Keyed, Step, min_len};
use crate::resolve::rules::{self, Rule};
use crate::schema::{Type, TypeRef};

/// Each element of a set or list.
const EACH: &[Within<'static>] = &[Within::Element];
/// The first part of each pair of a list.
const FIRST: &[Within<'static>] = &[Within::Element, Within::Part(0)];

impl Comparison {
    pub(super) fn sets(
        &mut self,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
        a: &TypeRef,
        b: &TypeRef,
    ) -> Step {
        let limit = self.count_limit(writer, reader);
        if self.populations().most_elements(writer) == 0 {
            return self.copy(writer.ty);
        }
        let (from, to) = (writer.element(a), reader.element(b));
        let keys = match self.keys(EACH, to, |c| c.at_all(EACH, |c| c.convert(from, to))) {
            Ok(keys) => keys,
            Err(condition) => return only_empty(a, limit, condition),
        };
        if keys.step.is_copy() && limit.is_none() {
            return self.copy(writer.ty);
        }
        let order = self.distinct(&keys, writer, reader);
        keys.keyed(min_len(a), limit, order, None)
    }

    pub(super) fn list_to_set(
        &mut self,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
        a: &TypeRef,
        b: &TypeRef,
    ) -> Step {
        let limit = self.count_limit(writer, reader);
        let most = self.populations().most_elements(writer);
        if most == 0 {
            return self.copy(writer.ty);
        }
        let (from, to) = (writer.element(a), reader.element(b));
        let keys = match self.keys(EACH, to, |c| c.at_all(EACH, |c| c.convert(from, to))) {
            Ok(keys) => keys,
            Err(condition) => return only_empty(a, limit, condition),
        };
        let order = match most {
            1 => KeyOrder::Distinct(None),
            _ => KeyOrder::Ascending(self.must_ascend(&rules::LIST_TO_SET, EACH, writer, reader)),
        };
        keys.keyed(min_len(a), limit, order, None)
    }

    fn must_ascend(
        &mut self,
        rule: &'static Rule,
        place: &[Within<'_>],
        writer: Bounded<'_>,
        reader: Bounded<'_>,
    ) -> usize {
        let message = "must ascend without repeats".into();
        let (from, to) = (&**writer.ty, &**reader.ty);
        self.at_all(place, |c| c.condition(rule, from, to, message))
    }

    /// Entries are pairs, ascending by key.
    pub(super) fn map_to_list(
        &mut self,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
        [key, value]: [&TypeRef; 2],
        pair: &TypeRef,
    ) -> Step {
        self.note(&rules::MAP_TO_LIST, &**writer.ty, &**reader.ty);
        let limit = self.count_limit(writer, reader);
        let entry = entry_of(key, value);
        self.lists_of(writer, writer.entry(&entry), reader.element(pair), limit)
    }

    pub(super) fn list_to_map(
        &mut self,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
        pair: &TypeRef,
        [key, value]: [&TypeRef; 2],
    ) -> Step {
        let limit = self.count_limit(writer, reader);
        let most = self.populations().most_elements(writer);
        let Some([first, second]) = pair_of(pair).filter(|_| most > 0) else {
            return self.copy(writer.ty);
        };
        let convert = |part, at, to| {
            move |c: &mut Self| c.at(Within::Element, |c| c.part(part, Part::Element(at, to)))
        };
        let to = reader.key(key);
        let keys = match self.keys(FIRST, to, convert(first, "0", to)) {
            Ok(keys) => keys,
            Err(condition) => return only_empty(pair, limit, condition),
        };
        let order = match most {
            1 => KeyOrder::Distinct(None),
            _ => KeyOrder::Ascending(self.must_ascend(&rules::LIST_TO_MAP, FIRST, writer, reader)),
        };
        let value = self.spare(
            "must be empty",
            "not empty",
            convert(second, "1", reader.value(value)),
        );
        keys.keyed(min_len(pair), limit, order, Some(value))
    }

    pub(super) fn maps(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Step {
        let (Some((ka, va)), Some((kb, vb))) = (writer.ty.as_map(), reader.ty.as_map()) else {
            return self.no_way(writer, reader);
        };
        let limit = self.count_limit(writer, reader);
        if self.populations().most_elements(writer) == 0 {
            return self.copy(writer.ty);
        }
        let (from, to) = (writer.key(ka), reader.key(kb));
        let keys = match self.keys(&[Within::Key], to, |c| {
            c.at_all(&[Within::Key], |c| c.convert(from, to))
        }) {
            Ok(keys) => keys,
            Err(condition) => return only_empty(ka, limit, condition),
        };
        let order = self.distinct(&keys, writer, reader);
        let (from, to) = (writer.value(va), reader.value(vb));
        let value = self.spare("must be empty", "not empty", |c| {
            c.at(Within::Value, |c| c.convert(from, to))
        });
        if keys.step.is_copy() {
            return Step::Map {
                min_len: min_len(ka),
                key: keys.step.into(),
                value: value.into(),
                limit,
            };
        }
        keys.keyed(min_len(ka), limit, order, Some(value))
    }

    /// Keys, or the condition that there are none.
    fn keys<'r>(
        &mut self,
        place: &'static [Within<'static>],
        to: Bounded<'r>,
        convert: impl FnOnce(&mut Self) -> Step,
    ) -> Result<Keys<'r>, usize> {
        let before = self.merges();
        let step = self.among_keys(|c| c.unless_blocked("must be empty", convert))?;
        Ok(Keys {
            to,
            place,
            step,
            may_merge: self.merges() > before,
        })
    }

    /// What is asked of the keys of a set or map.
    fn distinct(&mut self, keys: &Keys<'_>, writer: Bounded<'_>, reader: Bounded<'_>) -> KeyOrder {
        let (from, to) = (&**writer.ty, &**reader.ty);
        let are_several = self.populations().most_elements(writer) > 1;
        KeyOrder::Distinct((keys.may_merge && are_several).then(|| {
            let message = format!("must be another one than all others of {from}");
            self.at_all(keys.place, |c| {
                c.condition(&rules::KEYS_MERGED, from, to, message)
            })
        }))
    }
}

/// The parts of a tuple of two, or of a tuple struct of two fields, perhaps within newtypes.
pub(in crate::resolve) fn pair_of(ty: &TypeRef) -> Option<[Part<'_>; 2]> {
    let ty = wrapped::content(ty);
    let parts = Parts::of(ty).filter(|parts| parts.subsections.is_empty())?;
    let pair: [Part<'_>; 2] = parts.fields.try_into().ok()?;
    (pair.map(Part::name) == ["0", "1"]).then_some(pair)
}

/// Whether it is a pair, of which a map has one for each entry.
pub(super) fn is_pair(ty: &TypeRef) -> bool {
    pair_of(ty).is_some()
}

/// An entry of a map, as a tuple.
pub(in crate::resolve) fn entry_of(key: &TypeRef, value: &TypeRef) -> TypeRef {
    TypeRef::shared(Type::Tuple(Vec::from([key.clone(), value.clone()]).into()))
}

/// A set or map whose entries cannot be converted.
fn only_empty(key: &TypeRef, limit: Option<CountLimit>, condition: usize) -> Step {
    let found = "not empty";
    Step::List {
        min_len: min_len(key),
        element: Step::Refuse { condition, found }.into(),
        limit,
    }
}

/// The keys of both sides, compared.
struct Keys<'r> {
    to: Bounded<'r>,
    /// Where they are.
    place: &'static [Within<'static>],
    step: Step,
    /// Two of them may become the same.
    may_merge: bool,
}

impl Keys<'_> {
    fn keyed(
        self,
        min_len: usize,
        limit: Option<CountLimit>,
        order: KeyOrder,
        value: Option<Step>,
    ) -> Step {
        Step::Keyed(Box::new(Keyed {
            min_len,
            key: self.step,
            value,
            reader: self.to.ty.clone(),
            has_spellings: key_order::has_spellings(self.to.ty),
            limit,
            order,
        }))
    }
}
