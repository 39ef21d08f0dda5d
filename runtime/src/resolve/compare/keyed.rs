//! Sets and maps. Their keys stand in an order that follows from their type,
//! and each stands there once.

use alloc::format;

use super::{Comparison, Side};
use crate::resolve::plan::{Keyed, Order, Step, min_len};
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
        let merges = self.merges();
        let key = self.elements(writer.element(a), reader.element(b));
        if key.is_copy() && limit.is_none() {
            return Step::copy(writer.ty);
        }
        Step::Keyed(
            Keyed {
                min_len: min_len(a),
                key,
                value: None,
                reader: b.clone(),
                limit,
                order: self.distinct(merges, writer, reader),
            }
            .into(),
        )
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
        let condition = self.at("[]", |c| {
            c.condition(&rules::LIST_TO_SET, from, to, message)
        });
        Step::Keyed(
            Keyed {
                min_len: min_len(a),
                key: self.elements(writer.element(a), reader.element(b)),
                value: None,
                reader: b.clone(),
                limit,
                order: Order::Ascending(condition),
            }
            .into(),
        )
    }

    pub(super) fn maps(&mut self, writer: Side<'_>, reader: Side<'_>) -> Step {
        let (Type::Map { key: ka, value: va }, Type::Map { key: kb, value: vb }) =
            (&**writer.ty, &**reader.ty)
        else {
            return self.no_way(writer, reader);
        };
        let limit = self.count_limit(writer, reader);
        let merges = self.merges();
        let key = self.at("keys", |c| c.elements(Side::plain(ka), Side::plain(kb)));
        let order = self.distinct(merges, writer, reader);
        let value = self.elements(Side::plain(va), Side::plain(vb));
        let min_len = min_len(ka);
        if key.is_copy() {
            return Step::Map {
                min_len,
                key: key.into(),
                value: value.into(),
                limit,
            };
        }
        Step::Keyed(
            Keyed {
                min_len,
                key,
                value: Some(value),
                reader: kb.clone(),
                limit,
                order,
            }
            .into(),
        )
    }

    /// What is asked of keys in whose comparison merges were noted, if there
    /// are more than before it.
    fn distinct(&mut self, merges_before: usize, writer: Side<'_>, reader: Side<'_>) -> Order {
        let may_merge = self.merges() > merges_before;
        let (from, to) = (&**writer.ty, &**reader.ty);
        Order::Distinct(may_merge.then(|| {
            let message = format!("must be another one than all others of {from}");
            self.at("[]", |c| {
                c.condition(&rules::KEYS_MERGED, from, to, message)
            })
        }))
    }
}
