//! The JSON form of the test's schemas.

use std::fmt::Write;

use migratable::schema::Schema;
use migratable::schema::json::with_fingerprint;

use super::model::{Device, Field, Given, Group, Int, Range, Ty, Variant};
use super::val::Number;

/// Its JSON, and the schema that the runtime reads from it.
pub(crate) fn schema(device: &Device) -> (String, Schema) {
    let mut types = Types::default();
    let ty = types.of(&device.ty);
    let text = format!(
        "{{\"format\":1,\"device\":\"{}\",\"version\":{},\"oldest\":{},\"fingerprint\":\"\",\
         \"type\":{ty},\"types\":{{{}}}}}",
        device.name, device.version, device.oldest, types.text
    );
    let text = with_fingerprint(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    let schema = Schema::from_json(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    (text, schema)
}

/// The named types, each with a name of its own.
#[derive(Default)]
struct Types {
    text: String,
    count: usize,
}

impl Types {
    fn of(&mut self, ty: &Ty) -> String {
        match ty {
            Ty::Unit => "\"unit\"".into(),
            Ty::Bool => "\"bool\"".into(),
            Ty::Char => "\"char\"".into(),
            Ty::Text => "\"string\"".into(),
            Ty::Int(int) => self::int(*int),
            Ty::Float(bits) => format!("\"f{bits}\""),
            Ty::Opt(inner) => format!("{{\"option\":{}}}", self.of(inner)),
            Ty::List(inner) => format!("{{\"list\":{}}}", self.of(inner)),
            Ty::Set(inner) => format!("{{\"set\":{}}}", self.of(inner)),
            Ty::Array(element, len) => {
                format!(
                    "{{\"array\":{{\"element\":{},\"len\":{len}}}}}",
                    self.of(element)
                )
            }
            Ty::Map(key, value) => {
                let (key, value) = (self.of(key), self.of(value));
                format!("{{\"map\":{{\"key\":{key},\"value\":{value}}}}}")
            }
            Ty::Tuple(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.of(part)).collect();
                format!("{{\"tuple\":[{}]}}", parts.join(","))
            }
            Ty::Struct(ty) => {
                let fields = self.fields(&ty.fields);
                let groups: Vec<_> = ty.groups.iter().map(|group| self.group(group)).collect();
                let groups = match groups.is_empty() {
                    true => String::new(),
                    false => format!(",\"subsections\":[{}]", groups.join(",")),
                };
                self.named(&format!("{{\"fields\":[{fields}]{groups}}}"))
            }
            Ty::Enum(variants) => {
                let variants: Vec<_> = variants.iter().map(|one| self.variant(one)).collect();
                self.named(&format!("{{\"variants\":[{}]}}", variants.join(",")))
            }
        }
    }

    fn named(&mut self, content: &str) -> String {
        let comma = if self.text.is_empty() { "" } else { "," };
        self.count += 1;
        write!(self.text, "{comma}\"T{}\":{content}", self.count).expect("a string takes all");
        format!("{{\"ref\":\"T{}\"}}", self.count)
    }

    fn fields(&mut self, fields: &[Field]) -> String {
        let fields: Vec<_> = fields
            .iter()
            .map(|one| format!("{{{}}}", self.field(one)))
            .collect();
        fields.join(",")
    }

    fn group(&mut self, group: &Group) -> String {
        let retired = if group.retired {
            "\"retired\":true,"
        } else {
            ""
        };
        format!(
            "{{\"tag\":{},{retired}{}}}",
            group.tag,
            self.field(&group.field)
        )
    }

    /// The members of its object.
    fn field(&mut self, field: &Field) -> String {
        let mut text = format!(
            "\"name\":\"{}\",\"type\":{}",
            field.name,
            self.of(&field.ty)
        );
        text += &aliases(&field.aliases);
        for (key, given) in [("default", &field.default), ("fill", &field.fill)] {
            if let Some(given) = given {
                text += &format!(",\"{key}\":{}", self::given(given));
            }
        }
        if let Some(range) = field.range {
            text += &format!(",\"range\":{{{}}}", self::range(range));
        }
        let entries = ["keys", "values"].into_iter().zip(field.entries);
        let entries: Vec<_> = entries
            .filter_map(|(key, of)| Some(format!("\"{key}\":{{{}}}", self::range(of?))))
            .collect();
        if !entries.is_empty() {
            text += &format!(",\"range\":{{{}}}", entries.join(","));
        }
        if let Some(max_len) = field.max_len {
            text += &format!(",\"max_len\":{max_len}");
        }
        if field.ignorable {
            text += ",\"ignorable\":true";
        }
        text
    }

    fn variant(&mut self, variant: &Variant) -> String {
        let mut text = format!("{{\"name\":\"{}\",\"tag\":{}", variant.name, variant.tag);
        text += &aliases(&variant.aliases);
        if variant.other {
            text += ",\"other\":true";
        }
        if variant.keeps_tag {
            text += ",\"keeps_tag\":true";
        }
        if !variant.fields.is_empty() {
            text += &format!(",\"fields\":[{}]", self.fields(&variant.fields));
        }
        text + "}"
    }
}

fn int(int: Int) -> String {
    let name = format!("\"{}{}\"", if int.signed { 'i' } else { 'u' }, int.bits);
    if int.varint {
        format!("{{\"varint\":{name}}}")
    } else {
        name
    }
}

fn aliases(names: &[String]) -> String {
    match names {
        [] => String::new(),
        names => format!(",\"aliases\":{}", serde_json::json!(names)),
    }
}

fn given(given: &Given) -> String {
    match given {
        Given::Zero => "\"zero\"".into(),
        Given::Computed => "\"computed\"".into(),
        Given::Literal(json) => format!("{{\"value\":{json}}}"),
    }
}

fn range(range: Range) -> String {
    let limits = match range {
        Range::Ints(min, max, _) => [min, max].map(|limit| match limit? {
            Number::Negative(limit) => Some(format!("\"{limit}\"")),
            Number::Natural(limit) => Some(format!("\"{limit}\"")),
        }),
        Range::Floats(min, max) => {
            [min, max].map(|limit| Some(format!("{{\"f64_bits\":{}}}", limit?.to_bits())))
        }
    };
    let limits = ["min", "max"].into_iter().zip(limits);
    let mut limits: Vec<_> = limits
        .filter_map(|(key, limit)| Some(format!("\"{key}\":{}", limit?)))
        .collect();
    if let Range::Ints(_, _, true) = range {
        limits.push("\"nonzero\":true".into());
    }
    limits.join(",")
}
