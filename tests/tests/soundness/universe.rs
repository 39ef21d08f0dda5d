//! Small universes: types of few values, with all their values.

use serde_json::json;

use super::model::{Device, Field, Given, Group, Int, Range, Struct, Ty, Variant, within_newtypes};
use super::val::{Bits, Number, Val, fields_of};
use super::valid::is_valid_field;

/// Values of a part, and of a device, at most: of types that have more, none is made.
const MOST_OF_PART: usize = 260;
const MOST: usize = 600;

/// All values of a device's type, or none if they are too many.
pub(crate) fn values(ty: &Ty) -> Option<Vec<Val>> {
    all(ty, None).filter(|values| (1..=MOST).contains(&values.len()))
}

fn of_field(field: &Field) -> Option<Vec<Val>> {
    let mut values = match (field.range, field.entries) {
        (Some(range), _) => in_range(&field.ty, range, field.max_len)?,
        (None, [None, None]) => all(&field.ty, field.max_len)?,
        (None, entries) => with_entries(&field.ty, entries, field.max_len)?,
    };
    values.retain(|value| is_valid_field(field, value));
    Some(values)
}

/// Those of a type whose maps have keys and values in ranges.
fn with_entries(ty: &Ty, entries: [Option<Range>; 2], max_len: Option<usize>) -> Option<Vec<Val>> {
    match ty {
        Ty::Map(key, value) => {
            let [keys, values] = entries;
            let of = |ty: &Ty, range: Option<Range>| match range {
                Some(range) => in_range(ty, range, None),
                None => all(ty, None),
            };
            maps(&of(key, keys)?, &of(value, values)?, max_len)
        }
        Ty::Opt(inner) => Some(options(with_entries(inner, entries, max_len)?)),
        Ty::Array(inner, len) => sequences(&with_entries(inner, entries, max_len)?, *len..=*len),
        _ => None,
    }
}

/// Those of a type whose numbers are in a range.
fn in_range(ty: &Ty, range: Range, max_len: Option<usize>) -> Option<Vec<Val>> {
    match (ty, range) {
        (Ty::Int(int), Range::Ints(min, max, nonzero)) => {
            let min = min.unwrap_or(int.min().into());
            let max = max.unwrap_or(Number::Natural(int.max()));
            let count = max.bits().wrapping_sub(min.bits());
            let is_one = |number: &Number| !nonzero || *number != Number::Natural(0);
            (count < MOST_OF_PART as u128).then(|| {
                let numbers = (0..=count).map(|up| match min {
                    Number::Natural(min) => Number::Natural(min + up),
                    Number::Negative(min) => Number::from(min + up as i128),
                });
                numbers.filter(is_one).map(Val::Int).collect()
            })
        }
        (Ty::Struct(_), range) => {
            let range = within_newtypes(ty, range);
            let values = in_range(&ty.as_newtype()?.ty, range, None)?.into_iter();
            Some(
                values
                    .map(|value| Val::Struct(vec![value], Vec::new()))
                    .collect(),
            )
        }
        (Ty::Float(32), Range::Floats(Some(min), Some(max))) if 0.0 < min && min < max => {
            let bits = |value: f64| (value as f32).to_bits();
            let count = bits(max).checked_sub(bits(min))?;
            let of = |bits: u32| Val::Float(Bits(32, bits.into()));
            (count < MOST_OF_PART as u32).then(|| (bits(min)..=bits(max)).map(of).collect())
        }
        (Ty::Float(bits), Range::Floats(Some(min), Some(max))) if min == max => {
            let of = |value: f64| match bits {
                32 => Val::Float(Bits(32, (value as f32).to_bits().into())),
                _ => Val::Float(Bits(64, value.to_bits())),
            };
            // Zero has a sign.
            let both = [of(min), of(-min)];
            Some(both[..1 + usize::from(min == 0.0)].to_vec())
        }
        (Ty::Opt(inner), range) => Some(options(in_range(inner, range, max_len)?)),
        (Ty::List(inner), range) => sequences(&in_range(inner, range, None)?, 0..=max_len?),
        (Ty::Set(inner), range) => {
            let sets = subsets(&in_range(inner, range, None)?, max_len)?;
            Some(sets.into_iter().map(Val::Seq).collect())
        }
        (Ty::Array(inner, len), range) => sequences(&in_range(inner, range, max_len)?, *len..=*len),
        _ => None,
    }
}

fn options(values: Vec<Val>) -> Vec<Val> {
    let present = values.into_iter().map(Val::some);
    [Val::Opt(None)].into_iter().chain(present).collect()
}

