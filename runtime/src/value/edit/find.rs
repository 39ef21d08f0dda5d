//! Where a part of a value lies.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::mem;
use core::ops::Range;

use super::super::cursor::Cursor;
use super::super::known;
use super::super::parts::Fields;
use super::super::tree::{FieldValue, Item, Value};
use super::enclosing::{Count, Enclosing, Entry, Payload, insert, len_of};
use crate::schema::{Components, EnumType, Path, Segment, StructType, Type};

/// What a path leads to.
pub(super) enum Found<'a> {
    Present(Present<'a>),
    Absent(Absent<'a>),
}

/// A part that is there.
pub(super) struct Present<'a> {
    pub(super) ty: &'a Type,
    pub(super) range: Range<usize>,
    pub(super) around: Enclosing,
    /// If it is the content of a subsection.
    pub(super) entry: Option<Entry>,
    pub(super) is_sensitive: bool,
}

/// A subsection that is not there.
pub(super) struct Absent<'a> {
    pub(super) ty: &'a Type,
    tag: u32,
    /// Where it would begin.
    at: usize,
    count: Count,
    around: Enclosing,
    pub(super) is_sensitive: bool,
}

impl Absent<'_> {
    pub(super) fn insert(self, bytes: &[u8], payload: &[u8]) -> Vec<u8> {
        insert(bytes, self.around, (self.count, self.at, self.tag), payload)
    }
}

/// Goes from a value, all of `bytes`, which were read before, to a part of it.
pub(super) fn find<'a>(
    ty: &'a Type,
    bytes: &'a [u8],
    mut steps: &[Segment],
) -> Result<Found<'a>, String> {
    let item = Cursor::new(bytes.into(), 0, true).item(ty);
    let mut here = Here {
        ty,
        item: item.ok_or_else(|| no_part(steps))?,
        around: Enclosing::default(),
        entry: None,
        is_sensitive: false,
    };
    while !steps.is_empty() {
        here.open_options()?;
        match here.ty.components() {
            Components::Struct(ty) => {
                let (name, rest) = name(steps)?;
                match here.member(ty, name, steps)? {
                    None => {}
                    Some(_) if !rest.is_empty() => return Err(set_as_a_whole(name)),
                    Some(place) => return Ok(Found::Absent(here.absent(place))),
                }
                steps = rest;
            }
            Components::Enum(ty) => {
                let (variant, rest) = name(steps)?;
                here.variant(ty, variant, rest, steps)?;
                steps = rest.get(1..).unwrap_or_default();
            }
            Components::Nothing
            | Components::One(_)
            | Components::Entries { .. }
            | Components::Tuple(_) => {
                let (step, rest) = steps.split_first().ok_or_else(|| no_part(steps))?;
                here.element(step).map_err(|gone| gone.text(steps))?;
                steps = rest;
            }
        }
    }
    Ok(Found::Present(here.part()))
}

/// A place on the way.
struct Here<'a> {
    ty: &'a Type,
    item: Item<'a>,
    around: Enclosing,
    /// If it is the content of a subsection.
    entry: Option<Entry>,
    is_sensitive: bool,
}

/// Where an absent subsection would begin.
struct Room<'a> {
    ty: &'a Type,
    tag: u32,
    at: usize,
    count: Count,
}

