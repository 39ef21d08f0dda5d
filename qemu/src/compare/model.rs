//! What is known of a device's layout, from a dump or from a stream.

use std::collections::BTreeMap;

use crate::description as described;

/// All that one side says.
#[derive(Clone, Debug, Default)]
pub struct Layouts {
    /// Its devices.
    pub(super) devices: Vec<Device>,
    /// From a dump: devices that there could be, and sizes in memory. From a
    /// stream: those that there are, and sizes that were sent.
    pub(super) from_dump: bool,
    /// Whether arrays have their lengths; in dumps of old versions they do not.
    pub(super) has_lengths: bool,
}

/// A device.
#[derive(Clone, Debug)]
pub(super) struct Device {
    /// Of a dump: the type's name. Of a stream: name and instance.
    pub(super) key: String,
    /// By what the reader finds it: of several sections of one name, all by that.
    pub(super) found_by: String,
    pub(super) layout: Def,
}

/// Fields in the order of their bytes, then subsections.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Def {
    /// How many fields and subsections it has, with all that are inside.
    pub(super) fields: u64,
    /// Bytes of it as a field, if these are always the same.
    pub(super) len: Option<u64>,
    pub(super) name: String,
    pub(super) version: i64,
    /// The oldest version that it reads; 0 if that is not known.
    pub(super) minimum: i64,
    pub(super) items: Vec<Item>,
    pub(super) subsections: Vec<Def>,
}

/// A field.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    pub(super) name: String,
    /// How many fields of that name the struct declares before it.
    pub(super) declaration: u32,
    /// Bytes of one element: in memory (dump) or in the stream.
    pub(super) size: u64,
    /// Number of elements; `None` if a dump does not say: one, or as many as
    /// another field says, or, in a dump without lengths, any.
    pub(super) count: Option<u64>,
    /// It is there from this version on.
    pub(super) since: i64,
    /// Whether it is there depends on a condition.
    pub(super) conditional: bool,
    pub(super) kind: Kind,
    /// If it is an array of structs that were described one by one.
    pub(super) others: Others,
}

/// What a field is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// Padding.
    Unused,
    /// Bytes of no type.
    Buffer,
    /// A value of a type that a stream tells.
    Typed(String),
    /// A value of a type that is not known.
    Plain,
    /// A struct.
    Struct(Box<Def>),
}

/// The elements of an array that are not like its first one, by index.
pub(super) type Others = BTreeMap<u64, Def>;

impl Def {
    /// Bytes of its fields, if all are always sent, and nothing else is.
    fn sum(&self) -> Option<u64> {
        if !self.subsections.is_empty() || self.items.iter().any(|item| item.conditional) {
            return None;
        }
        let sent = self.items.iter().filter(|item| item.since <= self.version);
        let mut lens = sent.map(Item::len);
        lens.try_fold(0_u64, |sum, len| sum.checked_add(len?))
    }

    /// It, with its fields counted.
    pub(super) fn counted(mut self) -> Self {
        let items = self.items.iter().map(|item| match &item.kind {
            Kind::Struct(inner) => item
                .others
                .values()
                .fold(inner.fields.saturating_add(1), |sum, other| {
                    sum.saturating_add(other.fields)
                }),
            _ => 1,
        });
        let subsections = self.subsections.iter().map(|part| part.fields);
        self.fields = items.chain(subsections).fold(1, u64::saturating_add);
        self.len = self.sum();
        self
    }
}

impl Item {
    /// Whether it is of bytes only, so that it may stand for several fields.
    pub(super) fn is_bytes(&self) -> bool {
        matches!(self.kind, Kind::Unused | Kind::Buffer)
    }

    /// Bytes in the stream, if that is known. What says no number of elements is taken to
    /// be one.
    pub(super) fn len(&self) -> Option<u64> {
        let one = match &self.kind {
            Kind::Struct(_) if !self.others.is_empty() => return None,
            Kind::Struct(def) => def.len?,
            _ => self.size,
        };
        one.checked_mul(self.count.unwrap_or(1))
    }

    /// An element of an array of structs, whose first is `first`.
    pub(super) fn element<'d>(&'d self, index: u64, first: &'d Def) -> &'d Def {
        self.others.get(&index).unwrap_or(first)
    }

    /// Adds elements to an array, if they are of its kind: else they are returned.
    fn add(&mut self, more: Self) -> Option<Self> {
        let (Some(count), Some(added)) = (self.count, more.count) else {
            return Some(more);
        };
        match (&self.kind, more.kind) {
            (Kind::Struct(first), Kind::Struct(new)) => {
                if **first != *new {
                    self.others.insert(count, *new);
                }
            }
            (kind, new) if self.size == more.size && *kind == new => {}
            (_, kind) => return Some(Self { kind, ..more }),
        }
        self.count = Some(count.saturating_add(added));
        None
    }
}

impl Layouts {
    /// What a stream's description says.
    pub fn of_description(description: &described::Description) -> Self {
        let devices = description.named().map(|(key, device)| Device {
            key,
            found_by: device.full_name(),
            layout: def(&device.content),
        });
        Self {
            devices: devices.collect(),
            from_dump: false,
            has_lengths: true,
        }
    }
}

fn def(content: &described::Struct) -> Def {
    let mut items: Vec<Item> = Vec::new();
    let mut before: Option<&described::Field> = None;
    for field in &content.fields {
        let again = before
            .replace(field)
            .is_some_and(|before| before.name == field.name);
        // Elements that are described one by one.
        let item = match items.last_mut().filter(|_| again) {
            Some(last) => last.add(item(field)),
            None => Some(item(field)),
        };
        items.extend(item);
    }
    Def {
        fields: 0,
        len: None,
        name: content.name.clone(),
        version: content.version,
        minimum: 0,
        items,
        subsections: content.subsections.iter().map(def).collect(),
    }
    .counted()
}

/// The name that was declared, and how many of that name were before it:
/// `config[1]` is the second `config`.
fn declared(name: &str) -> (&str, u32) {
    let split = name
        .strip_suffix(']')
        .and_then(|name| name.rsplit_once('['));
    match split.map(|(name, index)| (name, index.parse())) {
        Some((declared, Ok(index))) if !declared.is_empty() => (declared, index),
        _ => (name, 0),
    }
}

fn item(field: &described::Field) -> Item {
    let kind = match field.kind.as_str() {
        "unused_buffer" => Kind::Unused,
        "buffer" => Kind::Buffer,
        label => match field.content.as_slice() {
            [] => Kind::Typed(label.into()),
            [only] => Kind::Struct(Box::new(def(only))),
            // Elements of a queue: as many as there were.
            _ => Kind::Typed(label.into()),
        },
    };
    let (name, declaration) = declared(&field.name);
    Item {
        name: name.into(),
        declaration,
        size: field.size,
        count: Some(field.count.unwrap_or(1)),
        since: 0,
        conditional: false,
        kind,
        others: Others::new(),
    }
}
