//! `show`: schemas as people read them, and as JSON Schema.

use std::fs;

use migratable::schema::{Schema, TypeNames};
use migratable::value::{self, JsonForm};
use migratable::{Device, Migratable, to_vec};
use serde_json::Value;
use snapbox::{assert_data_eq, file};

use super::fleet;
use super::json;
use super::streams::Gadget;
use super::tool::{run, run_with};

fn shown(arguments: &[&str]) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    fs::write(file.path(), fleet::stream()).unwrap();
    let all = [&["show", file.path().to_str().unwrap()], arguments].concat();
    run(all).fine()
}

#[test]
fn a_page_for_people() {
    assert_data_eq!(shown(&[]), file!["snapshots/fleet-show.txt"].raw());
    let page = shown(&["--format", "markdown"]);
    assert_data_eq!(page, file!["snapshots/fleet-show.md"].raw());
}

#[test]
fn one_device_is_shown_alone() {
    let page = shown(&["--device", "disk"]);
    assert!(
        page.starts_with("disk  version 2") && !page.contains("uart"),
        "{page}"
    );
    let schemas = run_with(["show", "-"], Gadget::SCHEMA_JSON.as_bytes()).fine();
    assert!(schemas.contains("level  u8"), "{schemas}");
    let run = run_with(
        ["show", "-", "--device", "x"],
        Gadget::SCHEMA_JSON.as_bytes(),
    );
    assert!(run.failed().contains("there are gadget"));
}

/// Types of one name, wherever they are used.
mod rings {
    use std::collections::BTreeMap;

    use migratable::Migratable;

    #[derive(Migratable)]
    pub(super) struct Ring<T, const N: usize> {
        pub(super) items: [T; N],
    }

    #[derive(Migratable)]
    pub(super) enum Slot<T> {
        Empty,
        Full { of: T },
    }

    #[derive(Migratable)]
    #[migratable(device = "rings")]
    pub(super) struct Rings {
        pub(super) bytes: Ring<u8, 2>,
        pub(super) texts: Ring<String, 3>,
        pub(super) again: Ring<u8, 2>,
        pub(super) option: Option<Ring<bool, 4>>,
        pub(super) list: Vec<Slot<u8>>,
        pub(super) map: BTreeMap<u8, Slot<Ring<u16, 1>>>,
        pub(super) pair: (Slot<u8>, [Ring<String, 3>; 1]),
        #[migratable(subsection(tag = 1))]
        pub(super) late: Option<Ring<i64, 2>>,
    }
}

fn rings() -> rings::Rings {
    use rings::{Ring, Rings, Slot};
    let texts = || Ring {
        items: ["a", "b", "c"].map(str::to_owned),
    };
    Rings {
        bytes: Ring { items: [1, 2] },
        texts: texts(),
        again: Ring { items: [3, 4] },
        option: Some(Ring { items: [true; 4] }),
        list: vec![Slot::Empty, Slot::Full { of: 5 }],
        map: [(
            1,
            Slot::Full {
                of: Ring { items: [6] },
            },
        )]
        .into(),
        pair: (Slot::Empty, [texts()]),
        late: Some(Ring { items: [7, 8] }),
    }
}

/// A device's state in its JSON form.
fn json_of<T: Device>(state: &T) -> Value {
    let schema = Schema::from_json(T::SCHEMA_JSON).unwrap();
    let bytes = to_vec(state).unwrap();
    let item = value::read(schema.ty(), &bytes).unwrap();
    serde_json::to_value(JsonForm::new(schema.ty(), &item.value, true)).unwrap()
}

