//! What is sensitive stays out of every message, wherever it stands.

use std::fmt::{Debug, Display};

use migratable::resolve::resolve;
use migratable::schema::Schema;
use migratable::value::{self, JsonForm};

use super::build::schema;

/// A number that nothing else looks like.
const SECRET: u32 = 0x5ec2_e7aa;

/// Where it stands: the type of the sensitive field, by that of what it holds,
/// and the bytes, by those of the secret.
type Place = (&'static str, fn(&str) -> String, fn(&[u8]) -> Vec<u8>);

const PLACES: &[Place] = &[
    ("itself", |inner| inner.into(), |secret| secret.into()),
    (
        "an option",
        |inner| format!("{{\"option\":{inner}}}"),
        |secret| [&[1], secret].concat(),
    ),
    (
        "a list",
        |inner| format!("{{\"list\":{inner}}}"),
        |secret| [&[1], secret].concat(),
    ),
    (
        "an array",
        |inner| format!("{{\"array\":{{\"element\":{inner},\"len\":1}}}}"),
        |secret| secret.into(),
    ),
    (
        "a tuple",
        |inner| format!("{{\"tuple\":[\"u8\",{inner}]}}"),
        |secret| [&[9], secret].concat(),
    ),
    (
        "a set",
        |inner| format!("{{\"set\":{inner}}}"),
        |secret| [&[1], secret].concat(),
    ),
    (
        "a key",
        |inner| format!("{{\"map\":{{\"key\":{inner},\"value\":\"u8\"}}}}"),
        |secret| [&[1], secret, &[9]].concat(),
    ),
    (
        "a value of a map",
        |inner| format!("{{\"map\":{{\"key\":\"u8\",\"value\":{inner}}}}}"),
        |secret| [&[1, 9], secret].concat(),
    ),
    (
        "a variant",
        |_| "{\"ref\":\"E\"}".into(),
        |secret| [&[3], secret].concat(),
    ),
    (
        "a list of variants in options",
        |_| "{\"list\":{\"option\":{\"ref\":\"E\"}}}".into(),
        |secret| [&[1, 1, 3], secret].concat(),
    ),
];

/// A device with the sensitive field `p`, as a field or a subsection. What it
/// holds is a struct `S` with a number of this type, or such numbers.
fn device(
    place: &Place,
    leaf: &str,
    more: &str,
    in_struct: bool,
    as_subsection: bool,
    sensitive: bool,
) -> Schema {
    let (inner, own) = match in_struct {
        true => ("{\"ref\":\"S\"}", ""),
        false => (leaf, more),
    };
    let ty = (place.1)(inner);
    let field =
        format!("\"name\":\"p\",\"type\":{ty},\"sensitive\":{sensitive},\"default\":\"zero\"{own}");
    let device = match as_subsection {
        false => format!("\"fields\":[{{{field}}}]"),
        true => format!("\"fields\":[],\"subsections\":[{{\"tag\":1,\"needed\":\"x\",{field}}}]"),
    };
    let mut types = format!("\"D\":{{{device}}}");
    if ty.contains("\"S\"") || place.0.contains("variant") {
        types += &format!(",\"S\":{{\"fields\":[{{\"name\":\"v\",\"type\":{leaf}{more}}}]}}");
    }
    if ty.contains("\"E\"") {
        types += ",\"E\":{\"variants\":[{\"name\":\"Sesame\",\"tag\":3,\"fields\":\
                  [{\"name\":\"x\",\"type\":{\"ref\":\"S\"}}]},{\"name\":\"No\",\"tag\":0}]}";
    }
    schema("{\"ref\":\"D\"}", &types)
}

fn payload(place: &Place, as_subsection: bool) -> Vec<u8> {
    let payload = (place.2)(&SECRET.to_le_bytes());
    match as_subsection {
        false => payload,
        true => [&[1, 1, payload.len() as u8], &payload[..]].concat(),
    }
}

fn tells(text: &str) -> bool {
    let [decimal, hex] = [SECRET.to_string(), format!("{SECRET:x}")];
    let bytes = format!("{:?}", SECRET.to_le_bytes());
    let bytes = bytes.trim_matches(['[', ']']);
    [&decimal, &hex, bytes, "Sesame"]
        .iter()
        .any(|secret| text.contains(*secret))
}

fn both(error: &(impl Display + Debug)) -> String {
    format!("{error}\n{error:?}\n{error:#?}")
}

/// Calls `test` for each place, with what is said if it is sensitive and not.
fn everywhere(test: impl Fn(&dyn Fn(&str, &str, bool) -> Schema, &[u8], &str)) {
    for place in PLACES {
        for in_struct in [false, true] {
            for as_subsection in [false, true] {
                let name = format!("{}, {in_struct}, {as_subsection}", place.0);
                let device = |leaf: &str, more: &str, sensitive| {
                    device(place, leaf, more, in_struct, as_subsection, sensitive)
                };
                test(&device, &payload(place, as_subsection), &name);
            }
        }
    }
}

#[test]
fn values_outside_their_range() {
    let range = ",\"range\":{\"min\":0,\"max\":1}";
    everywhere(|device, payload, name| {
        // A range bounds numbers, and collections of them.
        let Ok(open) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            device("\"u32\"", range, false)
        })) else {
            return;
        };
        let Some(shown) = value::locate(open.ty(), payload) else {
            return;
        };
        assert!(tells(&both(&shown)), "{name}: {shown}");
        let hidden = device("\"u32\"", range, true);
        let hidden = value::locate(hidden.ty(), payload).expect("the same");
        assert!(!tells(&both(&hidden)), "{name}: {hidden:?}");
        assert!(hidden.is_sensitive() && hidden.offset() == shown.offset());
    });
}

