//! The examples of payloads and of values as JSON.

use std::collections::BTreeSet;

use migratable::schema::Schema;
use migratable::value::{FieldValue, JsonForm, Value as Read};
use migratable::{Decode, Device, Migratable, value};
use serde_json::{Value, json};

use super::devices::{
    Clock, Numbers, Requests, Sequences, Sorted, Special, Switch, Texts, Uart, Varints,
};
use super::page;

#[test]
fn every_example_holds() {
    let checked = [
        check::<Numbers>(),
        check::<Varints>(),
        check::<Texts>(),
        check::<Sequences>(),
        check::<Sorted>(),
        check::<Clock>(),
        check::<Requests>(),
        check::<Special>(),
    ];
    let on_the_page: BTreeSet<_> = page::examples().into_keys().collect();
    assert_eq!(BTreeSet::from(checked), on_the_page);
}

/// Checks the example that is named like the device.
fn check<D: Device + Decode>() -> &'static str {
    let name = D::SCHEMA.device();
    let example = page::examples()
        .remove(name)
        .unwrap_or_else(|| panic!("no example {name}"));

    let schema: Value = serde_json::from_str(D::SCHEMA_JSON).unwrap();
    assert_eq!(schema["type"], example.ty, "{name}");
    assert_eq!(schema["types"], example.types, "{name}");

    let ty = D::SCHEMA.ty();
    let item = value::read(ty, &example.bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(
        serde_json::to_value(JsonForm::new(ty, &item.value, true)).unwrap(),
        example.value,
        "{name}"
    );
    assert_eq!(
        value::from_json(ty, &example.value.to_string()).unwrap(),
        example.bytes,
        "{name}"
    );

    let device: D = migratable::decode(&example.bytes).unwrap();
    assert_eq!(
        migratable::to_vec(&device).unwrap(),
        example.bytes,
        "{name}"
    );
    for cut in 0..example.bytes.len() {
        assert!(
            migratable::decode::<D>(&example.bytes[..cut]).is_err(),
            "{name} cut at {cut}"
        );
        assert!(
            value::read(ty, &example.bytes[..cut]).is_err(),
            "{name} cut at {cut}"
        );
    }
    name
}

/// Subsections with their tags, and whether they are present.
type Shown = &'static [(u32, bool)];

/// Subsections of a clock up to where the bytes behind its ticks are wrong.
/// None is shown as absent that may follow.
const SUBSECTIONS_LEFT: &[(&[u8], Shown)] = &[
    // The count cannot be right.
    (&[], &[]),
    (&[1], &[]),
    // The tag is not there, or is none.
    (&[1, 0x80, 0x80], &[]),
    (&[1, 0, 0], &[]),
    // So are those that follow.
    (&[2, 1, 2, 5, 0, 0x80, 0x80], &[(1, true)]),
    (&[2, 1, 2, 5, 0, 1, 2, 5, 0], &[(1, true)]),
    // The tag is no subsection's.
    (&[1, 7, 0], &[(1, false), (2, false)]),
    (&[1, 0xad, 2, 0], &[(1, false), (2, false), (300, false)]),
    // The length is more than follows, or too little for the value.
    (&[1, 2, 4, 0], &[(1, false)]),
    (&[1, 2, 1, 0], &[(1, false)]),
    // Something stands behind the last one.
    (
        &[1, 2, 4, 0, 0, 0, 0, 9],
        &[(1, false), (2, true), (300, false)],
    ),
];

#[test]
fn subsections_before_a_violation_are_read() {
    for (bytes, expected) in SUBSECTIONS_LEFT {
        let bytes = [&[0; 4], *bytes].concat();
        let left = value::read_partial(Clock::SCHEMA.ty(), &bytes);
        assert!(left.violation.is_some(), "{bytes:?}");
        let Some(Read::Struct(fields)) = left.item.map(|item| item.value) else {
            panic!("{bytes:?}")
        };
        let tagged = |field: FieldValue<'_>| Some((field.tag?, field.item.is_some()));
        let shown: Vec<_> = fields.iter().filter_map(tagged).collect();
        assert_eq!(shown, *expected, "{bytes:?}");
    }
}

