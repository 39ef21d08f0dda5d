//! Schemas out of a fuzzer's bytes: a small grammar, in which each byte is a
//! choice. Nearly the same bytes give nearly the same schema, which is how
//! pairs of schemas are made that have something to do with each other.

use std::fmt::Write;

use arbitrary::{Result, Unstructured};
use migratable::schema::Schema;
use migratable::schema::json::with_fingerprint;

/// Types within types, at most.
const MOST_DEPTH: u32 = 4;

/// Types in a schema, at most.
const MOST_TYPES: u32 = 40;

const NAMES: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];

const SCALARS: [&str; 16] = [
    "u8", "u16", "u32", "u64", "u128", "i8", "i16", "i32", "i64", "i128", "f32", "f64", "bool",
    "char", "string", "unit",
];

const LITERALS: [&str; 14] = [
    "\"zero\"",
    "\"computed\"",
    "{\"value\":0}",
    "{\"value\":1}",
    "{\"value\":-1}",
    "{\"value\":300}",
    "{\"value\":1.5}",
    "{\"value\":true}",
    "{\"value\":\"\"}",
    "{\"value\":\"x\"}",
    "{\"value\":\"42\"}",
    "{\"value\":null}",
    "{\"value\":[1,2]}",
    "{\"value\":{\"a\":1}}",
];

const RANGES: [&str; 6] = [
    "{\"min\":\"0\",\"max\":\"9\"}",
    "{\"min\":\"-5\",\"max\":\"300\"}",
    "{\"min\":\"1\"}",
    "{\"max\":\"4\"}",
    "{\"min\":{\"f64_bits\":0},\"max\":{\"f64_bits\":4607182418800017408}}",
    "{\"max\":{\"f64_bits\":9218868437227405312}}",
];

/// The text of a schema and the schema, if these bytes are one.
pub(crate) fn schema(u: &mut Unstructured<'_>) -> Option<(String, Schema)> {
    let mut grammar = Grammar {
        u,
        types: String::new(),
        named: 0,
        left: MOST_TYPES,
    };
    let text = grammar.device().ok()?;
    let text = with_fingerprint(&text).ok()?;
    let schema = Schema::from_json(&text).expect("its fingerprint was put right");
    Some((text, schema))
}

struct Grammar<'u, 'b> {
    u: &'u mut Unstructured<'b>,
    types: String,
    named: u32,
    left: u32,
}

impl Grammar<'_, '_> {
    fn byte(&mut self) -> u8 {
        self.u.arbitrary().unwrap_or(0)
    }

