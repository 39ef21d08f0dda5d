//! Arrays, lists, sets and maps.

use alloc::format;

use super::{Comparison, Side};
use crate::resolve::plan::{Step, min_len};
use crate::resolve::rules;
use crate::schema::{Type, TypeRef};

fn count(len: u64) -> usize {
    usize::try_from(len).unwrap_or(usize::MAX)
}

impl Comparison {
    pub(super) fn sequences(&mut self, writer: Side<'_>, reader: Side<'_>) -> Step {
        match (&**writer.ty, &**reader.ty) {
            (
                Type::Array {
                    element: a,
                    len: from,
                },
                Type::Array {
                    element: b,
                    len: to,
                },
            ) => {
                if from != to {
                    let message = format!("an array of {from} cannot become an array of {to}");
                    return self.incompatible(
                        &rules::ARRAY_LENGTH_CHANGED,
                        &**writer.ty,
                        &**reader.ty,
                        message,
                    );
                }
                self.elements(writer.within(a), reader.within(b))
                    .repeat(count(*from))
            }
            (Type::Array { element: a, len }, Type::List(b)) => {
                self.array_to_list(writer, reader, (a, *len), b)
            }
            (Type::List(a), Type::Array { element: b, len }) => {
                let message = format!("must have exactly {len} elements");
                let condition =
                    self.condition(&rules::LIST_TO_ARRAY, &**writer.ty, &**reader.ty, message);
                let element = self.elements(writer.within(a), reader.within(b)).into();
                Step::ListToArray {
                    min_len: min_len(a),
                    count: count(*len),
                    element,
                    condition,
                }
            }
            (Type::List(a), Type::List(b)) => self.lists(writer, reader, a, b),
            (Type::Set(a), Type::List(b)) => {
                self.note(&rules::SET_TO_LIST, &**writer.ty, &**reader.ty);
                self.lists(writer, reader, a, b)
            }
            (Type::Set(a), Type::Set(b)) => match self.same_keys(a, b, writer, reader) {
                None => self.lists(writer, reader, a, b),
                Some(impossible) => impossible,
            },
            (Type::List(a), Type::Set(b)) => self.list_to_set(writer, reader, a, b),
            (from, to) => {
                let message = format!("{from} cannot become {to}");
                self.incompatible(&rules::TYPE_CHANGED, from, to, message)
            }
        }
    }

    fn elements(&mut self, writer: Side<'_>, reader: Side<'_>) -> Step {
        self.at("[]", |comparison| comparison.convert(writer, reader))
    }

    fn array_to_list(
        &mut self,
        writer: Side<'_>,
        reader: Side<'_>,
        (a, len): (&TypeRef, u64),
        b: &TypeRef,
    ) -> Step {
        if reader.bounds.max_len.is_some_and(|most| most < len) {
            let message = format!("an array of {len} exceeds the list's max_len");
            return self.incompatible(
                &rules::ARRAY_LENGTH_CHANGED,
                &**writer.ty,
                &**reader.ty,
                message,
            );
        }
        self.note(&rules::ARRAY_TO_LIST, &**writer.ty, &**reader.ty);
        let element = self.elements(writer.within(a), reader.within(b)).into();
        Step::ArrayToList {
            count: count(len),
            element,
        }
    }

    fn lists(&mut self, writer: Side<'_>, reader: Side<'_>, a: &TypeRef, b: &TypeRef) -> Step {
        let limit = self.list_limit(writer, reader);
        let element = self.elements(writer.within(a), reader.within(b)).into();
        Step::List {
            min_len: min_len(a),
            element,
            limit,
        }
    }

    /// The reader's `max_len` and the condition, if the writer may exceed it.
    fn list_limit(&mut self, writer: Side<'_>, reader: Side<'_>) -> Option<(u64, usize)> {
        let most = self.lower_max_len(writer, reader)?;
        let message = format!("must have at most {most} elements");
        let condition =
            self.condition(&rules::MAX_LEN_LOWERED, &**writer.ty, &**reader.ty, message);
        Some((most, condition))
    }

    fn list_to_set(
        &mut self,
        writer: Side<'_>,
        reader: Side<'_>,
        a: &TypeRef,
        b: &TypeRef,
    ) -> Step {
        if let Some(impossible) = self.same_keys(a, b, writer, reader) {
            return impossible;
        }
        if let Some(most) = self.lower_max_len(writer, reader) {
            let message = format!("a list cannot become a set of at most {most}");
            return self.incompatible(&rules::TYPE_CHANGED, &**writer.ty, &**reader.ty, message);
        }
        let message = "must ascend without repeats".into();
        let condition = self.condition(&rules::LIST_TO_SET, &**writer.ty, &**reader.ty, message);
        Step::ListToSet {
            element: a.clone(),
            condition,
        }
    }

    pub(super) fn maps(&mut self, writer: Side<'_>, reader: Side<'_>) -> Step {
        let (Type::Map { key: ka, value: va }, Type::Map { key: kb, value: vb }) =
            (&**writer.ty, &**reader.ty)
        else {
            return Step::Impossible;
        };
        if let Some(impossible) = self.same_keys(ka, kb, writer, reader) {
            return impossible;
        }
        let limit = self.list_limit(writer, reader);
        let value = self.at("[]", |comparison| {
            comparison.convert(Side::plain(va), Side::plain(vb))
        });
        Step::Map {
            min_len: min_len(ka),
            key: Step::copy(ka).into(),
            value: value.into(),
            limit,
        }
    }

    /// Keys must be the same, because their order is part of the data.
    fn same_keys(
        &mut self,
        a: &TypeRef,
        b: &TypeRef,
        writer: Side<'_>,
        reader: Side<'_>,
    ) -> Option<Step> {
        if a.summary().fingerprint() == b.summary().fingerprint() {
            return None;
        }
        let message = format!("{} cannot become {}", **a, **b);
        Some(self.incompatible(&rules::KEYS_CHANGED, &**writer.ty, &**reader.ty, message))
    }
}
