//! Makes types of their JSON, which may come from anybody.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::value::RawValue;

use super::super::configuration::Configuration;
use super::super::device::{MOST_TAKEN_OVER, Schema};
use super::super::enumeration::EnumType;
use super::super::escaped::Escaped;
use super::super::field::Field;
use super::super::name;
use super::super::node::{Node, TypeRef};
use super::super::older::{OlderType, Versions};
use super::super::reserved::Reserved;
use super::super::structure::StructType;
use super::super::subsection::Subsection;
use super::super::summary::Summary;
use super::super::texts::Texts;
use super::super::ty::Type;
use super::super::variant::Variant;
use super::each::each;
use super::error::{Result, SchemaError};
use super::flags::flags;
use super::literal::Absence;
use super::names::{base_name, check_unique, field_names, names, variant_names};
use super::object::{Informed, Object};
use super::part::read;
use super::part::texts;
use super::shape::{
    JsonField, JsonNamed, JsonOlder, JsonReserved, JsonTags, JsonTakenOver, JsonType, JsonTypes,
    JsonVariant,
};
use super::values::{default_value, with_ranges};

/// Types nest no deeper than this, so that every walk over a schema may
/// recurse.
const MAX_DEPTH: u32 = 64;

/// A schema describes no more types than this, references followed, so that a
/// small text cannot describe an endless one.
const MAX_NODES: u32 = 100_000;

/// The named types: those in the text, those built, and the chain of names
/// that is being built.
pub(super) struct Types<'a> {
    text: &'a str,
    json: BTreeMap<String, &'a RawValue>,
    built: BTreeMap<String, TypeRef>,
    open: Vec<String>,
}

impl<'a> Types<'a> {
    pub(super) fn new(text: &'a str, JsonTypes(json): JsonTypes<'a>) -> Self {
        Self {
            text,
            json,
            built: BTreeMap::new(),
            open: Vec::new(),
        }
    }

    /// The type of a device's state and what it takes over, which refer to all named types.
    pub(super) fn all(
        mut self,
        device: &str,
        state: JsonType,
        others: Vec<Object<JsonTakenOver>>,
    ) -> Result<(TypeRef, Vec<Schema>)> {
        let ty = self.reference(state, "type")?;
        let others = self.taken_over(device, others)?;
        match self.json.keys().next() {
            None => Ok((ty, others)),
            Some(unused) => Err(SchemaError::new(
                format!("types.{unused}"),
                "nothing refers to this type",
            )),
        }
    }

    fn taken_over(
        &mut self,
        device: &str,
        json: Vec<Object<JsonTakenOver>>,
    ) -> Result<Vec<Schema>> {
        const AT: &str = "takes_over";
        let wrong = |what: &str| Err(SchemaError::new(AT, what));
        if json.len() > MOST_TAKEN_OVER {
            return wrong("a device takes over from 64 others at most");
        }
        let mut others: Vec<Schema> = Vec::new();
        let mut nodes = Nodes::default();
        for Object(json) in json {
            name::check_device(&json.device).map_err(|what| SchemaError::new(AT, what))?;
            if json.device == device {
                return wrong("a device does not take over from itself");
            }
            if others.iter().any(|other| other.device() == json.device) {
                return wrong("it lists a device twice");
            }
            if json.version == 0 {
                return wrong("versions count from 1");
            }
            let ty = self.reference(json.ty, AT)?;
            nodes.add(ty.summary(), AT)?;
            let (device, version) = (json.device, json.version);
            others.push(Schema::parsed(device, version, version, Texts::NONE, ty));
        }
        Ok(others)
    }

    fn reference(&mut self, json: JsonType, at: &str) -> Result<TypeRef> {
        let ty = match json {
            JsonType::Name(ty) => TypeRef::constant(ty),
            JsonType::Ref(name) => self.named(&name, at)?,
            JsonType::Option(inner) => TypeRef::shared(Type::Option(self.reference(*inner, at)?)),
            JsonType::List(element) => TypeRef::shared(Type::List(self.element(*element, at)?)),
            JsonType::Set(element) => TypeRef::shared(Type::Set(self.key(*element, at)?)),
            JsonType::Array(array) => TypeRef::shared(Type::Array {
                element: self.element(array.element, at)?,
                len: array.len,
            }),
            JsonType::Map(map) => TypeRef::shared(Type::Map {
                key: self.key(map.key, at)?,
                value: self.reference(map.value, at)?,
            }),
            JsonType::Tuple(parts) => self.tuple(parts.into_vec(), at)?,
        };
        check_extent(ty.summary(), at)?;
        Ok(ty)
    }

