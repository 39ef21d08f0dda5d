//! Arrays, lists, sets and maps.

use super::alike::may_be_same;
use super::given::given;
use super::meaning::{Side, Translated, Translation, pair_of};
use super::model::{Field, Given, Ty};
use super::val::Val;
use super::valid::{as_key, as_made, is_valid_field};

/// A part of a pair, out of the newtypes around it.
fn part_of(val: &Val, at: usize) -> Val {
    match val {
        Val::Struct(fields, _) if fields.len() == 1 => part_of(&fields[0], at),
        Val::Struct(fields, _) | Val::Seq(fields) => fields[at].clone(),
        other => panic!("no pair: {other:?}"),
    }
}

impl Translation {
    pub(crate) fn sequence(&mut self, from: Side<'_>, items: &[Val], to: Side<'_>) -> Translated {
        let (Ty::Array(a, _) | Ty::List(a) | Ty::Set(a)) = from.ty else {
            return self.lose();
        };
        if matches!((from.ty, to.ty), (Ty::Array(..), Ty::Set(_))) {
            return self.lose();
        }
        let (b, len) = match to.ty {
            Ty::Array(b, len) => (b, Some(*len)),
            Ty::List(b) | Ty::Set(b) => (b, None),
            _ => return self.lose(),
        };
        let is_array = matches!(from.ty, Ty::Array(..));
        let is_fixed = is_array || matches!(from.ty, Ty::List(_));
        if is_array
            && to
                .max_len
                .is_some_and(|most| items.len() > most && len.is_none())
        {
            return self.lose();
        }
        match len {
            Some(_) if !is_fixed => return self.lose(),
            Some(len) if len != items.len() && !is_array => return self.lose(),
            Some(len) if len != items.len() => {
                return self.resized((from, a), items, (to, b), len);
            }
            _ => {}
        }
        let converted = self.elements(from.element(a), items, to.element(b))?;
        match (from.ty, to.ty) {
            (Ty::Set(_), Ty::Set(_)) => self.distinct(converted, b),
            (_, Ty::Set(_)) => self.in_order(converted),
            _ => Some(Val::Seq(converted)),
        }
    }

    fn elements(&mut self, a: Side<'_>, items: &[Val], b: Side<'_>) -> Option<Vec<Val>> {
        let items = items
            .iter()
            .map(|item| self.at("[]", |t| t.convert(a, item, b)));
        items.collect::<Vec<_>>().into_iter().collect()
    }

    /// Keys in their order; none may be there twice, nor become another one's value.
    /// Where only the program knows what an absence means, it may be either.
    fn distinct(&mut self, mut keys: Vec<Val>, ty: &Ty) -> Translated {
        let in_form = |form: fn(&Ty, &Val) -> Val| {
            let mut keys: Vec<_> = keys.iter().map(|key| form(ty, key)).collect();
            keys.sort();
            keys
        };
        let (made, known) = (in_form(as_made), in_form(as_key));
        let mut pairs = (known.iter().enumerate()).flat_map(|(i, a)| {
            let others = known[i + 1..].iter();
            others.map(move |b| (a, b))
        });
        self.is_undecided |= !known.is_sorted_by(|a, b| a < b)
            || self.needs_program && pairs.any(|(a, b)| may_be_same(ty, a, b));
        keys.sort();
        self.in_order(made)?;
        self.in_order(keys)
    }

    fn in_order(&mut self, keys: Vec<Val>) -> Translated {
        if keys.is_sorted_by(|a, b| a < b) {
            return Some(Val::Seq(keys));
        }
        self.is_undecided |= self.needs_program;
        self.at("[]", Self::lose)
    }

