//! Two values of one type, side by side.

use std::cmp::Ordering;
use std::io;

use migratable::schema::{Field, Type};
use migratable::value::{self, Bytes, Entries, Fields, Item, Items, Value};

use super::View;
use super::sides::device_name;
use crate::show;
use crate::stream::{Mark, PathText, Section, Step, element_type};

/// So many elements of a sequence are shown that differ, unless all are wanted.
const ELEMENTS: usize = 16;

/// Elements of a run that are shown in one line.
pub(super) const RUN: usize = 16;

#[derive(Clone, Copy, Debug)]
pub(super) struct Options {
    /// Sensitive fields are shown.
    pub(super) reveal: bool,
    /// All elements that differ are shown.
    pub(super) full: bool,
}

/// The two sides, of which one may be absent.
type Sides<'i, 'a> = [Option<&'i Item<'a>>; 2];

/// Something that differs.
pub(super) struct Difference<'i, 'a> {
    pub(super) path: &'i str,
    pub(super) field: Option<&'i Field>,
    pub(super) what: What<'i, 'a>,
}

pub(super) enum What<'i, 'a> {
    /// Two values, or one that the other side does not have.
    Values(Sides<'i, 'a>),
    /// Numbers from this index on, as many on both sides.
    Run(usize, [Vec<Value<'a>>; 2]),
    /// The lengths of sequences.
    Lengths([usize; 2]),
    /// Elements that are not shown.
    More(u64),
    /// They are not to be shown.
    Hidden,
}

/// Goes through two values.
pub(super) struct Walker<'w> {
    payloads: [Bytes<'w>; 2],
    options: Options,
    section: &'w Section<'w>,
    view: &'w mut dyn View,
    path: PathText,
    found: u64,
}

impl<'w> Walker<'w> {
    pub(super) fn new(
        payloads: [Bytes<'w>; 2],
        options: Options,
        section: &'w Section<'w>,
        view: &'w mut dyn View,
    ) -> Self {
        Self {
            payloads,
            options,
            section,
            view,
            path: PathText::default(),
            found: 0,
        }
    }

    /// How many differences were found.
    pub(super) fn found(&self) -> u64 {
        self.found
    }

    /// Compares values, one of which may be absent.
    pub(super) fn value(
        &mut self,
        ty: &Type,
        field: Option<&Field>,
        sides: Sides<'_, '_>,
    ) -> io::Result<()> {
        if self.are_equal(sides) {
            return Ok(());
        }
        self.differing(ty, field, sides)
    }

    /// The same of values that are known to differ.
    fn differing(
        &mut self,
        ty: &Type,
        field: Option<&Field>,
        sides: Sides<'_, '_>,
    ) -> io::Result<()> {
        if !self.options.reveal && field.is_some_and(Field::sensitive) {
            return self.say(ty, field, What::Hidden);
        }
        let values = sides.map(|side| side.map(|item| &item.value));
        let [Some(a), Some(b)] = values else {
            return self.whole(ty, field, sides);
        };
        match (a, b) {
            (Value::Option(Some(a)), Value::Option(Some(b))) => {
                let inner = ty.as_option().map_or(ty, |inner| inner);
                self.value(inner, field, [Some(a), Some(b)])
            }
            (Value::Struct(a), Value::Struct(b)) => self.fields([Some(*a), Some(*b)]),
            (Value::Enum { .. }, Value::Enum { .. }) => self.variants(ty, field, sides, [a, b]),
            (Value::Sequence(a), Value::Sequence(b)) => match ty.as_set() {
                Some(element) => self.keys(element, field, [*a, *b]),
                None => self.elements(ty, field, [*a, *b]),
            },
            (Value::Map(a), Value::Map(b)) => match ty.as_map() {
                Some((key, value)) => self.entries([key, value], field, [*a, *b]),
                None => self.whole(ty, field, sides),
            },
            (Value::Numbers(a), Value::Numbers(b)) => {
                self.numbers(ty, field, [a.iter(), b.iter()], [a.count(), b.count()])
            }
            (Value::Bytes(a), Value::Bytes(b)) => {
                let number = |byte: u8| Value::Unsigned(byte.into());
                let sides = [a.iter().map(number), b.iter().map(number)];
                self.numbers(ty, field, sides, [a.len(), b.len()])
            }
            _ => self.whole(ty, field, sides),
        }
    }

    /// Values are equal if their bytes are.
    fn are_equal(&self, sides: Sides<'_, '_>) -> bool {
        let [Some(a), Some(b)] = sides else {
            return false;
        };
        self.bytes(0, a) == self.bytes(1, b)
    }

    fn bytes(&self, side: usize, item: &Item<'_>) -> Option<Bytes<'w>> {
        let end = item.offset.checked_add(item.len)?;
        self.payloads.get(side)?.part(item.offset..end)
    }

    /// Two values as they are, and what is in one that the other side does not have.
    fn whole(&mut self, ty: &Type, field: Option<&Field>, sides: Sides<'_, '_>) -> io::Result<()> {
        self.say(ty, field, What::Values(sides))?;
        for (side, item) in sides.into_iter().enumerate() {
            let (mut ty, mut value) = (ty, item.map(|item| &item.value));
            while let (Some(Value::Option(Some(item))), Some(inner)) = (value, ty.as_option()) {
                (ty, value) = (inner, Some(&item.value));
            }
            let fields = match value {
                Some(Value::Struct(fields)) => *fields,
                // Of a list, its length says most.
                Some(tuple @ Value::Sequence(items)) if has_lines(ty, tuple) => {
                    for (index, item) in items.iter().enumerate() {
                        let mark = self.enter(Step::Index(index));
                        let part = element_type(ty, index).unwrap_or(ty);
                        self.value(part, field, alone(side, &item))?;
                        self.path.leave(mark);
                    }
                    continue;
                }
                Some(Value::Enum {
                    variant, fields, ..
                }) => {
                    let mark = self.enter(Step::Name(variant.name()));
                    self.fields(alone(side, *fields))?;
                    self.path.leave(mark);
                    continue;
                }
                _ => continue,
            };
            self.fields(alone(side, fields))?;
        }
        Ok(())
    }

    fn variants(
        &mut self,
        ty: &Type,
        field: Option<&Field>,
        sides: Sides<'_, '_>,
        values: [&Value<'_>; 2],
    ) -> io::Result<()> {
        match values {
            [
                Value::Enum {
                    tag: a,
                    fields: x,
                    variant,
                },
                Value::Enum {
                    tag: b, fields: y, ..
                },
            ] if a == b => {
                let mark = self.enter(Step::Name(variant.name()));
                self.fields([Some(*x), Some(*y)])?;
                self.path.leave(mark);
                Ok(())
            }
            _ => self.whole(ty, field, sides),
        }
    }

    /// Fields of one type, which stand in one order.
    fn fields(&mut self, sides: [Option<Fields<'_>>; 2]) -> io::Result<()> {
        Fields::try_each_pair(sides, |field, items| {
            if self.are_equal(items) {
                return Ok(());
            }
            let mark = self.enter(Step::Name(field.name()));
            self.differing(field.ty(), Some(field), items)?;
            self.path.leave(mark);
            Ok(())
        })
    }

    /// Elements of arrays, lists and tuples, by their positions.
    fn elements(
        &mut self,
        ty: &Type,
        field: Option<&Field>,
        sides: [Items<'_>; 2],
    ) -> io::Result<()> {
        let lengths = sides.map(|items| items.len());
        self.lengths(ty, field, lengths)?;
        let [a, b] = sides;
        let (mut a, mut b) = (a.iter(), b.iter());
        let (mut shown, mut more) = (0, 0);
        for index in 0.. {
            let (x, y) = (a.next(), b.next());
            let items = [x.as_ref(), y.as_ref()];
            if let [None, None] = items {
                break;
            }
            if self.are_equal(items) {
                continue;
            }
            if shown == ELEMENTS && !self.options.full {
                more += 1;
                continue;
            }
            shown += 1;
            let mark = self.enter(Step::Index(index));
            self.differing(element_type(ty, index).unwrap_or(ty), field, items)?;
            self.path.leave(mark);
        }
        self.more(ty, field, more)
    }

    fn lengths(&mut self, ty: &Type, field: Option<&Field>, lengths: [usize; 2]) -> io::Result<()> {
        match lengths {
            [a, b] if a == b => Ok(()),
            lengths => self.say(ty, field, What::Lengths(lengths)),
        }
    }

    fn more(&mut self, ty: &Type, field: Option<&Field>, more: u64) -> io::Result<()> {
        match more {
            0 => Ok(()),
            more => self.say(ty, field, What::More(more)),
        }
    }

    /// Numbers, where those that differ and follow one another are shown together.
    fn numbers(
        &mut self,
        ty: &Type,
        field: Option<&Field>,
        sides: [impl Iterator<Item = Value<'static>>; 2],
        lengths: [usize; 2],
    ) -> io::Result<()> {
        self.lengths(ty, field, lengths)?;
        let [mut a, mut b] = sides;
        let (mut shown, mut more) = (0, 0);
        let mut run: [Vec<Value<'static>>; 2] = Default::default();
        let mut first = 0;
        for index in 0.. {
            let next = [a.next(), b.next()];
            let ends = next.iter().all(Option::is_none);
            let differs = !ends && !are_same(&next);
            let is_full = run.iter().any(|side| side.len() == RUN);
            if (!differs || is_full) && run.iter().any(|side| !side.is_empty()) {
                match shown < ELEMENTS || self.options.full {
                    true => self.say(ty, field, What::Run(first, std::mem::take(&mut run)))?,
                    false => {
                        more += run.iter().map(Vec::len).max().unwrap_or(0) as u64;
                        run = Default::default();
                    }
                }
                shown += 1;
            }
            if ends {
                break;
            }
            if differs {
                if run.iter().all(Vec::is_empty) {
                    first = index;
                }
                for (side, value) in run.iter_mut().zip(next) {
                    side.extend(value);
                }
            }
        }
        self.more(ty, field, more)
    }

    /// Elements of sets, which ascend.
    fn keys(&mut self, ty: &Type, field: Option<&Field>, sides: [Items<'_>; 2]) -> io::Result<()> {
        let [mut a, mut b] = sides.map(|items| items.iter().enumerate().peekable());
        loop {
            let side = match (a.peek(), b.peek()) {
                (None, None) => return Ok(()),
                (Some(_), None) => 0,
                (None, Some(_)) => 1,
                (Some((_, x)), Some((_, y))) => match self.order(ty, x, y) {
                    Ordering::Less => 0,
                    Ordering::Greater => 1,
                    Ordering::Equal => {
                        a.next();
                        b.next();
                        continue;
                    }
                },
            };
            if let Some((index, item)) = if side == 0 { a.next() } else { b.next() } {
                let mark = self.enter(Step::Index(index));
                self.value(ty, field, alone(side, &item))?;
                self.path.leave(mark);
            }
        }
    }

    /// Entries of maps, whose keys ascend. They are named by their positions where
    /// they are, in the second stream if they are in both.
    fn entries(
        &mut self,
        [key, ty]: [&Type; 2],
        field: Option<&Field>,
        sides: [Entries<'_>; 2],
    ) -> io::Result<()> {
        let [mut a, mut b] = sides.map(|entries| entries.iter().enumerate().peekable());
        loop {
            let order = match (a.peek(), b.peek()) {
                (None, None) => return Ok(()),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some((_, (x, _))), Some((_, (y, _)))) => self.order(key, x, y),
            };
            let one = if order.is_le() { a.next() } else { None };
            let two = if order.is_ge() { b.next() } else { None };
            let Some(index) = two.as_ref().or(one.as_ref()).map(|(index, _)| *index) else {
                return Ok(());
            };
            let [x, y] = [&one, &two].map(|side| side.as_ref().map(|(_, entry)| entry));
            if order.is_ne() {
                let mark = self.enter(Step::Key(index));
                self.value(key, None, [x, y].map(|side| side.map(|(key, _)| key)))?;
                self.path.leave(mark);
            }
            let mark = self.enter(Step::Value(index));
            self.value(ty, field, [x, y].map(|side| side.map(|(_, value)| value)))?;
            self.path.leave(mark);
        }
    }

    fn order(&self, ty: &Type, a: &Item<'_>, b: &Item<'_>) -> Ordering {
        let key = |side, item| {
            let bytes = self.bytes(side, item);
            bytes.map(|bytes| bytes.to_memory()).unwrap_or_default()
        };
        value::key_order(ty, &key(0, a), &key(1, b))
    }

    fn say(&mut self, ty: &Type, field: Option<&Field>, what: What<'_, '_>) -> io::Result<()> {
        if self.found == 0 {
            let name = device_name(self.section);
            self.view.device(self.section.instance, &name)?;
        }
        self.found += match what {
            What::More(count) => count,
            _ => 1,
        };
        let path = self.path.as_str();
        self.view.difference(ty, &Difference { path, field, what })
    }

    /// Makes a step, and returns where it began.
    fn enter(&mut self, step: Step<'_>) -> Mark {
        let mark = self.path.mark();
        self.path.enter(step);
        mark
    }
}

/// Whether the parts of a value have lines of their own: of a tuple, where one line does not
/// say it.
fn has_lines(ty: &Type, value: &Value<'_>) -> bool {
    ty.as_tuple().is_some() && !show::is_inline(value)
}

/// What only one side has.
fn alone<T>(side: usize, value: T) -> [Option<T>; 2] {
    match side {
        0 => [Some(value), None],
        _ => [None, Some(value)],
    }
}

/// Numbers are the same if their bits are.
fn are_same([a, b]: &[Option<Value<'_>>; 2]) -> bool {
    match (a, b) {
        (Some(Value::F32(a)), Some(Value::F32(b))) => a.to_bits() == b.to_bits(),
        (Some(Value::F64(a)), Some(Value::F64(b))) => a.to_bits() == b.to_bits(),
        (a, b) => a == b,
    }
}