/// Whatever is postcard's too is read by the crate postcard.
#[test]
fn postcard_reads_the_examples() {
    fn read<T: serde::de::DeserializeOwned>(name: &str) -> T {
        let bytes = &page::examples()[name].bytes;
        let (value, rest) = postcard::take_from_bytes(bytes).unwrap();
        assert!(rest.is_empty(), "{name}");
        value
    }
    let numbers: (bool, [u8; 2], [u8; 4], f32) = read("numbers");
    assert_eq!(numbers, (true, [1, 2], (-2_i32).to_le_bytes(), 1.5));
    assert_eq!(read::<(u16, u32, i64)>("varints"), (127, 300, -3));
    assert_eq!(
        read::<(char, String, Vec<u8>)>("texts"),
        ('é', "uart".into(), vec![10, 11])
    );
    let sequences: ([[u8; 2]; 2], Vec<Option<u8>>, ()) = read("sequences");
    assert_eq!(sequences, ([[1, 0], [2, 0]], vec![Some(7), None], ()));
    let subsections: ([u8; 4], Vec<(u32, Vec<u8>)>) = read("subsections");
    assert_eq!(subsections.1, [(2, vec![5, 0, 0, 0]), (300, vec![1, 0xff])]);
}

#[test]
fn the_schema_of_the_page_is_that_of_the_device() {
    let shown: Value = serde_json::from_str(page::block("schema")).unwrap();
    assert_eq!(
        shown,
        serde_json::from_str::<Value>(Uart::SCHEMA_JSON).unwrap()
    );
    let parsed = Schema::from_json(page::block("schema")).unwrap();
    assert_eq!(parsed.fingerprint(), Uart::SCHEMA.fingerprint());
}

/// What "Values as JSON" says a reader must refuse.
#[test]
fn json_that_does_not_fit_is_refused() {
    fn refuse<D: Device>(json: Value, says: &str) {
        let error = value::from_json(D::SCHEMA.ty(), &json.to_string())
            .unwrap_err()
            .to_string();
        assert!(error.contains(says), "{json}: {error}");
    }
    let numbers = |third, fourth| json!([true, 513, third, fourth]);
    refuse::<Numbers>(numbers(json!(2_147_483_648_u64), json!(1.5)), "fits i32");
    refuse::<Numbers>(numbers(json!(1.0), json!(1.5)), "fits i32");
    refuse::<Numbers>(numbers(json!(1), json!(0.1)), "an f32 holds exactly");
    refuse::<Switch>(json!({}), "the field is missing");
    refuse::<Switch>(json!({"on": true, "off": true}), "no such field");
    refuse::<Sorted>(json!([[0, -1], []]), "ascend without repeats");
    refuse::<Sorted>(json!([[], [["a", 1], ["a", 2]]]), "ascend without repeats");
    refuse::<Requests>(
        json!([{"Read": {"sector": 7, "count": 1}}]),
        "no such field",
    );
    refuse::<Requests>(json!([{"Flush": {"now": true}}]), "no such field");
    refuse::<Requests>(
        json!([{"Unknown": {"tag": 4}}]),
        "tag of an unknown variant",
    );
    refuse::<Requests>(
        json!([{"Unknown": {"tag": 1_u64 << 32}}]),
        "tag of an unknown variant",
    );
    refuse::<Requests>(json!(["Write"]), "no such variant");
}