    /// What an array, list, set or map repeats. It takes at least one byte, so
    /// that the input's length bounds the number of elements.
    fn element(&mut self, json: JsonType, at: &str) -> Result<TypeRef> {
        let ty = self.reference(json, at)?;
        if ty.summary().min_len() == 0 {
            return Err(SchemaError::new(
                at,
                "elements that take no bytes cannot be counted",
            ));
        }
        Ok(ty)
    }

    /// What a set or map is ordered by.
    fn key(&mut self, json: JsonType, at: &str) -> Result<TypeRef> {
        let ty = self.element(json, at)?;
        unversioned(&ty, "a key", at)?;
        Ok(ty)
    }

    fn tuple(&mut self, json: Vec<JsonType>, at: &str) -> Result<TypeRef> {
        let mut parts = Vec::new();
        let mut nodes = Nodes::default();
        for part in json {
            let part = self.reference(part, at)?;
            nodes.add(part.summary(), at)?;
            parts.push(part);
        }
        Ok(TypeRef::shared(Type::Tuple(parts.into())))
    }

    fn named(&mut self, name: &str, at: &str) -> Result<TypeRef> {
        if let Some(built) = self.built.get(name) {
            return Ok(built.clone());
        }
        if self.open.iter().any(|open| open == name) {
            let what = format!("type `{name}` contains itself");
            return Err(SchemaError::new(at, what));
        }
        if self.open.len() >= MAX_DEPTH as usize {
            let what = format!("types nest deeper than {MAX_DEPTH}");
            return Err(SchemaError::new(at, what));
        }
        let Some(json) = self.json.remove(name) else {
            return Err(SchemaError::new(at, format!("no type is named `{name}`")));
        };
        self.open.push(name.to_string());
        let ty = TypeRef::shared(self.definition(name, json)?);
        self.open.pop();
        self.built.insert(name.to_string(), ty.clone());
        Ok(ty)
    }

    fn definition(&mut self, name: &str, json: &'a RawValue) -> Result<Type> {
        let at = format!("types.{name}");
        let base = base_name(name).map_err(|what| SchemaError::new(&at, what))?;
        let base = Node::from(base.to_string());
        let Informed(json): Informed<JsonNamed<'a>> = read(self.text, json, &at)?;
        let texts = texts(json.original, json.doc, json.location);
        let reserved = match json.reserved {
            Some(Object(json)) => reserved(json, &format!("{at}._reserved"))?,
            None => Reserved::NOTHING,
        };
        let versions = self.versions(json.version, json.older.unwrap_or_default(), &at)?;
        match (json.fields, json.subsections, json.variants) {
            (Some(fields), subsections, None) => {
                let fields = self.fields(fields, &at)?;
                let subsections = self.subsections(subsections, &at)?;
                let names = fields
                    .iter()
                    .chain(subsections.iter().map(Subsection::field));
                check_unique(names.flat_map(field_names), &at)?;
                let (fields, subsections) = (fields.into(), subsections.into());
                let ty = StructType::parsed(base, texts, fields, subsections);
                Ok(Type::Struct(ty.reserving(reserved).with_versions(versions)))
            }
            (None, None, Some(variants)) => {
                let variants = self.variants(variants, &at)?;
                let ty = EnumType::parsed(base, texts, variants.into());
                Ok(Type::Enum(ty.reserving(reserved).with_versions(versions)))
            }
            _ => Err(SchemaError::new(
                at,
                "a named type has either fields or variants",
            )),
        }
    }

    fn versions(
        &mut self,
        version: Option<u32>,
        json: Vec<Object<JsonOlder>>,
        at: &str,
    ) -> Result<Versions> {
        if version == Some(0) {
            let at = format!("{at}.version");
            return Err(SchemaError::new(at, "versions count from 1"));
        }
        let at = format!("{at}.older");
        let mut older: Vec<OlderType> = Vec::new();
        let mut nodes = Nodes::default();
        for Object(json) in json {
            let previous = older.last().map_or(0, OlderType::version);
            if json.version <= previous {
                let what = "older versions ascend, from 1";
                return Err(SchemaError::new(at, what));
            }
            let ty = self.reference(json.ty, &at)?;
            nodes.add(ty.summary(), &at)?;
            if ![1, json.version].contains(&ty.version()) {
                let what = "the type of an older version has that version, or none";
                return Err(SchemaError::new(at, what));
            }
            older.push(OlderType::new(json.version, ty));
        }
        Ok(Versions::new(version.unwrap_or(1), older.into()))
    }