    fn resized(
        &mut self,
        (from, a): (Side<'_>, &Ty),
        items: &[Val],
        (to, b): (Side<'_>, &Ty),
        len: usize,
    ) -> Translated {
        let fill = match fill_of(to, b) {
            Fill::Nothing if len < items.len() => {
                return self.cut_off((from, a), items, to, b, len);
            }
            Fill::Nothing => return self.lose(),
            Fill::Computed => None,
            Fill::Known(val) => Some(val),
        };
        let mut converted = self.elements(from.element(a), items, to.element(b))?;
        let tail = converted.split_off(len.min(converted.len()));
        let is_fill = |cut: &Val| {
            fill.as_ref().map_or(is_element_of(to, b, cut), |fill| {
                as_made(b, cut) == as_made(b, fill)
            })
        };
        if !tail.iter().all(is_fill) {
            return self.at("[]", Self::lose);
        }
        match fill {
            Some(fill) => converted.resize(len, fill),
            None => self.needs_program = true,
        }
        Some(Val::Seq(converted))
    }

    /// The reader does not say what holds nothing, but the writer does.
    fn cut_off(
        &mut self,
        (from, a): (Side<'_>, &Ty),
        items: &[Val],
        to: Side<'_>,
        b: &Ty,
        len: usize,
    ) -> Translated {
        let Fill::Known(fill) = fill_of(from, a) else {
            return self.lose();
        };
        let (kept, cut) = items.split_at(len);
        let converted = self.elements(from.element(a), kept, to.element(b))?;
        if cut.iter().any(|cut| as_made(a, cut) != as_made(a, &fill)) {
            return self.at("[]", Self::lose);
        }
        Some(Val::Seq(converted))
    }

    pub(crate) fn map_to_list(
        &mut self,
        (key, value): (&Ty, &Ty),
        entries: &[(Val, Val)],
        pair: &Ty,
    ) -> Translated {
        let entry = Ty::Tuple(vec![key.clone(), value.clone()]);
        let entries: Vec<_> = (entries.iter())
            .map(|(key, value)| Val::Seq(vec![key.clone(), value.clone()]))
            .collect();
        self.elements(Side::plain(&entry), &entries, Side::plain(pair))
            .map(Val::Seq)
    }

    pub(crate) fn list_to_map(
        &mut self,
        pair: &Ty,
        items: &[Val],
        (key, value): (&Ty, &Ty),
    ) -> Translated {
        let parts = pair_of(pair).expect("a pair");
        let mut convert = |at: usize, to: &Ty| -> Option<Vec<Val>> {
            let from = Side::of(&parts[at]);
            let step = at.to_string();
            let items = items.iter().map(|item| {
                let part = part_of(item, at);
                self.at("[]", |t| {
                    t.at(&step, |t| t.convert(from, &part, Side::plain(to)))
                })
            });
            items.collect::<Vec<_>>().into_iter().collect()
        };
        let (keys, values) = (convert(0, key), convert(1, value));
        let (keys, values) = (keys?, values?);
        self.in_order(keys.clone())?;
        Some(Val::Map(keys.into_iter().zip(values).collect()))
    }

    pub(crate) fn map(
        &mut self,
        (ka, va): (&Ty, &Ty),
        pairs: &[(Val, Val)],
        (kb, vb): (&Ty, &Ty),
    ) -> Translated {
        let (keys, values): (Vec<_>, Vec<_>) = pairs.iter().cloned().unzip();
        let (a, b) = (Side::plain(ka), Side::plain(kb));
        let keys = self.at("keys", |t| t.elements(a, &keys, b));
        let values = self.elements(Side::plain(va), &values, Side::plain(vb));
        let (keys, values) = (keys?, values?);
        self.distinct(keys.clone(), kb)?;
        let mut pairs: Vec<_> = keys.into_iter().zip(values).collect();
        pairs.sort();
        Some(Val::Map(pairs))
    }
}

/// What a side says that elements hold which it does not have.
enum Fill {
    Nothing,
    Computed,
    Known(Val),
}

fn fill_of(side: Side<'_>, element: &Ty) -> Fill {
    let field = side.fill.filter(|field| matches!(field.ty, Ty::Array(..)));
    match field.and_then(|field| field.fill.as_ref()) {
        None => Fill::Nothing,
        Some(Given::Computed) => Fill::Computed,
        Some(known) => given(element, known)
            .filter(|val| is_element_of(side, element, val))
            .map_or(Fill::Nothing, Fill::Known),
    }
}

/// Whether the field of this side may have such an element.
fn is_element_of(side: Side<'_>, element: &Ty, val: &Val) -> bool {
    let may_hold = |field: &Field| {
        let one = Field {
            ty: element.clone(),
            ..field.clone()
        };
        is_valid_field(&one, val)
    };
    side.fill.is_some_and(may_hold) && side.around.into_iter().flatten().all(may_hold)
}
