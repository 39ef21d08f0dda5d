//! Whose the bytes of the sections are.

use std::collections::HashMap;
use std::ptr;

use migratable::schema::{Field, Integer, Path, Schema, Segment, Type};
use migratable::value::{Fields, Item, Value};

use crate::stream::element_type;

/// So many fields are told apart. A schema that comes with a stream can have more
/// than there is memory for: what is in them then counts as the field around.
const MOST: usize = 1 << 16;

/// Bytes by field, of all instances of a device.
#[derive(Debug, Default)]
pub(super) struct Usage {
    nodes: Vec<Node>,
    found: HashMap<(usize, Step), usize>,
    /// For each schema, the node of the whole.
    devices: HashMap<u32, usize>,
}

/// A field of a device, or the steps between a field and those in its elements.
#[derive(Debug)]
struct Node {
    parent: usize,
    /// `None` is the whole device.
    step: Option<Segment>,
    /// The device's name or the field's type.
    text: String,
    /// Whether it has numbers of fixed width that could be varints.
    is_fixed: bool,
    /// How many bytes fewer these would take then.
    saves: i64,
    times: u64,
    bytes: u64,
}

/// A part of a value, told apart by where in memory the schema describes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Step {
    Field(usize),
    Variant(usize),
    Element,
    Key,
    Value,
}

/// A field and its bytes.
#[derive(Debug, serde::Serialize)]
pub(super) struct FieldUsage {
    pub(super) device: String,
    pub(super) path: String,
    #[serde(rename = "type")]
    pub(super) ty: String,
    /// How many values there are of it.
    pub(super) times: u64,
    pub(super) bytes: u64,
    /// How many fewer these would be if its numbers were varints; `None` if it has none of
    /// fixed width.
    pub(super) varint_saves: Option<i64>,
}

impl Usage {
    /// Counts the state of an instance whose schema has this number.
    pub(super) fn add(&mut self, index: u32, schema: &Schema, item: &Item<'_>) {
        let new = self.nodes.len();
        let whole = *self.devices.entry(index).or_insert(new);
        if whole == new {
            let mut node = Node::new(new, None);
            node.text = schema.device().to_owned();
            node.is_fixed = has_fixed(schema.ty());
            self.nodes.push(node);
        }
        self.count(whole, schema.ty(), item);
    }

    /// Counts a value as that of a node, but for what is in fields of its own.
    fn count(&mut self, node: usize, ty: &Type, item: &Item<'_>) {
        let within = self.parts(node, node, ty, &item.value);
        if let Some(node) = self.nodes.get_mut(node) {
            node.times += 1;
            node.bytes += (item.len as u64).saturating_sub(within);
        }
    }

    /// Counts the fields in a value; returns how many bytes they take. What is in no field
    /// of its own is of the node `of`.
    fn parts(&mut self, node: usize, of: usize, ty: &Type, value: &Value<'_>) -> u64 {
        match value {
            Value::Option(Some(item)) => {
                let inner = ty.as_option().map_or(ty, |inner| inner);
                self.parts(node, of, inner, &item.value)
            }
            Value::Struct(fields) => self.fields(node, *fields),
            Value::Enum {
                variant, fields, ..
            } if !fields.is_empty() => {
                let step = Step::Variant(ptr::from_ref(*variant) as usize);
                let name = || Segment::Variant(variant.name().to_owned());
                self.step(node, step, name)
                    .map_or(0, |node| self.fields(node, *fields))
            }
            Value::Sequence(items) if has_fields(ty) => {
                let name = || Segment::Index(None);
                let Some(node) = self.step(node, Step::Element, name) else {
                    return 0;
                };
                let items = items.iter().enumerate();
                let parts = items.map(|(index, item)| {
                    let ty = element_type(ty, index).unwrap_or(ty);
                    self.parts(node, of, ty, &item.value)
                });
                parts.sum()
            }
            Value::Map(entries) if has_fields(ty) => {
                let Some((key, value)) = ty.as_map() else {
                    return 0;
                };
                let keys = self.step(node, Step::Key, || Segment::Key(None));
                let values = self.step(node, Step::Value, || Segment::Value(None));
                let (Some(keys), Some(values)) = (keys, values) else {
                    return 0;
                };
                let parts = entries.iter().map(|(k, v)| {
                    let of_key = self.parts(keys, of, key, &k.value);
                    of_key + self.parts(values, of, value, &v.value)
                });
                parts.sum()
            }
            _ => {
                if let Some(node) = self.nodes.get_mut(of).filter(|node| node.is_fixed) {
                    node.saves += saves(ty, value);
                }
                0
            }
        }
    }