/// What a parser of JSON that keeps the last of two would not see.
#[test]
fn members_that_come_twice_are_refused() {
    for (ty, text, says) in [
        (
            Switch::SCHEMA.ty(),
            "{\"on\":true,\"on\":true}",
            "there twice",
        ),
        (Switch::SCHEMA.ty(), "{\"on\":true,}", "line 1 column 12"),
        (
            Requests::SCHEMA.ty(),
            "[{\"Flush\":{},\"Flush\":{}}]",
            "one variant",
        ),
        (
            Requests::SCHEMA.ty(),
            "[{\"Unknown\":{\"tag\":5,\"tag\":5}}]",
            "only a `tag`",
        ),
        (Requests::SCHEMA.ty(), "[] []", "trailing characters"),
    ] {
        let error = value::from_json(ty, text).unwrap_err().to_string();
        assert!(error.contains(says), "{text}: {error}");
    }
}

/// Of each type, which kinds of JSON it takes.
#[test]
fn each_type_takes_its_own_json() {
    let jsons = [
        json!(null),
        json!(true),
        json!(7),
        json!(-7),
        json!(1.5),
        json!("x"),
        json!("long"),
        json!([]),
        json!([[1, 2]]),
        json!({}),
    ];
    fn takes<D: Device>(jsons: &[Value], expected: &[usize]) {
        let taken = (0..jsons.len())
            .filter(|at| value::from_json(D::SCHEMA.ty(), &jsons[*at].to_string()).is_ok());
        assert_eq!(taken.collect::<Vec<_>>(), expected, "{}", D::SCHEMA_JSON);
    }
    macro_rules! takes {
        ($($ty:ty: $expected:expr;)*) => {$({
            #[derive(Migratable)]
            #[migratable(device = "one")]
            struct One($ty);
            takes::<One>(&jsons, &$expected);
        })*};
    }
    takes! {
        (): [0];
        bool: [1];
        u8: [2];
        i8: [2, 3];
        f32: [2, 3, 4];
        char: [5];
        String: [5, 6];
        Option<u8>: [0, 2];
        Vec<u8>: [7];
        Vec<(u8, u8)>: [7, 8];
        [u8; 0]: [7];
        BTreeSet<u8>: [7];
        std::collections::BTreeMap<u8, u8>: [7, 8];
        Nothing: [9];
    }
}

/// No fields.
#[derive(Migratable)]
struct Nothing {}

/// The tag of an `other` variant is in the JSON unless it is the variant's own.
#[test]
fn the_tag_of_an_unknown_variant_is_kept() {
    for (hex, json) in [
        ("01 ff ff ff ff 0f", json!(["Unknown"])),
        ("01 05", json!([{"Unknown": {"tag": 5}}])),
        ("01 00", json!(["Flush"])),
    ] {
        let (ty, bytes) = (Requests::SCHEMA.ty(), page::hex(hex));
        let read = value::read(ty, &bytes).unwrap();
        let written = serde_json::to_value(JsonForm::new(ty, &read.value, true)).unwrap();
        assert_eq!(written, json);
        assert_eq!(value::from_json(ty, &json.to_string()).unwrap(), bytes);
    }
}

/// What it says a reader may take.
#[test]
fn json_that_fits_in_another_spelling_is_taken() {
    fn take<D: Device>(json: Value, hex: &str) {
        assert_eq!(
            value::from_json(D::SCHEMA.ty(), &json.to_string()).unwrap(),
            page::hex(hex),
            "{json}"
        );
    }
    let numbers = json!([true, "513", "-2", "f32:3fc00000"]);
    take::<Numbers>(numbers, "01 01 02 fe ff ff ff 00 00 c0 3f");
    take::<Texts>(
        json!(["é", "uart", [10, 11]]),
        "02 c3 a9 04 75 61 72 74 02 0a 0b",
    );
    take::<Requests>(json!([{"Flush": {}}]), "01 00");
}