fn all(ty: &Ty, max_len: Option<usize>) -> Option<Vec<Val>> {
    let values = match ty {
        Ty::Unit => vec![Val::Unit],
        Ty::Bool => vec![Val::Bool(false), Val::Bool(true)],
        Ty::Int(int) if int.bits == 8 => {
            let numbers = int.min()..=int.max() as i128;
            numbers.map(|number| Val::Int(number.into())).collect()
        }
        Ty::Text => texts(max_len?)?,
        Ty::Char | Ty::Int(_) | Ty::Float(_) => return None,
        Ty::Opt(inner) => options(all(inner, max_len)?),
        Ty::Array(inner, len) => sequences(&all(inner, max_len)?, *len..=*len)?,
        Ty::List(inner) => sequences(&all(inner, None)?, 0..=max_len?)?,
        Ty::Set(inner) => subsets(&all(inner, None)?, max_len)?
            .into_iter()
            .map(Val::Seq)
            .collect(),
        Ty::Map(key, value) => maps(&all(key, None)?, &all(value, None)?, max_len)?,
        Ty::Tuple(parts) => {
            let parts = parts.iter().map(|part| all(part, None));
            let parts = product(parts.collect::<Option<Vec<_>>>()?)?;
            parts.into_iter().map(Val::Seq).collect()
        }
        Ty::Struct(ty) => structs(ty)?,
        Ty::Enum(variants) => enums(variants)?,
    };
    (values.len() <= MOST).then_some(values)
}

/// Strings of at most a byte.
fn texts(max_len: usize) -> Option<Vec<Val>> {
    let one = ('\0'..='\x7f').map(String::from);
    let texts = [String::new()]
        .into_iter()
        .chain(one.filter(|_| max_len == 1));
    (max_len <= 1).then(|| texts.map(Val::Text).collect())
}

/// Each choice of one from each.
fn product<T: Clone>(parts: Vec<Vec<T>>) -> Option<Vec<Vec<T>>> {
    let mut rows = vec![Vec::new()];
    for part in parts {
        if rows.len() * part.len() > MOST {
            return None;
        }
        let longer = |row: &Vec<T>| {
            let row = row.clone();
            part.clone().into_iter().map(move |value| {
                let mut row = row.clone();
                row.push(value);
                row
            })
        };
        rows = rows.iter().flat_map(longer).collect();
    }
    Some(rows)
}

fn sequences(values: &[Val], lens: std::ops::RangeInclusive<usize>) -> Option<Vec<Val>> {
    let mut found = Vec::new();
    for len in lens {
        let rows = product(vec![values.to_vec(); len])?;
        found.extend(rows.into_iter().map(Val::Seq));
    }
    (found.len() <= MOST).then_some(found)
}

/// Ascending, as sets and maps have them.
fn subsets(values: &[Val], max_len: Option<usize>) -> Option<Vec<Vec<Val>>> {
    let mut values = values.to_vec();
    values.sort();
    if values.len() > 6 {
        return None;
    }
    let chosen = (0_u32..1 << values.len()).map(|bits| {
        let is_in = |index: &usize| bits >> index & 1 == 1;
        let indexes = (0..values.len()).filter(is_in);
        indexes.map(|index| values[index].clone()).collect()
    });
    let fits = |subset: &Vec<Val>| max_len.is_none_or(|most| subset.len() <= most);
    Some(chosen.filter(fits).collect())
}

fn maps(keys: &[Val], values: &[Val], max_len: Option<usize>) -> Option<Vec<Val>> {
    let mut found = Vec::new();
    for keys in subsets(keys, max_len)? {
        for values in product(vec![values.to_vec(); keys.len()])? {
            found.push(Val::Map(keys.iter().cloned().zip(values).collect()));
        }
    }
    (found.len() <= MOST).then_some(found)
}

fn structs(ty: &Struct) -> Option<Vec<Val>> {
    let fields = ty.fields.iter().map(of_field).collect::<Option<_>>()?;
    let groups = ty.groups.iter().map(|group| {
        let present = of_field(&group.field)?.into_iter().map(Some);
        Some([None].into_iter().chain(present).collect())
    });
    let groups = product(groups.collect::<Option<_>>()?)?;
    let fields = product(fields)?;
    let with_groups = |fields: Vec<Val>| {
        let groups = groups.clone().into_iter();
        groups.map(move |groups| Val::Struct(fields.clone(), groups))
    };
    Some(fields.into_iter().flat_map(with_groups).collect())
}

