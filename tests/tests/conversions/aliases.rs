//! Which part an alias means: never a question of the order in which parts are
//! declared, whatever has the names.

use std::collections::BTreeSet;

use migratable::resolve::{Resolution, resolve};
use migratable::schema::Schema;
use migratable::schema::json::with_fingerprint;
use migratable::value;
use serde_json::{Map, Value, json};

/// A part's name and its aliases.
type Named = (&'static str, &'static [&'static str]);

struct Case {
    writer: &'static [Named],
    reader: &'static [Named],
    /// For each of the reader's which of the writer's it is; or which name is
    /// ambiguous.
    expected: Result<&'static [Option<&'static str>], &'static str>,
}

const fn case(
    writer: &'static [Named],
    reader: &'static [Named],
    expected: Result<&'static [Option<&'static str>], &'static str>,
) -> Case {
    Case {
        writer,
        reader,
        expected,
    }
}

const CASES: &[Case] = &[
    // A name alone.
    case(
        &[("a", &[]), ("b", &[])],
        &[("b", &[]), ("a", &[])],
        Ok(&[Some("b"), Some("a")]),
    ),
    // One alias, of either side.
    case(&[("old", &[])], &[("new", &["old"])], Ok(&[Some("old")])),
    case(&[("new", &["old"])], &[("old", &[])], Ok(&[Some("new")])),
    // The reader's alias wins over the writer's.
    case(
        &[("new", &["old"])],
        &[("newest", &["new"]), ("old", &[])],
        Ok(&[Some("new"), None]),
    ),
    // A name wins over an alias of either side.
    case(
        &[("a", &[]), ("b", &[])],
        &[("a", &["b"]), ("c", &[])],
        Ok(&[Some("a"), None]),
    ),
    case(
        &[("a", &["b"])],
        &[("b", &[]), ("a", &[])],
        Ok(&[None, Some("a")]),
    ),
    // Names are swapped, and aliases say so: names win all the same.
    case(
        &[("a", &[]), ("b", &[])],
        &[("a", &["x"]), ("b", &["y"])],
        Ok(&[Some("a"), Some("b")]),
    ),
    // What the reader's alias took is free for no other.
    case(
        &[("x", &["p"]), ("y", &[])],
        &[("p", &["y"]), ("q", &["x"])],
        Ok(&[Some("y"), Some("x")]),
    ),
    // Two aliases of the reader's part name two of the writer's.
    case(&[("a", &[]), ("b", &[])], &[("c", &["a", "b"])], Err("c")),
    case(
        &[("a", &[]), ("b", &[]), ("d", &[])],
        &[("c", &["b", "a"]), ("d", &[])],
        Err("c"),
    ),
    // Two aliases of the writer's part name two of the reader's.
    case(&[("c", &["a", "b"])], &[("a", &[]), ("b", &[])], Err("c")),
    // One of the two is a name of both, so the other is meant.
    case(
        &[("a", &[]), ("b", &[])],
        &[("b", &[]), ("c", &["a", "x"])],
        Ok(&[Some("b"), Some("a")]),
    ),
];

/// Where parts have names.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Fields,
    Elements,
    GroupFields,
    VariantFields,
    Subsections,
    Variants,
}

const KINDS: [Kind; 6] = [
    Kind::Fields,
    Kind::Elements,
    Kind::GroupFields,
    Kind::VariantFields,
    Kind::Subsections,
    Kind::Variants,
];

const DEFAULT: u64 = 1000;

fn part((name, aliases): &Named) -> Map<String, Value> {
    let part = json!({
        "name": name, "aliases": aliases, "type": "u32", "ignorable": true,
        "default": { "value": DEFAULT },
    });
    part.as_object().unwrap().clone()
}

impl Kind {
    fn schema(self, parts: &[&Named]) -> Schema {
        let fields: Vec<_> = parts.iter().map(|named| part(named)).collect();
        let tagged = || {
            parts.iter().enumerate().map(|(index, named)| {
                let mut part = part(named);
                part.insert("tag".into(), json!(index + 1));
                part
            })
        };
        let anchor = json!([{ "name": "anchor", "type": "u8" }]);
        let group = json!([{ "tag": 1, "name": "group", "type": { "ref": "Part" }, "default": { "value": null } }]);
        let list = json!([{ "name": "list", "type": { "list": { "ref": "Part" } } }]);
        let variants: Vec<_> = (tagged())
            .map(|part| json!({ "name": part["name"], "aliases": part["aliases"], "tag": part["tag"] }))
            .collect();
        let part = json!({ "fields": fields });
        let types = match self {
            Kind::Fields => json!({ "Dev": { "fields": fields } }),
            Kind::Elements => json!({ "Dev": { "fields": list }, "Part": part }),
            Kind::GroupFields => {
                json!({ "Dev": { "fields": anchor, "subsections": group }, "Part": part })
            }
            Kind::VariantFields => {
                json!({ "Dev": { "variants": [{ "name": "V", "tag": 0, "fields": fields }] } })
            }
            Kind::Subsections => {
                json!({ "Dev": { "fields": anchor, "subsections": tagged().collect::<Vec<_>>() } })
            }
            Kind::Variants => json!({ "Dev": { "variants": variants } }),
        };
        let document = json!({
            "format": 1, "device": "dev", "version": 1, "oldest": 1, "fingerprint": "",
            "type": { "ref": "Dev" }, "types": types,
        });
        Schema::from_json(&with_fingerprint(&document.to_string()).unwrap()).unwrap()
    }

