//! The test's schemas as derived code has them: constants. They are never
//! freed, as constants are.

use migratable::schema::{
    DefaultValue, EnumType, Float, Integer, Limit, Literal, MapLimits, Node, RangeLimits, Schema,
    StructType, Subsection, Type, TypeRef, Variant, json,
};

use serde_json::Value as Json;

use super::model::{self, Device, Field, Given, Group, Int, Range, Ty};
use super::val::{Bits, Number, Val};

/// Whether a default or fill value in this JSON of a schema has members: those of a struct or
/// variant.
pub(crate) fn states_members(json: &str) -> bool {
    fn has_members(value: &Json) -> bool {
        match value {
            Json::Array(parts) => parts.iter().any(has_members),
            Json::Object(members) => match members.get("some") {
                Some(content) if members.len() == 1 => has_members(content),
                _ => true,
            },
            _ => false,
        }
    }
    fn is_in(part: &Json) -> bool {
        match part {
            Json::Array(parts) => parts.iter().any(is_in),
            Json::Object(members) => members.iter().any(|(key, part)| match key.as_str() {
                "default" | "fill" => part.get("value").is_some_and(has_members),
                _ => is_in(part),
            }),
            _ => false,
        }
    }
    is_in(&serde_json::from_str(json).expect("JSON"))
}

/// Names for types, of which some stand for several.
const NAMES: [&str; 3] = ["A", "B", "A2"];

/// The constant of a device, and the JSON that the compiler would make of it.
/// Its types have names of their own, or each has one of a few.
pub(crate) fn schema(device: &Device, few_names: bool) -> (Schema, String) {
    let mut types = Types {
        few_names,
        count: 0,
    };
    let ty = types.of(&device.ty);
    let schema = Schema::constant(text(&device.name), device.version, device.oldest, ty);
    let written = json::write::<0x2_0000>(&schema);
    let json = json::as_text(written.bytes()).to_owned();
    (schema, json)
}

fn text(text: &str) -> &'static str {
    String::leak(text.to_owned())
}

fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

struct Types {
    few_names: bool,
    count: usize,
}

impl Types {
    fn name(&mut self) -> &'static str {
        self.count += 1;
        match self.few_names {
            true => NAMES[self.count % NAMES.len()],
            false => text(&format!("T{}", self.count)),
        }
    }

    fn of(&mut self, ty: &Ty) -> &'static Type {
        leak(self.make(ty))
    }

    fn part(&mut self, ty: &Ty) -> TypeRef {
        TypeRef::constant(self.of(ty))
    }

    fn make(&mut self, ty: &Ty) -> Type {
        match ty {
            Ty::Unit => Type::Unit,
            Ty::Bool => Type::Bool,
            Ty::Char => Type::Char,
            Ty::Text => Type::String,
            Ty::Int(int) => Type::Integer(integer(*int)),
            Ty::Float(32) => Type::Float(Float::F32),
            Ty::Float(_) => Type::Float(Float::F64),
            Ty::Opt(inner) => Type::Option(self.part(inner)),
            Ty::Array(element, len) => Type::Array {
                element: self.part(element),
                len: *len as u64,
            },
            Ty::List(element) => Type::List(self.part(element)),
            Ty::Set(element) => Type::Set(self.part(element)),
            Ty::Map(key, value) => Type::Map {
                key: self.part(key),
                value: self.part(value),
            },
            Ty::Tuple(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.part(part)).collect();
                Type::Tuple(Node::constant(parts.leak()))
            }
            Ty::Struct(ty) => {
                let fields = self.fields(&ty.fields);
                let groups: Vec<_> = ty.groups.iter().map(|group| self.group(group)).collect();
                Type::Struct(StructType::constant(self.name(), fields, groups.leak()))
            }
            Ty::Enum(variants) => {
                let variants: Vec<_> = variants.iter().map(|one| self.variant(one)).collect();
                let by_tag = sorted(&variants, Variant::tag);
                let by_name = sorted(&variants, |variant| variant.name().to_string());
                Type::Enum(EnumType::constant(
                    self.name(),
                    variants.leak(),
                    by_tag,
                    by_name,
                ))
            }
        }
    }

    fn fields(&mut self, fields: &[Field]) -> &'static [migratable::schema::Field] {
        let fields: Vec<_> = fields.iter().map(|field| self.field(field)).collect();
        fields.leak()
    }

    fn group(&mut self, group: &Group) -> Subsection {
        let subsection = Subsection::constant(group.tag, self.field(&group.field));
        match group.retired {
            true => subsection.set_retired(),
            false => subsection,
        }
    }

    fn field(&mut self, field: &Field) -> migratable::schema::Field {
        let ty = self.of(&field.ty);
        let mut made = migratable::schema::Field::constant(text(&field.name), ty)
            .with_aliases(names(&field.aliases));
        if let Some(default) = &field.default {
            made = made.with_default(given(default, &field.ty));
        }
        if let (Some(fill), Ty::Array(element, _)) = (&field.fill, &field.ty) {
            made = made.with_fill(given(fill, element));
        }
        if let Some(range) = field.range {
            made = made.with_range(limits(range));
        }
        if let [Some(_), _] | [_, Some(_)] = field.entries {
            let [keys, values] = field.entries.map(|range| range.map(limits));
            made = made.with_map_limits(MapLimits::new(keys, values));
        }
        if let Some(max_len) = field.max_len {
            made = made.with_max_len(max_len as u64);
        }
        match field.ignorable {
            true => made.set_ignorable(),
            false => made,
        }
    }

    fn variant(&mut self, variant: &model::Variant) -> Variant {
        let fields = self.fields(&variant.fields);
        let mut made = Variant::constant(text(&variant.name), variant.tag, fields)
            .with_aliases(names(&variant.aliases));
        if variant.other {
            made = made.set_other();
        }
        match variant.keeps_tag {
            true => made.set_keeps_tag(),
            false => made,
        }
    }
}

