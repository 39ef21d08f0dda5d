//! Schemas that travel whole, shortened, or not at all.

use super::*;
use crate::schema::{Schema, without_docs};
use crate::stream::{SchemaForm, SentSchema};

/// A schema that says something to people in every place where one can, has a default
/// with a member that is called as the key of descriptions, and keys that are not known.
const TALKING: &str = concat!(
    r#"{ "format": 1, "device": "timer", "version": 1, "oldest": 1, "fingerprint": "","#,
    r#""doc": "a device", "_location": "src/timer.rs:1", "_later": {"doc": "not ours"},"#,
    r#""needed": "f", "type": {"ref": "Timer"}, "types": {"Timer": {"doc": "a struct","#,
    r#""fields": [{"name": "doc", "type": "u128", "unit": "ns", "doc": "a field",
       "_location": "src/timer.rs:3"},
      {"name": "mode", "type": {"ref": "Mode"}, "default": {"value": {"On": {"doc": 1}}}}],"#,
    r#""subsections": [{"tag": 1, "needed": "g", "name": "more", "type": "u8",
       "default": {"value": 1}, "doc": "a subsection"}]},"#,
    r#""Mode": {"doc": "an enum", "variants": [{"name": "Off", "tag": 0, "doc": "a variant"},
      {"name": "On", "tag": 1, "fields": [{"name": "doc", "type": "u8", "doc": "one more"}]}]}}}"#,
);

fn talking() -> String {
    let json = TALKING.replace("\"fingerprint\": \"\"", "\"fingerprint\":\"\"");
    crate::schema::json::with_fingerprint(&json).unwrap()
}

#[test]
fn only_what_people_read_is_left_out() {
    let json = talking();
    let short = without_docs(&json).unwrap();
    for said in [
        "a device",
        "a struct",
        "a field",
        "a subsection",
        "an enum",
        "a variant",
        "one more",
        "timer.rs",
    ] {
        assert!(
            json.contains(said) && !short.contains(said),
            "{said}: {short}"
        );
    }
    for kept in [
        r#""_later":{"doc": "not ours"}"#,
        r#""unit":"ns""#,
        r#"{"On": {"doc": 1}}"#,
        r#""needed":"f""#,
    ] {
        assert!(short.contains(kept), "{kept}: {short}");
    }
    assert_eq!(without_docs(&short).unwrap(), short);
    let [long, short] = [&json, &short].map(|json| Schema::from_json(json).unwrap());
    assert_eq!(long.fingerprint(), short.fingerprint());
    assert!(without_docs("{}").is_err());
}

fn sent_as(form: SchemaForm) -> Vec<u8> {
    let mut writer = writer();
    writer.send_schemas(form);
    let timer = writer.schema(&talking()).unwrap();
    writer.instances(&[instance("/timer", 0, timer)]).unwrap();
    writer.finish().unwrap()
}

#[test]
fn each_form_is_as_small_as_it_says() {
    let [whole, short, reference] = [
        SchemaForm::Whole,
        SchemaForm::WithoutDocs,
        SchemaForm::Fingerprint,
    ]
    .map(|form| read(&sent_as(form)).unwrap().prologue.schemas.remove(0));
    assert_eq!(whole, SentSchema::Whole(talking()));
    assert_eq!(short, SentSchema::Whole(without_docs(&talking()).unwrap()));
    let schema = Schema::from_json(&talking()).unwrap();
    assert_eq!(
        reference,
        SentSchema::Reference(SchemaReference::of(&schema))
    );
    assert!(reference.reference().unwrap().needed);
    // Head, device, fingerprint, `needed`, checksum.
    let whole = sent_as(SchemaForm::Whole).len() - (1 + 2 + 2 + talking().len() + 4);
    assert_eq!(
        sent_as(SchemaForm::Fingerprint).len(),
        whole + 2 + 6 + 16 + 1 + 4
    );
}

#[test]
fn what_is_no_schema_is_only_written_whole() {
    for form in [SchemaForm::WithoutDocs, SchemaForm::Fingerprint] {
        let mut writer = writer();
        writer.send_schemas(form);
        let refusal = writer.schema("{}").unwrap_err().to_string();
        assert!(
            refusal.contains("it is to be shortened, and is not a schema"),
            "{refusal}"
        );
        // Nothing was written, and the stream can go on.
        writer.send_schemas(SchemaForm::Whole);
        assert_eq!(writer.schema("{}").unwrap(), 0);
    }
}

#[test]
fn a_schema_is_brought_if_it_is_the_one() {
    let stream = sent_as(SchemaForm::Fingerprint);
    let reader = || StreamReader::new(&stream[..], Limits::default()).unwrap();

    let mut other = reader();
    other.bring_schemas(|_| None).unwrap();
    assert_eq!(other.prologue(), reader().prologue());

    for (text, expected) in [
        ("{".to_owned(), "not a schema"),
        (talking().replace("\"timer\"", "\"clock\""), "not a schema"),
        (
            crate::schema::json::with_fingerprint(
                &talking().replace("\"u128\"", "\"u64\"").replace(
                    &Schema::from_json(&talking())
                        .unwrap()
                        .fingerprint()
                        .to_string(),
                    "",
                ),
            )
            .unwrap(),
            "is that of timer with fingerprint",
        ),
    ] {
        let mut other = reader();
        let refusal = other
            .bring_schemas(|_| Some(text.clone()))
            .unwrap_err()
            .to_string();
        assert!(
            refusal.contains("schema 0 of the stream is that of timer")
                && refusal.contains(expected),
            "{refusal}"
        );
        // It is as it was, and can be read on.
        assert_eq!(other.prologue(), reader().prologue());
    }

    let mut whole = reader();
    whole
        .bring_schemas(|reference| (reference.device == "timer").then(talking))
        .unwrap();
    assert_eq!(whole.prologue().schemas, [SentSchema::Whole(talking())]);
    assert!(whole.next_frame().unwrap().is_none());
    whole.expect_end_of_input().unwrap();
}
