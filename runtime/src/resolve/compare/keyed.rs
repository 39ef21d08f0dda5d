//! Sets and maps. Their keys stand in an order that follows from their type,
//! and each stands there once.

use alloc::format;

use super::{Comparison, Side};
use crate::resolve::plan::{CountLimit, Keyed, Order, Step, min_len};
use crate::resolve::rules;
use crate::schema::{Type, TypeRef};

/// Keys, or values, of both sides.
type Sides<'w, 'r> = (Side<'w>, Side<'r>);

impl Comparison {
    pub(super) fn sets(
        &mut self,
        writer: Side<'_>,
        reader: Side<'_>,
        a: &TypeRef,
        b: &TypeRef,
    ) -> Step {
        let limit = self.count_limit(writer, reader);
        let keys = (writer.element(a), reader.element(b));
        let before = self.doubts();
        let key = self.elements(keys.0, keys.1);
        if key.is_copy() && limit.is_none() {
            return Step::copy(writer.ty);
        }
        let may_merge = self.doubts().merges > before.merges;
        let order = self.distinct(may_merge, writer, reader);
        let is_known = self.doubts().unknowns == before.unknowns;
        keyed(keys, limit, order, is_known, key, None)
    }

    pub(super) fn list_to_set(
        &mut self,
        writer: Side<'_>,
        reader: Side<'_>,
        a: &TypeRef,
        b: &TypeRef,
    ) -> Step {
        let limit = self.count_limit(writer, reader);
        let keys = (writer.element(a), reader.element(b));
        let message = "must ascend without repeats".into();
        let (from, to) = (&**writer.ty, &**reader.ty);
        let condition = self.at("[]", |c| {
            c.condition(&rules::LIST_TO_SET, from, to, message)
        });
        let before = self.doubts();
        let key = self.elements(keys.0, keys.1);
        let is_known = self.doubts().unknowns == before.unknowns;
        keyed(
            keys,
            limit,
            Order::Ascending(condition),
            is_known,
            key,
            None,
        )
    }

    pub(super) fn maps(&mut self, writer: Side<'_>, reader: Side<'_>) -> Step {
        let (Type::Map { key: ka, value: va }, Type::Map { key: kb, value: vb }) =
            (&**writer.ty, &**reader.ty)
        else {
            return self.no_way(writer, reader);
        };
        let limit = self.count_limit(writer, reader);
        let keys = (Side::plain(ka), Side::plain(kb));
        let before = self.doubts();
        let key = self.at("keys", |c| c.elements(keys.0, keys.1));
        let may_merge = self.doubts().merges > before.merges;
        let order = self.distinct(may_merge, writer, reader);
        let is_known = self.doubts().unknowns == before.unknowns;
        let value = self.elements(Side::plain(va), Side::plain(vb));
        if key.is_copy() {
            return Step::Map {
                min_len: min_len(ka),
                key: key.into(),
                value: value.into(),
                limit,
            };
        }
        keyed(keys, limit, order, is_known, key, Some(value))
    }

    /// What is asked of keys.
    fn distinct(&mut self, may_merge: bool, writer: Side<'_>, reader: Side<'_>) -> Order {
        let (from, to) = (&**writer.ty, &**reader.ty);
        Order::Distinct(may_merge.then(|| {
            let message = format!("must be another one than all others of {from}");
            self.at("[]", |c| {
                c.condition(&rules::KEYS_MERGED, from, to, message)
            })
        }))
    }
}

fn keyed(
    keys: Sides<'_, '_>,
    limit: Option<CountLimit>,
    order: Order,
    is_known: bool,
    key: Step,
    value: Option<Step>,
) -> Step {
    Step::Keyed(
        Keyed {
            min_len: min_len(keys.0.ty),
            key,
            value,
            reader: keys.1.ty.clone(),
            limit,
            order,
            is_known,
        }
        .into(),
    )
}
