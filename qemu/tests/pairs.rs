//! Verdicts on pairs of streams and dumps, beside what is known of them: real
//! loads, the same build, public source; and on every device of a dump, changed in
//! each way that a device can be.

mod common;

use common::{DUMPS, bytes, dump, stream};
use migratable_qemu::compare::{Comparison, Layouts, Selection, Side, Verdict, compare, is_dump};
use migratable_qemu::{Limits, Stream};
use serde_json::{Map, Value, json};

enum Input {
    Dump(Layouts),
    Stream(Vec<u8>, Box<Stream>),
}

impl Input {
    fn open(name: &str) -> Self {
        match is_dump(&bytes(name)) {
            true => Self::Dump(dump(name)),
            false => {
                let (bytes, stream) = stream(name);
                Self::Stream(bytes, Box::new(stream))
            }
        }
    }

    fn side(&self) -> Side<'_> {
        match self {
            Self::Dump(layouts) => Side::dump(layouts.clone()),
            Self::Stream(bytes, stream) => {
                let (description, _) = stream.description.as_ref().unwrap();
                Side::stream(bytes, stream, description)
            }
        }
    }

    fn layouts(&self) -> Layouts {
        match self {
            Self::Dump(layouts) => layouts.clone(),
            Self::Stream(_, stream) => {
                Layouts::of_description(&stream.description.as_ref().unwrap().0)
            }
        }
    }
}

/// What cannot be decided is `unknown`, be it because it depends on a condition.
fn decided(comparison: &Comparison) -> &'static str {
    match comparison.verdict() {
        Verdict::Conditional => "unknown",
        verdict => verdict.as_str(),
    }
}

#[test]
fn known_pairs_have_their_verdicts() {
    let table = include_str!("pairs.tsv");
    let mut count = 0;
    for line in table.lines().skip(1) {
        let [writer, reader, select, expected, evidence] = line.split('\t').collect::<Vec<_>>()[..]
        else {
            panic!("{line}");
        };
        let (w, r) = (Input::open(writer), Input::open(reader));
        let machine = select
            .strip_prefix("of:")
            .map(|name| Input::open(name).layouts());
        let selection = Selection {
            devices_of: machine.as_ref(),
            device: select.strip_prefix("key:"),
        };
        let comparison = compare(&w.side(), &r.side(), &selection);
        assert_eq!(
            decided(&comparison),
            expected,
            "{writer} -> {reader} {select}: {evidence}\n{:#?}",
            comparison.findings
        );
        count += 1;
    }
    assert_eq!(count, 33);
}

/// A way to change a description, and the verdicts from old to new and back; `None`
/// if the device has nothing to change.
type Change = fn(&mut Map<String, Value>) -> Option<()>;

const CHANGES: [(&str, Change, &str, &str); 9] = [
    ("a field at the end", append, "breaks", "breaks"),
    (
        "a field in a struct inside",
        append_inside,
        "breaks",
        "breaks",
    ),
    (
        "a field with a version of its own",
        insert_versioned,
        "loads",
        "breaks",
    ),
    ("another array length", longer_array, "breaks", "breaks"),
    ("a condition", add_condition, "unknown", "unknown"),
    ("a field's version", future_field, "breaks", "breaks"),
    (
        "two fields of one size change places",
        swap,
        "breaks",
        "breaks",
    ),
    ("another name", rename, "loads", "loads"),
    ("a subsection", add_subsection, "loads", "unknown"),
];

/// QEMU's own checker misses six of these, and has false alarms on two.
#[test]
fn every_change_of_every_device_is_judged() {
    let name = DUMPS[1];
    let all: Map<String, Value> = serde_json::from_slice(&bytes(name)).unwrap();
    let limits = Limits::default();
    for (what, change, forth, back) in CHANGES {
        let mut changed_some = 0;
        for (key, section) in all.iter().filter(|(key, _)| *key != "vmschkmachine") {
            let mut changed = section.clone();
            let description = changed["Description"].as_object_mut().unwrap();
            if change(description).is_none() {
                continue;
            }
            for version in ["version_id", "minimum_version_id"] {
                changed[version] = changed["Description"][version].clone();
            }
            changed_some += 1;
            // A dump that has lengths has them for all its devices: so does this one.
            let witness = json!({"name": "witness", "version_id": 1, "minimum_version_id": 1,
                "Fields": [{"field": "a", "version_id": 0, "field_exists": false, "num": 2, "size": 4}]});
            let with = |section: &Value| {
                let mut both = Map::new();
                both.insert(key.clone(), section.clone());
                both.insert(
                    "witness".into(),
                    json!({"Name": "witness", "version_id": 1,
                    "minimum_version_id": 1, "Description": witness}),
                );
                Layouts::of_dump(Value::from(both).to_string().as_bytes(), &limits).unwrap()
            };
            let (old, new) = (Side::dump(with(section)), Side::dump(with(&changed)));
            let selection = Selection {
                device: Some(key),
                ..Selection::default()
            };
            let found = compare(&old, &new, &selection);
            assert_eq!(
                decided(&found),
                forth,
                "{what}, {key}: {:#?}",
                found.findings
            );
            let found = compare(&new, &old, &selection);
            assert_eq!(
                decided(&found),
                back,
                "{what}, {key}, back: {:#?}",
                found.findings
            );
        }
        println!("{what}: {changed_some} devices");
        assert!(changed_some > 20, "{what}: {changed_some}");
    }
}

