//! A device in both streams: in one schema, or in those of two releases.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::{io, iter};

use migratable::resolve::{Plan, counterpart, resolve};
use migratable::schema::{Schema, Type};
use migratable::value::{self, Bytes, Item};

use super::View;
use super::kept::KeptSection;
use super::walk::{Options, Walker};
use crate::stream::{Part, Section, SensitiveNames, Source};

/// Has each stream hide what the schemas of the other mark as sensitive, besides its own.
pub(super) fn hide(a: &mut Source, b: &mut Source) {
    let mut hidden: [BTreeMap<String, SensitiveNames>; 2] = Default::default();
    for pair in same_devices(a, b) {
        for (hidden, device) in hidden.iter_mut().zip(&pair) {
            let names = SensitiveNames::of(pair.each_ref().map(String::as_str), &[a, b]);
            hidden.entry(device.clone()).or_default().join(names);
        }
    }
    let [of_a, of_b] = hidden;
    a.hide(&of_a);
    b.hide(&of_b);
}

/// The names of the devices that are the same in both streams, or may be.
fn same_devices(a: &Source, b: &Source) -> BTreeSet<[String; 2]> {
    let names = |source: &Source| -> BTreeSet<String> {
        source.readable_schemas().map(device_of).collect()
    };
    let (of_a, of_b) = (names(a), names(b));
    let mut pairs = BTreeSet::new();
    for schema in a.readable_schemas() {
        let known = names_of(schema).filter(|name| of_b.contains(*name));
        pairs.extend(known.map(|name| [device_of(schema), name.to_owned()]));
    }
    for schema in b.readable_schemas() {
        let known = names_of(schema).filter(|name| of_a.contains(*name));
        pairs.extend(known.map(|name| [name.to_owned(), device_of(schema)]));
    }
    pairs
}

fn names_of(schema: &Schema) -> impl Iterator<Item = &str> {
    iter::once(schema.device()).chain(schema.aliases().iter().map(|alias| alias.get()))
}

fn is_same_device(x: &Schema, y: &Schema) -> bool {
    counterpart(x, [y]).is_some()
}

fn device_of(schema: &Schema) -> String {
    schema.device().to_owned()
}

/// Name of the device that an instance is of.
pub(super) fn device_name(section: &Section<'_>) -> String {
    let unknown = || "unknown".to_owned();
    section.schema.map_or_else(unknown, device_of)
}

/// Compares the state of an instance in both streams. Returns the number of
/// differences; that it cannot be compared is one.
pub(super) fn compare(
    a: &KeptSection,
    payload: Bytes<'_>,
    schema_of_a: Option<&Schema>,
    b: &Section<'_>,
    options: Options,
    view: &mut dyn View,
) -> io::Result<u64> {
    let (Some(x), Some(y)) = (schema_of_a, b.schema) else {
        let same = schema_of_a.is_none() && b.schema.is_none() && payload == b.payload;
        return match same {
            true => Ok(0),
            false => other(a, b, view, "a schema cannot be read"),
        };
    };
    let is_same = x.fingerprint() == y.fingerprint();
    if is_same && payload == b.payload {
        return Ok(0);
    }
    if a.is_damaged || b.violation.is_some() {
        return other(a, b, view, "its state departs from its schema");
    }
    if !is_same_device(x, y) {
        return other(a, b, view, "it is another device");
    }
    if is_same {
        // Both were tested when they were read.
        let payloads = [payload, b.payload];
        let [x, y] = payloads.map(|payload| value::read_again(y.ty(), payload));
        return match (x, y, b.schema) {
            (Some(x), Some(y), Some(schema)) => {
                let items = [&x, &y];
                walk_items(b, schema.ty(), payloads, items, options, view)
            }
            _ => other(a, b, view, "its state departs from its schema"),
        };
    }
    let mut converted = Vec::new();
    match converter(x, y) {
        Ok(plan) => match plan.convert(&payload.to_memory(), &mut converted) {
            Ok(()) => walk(b, y.ty(), [converted[..].into(), b.payload], options, view),
            Err(error) => other(a, b, view, &format!("it cannot be converted: {error}")),
        },
        Err(why) => match converter(y, x) {
            Ok(plan) => match plan.convert(&b.payload.to_memory(), &mut converted) {
                Ok(()) => walk(b, x.ty(), [payload, converted[..].into()], options, view),
                Err(error) => other(a, b, view, &format!("it cannot be converted: {error}")),
            },
            Err(_) => other(a, b, view, &why),
        },
    }
}

