//! `export --format json-schema`: what JSON the values become, as files beside the schemas.

use std::collections::BTreeMap;
use std::fs;
use std::num::{NonZeroI16, NonZeroI32, NonZeroI128, NonZeroU8, NonZeroU64};

use migratable::schema::Schema;
use migratable::{Device, Migratable, value};
use serde_json::Value;

use super::convert::Place;
use super::fleet;
use super::json;
use super::streams::{Gadget, gadget, three};
use super::tool::{root, run_with};

const EXPORT: [&str; 6] = ["export", "in.mig", "--format", "json-schema", "-o", "of"];

fn names(place: &Place, directory: &str) -> Vec<String> {
    let entries = fs::read_dir(place.path(directory)).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Streams with whatever there is.
fn streams() -> Vec<Vec<u8>> {
    let golden = root().join("tests/golden/mini-vm");
    let mut streams = vec![fleet::stream().to_vec(), three()];
    for release in ["v1", "v2"] {
        for file in fs::read_dir(golden.join(release)).unwrap() {
            let file = file.unwrap().path();
            if file.extension().is_some_and(|extension| extension == "mig") {
                streams.push(fs::read(file).unwrap());
            }
        }
    }
    assert!(streams.len() > 4);
    streams
}

/// Each value of each stream, converted to lines of JSON and inspected, is valid by the
/// file that was exported of its device, and nothing else is.
#[test]
fn every_converted_stream_is_valid() {
    for stream in streams() {
        let place = Place::new(&stream);
        place.run(&EXPORT).fine();
        let index = json::parse(&String::from_utf8(place.read("of/index.schema.json")).unwrap());
        let devices = index["devices"].as_array().unwrap();
        assert_eq!(names(&place, "of").len(), devices.len() + 1);
        let mut validators = BTreeMap::new();
        for entry in devices {
            let device = entry["device"].as_str().unwrap();
            let file = entry["file"].as_str().unwrap();
            assert_eq!(file, format!("{device}.schema.json"));
            let text = String::from_utf8(place.read(&format!("of/{file}"))).unwrap();
            let document = json::parse(&text);
            jsonschema::draft202012::meta::validate(&document).unwrap();
            let validator = jsonschema::draft202012::new(&document).unwrap();
            validators.insert(device.to_owned(), validator);
        }

        let convert = ["convert", "in.mig", "-o", "lines.jsonl", "--show-sensitive"];
        place.run(&convert).fine();
        let lines = String::from_utf8(place.read("lines.jsonl")).unwrap();
        let lines: Vec<Value> = lines.lines().map(json::parse).collect();
        let of_kind = |kind: &'static str| lines.iter().filter_map(move |line| line.get(kind));
        let schemas: Vec<&Value> = of_kind("schema").collect();
        let instances = of_kind("instances").next().unwrap().as_array().unwrap();
        let device = |section: &Value| {
            let is_it = |key: &str, one: &Value| one[key] == section[key];
            let mut all = instances.iter();
            let instance = all.find(|one| is_it("path", one) && is_it("instance_id", one));
            let schema = instance.unwrap()["schema"].as_u64().unwrap();
            &schemas[schema as usize]["device"]
        };
        let sections = of_kind("section");
        let mut values: Vec<(&Value, &Value)> = sections
            .map(|section| (device(section), &section["value"]))
            .collect();
        let inspected = json::parse(&place.run(&["inspect", "in.mig", "--format", "json"]).fine());
        let sections = inspected["sections"].as_array().unwrap().iter();
        values.extend(sections.map(|section| (&section["device"], &section["value"])));
        assert!(!values.is_empty());
        for (device, value) in values {
            let validator = &validators[device.as_str().unwrap()];
            let errors: Vec<String> = validator
                .iter_errors(value)
                .map(|error| error.to_string())
                .collect();
            assert!(errors.is_empty(), "{device}: {errors:#?} in {value}");
            let mut less = value.clone();
            less["no such field"] = Value::Null;
            assert!(!validator.is_valid(&less), "{device}: {less}");
        }
    }
}

/// Of each number, it is valid whether it is 0 as it may be.
#[test]
fn what_is_not_0_is_not_valid_as_0() {
    #[derive(Migratable)]
    #[migratable(device = "numbers")]
    struct Numbers {
        _narrow: NonZeroU8,
        _signed: NonZeroI32,
        _wide: NonZeroU64,
        _widest: NonZeroI128,
        #[migratable(range = -1..=1)]
        _bounded: NonZeroI16,
        _keys: BTreeMap<NonZeroU8, u8>,
        _plain: u8,
        _plain_wide: u64,
    }
    let ty = Numbers::SCHEMA.ty();
    let validator = jsonschema::draft202012::new(&value::json_schema(Numbers::SCHEMA)).unwrap();
    let in_one = |number: Value| serde_json::json!({ "0": number });
    let good = serde_json::json!({
        "_narrow": in_one(1.into()),
        "_signed": in_one((-1).into()),
        "_wide": in_one("1".into()),
        "_widest": in_one("-1".into()),
        "_bounded": in_one(1.into()),
        "_keys": [[in_one(1.into()), 1]],
        "_plain": 1,
        "_plain_wide": "1",
    });
    for (field, zero) in [
        ("_narrow", in_one(0.into())),
        ("_signed", in_one(0.into())),
        ("_wide", in_one("0".into())),
        ("_widest", in_one("0".into())),
        ("_bounded", in_one(0.into())),
        ("_keys", serde_json::json!([[in_one(0.into()), 1]])),
        ("_plain", 0.into()),
        ("_plain_wide", "0".into()),
    ] {
        assert!(validator.is_valid(&good));
        let mut with_0 = good.clone();
        with_0[field] = zero;
        let bytes = value::from_json(ty, &with_0.to_string()).unwrap();
        let is_value = value::read(ty, &bytes).is_ok();
        assert_eq!(is_value, field.starts_with("_plain"), "{field}");
        assert_eq!(validator.is_valid(&with_0), is_value, "{field}");
    }
}

/// `export` and `show` write what the library says.
#[test]
fn both_commands_write_the_librarys_schema() {
    let schema = Schema::from_json(Gadget::SCHEMA_JSON).unwrap();
    let library = value::json_schema(&schema);
    assert_eq!(
        library["$defs"]["Gadget"]["properties"]["level"]["maximum"],
        9
    );
    let written = |command| {
        let arguments = [command, "-", "--format", "json-schema"];
        run_with(arguments, Gadget::SCHEMA_JSON.as_bytes()).fine()
    };
    assert_eq!(json::parse(&written("show")), library);
    assert_eq!(json::parse(&written("export")), Value::Array(vec![library]));
    let place = Place::new(&gadget(&[]));
    place.run(&EXPORT).fine();
    assert_eq!(
        String::from_utf8(place.read("of/gadget.schema.json")).unwrap(),
        written("show")
    );
}

/// Files are overwritten if `export` wrote them; those of schemas are left alone, and are
/// what other commands read of a directory with both.
#[test]
fn both_forms_are_kept_in_one_directory() {
    let place = Place::new(&gadget(&[]));
    let plain = ["export", "in.mig", "-o", "of"];
    let both = [
        "gadget.json",
        "gadget.schema.json",
        "index.json",
        "index.schema.json",
    ];
    for arguments in [&plain[..], &EXPORT, &plain, &EXPORT] {
        let run = place.run(arguments);
        assert!(!run.stderr.contains("was there before"), "{run:?}");
        run.fine();
    }
    assert_eq!(names(&place, "of"), both);
    let again = place.run(&["export", "of"]).fine();
    assert_eq!(again, place.run(&["export", "in.mig"]).fine());
    place.run(&["check", "of", "of"]).fine();

    fs::remove_file(place.path("of/index.schema.json")).unwrap();
    let error = place.run(&EXPORT).failed();
    assert!(
        error.contains("of/gadget.schema.json: it is there already"),
        "{error}"
    );
    let forced = [&EXPORT[..], &["--force"]].concat();
    place.run(&forced).fine();
    assert_eq!(names(&place, "of"), both);
}

/// Who takes one for a schema is told so.
#[test]
fn it_is_no_schema_of_a_device() {
    let place = Place::new(&gadget(&[]));
    place.run(&EXPORT).fine();
    for name in ["of", "of/gadget.schema.json"] {
        let error = place.run(&["show", name]).failed();
        assert!(error.contains("it is a JSON Schema"), "{error}");
        assert!(error.contains("without `--format json-schema`"), "{error}");
    }
}