/// Tags that an `other` variant may keep: all that somebody has here, and where numbers
/// of fewer bits end.
const TAGS: [u32; 16] = [
    0,
    1,
    2,
    3,
    5,
    6,
    7,
    127,
    128,
    200,
    201,
    255,
    256,
    257,
    65_536,
    u32::MAX,
];

fn enums(variants: &[Variant]) -> Option<Vec<Val>> {
    let mut found = Vec::new();
    for variant in variants {
        let mut tags = vec![variant.tag];
        if variant.keeps_tag {
            let is_free = |tag: &u32| variants.iter().all(|other| other.tag != *tag);
            tags.extend(TAGS.into_iter().filter(is_free));
        }
        for tag in tags {
            let fields = fields_of(variants, tag).iter().map(of_field);
            let fields = product(fields.collect::<Option<_>>()?)?;
            found.extend(fields.into_iter().map(|fields| Val::Enum(tag, fields)));
        }
    }
    Some(found)
}

const fn int(bits: u32, signed: bool, varint: bool) -> Ty {
    Ty::Int(Int {
        bits,
        signed,
        varint,
    })
}

fn variant(name: &str, tag: u32, fields: Vec<Field>) -> Variant {
    Variant {
        name: name.into(),
        tag,
        aliases: Vec::new(),
        other: false,
        keeps_tag: false,
        fields,
    }
}

fn list(ty: &Ty) -> Ty {
    Ty::List(Box::new(ty.clone()))
}

fn array(ty: &Ty, len: usize) -> Ty {
    Ty::Array(Box::new(ty.clone()), len)
}

fn map(key: &Ty, value: &Ty) -> Ty {
    Ty::Map(Box::new(key.clone()), Box::new(value.clone()))
}

/// Types without a field of their own that says more.
fn enumerations() -> Vec<Ty> {
    let a = || variant("A", 0, Vec::new());
    let b = |tag| variant("B", tag, Vec::new());
    let c = |tag| variant("C", tag, Vec::new());
    let of = |ty| vec![Field::new("0", ty)];
    let other = |name, keeps_tag| Variant {
        other: true,
        keeps_tag,
        ..variant(name, 7, Vec::new())
    };
    let renamed = Variant {
        aliases: vec!["B".into()],
        ..c(1)
    };
    vec![
        Ty::Enum(vec![a()]),
        Ty::Enum(vec![a(), b(1)]),
        Ty::Enum(vec![a(), b(2)]),
        Ty::Enum(vec![b(0), c(1)]),
        Ty::Enum(vec![a(), renamed]),
        Ty::Enum(vec![a(), other("Z", false)]),
        Ty::Enum(vec![a(), other("Z", true)]),
        Ty::Enum(vec![variant("A", 0, of(Ty::Bool)), b(1)]),
        Ty::Enum(vec![variant("A", 0, of(Ty::Unit)), b(1)]),
        Ty::Enum(vec![variant("A", 0, of(Ty::opt(Ty::Bool))), b(1)]),
    ]
}

/// Fields named `x`, of every kind of type.
fn fields() -> Vec<Field> {
    let field = |ty| Field::new("x", ty);
    let of_range = |ty, min: i128, max: i128| Field {
        range: Some(Range::of(min, max)),
        ..field(ty)
    };
    let of_len = |ty, len| Field {
        max_len: Some(len),
        ..field(ty)
    };
    let point = |bits, at| Field {
        range: Some(Range::Floats(Some(at), Some(at))),
        ..field(Ty::Float(bits))
    };
    let byte = Ty::BYTE;
    let two = enumerations().swap_remove(1);
    let mut fields = vec![field(Ty::Unit), field(Ty::Bool), field(byte.clone())];
    fields.extend(enumerations().into_iter().map(field));
    for ty in [
        byte.clone(),
        int(8, true, false),
        int(16, false, false),
        int(32, true, true),
        int(64, false, true),
    ] {
        for (min, max) in [(0, 0), (0, 1), (1, 2), (5, 6), (0, 127)] {
            fields.push(of_range(ty.clone(), min, max));
        }
    }
    fields.push(of_range(int(8, true, false), -1, 1));
    fields.push(of_range(int(16, false, false), 255, 256));
    fields.extend([
        point(32, 1.0),
        point(64, 1.0),
        point(64, 0.1),
        point(32, 0.5),
    ]);
    for inner in [Ty::Unit, Ty::Bool, two.clone(), Ty::opt(Ty::Bool)] {
        fields.push(field(Ty::opt(inner.clone())));
        fields.push(field(Ty::newtype(inner.clone())));
        fields.push(field(Ty::Tuple(vec![inner.clone()])));
        fields.push(field(Ty::Tuple(vec![Ty::Bool, inner.clone()])));
        if inner.least() == 0 {
            continue;
        }
        for len in 0..=2 {
            fields.push(field(array(&inner, len)));
            fields.push(of_len(list(&inner), len));
        }
        fields.push(field(Ty::Set(Box::new(inner.clone()))));
        fields.push(of_len(Ty::Set(Box::new(inner.clone())), 1));
        fields.push(field(map(&inner, &Ty::Unit)));
        fields.push(field(map(&Ty::Bool, &inner)));
        fields.push(of_len(map(&inner, &Ty::Bool), 1));
        fields.push(of_len(list(&Ty::Tuple(vec![inner.clone(), Ty::Bool])), 1));
        fields.push(of_len(list(&Ty::Tuple(vec![Ty::Bool, inner])), 2));
    }
    for (min, max) in [(0, 1), (1, 1), (200, 201)] {
        let mut several = of_range(list(&byte), min, max);
        several.max_len = Some(1);
        fields.push(several);
        fields.push(of_range(Ty::opt(byte.clone()), min, max));
        fields.push(of_range(array(&byte, 1), min, max));
        fields.push(of_range(Ty::Set(Box::new(byte.clone())), min, max));
    }
    let mut filled = field(array(&Ty::Bool, 2));
    filled.fill = Some(Given::Zero);
    fields.push(filled.clone());
    filled.ty = array(&Ty::Bool, 1);
    fields.push(filled);
    fields
}

