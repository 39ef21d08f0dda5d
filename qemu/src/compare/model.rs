//! What is known of a device's layout, from a dump or from a stream.

use std::collections::HashSet;

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
            Kind::Struct(inner) => inner.fields.saturating_add(1),
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
            Kind::Struct(def) => def.len?,
            _ => self.size,
        };
        one.checked_mul(self.count.unwrap_or(1))
    }

    /// The subsections of a struct.
    fn subsections(&self) -> impl Iterator<Item = &Def> {
        match &self.kind {
            Kind::Struct(def) => def.subsections.as_slice(),
            _ => &[],
        }
        .iter()
    }

    /// Adds an element to an array. It may have subsections that the ones before
    /// it do not have: `known` are the names of those.
    fn add_element(&mut self, element: Self, known: &mut HashSet<String>) {
        self.count = self
            .count
            .zip(element.count)
            .map(|(a, b)| a.saturating_add(b));
        let (Kind::Struct(all), Kind::Struct(new)) = (&mut self.kind, element.kind) else {
            return;
        };
        for part in new.subsections {
            if known.insert(part.name.clone()) {
                all.subsections.push(part);
            }
        }
    }
}

impl Layouts {
    /// What a stream's description says.
    pub fn of_description(description: &described::Description) -> Self {
        let devices = description.devices.iter().map(|device| Device {
            key: format!("{}#{}", device.name, device.instance_id),
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
    let mut known = HashSet::new();
    for field in &content.fields {
        let item = item(field);
        let again = before
            .replace(field)
            .is_some_and(|before| before.name == field.name);
        // Elements that are described one by one.
        match items.last_mut() {
            Some(last) if again => last.add_element(item, &mut known),
            _ => {
                known = item.subsections().map(|part| part.name.clone()).collect();
                items.push(item);
            }
        }
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
    }
}
