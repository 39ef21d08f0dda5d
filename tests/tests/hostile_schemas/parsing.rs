//! What reading a schema costs: time that grows with the text, and at most 64
//! bytes of memory for each of its bytes.
//!
//! At these sizes, work that grows with the square of the text does not end.

use allocation_counter::measure;
use migratable::schema::Schema;

use super::build::list;

const MANY: usize = 200_000;
const PER_BYTE: u64 = 64;

/// The tables of 100,000 types, which is as many as a schema describes.
const CONSTANT: u64 = 1 << 20;

/// Reads it, whether it is a schema or not.
#[track_caller]
fn read(name: &str, ty: &str, types: &str) -> Result<(), String> {
    let text = format!(
        "{{\"format\":1,\"device\":\"dev\",\"version\":1,\"oldest\":1,\"fingerprint\":\"\",\
         \"type\":{ty},\"types\":{{{types}}}}}"
    );
    let mut read = None;
    let memory = measure(|| read = Some(Schema::from_json(&text))).bytes_max;
    let most = CONSTANT + PER_BYTE * text.len() as u64;
    println!(
        "{name}: {} bytes of text, {memory} of memory, {:.1} for each",
        text.len(),
        memory as f64 / text.len() as f64
    );
    assert!(memory < most, "{name}: {memory} bytes for {}", text.len());
    match read.expect("it was read") {
        Ok(_) => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}

/// Whatever is refused for its content is refused by the fingerprint, last.
#[track_caller]
fn is_read(name: &str, ty: &str, types: &str) {
    let error = read(name, ty, types).unwrap_err();
    assert!(
        error.contains("the text says ``"),
        "{name} is refused: {error}"
    );
}

#[track_caller]
fn is_refused(name: &str, ty: &str, types: &str, says: &str) {
    let error = read(name, ty, types).unwrap_err();
    assert!(error.contains(says), "{name}: {error}");
}

const REF: &str = "{\"ref\":\"D\"}";
const TOO_MANY: &str = "more than 100000 types";

fn structure(fields: &str, subsections: &str) -> String {
    format!("\"D\":{{\"fields\":[{fields}],\"subsections\":[{subsections}]}}")
}

fn enumeration(variants: &str) -> String {
    format!("\"D\":{{\"variants\":[{variants}]}}")
}

fn field(i: usize) -> String {
    format!("{{\"name\":\"{i:x}\",\"type\":\"u8\"}}")
}

fn subsection(i: usize) -> String {
    format!("{{\"tag\":{},\"name\":\"{i:x}\",\"type\":\"u8\"}}", i + 1)
}

fn variant(i: usize) -> String {
    format!("{{\"name\":\"{i:x}\",\"tag\":{i}}}")
}

#[test]
fn as_many_parts_as_there_may_be() {
    const MOST: usize = 99_000;
    is_read("fields", REF, &structure(&list(MOST, field), ""));
    is_read("subsections", REF, &structure("", &list(MOST, subsection)));
    is_read("variants", REF, &enumeration(&list(MOST, variant)));
    let descending = list(MOST, |i| variant(MOST - i));
    is_read("variants, descending", REF, &enumeration(&descending));
    let tuple = format!("{{\"tuple\":[{}]}}", list(MOST, |_| "\"u8\"".into()));
    is_read("tuple", &tuple, "");
    let units = format!(
        "{{\"tuple\":[{}]}}",
        list(MOST, |_| "{\"tuple\":[]}".into())
    );
    is_read("empty tuples", &units, "");
    let options = list(MOST / 2, |_| "{\"list\":\"u8\"}".into());
    is_read("lists", &format!("{{\"tuple\":[{options}]}}"), "");
    let fields = list(MOST / 2, |i| {
        format!("{{\"name\":\"{i:x}\",\"type\":{{\"ref\":\"{i:x}\"}}}}")
    });
    let named = list(MOST / 2, |i| format!("\"{i:x}\":{{\"fields\":[]}}"));
    is_read(
        "named types",
        REF,
        &format!("{},{named}", structure(&fields, "")),
    );
}

#[test]
fn more_parts_than_there_may_be() {
    is_refused("fields", REF, &structure(&list(MANY, field), ""), TOO_MANY);
    let subsections = structure("", &list(MANY, subsection));
    is_refused("subsections", REF, &subsections, TOO_MANY);
    let variants = enumeration(&list(500_000, variant));
    is_refused("variants", REF, &variants, TOO_MANY);
    let payload = format!(
        "{{\"name\":\"v\",\"tag\":0,\"fields\":[{}]}}",
        list(MANY, field)
    );
    is_refused("a variant's fields", REF, &enumeration(&payload), TOO_MANY);
    let tuple = format!("{{\"tuple\":[{}]}}", list(MANY, |_| "\"u8\"".into()));
    is_refused("tuple", &tuple, "", TOO_MANY);
    let named = list(MANY, |i| format!("\"{i:x}\":{{\"fields\":[]}}"));
    is_refused("named types", "\"u8\"", &named, "nothing refers");
    let doubled = list(MANY, |_| "\"D\":0".to_owned());
    is_refused("one name", "\"u8\"", &doubled, "duplicate key");
}

#[test]
fn names_and_texts_without_number() {
    let aliases = list(MANY, |i| format!("\"{i:x}\""));
    let of_field = format!("{{\"name\":\"_\",\"type\":\"u8\",\"aliases\":[{aliases}]}}");
    is_read("aliases", REF, &structure(&of_field, ""));
    let of_variant = format!("{{\"name\":\"_\",\"tag\":0,\"aliases\":[{aliases}]}}");
    is_read("aliases of a variant", REF, &enumeration(&of_variant));
    let same = list(MANY, |_| "\"a\"".to_owned());
    let same = format!("{{\"name\":\"f\",\"type\":\"u8\",\"aliases\":[{same}]}}");
    is_refused("one alias", REF, &structure(&same, ""), "used twice");
    for text in ["x", "\\\"", "\\u0001", "é"] {
        let doc = text.repeat(MANY);
        let documented = format!("\"D\":{{\"doc\":\"{doc}\",\"fields\":[]}}");
        is_read("doc", REF, &documented);
        let default =
            format!("{{\"name\":\"f\",\"type\":\"string\",\"default\":{{\"value\":\"{doc}\"}}}}");
        is_read("default", REF, &structure(&default, ""));
    }
}

#[test]
fn values_that_are_none() {
    let of = |key: &str, value: &str| {
        structure(
            &format!("{{\"name\":\"f\",\"type\":\"u8\",\"{key}\":{value}}}"),
            "",
        )
    };
    const MANY: usize = 20_000;
    let numbers = format!("[{}]", list(MANY, |_| "0".into()));
    let deep = format!("{}{}", "[".repeat(MANY), "]".repeat(MANY));
    let deep_type = format!("{}\"u8\"{}", "{\"list\":".repeat(MANY), "}".repeat(MANY));
    for junk in [&numbers, &deep, &deep_type] {
        for key in [
            "default", "fill", "range", "max_len", "aliases", "doc", "type", "x",
        ] {
            assert!(read(key, REF, &of(key, junk)).is_err());
        }
        assert!(
            read(
                "value",
                REF,
                &of("default", &format!("{{\"value\":{junk}}}"))
            )
            .is_err()
        );
        assert!(read("min", REF, &of("range", &format!("{{\"min\":{junk}}}"))).is_err());
        assert!(read("types", REF, &format!("\"D\":{junk}")).is_err());
        assert!(read("type", junk, "").is_err());
    }
}

/// Each kind of type as a part of a tuple and as that of a field, as often as
/// there may be, and as often as a list has just grown to twice its size.
#[test]
fn many_parts_of_every_kind() {
    for part in [
        "\"u8\"",
        "{\"varint\":\"u16\"}",
        "{\"tuple\":[]}",
        "{\"tuple\":[\"u8\"]}",
        "{\"tuple\":[\"u8\",\"u8\",\"u8\",\"u8\",\"u8\"]}",
        "{\"list\":\"u8\"}",
        "{\"option\":\"u8\"}",
        "{\"set\":\"u8\"}",
        "{\"array\":{\"element\":\"u8\",\"len\":1}}",
        "{\"map\":{\"key\":\"u8\",\"value\":\"u8\"}}",
    ] {
        let types = 1 + part.matches("\"u").count();
        for count in [99_000 / types, 65_537, 32_769] {
            if count > 99_000 / types {
                continue;
            }
            let name = format!("{count} of {part}");
            let tuple = format!("{{\"tuple\":[{}]}}", list(count, |_| part.into()));
            is_read(&name, &tuple, "");
            let field = |i| format!("{{\"name\":\"{i:x}\",\"type\":{part}}}");
            let fields = structure(&list(count, field), "");
            is_read(&format!("fields, {name}"), REF, &fields);
        }
    }
}