/// What a field may say of its absence.
fn absences(field: &Field) -> Vec<Field> {
    let mut zero = field.clone();
    zero.default = Some(Given::Zero);
    let mut literal = field.clone();
    literal.default = match field.ty {
        Ty::Bool => Some(Given::Literal(json!(true))),
        _ => None,
    };
    let mut ignorable = field.clone();
    ignorable.ignorable = true;
    let mut found = vec![field.clone(), zero, ignorable];
    found.extend(literal.default.is_some().then_some(literal));
    found
}

fn device(fields: Vec<Field>, groups: Vec<Group>) -> Device {
    Device {
        name: "d".into(),
        version: 1,
        oldest: 1,
        ty: Ty::Struct(Struct { fields, groups }),
    }
}

/// Devices of which every one is to be compared with every other.
pub(crate) fn families() -> Vec<Vec<Device>> {
    let alone = |fields: Vec<Field>| {
        let devices = fields.into_iter();
        devices
            .map(|field| device(vec![field], Vec::new()))
            .collect()
    };
    let mut families: Vec<Vec<Device>> = vec![alone(fields())];
    families.extend([of_parts(), beside(of_parts(), 9), alone(of_fills())]);
    families.extend([of_newtypes(), of_entries(), of_texts(), of_keys()].map(alone));
    for fields in [of_enums(), of_numbers(), of_collections()] {
        let optional = |field: &Field| Field {
            ty: Ty::opt(field.ty.clone()),
            ..field.clone()
        };
        let within = |field: &Field| {
            let inner = Struct {
                fields: vec![field.clone()],
                groups: Vec::new(),
            };
            Field::new("x", Ty::Struct(inner))
        };
        families.push(alone(fields.iter().map(optional).collect()));
        families.push(alone(fields.iter().map(within).collect()));
        families.push(beside(alone(fields.clone()), 3));
        families.push(alone(fields));
    }
    families
}

/// The same devices with a number more, so that each has more values. Those of none would
/// have no others.
fn beside(devices: Vec<Device>, most: i128) -> Vec<Device> {
    let number = Field {
        range: Some(Range::of(0, most)),
        ..Field::new("z", Ty::BYTE)
    };
    let with_number = |mut device: Device| {
        if let Ty::Struct(ty) = &mut device.ty {
            ty.fields.push(number.clone());
        }
        device
    };
    devices.into_iter().map(with_number).collect()
}

/// Enums of up to three variants, with other orders, tags, aliases and unknown variants.
fn of_enums() -> Vec<Field> {
    let mut found = Vec::new();
    let names = ["A", "B", "AB", "BA", "AC", "ABC"];
    for (names, first) in names.iter().flat_map(|names| [(names, 0), (names, 1)]) {
        let variants = names.chars().zip(first..);
        let plain: Vec<Variant> = variants
            .map(|(name, tag)| variant(&name.to_string(), tag, Vec::new()))
            .collect();
        let mut shapes = vec![plain.clone()];
        if !names.contains('B') {
            let mut renamed = plain.clone();
            renamed.last_mut().expect("a variant").aliases = vec!["B".into()];
            shapes.push(renamed);
        }
        if names.len() < 3 {
            let mut full = plain;
            full[0].fields = vec![Field::new("0", Ty::Bool)];
            shapes.push(full);
        }
        for shape in shapes {
            for (other, keeps_tag) in [(false, false), (true, false), (true, true)] {
                let mut shape = shape.clone();
                shape.extend(other.then(|| Variant {
                    other,
                    keeps_tag,
                    ..variant("Z", 7, Vec::new())
                }));
                found.push(Field::new("x", Ty::Enum(shape)));
            }
        }
    }
    found
}