fn other(a: &KeptSection, b: &Section<'_>, view: &mut dyn View, why: &str) -> io::Result<u64> {
    let name = match (&a.name, device_name(b)) {
        (one, two) if *one == two => two,
        (one, two) => format!("{one} → {two}"),
    };
    view.device(b.instance, &name)?;
    view.other(why)?;
    Ok(1)
}

/// How to bring state from one schema to another, or why it cannot be.
fn converter(from: &Schema, to: &Schema) -> Result<Plan, String> {
    let resolution = resolve(from, to);
    let texts: Vec<String> = resolution.reasons().map(ToString::to_string).collect();
    let why = || format!("the schemas are incompatible: {}", texts.join("; "));
    resolution.into_plan().ok_or_else(why)
}

fn walk(
    section: &Section<'_>,
    ty: &Type,
    payloads: [Bytes<'_>; 2],
    options: Options,
    view: &mut dyn View,
) -> io::Result<u64> {
    let [a, b] = payloads.map(|payload| value::read_stored(ty, payload).whole());
    match (a, b) {
        (Ok(a), Ok(b)) => walk_items(section, ty, payloads, [&a, &b], options, view),
        (Err(error), _) | (_, Err(error)) => {
            view.device(section.instance, &device_name(section))?;
            view.other(&format!("it cannot be compared: {error}"))?;
            Ok(1)
        }
    }
}

fn walk_items(
    section: &Section<'_>,
    ty: &Type,
    payloads: [Bytes<'_>; 2],
    items: [&Item<'_>; 2],
    options: Options,
    view: &mut dyn View,
) -> io::Result<u64> {
    let mut walker = Walker::new(payloads, options, section, view);
    walker.value(ty, None, items.map(Some))?;
    Ok(walker.found())
}

/// The schemas of the devices of the other stream, by path and id.
pub(super) struct Others {
    schemas: Rc<[Option<Schema>]>,
    by_name: HashMap<(String, u32), usize>,
}

impl Others {
    pub(super) fn of(source: &Source) -> Self {
        let instances = source.prologue().instances.iter();
        let by_name = instances.map(|one| {
            let key = (one.path.clone(), one.instance_id);
            (key, one.schema as usize)
        });
        Self {
            schemas: source.shared_schemas(),
            by_name: by_name.collect(),
        }
    }

    /// Hands a section to `show`: converted to the schema that the other stream has of the
    /// device, if that works.
    pub(super) fn converted(
        &self,
        section: &Section<'_>,
        mut show: impl FnMut(&Section<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut converted = Vec::new();
        let Some(schema) = self.convert(section, &mut converted) else {
            return show(section);
        };
        let item = match value::read(schema.ty(), &converted) {
            Ok(item) => item,
            Err(_) => return show(section),
        };
        show(&Section {
            instance: section.instance,
            place: section.place.clone(),
            payload: converted[..].into(),
            schema: Some(schema),
            version: section.version,
            part: Some(Part::whole(schema.ty(), item)),
            violation: None,
        })
    }

    fn convert(&self, section: &Section<'_>, converted: &mut Vec<u8>) -> Option<&Schema> {
        let instance = section.instance;
        let key = (instance.path.clone(), instance.instance_id);
        let (from, index) = (section.schema?, *self.by_name.get(&key)?);
        let to = self.schemas.get(index)?.as_ref()?;
        let is_other = from.fingerprint() != to.fingerprint() && is_same_device(from, to);
        if !is_other || section.violation.is_some() {
            return None;
        }
        let plan = converter(from, to).ok()?;
        plan.convert(&section.payload.to_memory(), converted).ok()?;
        Some(to)
    }
}