    fn pick(&mut self, choices: &[&'static str]) -> &'static str {
        choices[usize::from(self.byte()) % choices.len()]
    }

    fn device(&mut self) -> Result<String> {
        let versions = self.byte();
        let (oldest, more) = (1 + versions % 3, versions / 3 % 3);
        let ty = match self.byte() % 8 {
            0 => self.ty(0)?,
            1 => self.enumeration(0)?,
            _ => self.structure(0)?,
        };
        Ok(format!(
            "{{\"format\":1,\"device\":\"d\",\"version\":{},\"oldest\":{oldest},\
             \"fingerprint\":\"\",\"type\":{ty},\"types\":{{{}}}}}",
            oldest + more,
            self.types
        ))
    }

    fn ty(&mut self, depth: u32) -> Result<String> {
        let choice = self.byte();
        if depth >= MOST_DEPTH || self.left == 0 || choice >= 128 {
            return Ok(match choice % 4 {
                0 => format!("{{\"varint\":\"{}\"}}", self.pick(&SCALARS[1..5])),
                _ => format!("\"{}\"", self.pick(&SCALARS)),
            });
        }
        self.left -= 1;
        let depth = depth + 1;
        Ok(match choice % 9 {
            0 => format!("{{\"option\":{}}}", self.ty(depth)?),
            1 => format!("{{\"list\":{}}}", self.ty(depth)?),
            2 => format!("{{\"set\":{}}}", self.ty(depth)?),
            3 => {
                let len = self.byte() % 5;
                let element = self.ty(depth)?;
                format!("{{\"array\":{{\"element\":{element},\"len\":{len}}}}}")
            }
            4 => {
                let (key, value) = (self.ty(depth)?, self.ty(depth)?);
                format!("{{\"map\":{{\"key\":{key},\"value\":{value}}}}}")
            }
            5 => {
                let parts = (0..self.byte() % 4).map(|_| self.ty(depth));
                let parts: Vec<_> = parts.collect::<Result<_>>()?;
                format!("{{\"tuple\":[{}]}}", parts.join(","))
            }
            6 => {
                let (_, field) = self.field("0", depth)?;
                self.named(&format!("{{\"fields\":[{field}]}}"))
            }
            7 => self.enumeration(depth)?,
            _ => self.structure(depth)?,
        })
    }

    /// Adds a named type, and refers to it.
    fn named(&mut self, content: &str) -> String {
        let comma = if self.types.is_empty() { "" } else { "," };
        let name = self.named;
        self.named += 1;
        let _ = write!(self.types, "{comma}\"T{name}\":{content}");
        format!("{{\"ref\":\"T{name}\"}}")
    }

    /// So many names, none twice.
    fn names(&mut self, most: u8) -> Vec<&'static str> {
        let mut names = Vec::new();
        for _ in 0..self.byte() % (most + 1) {
            let name = self.pick(&NAMES);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn structure(&mut self, depth: u32) -> Result<String> {
        let names = self.names(7);
        let groups = match self.byte() {
            ..160 => 0,
            more => usize::from(more % 3),
        };
        let (plain, grouped) = names.split_at(names.len().saturating_sub(groups));
        let mut fields = Vec::new();
        for name in plain {
            fields.push(self.field(name, depth)?.1);
        }
        let mut subsections = Vec::new();
        let mut tag = 0;
        for name in grouped {
            let choice = self.byte();
            tag += 1 + u32::from(choice % 3) * 70;
            let retired = if choice >= 192 {
                ",\"retired\":true"
            } else {
                ""
            };
            let (members, _) = self.field(name, depth)?;
            subsections.push(format!("{{\"tag\":{tag}{retired},{members}}}"));
        }
        let subsections = match subsections.is_empty() {
            true => String::new(),
            false => format!(",\"subsections\":[{}]", subsections.join(",")),
        };
        Ok(self.named(&format!(
            "{{\"fields\":[{}]{subsections}}}",
            fields.join(",")
        )))
    }

    fn enumeration(&mut self, depth: u32) -> Result<String> {
        let mut variants = Vec::new();
        let mut tag = 0;
        let mut has_other = false;
        for name in self.names(4) {
            let choice = self.byte();
            let is_other = choice >= 224 && !has_other;
            has_other |= is_other;
            let mut fields = Vec::new();
            if !is_other && choice % 2 == 1 {
                for name in self.names(3) {
                    fields.push(self.field(name, depth)?.1);
                }
            }
            let other = if is_other { ",\"other\":true" } else { "" };
            let fields = fields.join(",");
            variants.push(format!(
                "{{\"name\":\"{name}\",\"tag\":{tag}{other},\"fields\":[{fields}]}}"
            ));
            tag += 1 + u32::from(choice / 2 % 4) * 50;
        }
        Ok(self.named(&format!("{{\"variants\":[{}]}}", variants.join(","))))
    }

    /// The members of a field's object, and the object.
    fn field(&mut self, name: &str, depth: u32) -> Result<(String, String)> {
        let mut text = format!("\"name\":\"{name}\",\"type\":{}", self.ty(depth)?);
        let options = self.byte();
        if options & 1 != 0 {
            let _ = write!(text, ",\"default\":{}", self.pick(&LITERALS));
        }
        if options & 2 != 0 {
            let more = self.byte();
            if more & 1 != 0 {
                let _ = write!(text, ",\"range\":{}", self.pick(&RANGES));
            }
            if more & 2 != 0 {
                let _ = write!(text, ",\"max_len\":{}", more >> 6);
            }
            if more & 4 != 0 {
                let _ = write!(text, ",\"fill\":{}", self.pick(&LITERALS));
            }
            if more & 8 != 0 {
                text += ",\"must_match\":true";
            }
            if more & 16 != 0 {
                let _ = write!(text, ",\"aliases\":[\"{}_\",\"i\"]", self.pick(&NAMES));
            }
        }
        if options & 4 != 0 {
            text += ",\"ignorable\":true";
        }
        if options & 8 != 0 {
            text += ",\"sensitive\":true";
        }
        let object = format!("{{{text}}}");
        Ok((text, object))
    }
}