/// Numbers of every kind, in small ranges around where others end.
fn of_numbers() -> Vec<Field> {
    let mut found = absences(&Field::new("x", Ty::Bool));
    let mut add = |ty: Ty, range| {
        found.push(Field {
            range: Some(range),
            ..Field::new("x", ty)
        });
    };
    let ranges = [
        (0, 0),
        (0, 1),
        (1, 1),
        (-1, 0),
        (-1, -1),
        (127, 128),
        (255, 256),
    ];
    for bits in [8, 16, 32, 64] {
        for (signed, varint) in [(false, false), (true, false), (false, true), (true, true)] {
            let Ty::Int(number) = int(bits, signed, varint && bits > 8) else {
                continue;
            };
            for (min, max) in ranges {
                let fits = min >= number.min() && max <= number.max() as i128;
                if fits && !(varint && bits == 8) {
                    add(Ty::Int(number), Range::of(min, max));
                }
            }
        }
    }
    for at in [0.0, 1.0, -1.0, 0.5, 128.0, 256.0] {
        for bits in [32, 64] {
            add(Ty::Float(bits), Range::Floats(Some(at), Some(at)));
        }
    }
    add(Ty::Float(64), Range::Floats(Some(0.1), Some(0.1)));
    // Of many values, whole numbers and others.
    for (bits, varint) in [(8, false), (16, false), (32, true)] {
        add(int(bits, false, varint), Range::of(0, 199));
    }
    for first in [1.0_f32, 8_388_608.0] {
        let last = f32::from_bits(first.to_bits() + 199);
        let range = Range::Floats(Some(first.into()), Some(last.into()));
        add(Ty::Float(32), range);
    }
    // What only reads here.
    let plain = [
        int(16, false, false),
        int(32, false, true),
        int(64, false, false),
    ];
    found.extend(plain.map(|ty| Field::new("x", ty)));
    found.extend([32, 64].map(|bits| Field::new("x", Ty::Float(bits))));
    // Their tags are numbers, too.
    for tags in [[0, 1], [1, 2], [127, 256]] {
        let variants = ["A", "B"].into_iter().zip(tags);
        let variants = variants.map(|(name, tag)| variant(name, tag, Vec::new()));
        found.push(Field::new("x", Ty::Enum(variants.collect())));
    }
    found
}

/// Arrays, lists, sets and maps of few elements.
fn of_collections() -> Vec<Field> {
    let mut found = Vec::new();
    let pair = Ty::Tuple(vec![Ty::Bool, Ty::Bool]);
    let two = enumerations().swap_remove(1);
    for element in [Ty::Bool, two, pair] {
        for len in 0..=3 {
            found.push(Field::new("x", array(&element, len)));
            found.push(Field {
                fill: Some(Given::Zero),
                ..Field::new("x", array(&element, len))
            });
            found.push(Field {
                max_len: Some(len),
                ..Field::new("x", list(&element))
            });
        }
        for max_len in [None, Some(1), Some(2)] {
            let kinds = [
                Ty::Set(Box::new(element.clone())),
                map(&element, &Ty::Unit),
                map(&element, &Ty::Bool),
            ];
            found.extend(kinds.map(|ty| Field {
                max_len,
                ..Field::new("x", ty)
            }));
        }
    }
    found
}

