//! Whether a source's configuration suits a destination: the values, where the schemas
//! fit.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Display;

use super::compare;
use super::finding::Finding;
use super::plan::Plan;
use super::rules::{self, Rule};
use crate::base::budget::Budget;
use crate::codec::{allowed, key_order};
use crate::schema::{Configuration, Field, Path, Schema, Segment, Type};
use crate::value::{self, Fields, Item, Value};

/// Findings on one device, at most.
const MOST: usize = 64;

/// Characters of a text or bytes of a string that a finding shows.
const SHOWN: usize = 48;

/// What judges the configurations of a writer schema for a reader schema.
#[derive(Debug)]
pub(crate) struct Suits {
    /// What describes the reader's.
    described: Schema,
    /// What makes it of the writer's, if that is another.
    plan: Option<Plan>,
}

impl Suits {
    /// `None` if one side has none, or they do not convert.
    pub(crate) fn new(writer: &Schema, reader: &Schema) -> Option<Self> {
        let described = reader.configuration()?;
        if reader.older_of(writer.version()).is_some() {
            // It has another meaning, which only the reader's program knows.
            return None;
        }
        if writer.fingerprint() == reader.fingerprint() {
            let plan = None;
            return Some(Self { described, plan });
        }
        let plan = compare::schemas(&writer.configuration()?, &described).into_plan();
        plan.is_some().then_some(Self { described, plan })
    }

    /// What the destination does not take of a source's configuration. `offered` is
    /// encoded as the writer's, `live` as the reader's: of what `allowed` limits, the
    /// limit. What only one side says, or does not convert, is left to the load.
    pub(crate) fn judge(&self, offered: &[u8], live: &[u8], budget: &Budget) -> Vec<Finding> {
        let mut judging = Judging::default();
        let mut converted = Vec::new();
        let offered = match &self.plan {
            None if offered == live => return judging.findings,
            None => offered,
            Some(plan) => match plan.convert_within(offered, &mut converted, budget) {
                Ok(()) => &converted,
                Err(_) => return judging.findings,
            },
        };
        judging.whole(self.described.ty(), offered, live);
        judging.findings
    }
}

/// Where two configurations of one schema differ first.
pub(crate) fn first_change(
    schema: &Schema,
    before: &[u8],
    now: &[u8],
) -> Option<(String, String, String)> {
    let described = schema.configuration()?;
    let [before, now] = [before, now].map(|bytes| value::read(described.ty(), bytes).ok());
    let difference = difference(&before?.value, &now?.value, &mut Vec::new())?;
    Some((difference.path, difference.writer, difference.reader))
}

#[derive(Default)]
struct Judging {
    findings: Vec<Finding>,
    path: Vec<Segment>,
}

impl Judging {
    fn whole(&mut self, ty: &Type, offered: &[u8], live: &[u8]) {
        let read = [offered, live].map(|bytes| value::read(ty, bytes).ok());
        if let [Some(from), Some(to)] = read
            && let (Value::Struct(from_parts), Value::Struct(to_parts)) = (&from.value, &to.value)
        {
            self.parts(offered, *from_parts, live, *to_parts);
        }
    }

    /// Compares what both sides say. Both ascend by tag.
    fn parts(&mut self, offered: &[u8], from: Fields<'_>, live: &[u8], to: Fields<'_>) {
        let mut to = to.present().peekable();
        for from in from.present() {
            while to.next_if(|to| to.tag < from.tag).is_some() {}
            let Some(to) = to.next_if(|to| to.tag == from.tag) else {
                continue;
            };
            let (Some(from_item), Some(to_item)) = (&from.item, &to.item) else {
                continue;
            };
            if self.findings.len() == MOST {
                return;
            }
            self.path
                .push(Segment::Field(from.field.name().to_string()));
            match from.field.configuration() {
                Some(Configuration::MustMatch) => {
                    self.same(from.field, (offered, from_item), (live, to_item));
                }
                Some(limit) => {
                    self.limited(limit, from.field, (offered, from_item), (live, to_item))
                }
                None => {
                    if let (Value::Struct(from), Value::Struct(to)) =
                        (&from_item.value, &to_item.value)
                    {
                        self.parts(offered, *from, live, *to);
                    }
                }
            }
            self.path.pop();
        }
    }

