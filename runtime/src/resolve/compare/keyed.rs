//! Sets and maps. Their keys stand in an order that follows from their type,
//! and each stands there once.

use alloc::boxed::Box;
use alloc::format;

use super::within::Within;
use super::{Comparison, Side};
use crate::resolve::plan::{CountLimit, Keyed, Order, Step, min_len};
use crate::resolve::rules;
use crate::schema::{Type, TypeRef};

impl Comparison {
    pub(super) fn sets(
        &mut self,
        writer: Side<'_>,
        reader: Side<'_>,
        a: &TypeRef,
        b: &TypeRef,
    ) -> Step {
        let limit = self.count_limit(writer, reader);
        let keys = self.keys(Within::Element, writer.element(a), reader.element(b));
        if keys.step.is_copy() && limit.is_none() {
            return self.copy(writer.ty);
        }
        let order = self.distinct(&keys, writer, reader);
        keys.keyed(limit, order, None)
    }

    pub(super) fn list_to_set(
        &mut self,
        writer: Side<'_>,
        reader: Side<'_>,
        a: &TypeRef,
        b: &TypeRef,
    ) -> Step {
        let limit = self.count_limit(writer, reader);
        let message = "must ascend without repeats".into();
        let (from, to) = (&**writer.ty, &**reader.ty);
        let condition = self.at(Within::Element, |c| {
            c.condition(&rules::LIST_TO_SET, from, to, message)
        });
        let keys = self.keys(Within::Element, writer.element(a), reader.element(b));
        keys.keyed(limit, Order::Ascending(condition), None)
    }

    pub(super) fn maps(&mut self, writer: Side<'_>, reader: Side<'_>) -> Step {
        let (Type::Map { key: ka, value: va }, Type::Map { key: kb, value: vb }) =
            (&**writer.ty, &**reader.ty)
        else {
            return self.no_way(writer, reader);
        };
        let limit = self.count_limit(writer, reader);
        let keys = self.keys(Within::Key, Side::plain(ka), Side::plain(kb));
        let order = self.distinct(&keys, writer, reader);
        let value = self.at(Within::Value, |c| {
            c.convert(Side::plain(va), Side::plain(vb))
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

    fn keys<'w, 'r>(
        &mut self,
        place: Within<'static>,
        from: Side<'w>,
        to: Side<'r>,
    ) -> Keys<'w, 'r> {
        let before = self.merges();
        let step = self.at(place, |comparison| comparison.convert(from, to));
        Keys {
            from,
            to,
            place,
            step,
            may_merge: self.merges() > before,
        }
    }

    /// What is asked of the keys of a set or map.
    fn distinct(&mut self, keys: &Keys<'_, '_>, writer: Side<'_>, reader: Side<'_>) -> Order {
        let (from, to) = (&**writer.ty, &**reader.ty);
        Order::Distinct(keys.may_merge.then(|| {
            let message = format!("must be another one than all others of {from}");
            self.at(keys.place, |c| {
                c.condition(&rules::KEYS_MERGED, from, to, message)
            })
        }))
    }
}

/// The keys of both sides, compared.
struct Keys<'w, 'r> {
    from: Side<'w>,
    to: Side<'r>,
    /// Where they are.
    place: Within<'static>,
    step: Step,
    /// Two of them may become the same.
    may_merge: bool,
}

impl Keys<'_, '_> {
    fn keyed(self, limit: Option<CountLimit>, order: Order, value: Option<Step>) -> Step {
        Step::Keyed(Box::new(Keyed {
            min_len: min_len(self.from.ty),
            key: self.step,
            value,
            reader: self.to.ty.clone(),
            limit,
            order,
        }))
    }
}