/// Newtypes with a range, with one around them, or both; and numbers above all that are
/// signed.
fn of_newtypes() -> Vec<Field> {
    let mut found = Vec::new();
    let field = |ty, range| Field {
        range,
        ..Field::new("x", ty)
    };
    let outer = [
        None,
        Some(Range::of(0, 1)),
        Some(Range::of(1, 1)),
        Some(Range::of(2, 3)),
    ];
    let zero_to = |max| Range::Ints(None, Some(Number::Natural(max)), true);
    for number in [Ty::BYTE, int(64, true, true)] {
        for own in [zero_to(2), Range::of(0, 1), Range::of(1, 2)] {
            let newtype = Ty::newtype_of(field(number.clone(), Some(own)));
            let twice = Ty::newtype(newtype.clone());
            for range in outer {
                let mut several = field(list(&newtype), range);
                several.max_len = Some(1);
                found.push(several);
                for ty in [
                    newtype.clone(),
                    twice.clone(),
                    Ty::opt(newtype.clone()),
                    array(&newtype, 1),
                ] {
                    found.push(field(ty, range));
                }
            }
        }
        found.extend(outer.map(|range| field(number.clone(), range)));
    }
    // A newtype that got a field more, or lost it.
    for range in [Range::of(0, 1), Range::of(1, 2)] {
        let mut fields = vec![Field::new("0", Ty::BYTE), Field::new("1", Ty::Bool)];
        fields[0].range = Some(range);
        fields[1].default = Some(Given::Zero);
        let groups = Vec::new();
        found.push(field(Ty::Struct(Struct { fields, groups }), None));
    }
    // What stands in within a newtype is bounded by what is around it, too.
    let stated = [
        Given::Zero,
        Given::Literal(json!(1)),
        Given::Literal(json!(3)),
    ];
    for (given, range) in stated
        .iter()
        .flat_map(|given| outer.map(|range| (given, range)))
    {
        for len in [1, 2] {
            let filled = Field {
                fill: Some(given.clone()),
                ..field(array(&Ty::BYTE, len), Some(Range::of(0, 3)))
            };
            found.push(field(Ty::newtype_of(filled), range));
        }
        let defaulted = Field {
            default: Some(given.clone()),
            ..field(Ty::BYTE, Some(Range::of(0, 3)))
        };
        found.push(field(Ty::newtype_of(defaulted), range));
    }
    let nothing = (Vec::new(), Vec::new());
    let (fields, groups) = nothing;
    found.push(field(Ty::Struct(Struct { fields, groups }), None));
    const FIRST: u128 = 1 << 127;
    for (signed, min, max) in [
        (false, FIRST - 1, FIRST),
        (false, FIRST, FIRST + 1),
        (false, FIRST, FIRST),
        (false, u128::MAX - 1, u128::MAX),
        (true, FIRST - 2, FIRST - 1),
    ] {
        let [min, max] = [min, max].map(|limit| Some(Number::Natural(limit)));
        for varint in [false, true] {
            let range = Range::Ints(min, max, false);
            found.push(field(int(128, signed, varint), Some(range)));
        }
    }
    found.push(field(int(128, false, false), None));
    found
}

/// Maps whose keys and values have ranges, and lists of pairs.
fn of_entries() -> Vec<Field> {
    let mut found = Vec::new();
    let ranges = [
        None,
        Some(Range::of(0, 1)),
        Some(Range::of(1, 2)),
        Some(Range::of(3, 3)),
    ];
    let number = |max| {
        Ty::newtype_of(Field {
            range: Some(Range::of(0, max)),
            ..Field::new("0", Ty::BYTE)
        })
    };
    let two = number(2);
    for (keys, values) in ranges.iter().flat_map(|a| ranges.map(|b| (*a, b))) {
        let of = |ty| Field {
            entries: [keys, values],
            max_len: Some(2),
            ..Field::new("x", ty)
        };
        found.push(of(map(&two, &two)));
        found.push(of(map(&two, &Ty::opt(two.clone()))));
        found.push(of(map(&int(16, false, false), &number(1))));
        if values == keys {
            found.push(of(Ty::opt(map(&two, &two))));
            found.push(of(array(&map(&number(1), &two), 1)));
        }
    }
    for (a, b) in [(2, 2), (2, 1), (1, 2)] {
        for pair in [
            Ty::Tuple(vec![number(a), number(b)]),
            Ty::newtype(Ty::Tuple(vec![number(a), number(b)])),
        ] {
            found.push(Field {
                max_len: Some(1),
                ..Field::new("x", list(&pair))
            });
        }
    }
    found
}

/// Strings, characters and bytes, in what holds them.
fn of_texts() -> Vec<Field> {
    let mut found = Vec::new();
    for max_len in [Some(0), Some(1), Some(2), None] {
        for ty in [Ty::Text, list(&Ty::BYTE)] {
            for ty in [
                ty.clone(),
                Ty::opt(ty.clone()),
                array(&ty, 1),
                Ty::newtype(ty),
            ] {
                let is_newtype = ty.as_newtype().is_some();
                found.push(Field {
                    max_len: max_len.filter(|_| !is_newtype),
                    ..Field::new("x", ty)
                });
            }
        }
    }
    let ascii = Range::of(b'a'.into(), b'c'.into());
    found.push(Field {
        max_len: Some(1),
        range: Some(ascii),
        ..Field::new("x", list(&Ty::BYTE))
    });
    for ty in [
        Ty::Char,
        Ty::opt(Ty::Char),
        array(&Ty::Char, 1),
        Ty::newtype(Ty::Char),
    ] {
        found.push(Field::new("x", ty));
    }
    // What is cut off is a character, too.
    for (ty, fill) in [
        (Ty::Char, "a"),
        (Ty::Char, "é"),
        (Ty::Text, "a"),
        (Ty::Text, "ab"),
    ] {
        for len in [1, 2] {
            found.push(Field {
                max_len: (ty == Ty::Text).then_some(1),
                fill: Some(Given::Literal(json!(fill))),
                ..Field::new("x", array(&ty, len))
            });
        }
    }
    found
}