    fn same(&mut self, field: &Field, from: (&[u8], &Item<'_>), to: (&[u8], &Item<'_>)) {
        // Where a value has several spellings, only the reader's program knows whether
        // these are two of one: the load asks it.
        if bytes_of(from) == bytes_of(to) || key_order::has_spellings(field.ty()) {
            return;
        }
        if let Some(found) = difference(&from.1.value, &to.1.value, &mut self.path) {
            let message = format!(
                "{} at the source, {} at the destination",
                found.writer, found.reader
            );
            self.add(&rules::CONFIGURATION_DIFFERS, found, message);
        }
    }

    fn limited(
        &mut self,
        limit: Configuration,
        field: &Field,
        from: (&[u8], &Item<'_>),
        to: (&[u8], &Item<'_>),
    ) {
        let breach = allowed::breach(limit, field.ty(), bytes_of(from), bytes_of(to));
        if let Ok(Some(breach)) = breach {
            let words = limit.words();
            let message = format!(
                "{} at the source, {words} {} at the destination",
                breach.value, breach.limit
            );
            let found = Difference {
                path: format!("{}{}", Path::new(self.path.clone()), breach.place),
                writer: breach.value,
                reader: breach.limit,
            };
            self.add(&rules::CONFIGURATION_NOT_ALLOWED, found, message);
        }
    }

    fn add(&mut self, rule: &'static Rule, found: Difference, message: String) {
        let Difference {
            path,
            writer,
            reader,
        } = found;
        let finding = Finding::of_values(rule, path, writer, reader, message);
        self.findings.push(finding);
    }
}

fn bytes_of<'a>((payload, item): (&'a [u8], &Item<'_>)) -> &'a [u8] {
    let behind = item.offset.saturating_add(item.len);
    payload.get(item.offset..behind).unwrap_or_default()
}

/// A part of two values that differs, and what each has there.
struct Difference {
    path: String,
    writer: String,
    reader: String,
}

/// The first part of two values of one type that differs. `path` leads to them.
fn difference(from: &Value<'_>, to: &Value<'_>, path: &mut Vec<Segment>) -> Option<Difference> {
    let mut differ = Differ { path };
    differ.values(from, to)
}

struct Differ<'p> {
    path: &'p mut Vec<Segment>,
}

impl Differ<'_> {
    fn values(&mut self, from: &Value<'_>, to: &Value<'_>) -> Option<Difference> {
        match (from, to) {
            (Value::Option(Some(from)), Value::Option(Some(to))) => {
                self.values(&from.value, &to.value)
            }
            (Value::Numbers(from), Value::Numbers(to)) => {
                let pairs = from.iter().zip(to.iter());
                self.elements(pairs)
                    .or_else(|| self.counts(from.count(), to.count()))
            }
            (Value::Bytes(from), Value::Bytes(to)) => {
                let number = |byte: u8| Value::Unsigned(byte.into());
                let pairs = from.iter().map(number).zip(to.iter().map(number));
                self.elements(pairs)
                    .or_else(|| self.counts(from.len(), to.len()))
            }
            (Value::Sequence(from), Value::Sequence(to)) => {
                let found =
                    (0..)
                        .zip(from.iter().zip(to.iter()))
                        .find_map(|(index, (from, to))| {
                            self.within(Segment::Index(Some(index)), &from.value, &to.value)
                        });
                found.or_else(|| self.counts(from.len(), to.len()))
            }
            (Value::Map(from), Value::Map(to)) => {
                let pairs = (0..).zip(from.iter().zip(to.iter()));
                let found = pairs.into_iter().find_map(|(index, (from, to))| {
                    let key = Segment::Key(Some(index));
                    self.within(key, &from.0.value, &to.0.value).or_else(|| {
                        let value = Segment::Value(Some(index));
                        self.within(value, &from.1.value, &to.1.value)
                    })
                });
                found.or_else(|| self.counts(from.len(), to.len()))
            }
            (Value::Struct(from), Value::Struct(to)) => self.fields(*from, *to),
            (
                Value::Enum {
                    tag,
                    fields,
                    variant,
                },
                Value::Enum {
                    tag: other_tag,
                    fields: other_fields,
                    ..
                },
            ) if tag == other_tag => {
                self.path.push(Segment::Variant(variant.name().to_string()));
                let found = self.fields(*fields, *other_fields);
                self.path.pop();
                found
            }
            (from, to) if is_same(from, to) => None,
            (from, to) => Some(self.here(shown(from), shown(to))),
        }
    }