    fn fields(&mut self, json: &'a RawValue, at: &str) -> Result<Vec<Field>> {
        let mut fields = Vec::new();
        let mut nodes = Nodes::default();
        let list = format!("{at}.fields");
        each(
            self.text,
            json.get(),
            &list,
            |Informed(json): Informed<JsonField<'a>>| {
                if json.tag.is_some() || json.needed.is_some() || json.retired {
                    let what = "tag, needed and retired belong to subsections";
                    return Err(SchemaError::new(format!("{at}.{}", json.name), what));
                }
                let field = self.field(json, at, Absence::Refused)?;
                nodes.add(field.ty().summary(), at)?;
                fields.push(field);
                Ok(())
            },
        )?;
        Ok(fields)
    }

    fn field(&mut self, json: JsonField<'a>, at: &str, absence: Absence) -> Result<Field> {
        let at = format!("{at}.{}", json.name);
        name::check(&json.name).map_err(|what| SchemaError::new(&at, what))?;
        let ty = self.reference(json.ty, &at)?;
        let mut field =
            Field::new(Node::from(json.name), ty).with_aliases(names(json.aliases, &at)?);
        if let Some(default) = json.default {
            let at = format!("{at}.default");
            let default = default_value(self.text, default, field.ty(), absence, &at)?;
            field = field.with_default(default);
        }
        if let Some(fill) = json.fill {
            let at = format!("{at}.fill");
            let Some((element, _)) = field.ty().as_array() else {
                return Err(SchemaError::new(at, "only arrays are filled"));
            };
            unversioned(element, "what is filled", &at)?;
            let fill = default_value(self.text, fill, element, Absence::Refused, &at)?;
            field = field.with_fill(fill);
        }
        if let Some(Object(json)) = json.range {
            field = with_ranges(field, self.text, json, &format!("{at}.range"))?;
        }
        if let Some(max_len) = json.max_len {
            if !field.ty().has_len() {
                let what = format!(
                    "it bounds strings, lists, sets and maps, and those in options and arrays, not {}",
                    **field.ty()
                );
                return Err(SchemaError::new(format!("{at}.max_len"), what));
            }
            field = field.with_max_len(max_len);
        }
        let allowed = json.allowed.as_deref();
        if let Some(configuration) = configuration(json.must_match, allowed, field.ty(), &at)? {
            field = field.with_configuration(configuration);
        }
        if json.ignorable {
            field = field.set_ignorable();
        }
        if json.sensitive {
            field = field.set_sensitive();
        }
        if let Some(unit) = json.unit {
            field = field.with_unit(Escaped::from_text(&unit));
        }
        let flags = flags(json.flags, &format!("{at}._flags"))?;
        Ok(field
            .naming(flags)
            .with_texts(texts(json.original, json.doc, json.location)))
    }

    fn subsections(&mut self, json: Option<&'a RawValue>, at: &str) -> Result<Vec<Subsection>> {
        let mut subsections: Vec<Subsection> = Vec::new();
        let Some(json) = json else {
            return Ok(subsections);
        };
        let mut nodes = Nodes::default();
        let list = format!("{at}.subsections");
        each(
            self.text,
            json.get(),
            &list,
            |Informed(mut json): Informed<JsonField<'a>>| {
                let previous = subsections.last().map_or(0, Subsection::tag);
                let tag = json.tag.unwrap_or(0);
                if tag <= previous {
                    let what = "subsections have tags, ascending from 1";
                    return Err(SchemaError::new(format!("{at}.{}", json.name), what));
                }
                let (needed, retired) = (json.needed.take(), json.retired);
                let mut subsection = Subsection::new(tag, self.field(json, at, Absence::IsNull)?);
                if let Some(needed) = needed {
                    subsection = subsection.with_needed(Escaped::from_text(&needed));
                }
                if retired {
                    subsection = subsection.set_retired();
                }
                nodes.add(subsection.field().ty().summary(), at)?;
                subsections.push(subsection);
                Ok(())
            },
        )?;
        Ok(subsections)
    }

    fn variants(&mut self, json: &'a RawValue, at: &str) -> Result<Vec<Variant>> {
        let mut variants: Vec<Variant> = Vec::new();
        let mut nodes = Nodes::default();
        let mut tags = BTreeSet::new();
        let mut others = 0;
        let list = format!("{at}.variants");
        each(
            self.text,
            json.get(),
            &list,
            |Informed(json): Informed<JsonVariant<'a>>| {
                let variant = self.variant(json, at)?;
                let at = format!("{at}.{}", variant.name());
                if !tags.insert(variant.tag()) {
                    let what = format!("tag {} is used twice", variant.tag());
                    return Err(SchemaError::new(at, what));
                }
                others += u32::from(variant.other());
                if others > 1 {
                    return Err(SchemaError::new(at, "two variants are `other`"));
                }
                nodes.add_variant(&variant, &at)?;
                variants.push(variant);
                Ok(())
            },
        )?;
        check_unique(variants.iter().flat_map(variant_names), at)?;
        Ok(variants)
    }

    fn variant(&mut self, json: JsonVariant<'a>, at: &str) -> Result<Variant> {
        let at = format!("{at}.{}", json.name);
        name::check(&json.name).map_err(|what| SchemaError::new(&at, what))?;
        let fields = match json.fields {
            Some(fields) => self.fields(fields, &at)?,
            None => Vec::new(),
        };
        check_unique(fields.iter().flat_map(field_names), &at)?;
        if json.other && !fields.is_empty() {
            let what = "a variant that is `other` has no fields: it stands for variants whose \
                        fields nobody knows";
            return Err(SchemaError::new(at, what));
        }
        let mut variant = Variant::new(Node::from(json.name), json.tag, fields.into())
            .with_aliases(names(json.aliases, &at)?);
        if json.other {
            variant = variant.set_other();
        }
        if json.keeps_tag {
            if !json.other {
                return Err(SchemaError::new(at, "only an `other` variant keeps tags"));
            }
            variant = variant.set_keeps_tag();
        }
        Ok(variant.with_texts(texts(json.original, json.doc, json.location)))
    }
}