fn integer(int: Int) -> Integer {
    let bits = int.bits as u8;
    let integer = match int.signed {
        true => Integer::signed(bits),
        false => Integer::unsigned(bits),
    };
    match int.varint {
        true => integer.varint(),
        false => integer,
    }
}

fn names(names: &[String]) -> Node<[Node<str>]> {
    let names: Vec<_> = names
        .iter()
        .map(|name| Node::constant(text(name)))
        .collect();
    Node::constant(names.leak())
}

fn given(given: &Given, ty: &Ty) -> DefaultValue {
    match given {
        Given::Zero => DefaultValue::Zero,
        Given::Computed => DefaultValue::Computed,
        Given::Literal(_) => {
            let value = super::given::given(ty, given);
            let literal = value.map_or(Literal::Null, |value| literal(&value, ty));
            DefaultValue::Literal(Node::constant(leak(literal)))
        }
    }
}

fn literal(value: &Val, ty: &Ty) -> Literal {
    match value {
        Val::Unit | Val::Opt(None) => Literal::Null,
        Val::Bool(value) => Literal::Bool(*value),
        Val::Char(value) => literal(&Val::Text(value.to_string()), &Ty::Text),
        Val::Text(value) => {
            let quoted = Json::from(value.as_str()).to_string();
            Literal::text_escaped(text(&quoted[1..quoted.len() - 1]))
        }
        Val::Int(Number::Natural(magnitude)) => Literal::Integer {
            negative: false,
            magnitude: *magnitude,
        },
        Val::Int(Number::Negative(value)) => Literal::Integer {
            negative: true,
            magnitude: value.unsigned_abs(),
        },
        Val::Float(Bits(width, bits)) => {
            let value = match width {
                32 => f64::from(f32::from_bits(*bits as u32)),
                _ => f64::from_bits(*bits),
            };
            Literal::Float {
                bits: value.to_bits(),
                digits: Node::constant(text(&format!("{value:?}"))),
            }
        }
        Val::Opt(Some(content)) => {
            let Ty::Opt(inner) = ty else { unfit(value, ty) };
            Literal::Some(Node::constant(leak(literal(content, inner))))
        }
        Val::Seq(items) => {
            let ty_of = |index: usize| match ty {
                Ty::List(part) | Ty::Set(part) | Ty::Array(part, _) => part,
                Ty::Tuple(parts) => &parts[index],
                _ => unfit(value, ty),
            };
            let items = items.iter().enumerate();
            let items: Vec<_> = items.map(|(i, item)| literal(item, ty_of(i))).collect();
            Literal::List(Node::constant(items.leak()))
        }
        Val::Enum(tag, _) => {
            let Ty::Enum(variants) = ty else {
                unfit(value, ty)
            };
            let variant = variants.iter().find(|variant| variant.tag == *tag);
            Literal::text_escaped(text(&variant.expect("a variant").name))
        }
        Val::Map(_) | Val::Struct(..) => unfit(value, ty),
    }
}

fn unfit(value: &Val, ty: &Ty) -> ! {
    panic!("{value:?} is no literal of {ty:?}")
}

fn limits(range: Range) -> RangeLimits {
    match range {
        Range::Ints(min, max, nonzero) => {
            let limit = |number| match number {
                Number::Negative(number) => Limit::Integer(number),
                Number::Natural(number) => {
                    i128::try_from(number).map_or(Limit::Natural(number), Limit::Integer)
                }
            };
            let mut limits = RangeLimits::new(min.map(limit), max.map(limit));
            limits.nonzero = nonzero;
            limits
        }
        Range::Floats(min, max) => RangeLimits::new(min.map(Limit::Float), max.map(Limit::Float)),
    }
}

/// The positions of variants in this order, as the derive states them.
fn sorted<K: Ord>(variants: &[Variant], by: impl Fn(&Variant) -> K) -> &'static [u32] {
    let mut order: Vec<(K, u32)> = variants.iter().map(by).zip(0..).collect();
    order.sort();
    let positions: Vec<u32> = order.into_iter().map(|(_, at)| at).collect();
    positions.leak()
}