    fn fields(&mut self, from: Fields<'_>, to: Fields<'_>) -> Option<Difference> {
        from.iter().zip(to.iter()).find_map(|(from, to)| {
            let segment = Segment::Field(from.field.name().to_string());
            match (&from.item, &to.item) {
                (Some(from), Some(to)) => self.within(segment, &from.value, &to.value),
                (None, None) => None,
                (from, to) => {
                    let presence = |is_there: bool| if is_there { "present" } else { "absent" };
                    self.path.push(segment);
                    let found = self.here(presence(from.is_some()), presence(to.is_some()));
                    self.path.pop();
                    Some(found)
                }
            }
        })
    }

    fn elements<'v>(
        &mut self,
        mut pairs: impl Iterator<Item = (Value<'v>, Value<'v>)>,
    ) -> Option<Difference> {
        let differing = |(from, to): &(Value<'_>, Value<'_>)| !is_same(from, to);
        let mut index = 0;
        pairs.find_map(|pair| {
            let at = Segment::Index(Some(index));
            index += 1;
            differing(&pair)
                .then(|| self.within(at, &pair.0, &pair.1))
                .flatten()
        })
    }

    fn within(&mut self, segment: Segment, from: &Value<'_>, to: &Value<'_>) -> Option<Difference> {
        self.path.push(segment);
        let found = self.values(from, to);
        self.path.pop();
        found
    }

    fn counts(&self, from: usize, to: usize) -> Option<Difference> {
        (from != to).then(|| self.here(format!("{from} elements"), format!("{to} elements")))
    }

    fn here(&self, writer: impl Display, reader: impl Display) -> Difference {
        Difference {
            path: Path::new(self.path.clone()).to_string(),
            writer: writer.to_string(),
            reader: reader.to_string(),
        }
    }
}

/// Whether two values without parts are the same, bit by bit.
fn is_same(from: &Value<'_>, to: &Value<'_>) -> bool {
    match (from, to) {
        (Value::F32(from), Value::F32(to)) => from.to_bits() == to.to_bits(),
        (Value::F64(from), Value::F64(to)) => from.to_bits() == to.to_bits(),
        (from, to) => from == to,
    }
}

/// A value without parts, in a few words.
fn shown(value: &Value<'_>) -> String {
    /// From here on, numbers are mostly masks and addresses.
    const LARGE: u128 = 1 << 16;
    match value {
        Value::Unit => "nothing".into(),
        Value::Bool(value) => value.to_string(),
        Value::Unsigned(value) if *value >= LARGE => format!("{value:#x}"),
        Value::Unsigned(value) => value.to_string(),
        Value::Signed(value) => value.to_string(),
        Value::F32(value) if value.is_nan() => format!("NaN of bits {:#x}", value.to_bits()),
        Value::F64(value) if value.is_nan() => format!("NaN of bits {:#x}", value.to_bits()),
        Value::F32(value) => value.to_string(),
        Value::F64(value) => value.to_string(),
        Value::Char(value) => format!("{value:?}"),
        Value::String(text) => match text.char_indices().nth(SHOWN) {
            Some((end, _)) => format!("{:?} and more", text.get(..end).unwrap_or_default()),
            None => format!("{text:?}"),
        },
        Value::Option(None) => "none".into(),
        Value::Enum { variant, tag, .. } if variant.keeps_tag() => {
            format!("{} {tag}", variant.name())
        }
        Value::Enum { variant, .. } => variant.name().into(),
        Value::Option(Some(inner)) => match &inner.value {
            Value::Option(_) => "a value".into(),
            inner => shown(inner),
        },
        _ => "a value".into(),
    }
}