impl<'a> Here<'a> {
    fn part(self) -> Present<'a> {
        Present {
            ty: self.ty,
            range: range_of(&self.item),
            around: self.around,
            entry: self.entry,
            is_sensitive: self.is_sensitive,
        }
    }

    fn absent(self, room: Room<'a>) -> Absent<'a> {
        Absent {
            ty: room.ty,
            tag: room.tag,
            at: room.at,
            count: room.count,
            around: self.around,
            is_sensitive: self.is_sensitive,
        }
    }

    fn go(&mut self, ty: &'a Type, item: Item<'a>) {
        (self.ty, self.item, self.entry) = (ty, item, None);
    }

    /// What is in options has no step of its own.
    fn open_options(&mut self) -> Result<(), String> {
        while let Some(inner) = self.ty.as_option() {
            match mem::replace(&mut self.item.value, Value::Unit) {
                Value::Option(Some(item)) => self.go(inner, *item),
                _ => return Err("it is `none`, which has no parts; set it as a whole".into()),
            }
        }
        Ok(())
    }

    /// Goes to a field, or to a subsection; or says where that would be.
    fn member(
        &mut self,
        ty: &'a StructType,
        name: &str,
        steps: &[Segment],
    ) -> Result<Option<Room<'a>>, String> {
        let Value::Struct(fields) = self.item.value else {
            return Err(no_part(steps));
        };
        let subsection = ty.subsection_named(name);
        let mut there = fields.present();
        let found = there.find(|one| one.field.name() == name);
        if let Some(FieldValue {
            field,
            tag,
            item: Some(item),
        }) = found
        {
            self.is_sensitive |= field.sensitive();
            let entry = tag.map(|tag| Entry {
                start: item
                    .offset
                    .saturating_sub(len_of(item.len) + len_of(tag as usize)),
                count: count_of(fields, &self.item),
            });
            if entry.is_some() {
                self.around.push(Payload(range_of(&item)));
            }
            self.go(field.ty(), item);
            self.entry = entry;
            return Ok(None);
        }
        let subsection = subsection.ok_or_else(|| no_field(name, &known::fields(ty)))?;
        self.is_sensitive |= subsection.field().sensitive();
        let tag = subsection.tag();
        let mut behind = fields.present().filter(|one| one.tag > Some(tag));
        let behind = behind
            .find_map(|one| one.tag.zip(one.item))
            .map(|(tag, item)| {
                item.offset
                    .saturating_sub(len_of(item.len) + len_of(tag as usize))
            });
        Ok(Some(Room {
            ty: subsection.field().ty(),
            tag,
            at: behind.unwrap_or(range_of(&self.item).end),
            count: count_of(fields, &self.item),
        }))
    }

    /// Goes to a field of the variant.
    fn variant(
        &mut self,
        ty: &EnumType,
        name: &str,
        rest: &[Segment],
        steps: &[Segment],
    ) -> Result<(), String> {
        let Value::Enum {
            variant, fields, ..
        } = &self.item.value
        else {
            return Err(no_part(steps));
        };
        let wanted = ty.named(name).ok_or_else(|| {
            let known = known::variants(ty);
            format!("it has no variant `{name}`; {known}, each with its fields behind it")
        })?;
        if wanted.name() != variant.name() {
            return Err(format!("it is not the variant `{name}`"));
        }
        let Some(Segment::Field(name)) = rest.first() else {
            return Err("a field of the variant must follow; set the enum as a whole".into());
        };
        let found = fields.iter().find(|one| one.field.name() == name);
        let (field, item) = found
            .and_then(|one| Some((one.field, one.item?)))
            .ok_or_else(|| no_field(name, &known::fields_of(wanted)))?;
        self.is_sensitive |= field.sensitive();
        self.go(field.ty(), item);
        Ok(())
    }

    /// Goes to an element, or to the key or value of an entry.
    fn element(&mut self, step: &Segment) -> Result<(), Gone> {
        let found = match (step, &self.item.value) {
            (Segment::Index(Some(at)), value) => {
                let part = self.ty.part(*at).ok_or(Gone::Step)?;
                Some((part, nth(value, &self.item, *at)?))
            }
            (Segment::Key(Some(at)), Value::Map(entries)) => {
                let key = self.ty.as_map().map(|(key, _)| key);
                key.zip(entries.iter().nth(*at).map(|(item, _)| item))
            }
            (Segment::Value(Some(at)), Value::Map(entries)) => {
                let value = self.ty.as_map().map(|(_, value)| value);
                value.zip(entries.iter().nth(*at).map(|(_, item)| item))
            }
            _ => None,
        };
        let (ty, item) = found.ok_or(Gone::Step)?;
        self.go(ty, item);
        Ok(())
    }
}

/// Why there is no element.
enum Gone {
    Step,
    Behind { count: usize, at: usize },
}

impl Gone {
    fn text(self, steps: &[Segment]) -> String {
        match self {
            Self::Step => no_part(steps),
            Self::Behind { count, at } => format!("it has {count} elements, so no [{at}]"),
        }
    }
}

/// An element of an array, list or set.
fn nth<'a>(value: &Value<'a>, of: &Item<'a>, at: usize) -> Result<Item<'a>, Gone> {
    let (count, width, number) = match value {
        Value::Sequence(items) => {
            let count = items.len();
            return items.iter().nth(at).ok_or(Gone::Behind { count, at });
        }
        Value::Bytes(bytes) => (
            bytes.len(),
            1,
            bytes.get(at).map(|byte| Value::Unsigned(byte.into())),
        ),
        Value::Numbers(numbers) => (numbers.count(), numbers.width(), numbers.iter().nth(at)),
        _ => return Err(Gone::Step),
    };
    let value = number.ok_or(Gone::Behind { count, at })?;
    // A count stands before those of a list.
    let start = range_of(of).end.saturating_sub(count.saturating_mul(width));
    Ok(Item {
        offset: start.saturating_add(at.saturating_mul(width)),
        len: width,
        value,
    })
}

/// How many subsections a struct has, which stands behind its fields.
fn count_of(fields: Fields<'_>, of: &Item<'_>) -> Count {
    let mut count = Count {
        at: of.offset,
        value: 0,
    };
    for one in fields.present() {
        match (one.tag, one.item) {
            (None, Some(item)) => count.at = range_of(&item).end,
            _ => count.value += 1,
        }
    }
    count
}

fn range_of(item: &Item<'_>) -> Range<usize> {
    item.offset..item.offset.saturating_add(item.len)
}

fn name(steps: &[Segment]) -> Result<(&str, &[Segment]), String> {
    match steps {
        [Segment::Field(name) | Segment::Variant(name), rest @ ..] => Ok((name, rest)),
        _ => Err(no_part(steps)),
    }
}

fn set_as_a_whole(name: &str) -> String {
    format!("the subsection `{name}` is absent; set it as a whole")
}

fn no_field(name: &str, known: &str) -> String {
    format!("it has no field `{name}`; {known}")
}

fn no_part(steps: &[Segment]) -> String {
    format!("it has no part `{}`", Path::new(steps.to_vec()))
}