#[test]
fn conditions_of_a_plan() {
    everywhere(|device, payload, name| {
        for reader in ["\"u8\"", "\"i8\"", "{\"varint\":\"i16\"}"] {
            let fails = |sensitive| {
                let (writer, reader) =
                    (device("\"u32\"", "", sensitive), device(reader, "", false));
                let plan = resolve(&writer, &reader).into_plan().expect("a plan");
                let error = plan.convert(payload, &mut Vec::new()).expect_err(name);
                assert_eq!(plan.check(payload), Err(error.clone()), "{name}");
                both(&error)
            };
            assert!(tells(&fails(false)), "{name}: {}", fails(false));
            assert!(!tells(&fails(true)), "{name}: {}", fails(true));
        }
    });
}

/// A default that must hold, as the reader does not know the field.
#[test]
fn dropped_fields() {
    everywhere(|device, payload, name| {
        let fails = |sensitive| {
            let writer = device("\"u32\"", "", sensitive);
            let reader = schema("{\"ref\":\"D\"}", "\"D\":{\"fields\":[]}");
            let plan = resolve(&writer, &reader).into_plan()?;
            Some(both(&plan.convert(payload, &mut Vec::new()).err()?))
        };
        match (fails(false), fails(true)) {
            (Some(shown), Some(hidden)) => {
                // Of a subsection, only that it is there is said.
                assert_eq!(
                    tells(&shown),
                    name.contains("false, false") || name.contains("true, false"),
                    "{name}: {shown}"
                );
                assert!(!tells(&hidden), "{name}: {hidden}");
            }
            // There is no zero of it, so it cannot be left out.
            (None, None) => assert!(name.contains("variant"), "{name}"),
            other => panic!("{name}: {other:?}"),
        }
    });
}

#[test]
fn values_as_json() {
    everywhere(|device, payload, name| {
        for (sensitive, reveal) in [(true, false), (true, true), (false, false)] {
            let schema = device("\"u32\"", "", sensitive);
            let item = value::read(schema.ty(), payload).expect("a value");
            let text =
                serde_json::to_string(&JsonForm::new(schema.ty(), &item.value, reveal)).unwrap();
            assert_eq!(tells(&text), reveal || !sensitive, "{name}: {text}");
        }
    });
}