/// Arrays that grow and shrink: what fills them up may be in the range of each side, of
/// one, or of none, and what is cut off can become it, always is it, or never.
fn of_fills() -> Vec<Field> {
    let mut found = Vec::new();
    let number = |number: u8| Some(Given::Literal(json!(number)));
    let mut add = |ty: &Ty, range: Option<(i128, i128)>, fill: Option<Given>, lens: &[usize]| {
        for len in lens {
            found.push(Field {
                range: range.map(|(min, max)| Range::of(min, max)),
                fill: fill.clone(),
                ..Field::new("x", array(ty, *len))
            });
        }
    };
    let small = [(0, 0), (0, 1), (1, 1), (1, 3)];
    for range in small {
        for fill in [None, number(0), number(1), number(2)] {
            add(&Ty::BYTE, Some(range), fill, &[1, 2]);
        }
    }
    // Of so many values that they are not tried one by one.
    let wide = int(16, false, false);
    for range in [(0, 9_000), (1, 9_000), (2, 2), (3, 400)] {
        for fill in [None, number(0), number(2)] {
            add(&wide, Some(range), fill, &[0, 1]);
        }
    }
    let within = |ty: Ty, (min, max)| {
        let field = Field {
            range: Some(Range::of(min, max)),
            ..Field::new("a", ty)
        };
        let fields = vec![field];
        let groups = Vec::new();
        Ty::Struct(Struct { fields, groups })
    };
    for range in [(0, 1), (1, 2)] {
        let inner = within(Ty::BYTE, range);
        let many = Ty::Tuple(vec![within(wide.clone(), (range.0, 600)), Ty::Bool]);
        for (ty, given) in [
            (&inner, json!({"a": 0})),
            (&many, json!([{"a": 0}, false])),
            (&many, json!([{"a": 1}, true])),
        ] {
            for fill in [None, Some(Given::Literal(given))] {
                add(ty, None, fill, &[1, 2]);
            }
        }
        // A range is that of the numbers inside.
        for (ty, given) in [
            (Ty::opt(Ty::BYTE), json!(null)),
            (Ty::opt(Ty::BYTE), json!(1)),
            (array(&Ty::BYTE, 1), json!("00")),
            (array(&Ty::BYTE, 1), json!("01")),
        ] {
            add(&ty, Some(range), Some(Given::Literal(given)), &[1, 2]);
        }
        add(&array(&Ty::BYTE, 1), Some(range), None, &[1, 2]);
    }
    // Several elements become the same one.
    for most in [1, 700] {
        let ignored = Field {
            ignorable: true,
            range: Some(Range::of(0, most)),
            ..Field::new("b", wide.clone())
        };
        let mut fields = vec![Field::new("a", Ty::Bool), ignored];
        fields[0].default = Some(Given::Zero);
        for fields in [fields.clone(), fields.split_off(1), fields] {
            let groups = Vec::new();
            let ty = Ty::Struct(Struct { fields, groups });
            for fill in [None, Some(Given::Zero)] {
                add(&ty, None, fill, &[1, 2]);
            }
        }
    }
    found
}

/// Devices of none to two parts, which have defaults or none, are fields or subsections,
/// or were some.
fn of_parts() -> Vec<Device> {
    let types = [Ty::Bool, Ty::opt(Ty::Bool), enumerations().swap_remove(1)];
    let parts = types
        .into_iter()
        .flat_map(|ty| absences(&Field::new("x", ty)));
    let parts: Vec<Field> = parts.collect();
    let group = |field: &Field, tag, retired| Group {
        tag,
        retired,
        field: field.clone(),
    };
    let mut devices = vec![device(Vec::new(), Vec::new())];
    for part in &parts {
        devices.push(device(vec![part.clone()], Vec::new()));
        devices.push(device(Vec::new(), vec![group(part, 1, false)]));
        devices.push(device(Vec::new(), vec![group(part, 2, true)]));
        let mut renamed = part.clone();
        renamed.name = "y".into();
        let both = vec![part.clone(), renamed.clone()];
        devices.push(device(both, Vec::new()));
        devices.push(device(vec![renamed.clone()], vec![group(part, 1, false)]));
        renamed.aliases = vec!["x".into()];
        devices.push(device(vec![renamed], Vec::new()));
    }
    devices
}

