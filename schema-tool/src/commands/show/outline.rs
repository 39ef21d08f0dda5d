//! What is said of a schema: its types, each with a row for each part.

use std::collections::HashSet;

use migratable::schema::{
    Components, Configuration, DefaultValue, EnumType, Escaped, Field, Flags, Limit, Literal,
    MapLimits, Member, RangeLimits, Schema, StructType, Type, TypeNames, Variant, Versions,
};

/// A device: its own type first, then those that it uses.
pub(super) struct Outline<'s> {
    pub(super) schema: &'s Schema,
    pub(super) types: Vec<Named<'s>>,
}

/// A type with a name.
pub(super) struct Named<'s> {
    /// As in `struct Queue`.
    pub(super) title: String,
    pub(super) doc: Option<&'s Escaped>,
    pub(super) is_enum: bool,
    pub(super) rows: Vec<Row<'s>>,
}

/// A field, a subsection or a variant.
pub(super) struct Row<'s> {
    pub(super) name: String,
    pub(super) ty: String,
    /// Limits, defaults and marks.
    pub(super) notes: Vec<String>,
    pub(super) doc: Option<&'s Escaped>,
}

impl<'s> Outline<'s> {
    pub(super) fn of(schema: &'s Schema) -> Self {
        let mut outline = Self {
            schema,
            types: Vec::new(),
        };
        let names = TypeNames::of(schema);
        // From the outside inwards, as they are met.
        let mut seen = Seen {
            names: &names,
            shown: HashSet::new(),
        };
        let mut left: Vec<&Type> = vec![schema.ty()];
        while !left.is_empty() {
            let mut next = Vec::new();
            for ty in left {
                outline.add(ty, &mut seen, &mut next);
            }
            left = next;
        }
        outline
    }

    fn add(&mut self, whole: &'s Type, seen: &mut Seen<'_>, next: &mut Vec<&'s Type>) {
        let named = match whole.components() {
            Components::Struct(ty) if seen.is_new(whole) => structure(whole, ty, seen.names),
            Components::Enum(ty) if seen.is_new(whole) => enumeration(whole, ty, seen.names),
            Components::Struct(_) | Components::Enum(_) => return,
            Components::Nothing
            | Components::One(_)
            | Components::Entries { .. }
            | Components::Tuple(_) => {
                return (whole.component_types()).for_each(|part| self.add(part, seen, next));
            }
        };
        let older = whole.versions().map_or(&[][..], Versions::older);
        next.extend(older.iter().map(|older| &**older.ty()));
        next.extend(whole.component_types().map(|ty| &**ty));
        self.types.push(named);
    }
}

/// The types that were shown, by their names in the schema's JSON.
struct Seen<'n> {
    names: &'n TypeNames<'n>,
    shown: HashSet<String>,
}

impl Seen<'_> {
    fn is_new(&mut self, ty: &Type) -> bool {
        self.shown.insert(self.names.describe(ty).to_string())
    }
}

fn structure<'s>(whole: &Type, ty: &'s StructType, names: &TypeNames<'_>) -> Named<'s> {
    let fields = ty
        .fields()
        .iter()
        .map(|field| row(field.name(), field, names, Vec::new()));
    let subsections = ty.subsections().iter().map(|one| {
        let mut notes = vec![format!("subsection {}", one.tag())];
        notes.extend(
            one.needed()
                .map(|needed| format!("needed: {}", needed.text())),
        );
        notes.extend(one.retired().then(|| "retired".to_owned()));
        row(one.field().name(), one.field(), names, notes)
    });
    let older = older(ty.versions(), names);
    Named {
        title: title(whole, ty.versions(), names),
        doc: ty.doc(),
        is_enum: false,
        rows: fields.chain(subsections).chain(older).collect(),
    }
}

fn title(whole: &Type, versions: &Versions, names: &TypeNames<'_>) -> String {
    match versions.version() {
        1 => names.describe(whole).to_string(),
        version => format!("{}, version {version}", names.describe(whole)),
    }
}

/// What the type was in older versions that are read.
fn older<'s>(versions: &Versions, names: &TypeNames<'_>) -> impl Iterator<Item = Row<'s>> {
    versions.older().iter().map(|older| Row {
        name: format!("version {}", older.version()),
        ty: names.describe(older.ty()).to_string(),
        notes: vec!["older type, which is converted".to_owned()],
        doc: None,
    })
}

fn enumeration<'s>(whole: &Type, ty: &'s EnumType, names: &TypeNames<'_>) -> Named<'s> {
    let mut rows = Vec::new();
    for variant in ty.variants() {
        rows.push(of_variant(variant));
        let fields = variant.fields().iter();
        rows.extend(fields.map(|field| {
            let name = format!("{}.{}", variant.name(), field.name());
            row(&name, field, names, Vec::new())
        }));
    }
    rows.extend(older(ty.versions(), names));
    Named {
        title: title(whole, ty.versions(), names),
        doc: ty.doc(),
        is_enum: true,
        rows,
    }
}