/// All forms of `show`, and the schema's own JSON, give types of one name the same names.
#[test]
fn types_of_one_name_are_told_apart() {
    let schema = Schema::from_json(rings::Rings::SCHEMA_JSON).unwrap();
    let document = json::parse(rings::Rings::SCHEMA_JSON);
    let mut own: Vec<&str> = document["types"]
        .as_object()
        .unwrap()
        .keys()
        .map(|key| &**key)
        .collect();
    own.sort_unstable();
    assert_eq!(
        own,
        [
            "Ring", "Rings", "Ring~2", "Ring~3", "Ring~4", "Ring~5", "Slot", "Slot~2"
        ]
    );
    for names in [TypeNames::of(&schema), TypeNames::of(rings::Rings::SCHEMA)] {
        let name = |ty| names.name(ty).unwrap();
        assert_eq!(name(<rings::Ring<bool, 4>>::TYPE), "Ring~3");
        assert_eq!(name(<rings::Slot<rings::Ring<u16, 1>>>::TYPE), "Slot~2");
        assert_eq!(names.name(<rings::Ring<bool, 5>>::TYPE), None);
        assert_eq!(names.name(u8::TYPE), None);
    }

    let show = |format: &str| {
        let arguments = ["show", "-", "--format", format];
        run_with(arguments, rings::Rings::SCHEMA_JSON.as_bytes()).fine()
    };
    for format in ["text", "markdown"] {
        let page = show(format);
        for name in &own {
            let titles = page.lines().filter(|line| {
                let title = line.trim_start_matches("### rings: ");
                title == format!("struct {name}") || title == format!("enum {name}")
            });
            let is_device = *name == "Rings" && format == "markdown";
            assert_eq!(titles.count(), usize::from(!is_device), "{name}: {page}");
        }
        for row in [
            "option<struct Ring~3>",
            "map<u8, enum Slot~2>",
            "struct Ring~5",
        ] {
            assert!(page.contains(row), "{row}: {page}");
        }
    }

    let validator = jsonschema::draft202012::new(&json::parse(&show("json-schema"))).unwrap();
    let right = json_of(&rings());
    let errors: Vec<String> = validator
        .iter_errors(&right)
        .map(|error| error.to_string())
        .collect();
    assert_eq!(errors, [""; 0]);
    let mut wrong = right.clone();
    wrong["bytes"] = right["texts"].clone();
    assert!(!validator.is_valid(&wrong));
}

/// Defaults of each kind that the schema says.
mod defaults {
    use migratable::Migratable;

    #[derive(Migratable)]
    #[migratable(device = "defaults")]
    pub(super) struct Defaults {
        #[migratable(default = 5)]
        pub(super) number: u32,
        #[migratable(default = -5)]
        pub(super) negative: i16,
        #[migratable(default = 0xffff_ffff_ffff)]
        pub(super) wide: u64,
        #[migratable(default = 1.5)]
        pub(super) float: f64,
        #[migratable(default = true)]
        pub(super) flag: bool,
        #[migratable(default = 'x')]
        pub(super) letter: char,
        #[migratable(default = String::from("a \"b\""))]
        pub(super) text: String,
        #[migratable(default = Some(3))]
        pub(super) some: Option<u8>,
        #[migratable(default = None)]
        pub(super) none: Option<u8>,
        #[migratable(default = Some(None))]
        pub(super) nested: Option<Option<u8>>,
        #[migratable(default = [1, 2])]
        pub(super) bytes: [u8; 2],
        #[migratable(default = [1, 2])]
        pub(super) words: [u16; 2],
        #[migratable(default = vec![1, 2])]
        pub(super) list: Vec<u64>,
        #[migratable(default = (1, [2, 3]))]
        pub(super) pair: (u64, [u8; 2]),
        #[migratable(sensitive, default = 7)]
        pub(super) secret: u8,
        #[migratable(subsection(tag = 1))]
        pub(super) absent: Option<u32>,
        #[migratable(subsection(tag = 2, needed = |_: &Self| true), default = 8)]
        pub(super) late: u64,
    }
}

/// What stands as a default in the JSON Schema is a value, in the form of values.
#[test]
fn defaults_are_values() {
    let state = defaults::Defaults {
        number: 5,
        negative: -5,
        wide: 0xffff_ffff_ffff,
        float: 1.5,
        flag: true,
        letter: 'x',
        text: "a \"b\"".into(),
        some: Some(3),
        none: None,
        nested: Some(None),
        bytes: [1, 2],
        words: [1, 2],
        list: vec![1, 2],
        pair: (1, [2, 3]),
        secret: 7,
        absent: None,
        late: 8,
    };
    let schema = Schema::from_json(defaults::Defaults::SCHEMA_JSON).unwrap();
    let document = value::json_schema(&schema);
    let mut said = serde_json::Map::new();
    let properties = document["$defs"]["Defaults"]["properties"]
        .as_object()
        .unwrap();
    for (name, property) in properties {
        let Some(default) = property.get("default") else {
            continue;
        };
        let of_property = serde_json::json!({
            "$defs": document["$defs"],
            "$ref": format!("#/$defs/Defaults/properties/{name}"),
        });
        let validator = jsonschema::draft202012::new(&of_property).unwrap();
        assert!(validator.is_valid(default), "{name}: {default}");
        said.insert(name.clone(), default.clone());
    }
    // And it is the one that a load takes.
    assert_eq!(Value::Object(said), json_of(&state));
}