    /// The value of a device with these parts.
    fn value(self, parts: Map<String, Value>) -> Value {
        match self {
            Kind::Fields => Value::Object(parts),
            Kind::Elements => json!({ "list": [parts] }),
            Kind::GroupFields => json!({ "anchor": 0, "group": parts }),
            Kind::VariantFields => json!({ "V": parts }),
            Kind::Subsections => {
                let mut all = json!({ "anchor": 0 });
                all.as_object_mut().unwrap().extend(parts);
                all
            }
            Kind::Variants => unreachable!("a variant has no parts here"),
        }
    }
}

fn permutations(parts: &[Named]) -> Vec<Vec<&Named>> {
    match parts {
        [] => vec![vec![]],
        [first, rest @ ..] => permutations(rest)
            .into_iter()
            .flat_map(|rest| {
                (0..=rest.len()).map(move |at| {
                    let mut all = rest.clone();
                    all.insert(at, first);
                    all
                })
            })
            .collect(),
    }
}

#[test]
fn no_order_of_declaration_decides() {
    for kind in KINDS {
        for case in CASES {
            let mut said = BTreeSet::new();
            for writer in permutations(case.writer) {
                for reader in permutations(case.reader) {
                    let (from, to) = (kind.schema(&writer), kind.schema(&reader));
                    let resolution = resolve(&from, &to);
                    let what = format!("{kind:?}: {writer:?} to {reader:?}");
                    said.insert(grave(&resolution));
                    check(kind, case, (&from, &to), &resolution, &what);
                }
            }
            assert_eq!(said.len(), 1, "{kind:?}: {said:?}");
        }
    }
}

/// What hinders, in the order of the alphabet.
fn grave(resolution: &Resolution) -> Vec<String> {
    let findings = resolution.conditions().chain(resolution.reasons());
    let mut said: Vec<String> = findings.map(|one| one.to_string()).collect();
    said.sort();
    said
}

fn check(
    kind: Kind,
    case: &Case,
    (from, to): (&Schema, &Schema),
    resolution: &Resolution,
    what: &str,
) {
    let expected = match case.expected {
        Ok(expected) => expected,
        Err(name) => {
            let no_variant = |said: &String| said.ends_with("[no-common-variant]");
            let mut said = grave(resolution);
            let is_only_variant = said.iter().any(no_variant);
            said.retain(|one| !no_variant(one));
            let [said] = &said[..] else {
                panic!("{what}: {resolution:?}")
            };
            let is_at = said.starts_with(&format!("`{name}`: "))
                || said.contains(&format!(".{name}`: "))
                || said.contains(&format!("[].{name}`: "));
            assert!(
                is_at && said.ends_with("[alias-ambiguous]"),
                "{what}: {said}"
            );
            // What a value may be without is a condition.
            let may_be_without = match kind {
                Kind::Elements | Kind::GroupFields => true,
                Kind::Variants | Kind::VariantFields => !is_only_variant,
                Kind::Fields | Kind::Subsections => false,
            };
            assert_eq!(resolution.plan().is_some(), may_be_without, "{what}");
            // Nothing is said to be new, or left out, that may be the other.
            let mut findings = resolution.findings().iter();
            let is_lacking = |text: &str| text == "nothing";
            assert!(
                findings.all(|one| !is_lacking(&one.writer) && !is_lacking(&one.reader)),
                "{what}: {resolution:?}"
            );
            return;
        }
    };
    let plan = resolution
        .plan()
        .unwrap_or_else(|| panic!("{what}: {resolution:?}"));
    let convert = |value: &Value| {
        let bytes = value::from_json(from.ty(), &value.to_string()).unwrap();
        let mut converted = Vec::new();
        plan.convert(&bytes, &mut converted).ok()?;
        let read = value::read(to.ty(), &converted).unwrap();
        let json = value::JsonForm::new(to.ty(), &read.value, true);
        Some(serde_json::to_value(json).unwrap())
    };
    if kind == Kind::Variants {
        for (name, _) in case.writer {
            let is_it = |at: &usize| expected[*at] == Some(*name);
            let counterpart = (0..expected.len()).find(is_it);
            let counterpart = counterpart.map(|at| json!(case.reader[at].0));
            assert_eq!(convert(&json!(name)), counterpart, "{what}: {name}");
        }
        return;
    }
    let numbers = case.writer.iter().zip(1_u64..);
    let of_writer: Vec<_> = numbers.map(|((name, _), number)| (*name, number)).collect();
    let parts = |of: &mut dyn Iterator<Item = (&str, u64)>| {
        kind.value(
            of.map(|(name, number)| (name.to_owned(), number.into()))
                .collect(),
        )
    };
    let mut of_reader = case
        .reader
        .iter()
        .zip(expected)
        .filter_map(|((name, _), from)| {
            let number = of_writer.iter().find(|(name, _)| Some(*name) == *from);
            match number {
                Some((_, number)) => Some((*name, *number)),
                // An absent subsection is not there.
                None => (kind != Kind::Subsections).then_some((*name, DEFAULT)),
            }
        });
    let value = parts(&mut of_writer.iter().copied());
    assert_eq!(convert(&value), Some(parts(&mut of_reader)), "{what}");
}