    fn fields(&mut self, node: usize, fields: Fields<'_>) -> u64 {
        let mut bytes = 0;
        for value in fields.present() {
            let Some(item) = &value.item else { continue };
            let field: &Field = value.field;
            let step = Step::Field(ptr::from_ref(field) as usize);
            let found = self.found.get(&(node, step)).copied();
            let found = found.or_else(|| {
                let name = || Segment::Field(field.name().to_owned());
                let made = self.step(node, step, name)?;
                let node = self.nodes.get_mut(made)?;
                node.text = field.ty().to_string();
                node.is_fixed = has_fixed(field.ty());
                Some(made)
            });
            if let Some(found) = found {
                self.count(found, field.ty(), item);
                bytes += item.len as u64;
            }
        }
        bytes
    }

    /// The node behind a step, unless there are too many.
    fn step(&mut self, from: usize, step: Step, name: impl Fn() -> Segment) -> Option<usize> {
        if let Some(found) = self.found.get(&(from, step)) {
            return Some(*found);
        }
        let new = self.nodes.len();
        if new >= MOST {
            return None;
        }
        self.nodes.push(Node::new(from, Some(name())));
        self.found.insert((from, step), new);
        Some(new)
    }

    /// The fields that take room, the largest first.
    pub(super) fn into_fields(self) -> Vec<FieldUsage> {
        let taking = self.nodes.iter().filter(|node| node.bytes > 0);
        let mut fields: Vec<FieldUsage> = taking.map(|node| self.field(node)).collect();
        fields.sort_by(|a, b| {
            let key = |field: &FieldUsage| (field.device.clone(), field.path.clone());
            b.bytes.cmp(&a.bytes).then_with(|| key(a).cmp(&key(b)))
        });
        fields
    }

    fn field(&self, node: &Node) -> FieldUsage {
        let (mut steps, mut at) = (Vec::new(), node);
        while let Some(step) = &at.step
            && let Some(parent) = self.nodes.get(at.parent)
        {
            steps.push(step.clone());
            at = parent;
        }
        steps.reverse();
        FieldUsage {
            device: at.text.clone(),
            path: Path::new(steps).to_string(),
            ty: match node.step {
                Some(_) => node.text.clone(),
                None => String::new(),
            },
            times: node.times,
            bytes: node.bytes,
            varint_saves: node.is_fixed.then_some(node.saves),
        }
    }
}

impl Node {
    fn new(parent: usize, step: Option<Segment>) -> Self {
        Self {
            parent,
            step,
            text: String::new(),
            is_fixed: false,
            saves: 0,
            times: 0,
            bytes: 0,
        }
    }
}

/// Whether values of a type can have fields with names.
fn has_fields(ty: &Type) -> bool {
    is_named(ty) || ty.component_types().any(|part| has_fields(part))
}

/// How many bytes fewer the numbers of fixed width in a value would take as varints.
fn saves(ty: &Type, value: &Value<'_>) -> i64 {
    let as_varint = |width: usize, number: &Value<'_>| {
        let len = number.varint_len().unwrap_or(width);
        width as i64 - len as i64
    };
    match value {
        Value::Unsigned(_) | Value::Signed(_) => match ty.as_integer() {
            Some(number) if is_fixed(number) => as_varint(usize::from(number.bits() / 8), value),
            _ => 0,
        },
        Value::Numbers(numbers) if element_type(ty, 0).is_some_and(has_fixed) => {
            let width = numbers.width();
            numbers.iter().map(|number| as_varint(width, &number)).sum()
        }
        Value::Option(Some(item)) => {
            let inner = ty.as_option().map_or(ty, |inner| inner);
            saves(inner, &item.value)
        }
        Value::Sequence(items) if has_fixed(ty) => {
            let items = items.iter().enumerate();
            let saved = items
                .map(|(index, item)| saves(element_type(ty, index).unwrap_or(ty), &item.value));
            saved.sum()
        }
        Value::Map(entries) if has_fixed(ty) => match ty.as_map() {
            Some((key, value)) => (entries.iter())
                .map(|(k, v)| saves(key, &k.value) + saves(value, &v.value))
                .sum(),
            None => 0,
        },
        _ => 0,
    }
}

fn is_fixed(number: Integer) -> bool {
    number.bits() > 8 && !number.is_varint()
}

/// Whether a type that is spelled out has numbers of fixed width that could be varints.
fn has_fixed(ty: &Type) -> bool {
    match ty.as_integer() {
        Some(number) => is_fixed(number),
        None => !is_named(ty) && ty.component_types().any(|part| has_fixed(part)),
    }
}

fn is_named(ty: &Type) -> bool {
    ty.versions().is_some()
}