fn fields(description: &mut Map<String, Value>) -> Option<&mut Vec<Value>> {
    description
        .get_mut("Fields")?
        .as_array_mut()
        .filter(|fields| !fields.is_empty())
}

fn new_field() -> Value {
    json!({"field": "brand_new", "version_id": 0, "field_exists": false, "size": 4})
}

fn append(description: &mut Map<String, Value>) -> Option<()> {
    fields(description)?.push(new_field());
    Some(())
}

fn append_inside(description: &mut Map<String, Value>) -> Option<()> {
    let plain = |field: &&mut Value| field["field_exists"] == false && field["version_id"] == 0;
    let inner = fields(description)?
        .iter_mut()
        .filter(plain)
        .find_map(|field| field.get_mut("Description")?.as_object_mut())?;
    append(inner)
}

fn insert_versioned(description: &mut Map<String, Value>) -> Option<()> {
    let version = description["version_id"].as_i64()? + 1;
    let mut field = new_field();
    field["version_id"] = version.into();
    fields(description)?.insert(0, field);
    description["version_id"] = version.into();
    Some(())
}

/// The first field that is sent whatever the version is.
fn plain_field(
    description: &mut Map<String, Value>,
    wanted: fn(&Value) -> bool,
) -> Option<&mut Value> {
    let plain = |field: &&mut Value| {
        field["field_exists"] == false && field["version_id"] == 0 && wanted(field)
    };
    fields(description)?.iter_mut().find(plain)
}

fn is_named(field: &Value) -> bool {
    field["field"]
        .as_str()
        .is_some_and(|name| !name.starts_with("unused"))
}

fn longer_array(description: &mut Map<String, Value>) -> Option<()> {
    let field = plain_field(description, |field| field.get("num").is_some())?;
    field["num"] = (field["num"].as_i64()? + 8).into();
    Some(())
}

fn add_condition(description: &mut Map<String, Value>) -> Option<()> {
    plain_field(description, is_named)?["field_exists"] = true.into();
    Some(())
}

fn future_field(description: &mut Map<String, Value>) -> Option<()> {
    plain_field(description, is_named)?["version_id"] = 99_999.into();
    Some(())
}

fn rename(description: &mut Map<String, Value>) -> Option<()> {
    plain_field(description, is_named)?["field"] = "another_name".into();
    Some(())
}

fn swap(description: &mut Map<String, Value>) -> Option<()> {
    let fields = fields(description)?;
    let scalar = |field: &Value| {
        let only = fields
            .iter()
            .filter(|other| other["field"] == field["field"])
            .count()
            == 1;
        only && is_named(field)
            && field["field_exists"] == false
            && field.get("Description").is_none()
    };
    let pair = fields.windows(2).position(|pair| {
        pair.iter().all(scalar)
            && ["size", "num", "version_id"]
                .iter()
                .all(|key| pair[0].get(key) == pair[1].get(key))
    })?;
    fields.swap(pair, pair + 1);
    Some(())
}

fn add_subsection(description: &mut Map<String, Value>) -> Option<()> {
    fields(description)?;
    let new = json!({"name": "dev/new", "version_id": 1, "minimum_version_id": 1, "Fields": [new_field()]});
    let parts = description
        .entry("Subsections")
        .or_insert_with(|| json!([]));
    parts.as_array_mut()?.push(new);
    Some(())
}

/// All a build could have, against itself.
#[test]
fn every_dump_loads_itself() {
    for name in DUMPS {
        let side = Side::dump(dump(name));
        let found = compare(&side, &side, &Selection::default());
        assert_eq!(
            found.verdict(),
            Verdict::Loads,
            "{name}: {:#?}",
            found.findings
        );
        assert!(found.compared > 200);
    }
}

/// The break that no dump shows: what the processor's registers are.
#[test]
fn a_register_that_the_reader_lacks_is_named() {
    let (old, new) = (
        Input::open("qemu7.2.22-virt-7.2-min.mig.gz"),
        Input::open("qemu10.0.2-virt-7.2-min.mig.gz"),
    );
    let found = compare(&old.side(), &new.side(), &Selection::default());
    let register = found
        .findings
        .iter()
        .find(|finding| finding.rule.id == "qemu-register-lacking");
    let register = register.expect("the register is found");
    assert_eq!(register.device, "cpu#0");
    assert!(
        register.writer.contains("0x40200000200f3a00"),
        "{register:?}"
    );
    let found = compare(&new.side(), &old.side(), &Selection::default());
    let length = found
        .findings
        .iter()
        .find(|finding| finding.rule.id == "qemu-value-too-large");
    let length = length.expect("the length is found");
    assert_eq!(
        (length.writer.as_str(), length.reader.as_str()),
        ("274", "up to 258")
    );
}
