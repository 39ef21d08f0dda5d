//! Sets and maps. Their keys stand in an order that follows from their type,
//! and each stands there once.

use alloc::boxed::Box;
use alloc::format;

use super::within::Within;
use super::{Bounded, Comparison};
use crate::codec::key_order;
use crate::resolve::plan::{CountLimit, KeyOrder, Keyed, Step, min_len};
use crate::resolve::rules;
use crate::schema::{Type, TypeRef};

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
        let keys = match self.keys(Within::Element, from, to) {
            Ok(keys) => keys,
            Err(condition) => return only_empty(a, limit, condition),
        };
        if keys.step.is_copy() && limit.is_none() {
            return self.copy(writer.ty);
        }
        let order = self.distinct(&keys, writer, reader);
        keys.keyed(limit, order, None)
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
        let keys = match self.keys(Within::Element, from, to) {
            Ok(keys) => keys,
            Err(condition) => return only_empty(a, limit, condition),
        };
        let order = match most {
            1 => KeyOrder::Distinct(None),
            _ => KeyOrder::Ascending(self.must_ascend(writer, reader)),
        };
        keys.keyed(limit, order, None)
    }

    fn must_ascend(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> usize {
        let message = "must ascend without repeats".into();
        let (from, to) = (&**writer.ty, &**reader.ty);
        self.at(Within::Element, |c| {
            c.condition(&rules::LIST_TO_SET, from, to, message)
        })
    }

    pub(super) fn maps(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Step {
        let (Type::Map { key: ka, value: va }, Type::Map { key: kb, value: vb }) =
            (&**writer.ty, &**reader.ty)
        else {
            return self.no_way(writer, reader);
        };
        let limit = self.count_limit(writer, reader);
        if self.populations().most_elements(writer) == 0 {
            return self.copy(writer.ty);
        }
        let (from, to) = (Bounded::unbounded(ka), Bounded::unbounded(kb));
        let keys = match self.keys(Within::Key, from, to) {
            Ok(keys) => keys,
            Err(condition) => return only_empty(ka, limit, condition),
        };
        let order = self.distinct(&keys, writer, reader);
        let (from, to) = (Bounded::unbounded(va), Bounded::unbounded(vb));
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
        keys.keyed(limit, order, Some(value))
    }

    /// Keys, or the condition that there are none.
    fn keys<'w, 'r>(
        &mut self,
        place: Within<'static>,
        from: Bounded<'w>,
        to: Bounded<'r>,
    ) -> Result<Keys<'w, 'r>, usize> {
        let before = self.merges();
        let step = self.unless_blocked("must be empty", |c| {
            c.at(place, |comparison| comparison.convert(from, to))
        })?;
        Ok(Keys {
            from,
            to,
            place,
            step,
            may_merge: self.merges() > before,
        })
    }

    /// What is asked of the keys of a set or map.
    fn distinct(
        &mut self,
        keys: &Keys<'_, '_>,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
    ) -> KeyOrder {
        let (from, to) = (&**writer.ty, &**reader.ty);
        let are_several = self.populations().most_elements(writer) > 1;
        KeyOrder::Distinct((keys.may_merge && are_several).then(|| {
            let message = format!("must be another one than all others of {from}");
            self.at(keys.place, |c| {
                c.condition(&rules::KEYS_MERGED, from, to, message)
            })
        }))
    }
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
struct Keys<'w, 'r> {
    from: Bounded<'w>,
    to: Bounded<'r>,
    /// Where they are.
    place: Within<'static>,
    step: Step,
    /// Two of them may become the same.
    may_merge: bool,
}

impl Keys<'_, '_> {
    fn keyed(self, limit: Option<CountLimit>, order: KeyOrder, value: Option<Step>) -> Step {
        Step::Keyed(Box::new(Keyed {
            min_len: min_len(self.from.ty),
            key: self.step,
            value,
            reader: self.to.ty.clone(),
            has_spellings: key_order::has_spellings(self.to.ty),
            limit,
            order,
        }))
    }
}