/// Of what is compared byte by byte, no part may stand in the form of an older version.
fn unversioned(ty: &Type, what: &str, at: &str) -> Result<()> {
    match ty.has_older() {
        true => {
            let what = format!("{what} has no parts with `older` versions");
            Err(SchemaError::new(at, what))
        }
        false => Ok(()),
    }
}

/// How the value of a field has to suit the live device.
fn configuration(
    must_match: bool,
    allowed: Option<&str>,
    ty: &TypeRef,
    at: &str,
) -> Result<Option<Configuration>> {
    let refused = |what: &str| Err(SchemaError::new(format!("{at}.allowed"), what));
    if must_match {
        unversioned(ty, "what must match", at)?;
    }
    let Some(key) = allowed else {
        return Ok(must_match.then_some(Configuration::MustMatch));
    };
    match Configuration::limit(key) {
        _ if must_match => refused("what must match has no limit besides"),
        None => refused("a limit is `subset_of`, `at_most` or `at_least`"),
        Some(limit) => match limit.problem(&ty.summary()) {
            None => Ok(Some(limit)),
            Some(problem) => refused(problem),
        },
    }
}

/// Counts the types that the parts of one describe, so that a list of parts is
/// read no further than a type may have.
#[derive(Default)]
struct Nodes(u32);

impl Nodes {
    fn add(&mut self, part: Summary, at: &str) -> Result<()> {
        self.add_count(part.nodes(), at)
    }

    fn add_variant(&mut self, variant: &Variant, at: &str) -> Result<()> {
        let fields = variant.fields().iter();
        let nodes = fields.map(|field| field.ty().summary().nodes());
        self.add_count(nodes.fold(1, u32::saturating_add), at)
    }

    fn add_count(&mut self, nodes: u32, at: &str) -> Result<()> {
        self.0 = self.0.saturating_add(nodes);
        check_nodes(self.0, at)
    }
}

fn check_extent(summary: Summary, at: &str) -> Result<()> {
    if summary.depth() > MAX_DEPTH {
        let what = format!("types nest deeper than {MAX_DEPTH}");
        return Err(SchemaError::new(at, what));
    }
    check_nodes(summary.nodes(), at)
}

fn check_nodes(nodes: u32, at: &str) -> Result<()> {
    if nodes > MAX_NODES {
        let what = format!("describes more than {MAX_NODES} types, references followed");
        return Err(SchemaError::new(at, what));
    }
    Ok(())
}

/// Names and tags that are not to be used again.
fn reserved(json: JsonReserved, at: &str) -> Result<Reserved> {
    let mut tags = Vec::new();
    for JsonTags(first, last) in json.tags {
        if first > last {
            let what = format!("there are no tags from {first} to {last}");
            return Err(SchemaError::new(at, what));
        }
        tags.push((first, last));
    }
    let mut names = Vec::new();
    for name in json.names {
        name::check(&name).map_err(|what| SchemaError::new(at, what))?;
        names.push(Node::from(name));
    }
    Ok(Reserved::new(tags.into(), names.into()))
}