/// Sets, maps and lists whose keys become the same as others, or nearly so.
fn of_keys() -> Vec<Field> {
    let mut found = Vec::new();
    for key in keys() {
        let kinds = [
            (Ty::Set(Box::new(key.clone())), None),
            (map(&key, &Ty::Unit), None),
            (Ty::Set(Box::new(key.clone())), Some(1)),
            (list(&key), Some(2)),
        ];
        found.extend(kinds.map(|(ty, max_len)| Field {
            max_len,
            ..Field::new("x", ty)
        }));
    }
    found
}

/// Types of few values, which lose a difference on the way to another one of them.
fn keys() -> Vec<Ty> {
    let within = |min, max| Field {
        range: Some(Range::of(min, max)),
        ..Field::new("0", Ty::BYTE)
    };
    let number = |min, max| Ty::newtype_of(within(min, max));
    let structure = |fields: &[Field], groups: &[Field]| {
        let groups = groups.iter().zip(1..).map(|(field, tag)| Group {
            tag,
            retired: fields.iter().any(|field| field.name == "w"),
            field: field.clone(),
        });
        Ty::Struct(Struct {
            fields: fields.to_vec(),
            groups: groups.collect(),
        })
    };
    let named = |name: &str, ty: &Ty, default: Option<Given>| Field {
        default,
        ..Field::new(name, ty.clone())
    };
    let literal = |value| Some(Given::Literal(json!(value)));
    let ignorable = |field: Field| Field {
        ignorable: true,
        ..field
    };
    let ranged = |default| Field {
        name: "a".into(),
        default,
        ..within(0, 1)
    };
    let variants = |names: &str| -> Vec<Variant> {
        let tags = names.chars().zip(0..);
        tags.map(|(name, tag)| variant(&name.to_string(), tag, Vec::new()))
            .collect()
    };
    let with_other = |names: &str, keeps_tag| {
        let mut all = variants(names);
        all.push(Variant {
            other: true,
            keeps_tag,
            ..variant("Z", 7, Vec::new())
        });
        Ty::Enum(all)
    };
    let holding = |ty: Ty| {
        let mut all = variants("AB");
        all[1].fields = vec![Field::new("0", ty)];
        Ty::Enum(all)
    };
    let (bool, unit) = (&Ty::Bool, &Ty::Unit);
    let optional = &Ty::opt(Ty::Bool);
    let b = named("b", bool, literal(true));
    let mut found = vec![
        number(0, 1),
        number(0, 2),
        number(6, 7),
        number(7, 8),
        number(1, 1),
        Ty::opt(number(0, 1)),
        Ty::opt(number(2, 3)),
        Ty::Enum(variants("A")),
        Ty::Enum(variants("AB")),
        Ty::Enum(variants("ABC")),
        with_other("A", false),
        with_other("AB", false),
        with_other("", false),
        holding(Ty::Bool),
        holding(Ty::Unit),
    ];
    let fields = [
        named("a", bool, None),
        named("a", bool, literal(true)),
        named("a", unit, None),
        named("a", optional, None),
        ranged(None),
        ranged(Some(Given::Literal(json!(1)))),
        named("a", &Ty::opt(number(0, 1)), None),
        named("a", &Ty::opt(number(2, 3)), None),
    ];
    for field in fields {
        let c = named("c", bool, None);
        found.push(structure(&[field.clone(), c.clone()], &[]));
        found.push(structure(&[ignorable(field.clone()), c], &[]));
        found.push(structure(&[field], &[]));
    }
    let a = |default| named("a", bool, default);
    let null = Some(Given::Literal(json!(null)));
    for group in [
        a(literal(false)),
        a(literal(true)),
        a(null),
        ranged(Some(Given::Zero)),
    ] {
        let b = std::slice::from_ref(&b);
        found.push(structure(b, &[ignorable(group.clone())]));
        found.push(structure(b, std::slice::from_ref(&group)));
        found.push(structure(&[], &[group]));
    }
    // What is retired is only read: this one has too many values for a writer.
    let wide = named("w", &int(16, false, false), Some(Given::Zero));
    found.push(structure(&[b.clone(), wide], &[a(literal(true))]));
    found.push(structure(&[b], &[]));
    found
}