/// Each number is written with as many digits as it takes to read the same one.
#[test]
fn floats_survive_their_text() {
    let words = (1..20_000_u64).map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    for bits in words.chain([0x7ff8_0000_0000_0001, 0x8000_0000_0000_0000, 1]) {
        let state = (f64::from_bits(bits), f32::from_bits((bits >> 17) as u32));
        let ty = <(f64, f32) as Migratable>::TYPE;
        let bytes = migratable::to_vec(&state).unwrap();
        let read = value::read(ty, &bytes).unwrap();
        let text = serde_json::to_string(&JsonForm::new(ty, &read.value, false)).unwrap();
        assert_eq!(value::from_json(ty, &text).unwrap(), bytes, "{text}");
    }
}

/// What stands behind a value that is hidden is read from the right place, whatever was
/// hidden, and wherever.
#[test]
fn hidden_values_are_passed_over() {
    #[derive(Migratable)]
    struct Point {
        x: u16,
        y: u16,
    }

    #[derive(Migratable)]
    enum Kind {
        Off,
        At { points: Vec<Point> },
    }

    #[derive(Migratable)]
    struct Secrets {
        #[migratable(sensitive)]
        number: u64,
        a: u8,
        #[migratable(sensitive)]
        text: String,
        b: u8,
        #[migratable(sensitive)]
        points: Vec<Point>,
        c: u8,
        #[migratable(sensitive)]
        kind: Option<Option<Kind>>,
        d: u8,
        #[migratable(sensitive)]
        map: std::collections::BTreeMap<u8, Vec<String>>,
        e: u8,
        #[migratable(sensitive)]
        tuple: (u8, Kind, [Vec<u8>; 2]),
        f: u8,
        #[migratable(sensitive, subsection(tag = 1))]
        hidden: Option<Vec<Point>>,
        #[migratable(subsection(tag = 2))]
        shown: Option<u8>,
    }

    fn points(count: u16) -> Vec<Point> {
        (0..count).map(|x| Point { x, y: 9 }).collect()
    }

    fn secrets(count: u16) -> Secrets {
        let byte = count as u8;
        let texts = vec!["t".repeat(count.into()); count.into()];
        Secrets {
            number: count.into(),
            a: 10 + byte,
            text: "s".repeat(count.into()),
            b: 20 + byte,
            points: points(count),
            c: 30 + byte,
            kind: (count > 0).then(|| {
                (count > 1).then(|| Kind::At {
                    points: points(count),
                })
            }),
            d: 40 + byte,
            map: [(1, texts.clone()), (2, texts)].into(),
            e: 50 + byte,
            tuple: (byte, Kind::Off, [vec![1; count.into()], vec![]]),
            f: 60 + byte,
            hidden: (count % 2 == 1).then(|| points(count)),
            shown: Some(70 + byte),
        }
    }

    type Everywhere = (
        Vec<Secrets>,
        Option<Secrets>,
        [Secrets; 2],
        std::collections::BTreeMap<u8, Secrets>,
        u8,
    );
    let everywhere: Everywhere = (
        (0..4).map(secrets).collect(),
        Some(secrets(2)),
        [secrets(3), secrets(1)],
        [(1, secrets(0)), (2, secrets(3))].into(),
        99,
    );

    let bytes = migratable::to_vec(&everywhere).unwrap();
    let ty = Everywhere::TYPE;
    let item = value::read(ty, &bytes).unwrap();
    let json = |reveal| serde_json::to_value(JsonForm::new(ty, &item.value, reveal)).unwrap();
    let mut all = json(true);
    assert_eq!(all[4], 99);
    hide(
        &mut all,
        &["number", "text", "points", "kind", "map", "tuple", "hidden"],
    );
    assert_eq!(json(false), all);
}

/// Puts the mark of what is hidden in the place of these members.
fn hide(json: &mut Value, names: &[&str]) {
    match json {
        Value::Array(parts) => parts.iter_mut().for_each(|part| hide(part, names)),
        Value::Object(members) => {
            members
                .iter_mut()
                .for_each(|(name, value)| match names.contains(&name.as_str()) {
                    true => *value = json!("(sensitive)"),
                    false => hide(value, names),
                })
        }
        _ => {}
    }
}