fn of_variant(variant: &Variant) -> Row<'_> {
    let mut notes = vec![format!("tag {}", variant.tag())];
    if variant.other() {
        notes.push("stands for all others".into());
    }
    notes.extend(
        variant
            .aliases()
            .iter()
            .map(|alias| format!("alias {}", alias.get())),
    );
    Row {
        name: variant.name().to_owned(),
        ty: String::new(),
        notes,
        doc: variant.doc(),
    }
}

/// The names of bits, each with these.
fn flags(flags: &Flags) -> Option<String> {
    let named = flags.all().iter();
    let named: Vec<String> = named
        .map(|flag| format!("{} {:#x}", flag.name(), flag.bits()))
        .collect();
    (!named.is_empty()).then(|| format!("flags {}", named.join(" | ")))
}

fn row<'s>(name: &str, field: &'s Field, names: &TypeNames<'_>, mut notes: Vec<String>) -> Row<'s> {
    notes.extend(field.unit().map(|unit| format!("in {}", unit.text())));
    notes.extend(flags(field.flags()));
    notes.extend(field.range().map(range));
    if let Some(MapLimits { keys, values, .. }) = field.map_limits() {
        notes.extend(keys.map(|keys| format!("keys {}", range(keys))));
        notes.extend(values.map(|values| format!("values {}", range(values))));
    }
    notes.extend(field.max_len().map(|len| format!("at most {len}")));
    notes.extend(
        field
            .default_value()
            .map(|value| format!("default {}", default(value))),
    );
    notes.extend(
        field
            .fill()
            .map(|value| format!("filled with {}", default(value))),
    );
    notes.extend(
        field
            .aliases()
            .iter()
            .map(|alias| format!("alias {}", alias.get())),
    );
    notes.extend(
        field
            .configuration()
            .filter(|limit| *limit != Configuration::MustMatch)
            .map(|limit| format!("allowed {}", limit.key())),
    );
    let marks = [
        (field.must_match(), "must match"),
        (field.ignorable(), "ignorable"),
        (field.sensitive(), "sensitive"),
    ];
    notes.extend(
        marks
            .iter()
            .filter(|(is, _)| *is)
            .map(|(_, mark)| (*mark).to_owned()),
    );
    Row {
        name: name.to_owned(),
        ty: names.describe(field.ty()).to_string(),
        notes,
        doc: field.doc(),
    }
}

fn range(range: RangeLimits) -> String {
    let limit = |limit: Option<Limit>| match limit {
        Some(Limit::Integer(value)) => value.to_string(),
        Some(Limit::Natural(value)) => value.to_string(),
        Some(Limit::Float(value)) => format!("{value:?}"),
        _ => String::new(),
    };
    match (range.min, range.max, range.nonzero) {
        (None, None, _) => "not 0".into(),
        (min, None, _) => format!("{}..", limit(min)),
        (min, max, false) => format!("{}..={}", limit(min), limit(max)),
        (min, max, true) => format!("{}..={}, not 0", limit(min), limit(max)),
    }
}

fn default(value: &DefaultValue) -> String {
    match value {
        DefaultValue::Computed => "computed".into(),
        DefaultValue::Zero => "zero".into(),
        DefaultValue::Fields => "that of each field".into(),
        DefaultValue::Literal(literal) => self::literal(literal.get()),
        _ => "of a later kind".into(),
    }
}

fn members(members: &[Member]) -> String {
    let member = |member: &Member| format!("{}: {}", member.name(), literal(member.value()));
    let members: Vec<String> = members.iter().map(member).collect();
    format!("{{{}}}", members.join(", "))
}

fn literal(value: &Literal) -> String {
    match value {
        Literal::Null => "none".into(),
        Literal::Bool(value) => value.to_string(),
        Literal::Integer {
            negative,
            magnitude,
        } => {
            let sign = if *negative { "-" } else { "" };
            format!("{sign}{magnitude}")
        }
        Literal::Float { digits, .. } => digits.get().to_owned(),
        Literal::Text(text) => format!("{:?}", text.text()),
        Literal::List(values) => {
            let values: Vec<String> = values.get().iter().map(literal).collect();
            format!("[{}]", values.join(", "))
        }
        Literal::Some(value) => literal(value.get()),
        Literal::Struct(members) => self::members(members),
        Literal::Variant { name, fields } => format!("{} {}", name.get(), members(fields)),
        _ => "of a later kind".into(),
    }
}
