//! Verdicts on every device of real dumps, changed in each way that a device can be:
//! what follows is known, as the change was made here. From old to new and back, between
//! dumps, and between a real stream and a changed dump.

mod common;

use std::collections::BTreeSet;

use common::{Built, DESCRIBED, DUMPS, bytes, decided, dump, stream};
use migratable_qemu::compare::{Layouts, Selection, Side, Verdict, compare};
use migratable_qemu::{Limits, read};
use serde_json::{Map, Value, json};

type Description = Map<String, Value>;

/// A way to change a description; `None` if the device has nothing to change.
type Change = fn(&mut Description) -> Option<()>;

/// What a change does, and the verdicts from old to new and back.
type Row = (&'static str, Change, &'static str, &'static str);

const CHANGES: &[Row] = &[
    ("a field at the end", append, "breaks", "breaks"),
    (
        "a field at the end, of a known name",
        append_known,
        "breaks",
        "breaks",
    ),
    ("a field at the beginning", insert, "breaks", "breaks"),
    (
        "a field in a struct inside",
        append_inside,
        "breaks",
        "breaks",
    ),
    ("a field less", remove, "breaks", "breaks"),
    ("a field moved to the end", move_to_end, "breaks", "breaks"),
    (
        "a field with a version of its own",
        insert_versioned,
        "loads",
        "breaks",
    ),
    (
        "such a field, and another name",
        insert_and_rename,
        "loads",
        "breaks",
    ),
    (
        "a field at the end, and another name",
        append_and_rename,
        "breaks",
        "breaks",
    ),
    ("another array length", longer_array, "breaks", "breaks"),
    ("a condition", add_condition, "unknown", "unknown"),
    (
        "a field under a condition",
        append_conditional,
        "unknown",
        "unknown",
    ),
    (
        "a field under a condition, in the middle",
        insert_conditional,
        "unknown",
        "unknown",
    ),
    (
        "a field of a known name under a condition, in the middle",
        insert_known_conditional,
        "unknown",
        "unknown",
    ),
    (
        "a field under a condition, in a struct inside",
        insert_conditional_inside,
        "unknown",
        "unknown",
    ),
    (
        "a field's version, which is to come",
        future_field,
        "breaks",
        "breaks",
    ),
    (
        "a field's version, which is reached",
        present_field,
        "loads",
        "loads",
    ),
    (
        "two fields of one size change places",
        swap,
        "breaks",
        "breaks",
    ),
    (
        "padding and a field change places",
        swap_padding,
        "breaks",
        "breaks",
    ),
    ("another size", widen, "breaks", "breaks"),
    ("a byte instead of a struct", collapse, "breaks", "breaks"),
    (
        "another size, under a condition",
        widen_conditional,
        "unknown",
        "unknown",
    ),
    ("another name", rename, "loads", "loads"),
    ("two other names", rename_two, "loads", "loads"),
    ("other names of structs", rename_structs, "loads", "loads"),
    ("fields moved into a struct", wrap, "loads", "loads"),
    ("padding in two parts", split_padding, "loads", "loads"),
    ("a field that became padding", retire, "loads", "loads"),
    (
        "two fields that became one padding",
        retire_two,
        "loads",
        "loads",
    ),
    (
        "padding around a field that became one padding",
        join_padding,
        "loads",
        "loads",
    ),
    (
        "an array that became one buffer",
        array_to_buffer,
        "loads",
        "loads",
    ),
    ("a number in two halves", halve, "loads", "loads"),
    (
        "a number that became an array of bytes",
        to_bytes,
        "loads",
        "loads",
    ),
    ("a subsection", add_subsection, "loads", "unknown"),
    (
        "another name of a subsection",
        rename_subsection,
        "unknown",
        "unknown",
    ),
    (
        "a field in a subsection",
        append_to_subsection,
        "unknown",
        "unknown",
    ),
    ("a version", raise_version, "loads", "breaks"),
    (
        "a version, the oldest that is read",
        raise_minimum,
        "breaks",
        "breaks",
    ),
    (
        "the version of a subsection",
        raise_subsection,
        "unknown",
        "unknown",
    ),
    (
        "another name of the device's description",
        rename_device,
        "breaks",
        "breaks",
    ),
];

/// A dump of one device. One that has lengths has them for all its devices: so does
/// this, with a device that does not change.
fn alone(key: &str, section: &Value, has_lengths: bool) -> Layouts {
    let mut field = new_field("a");
    if has_lengths {
        field["num"] = 2.into();
    }
    let witness = json!({"name": "witness", "version_id": 1, "minimum_version_id": 1,
        "Fields": [field]});
    let witness = json!({"Name": "witness", "version_id": 1, "minimum_version_id": 1,
        "Description": witness});
    let both = json!({key: section, "witness": witness});
    Layouts::of_dump(both.to_string().as_bytes(), &Limits::default()).unwrap()
}

/// A device with a change.
fn changed(section: &Value, change: Change) -> Option<Value> {
    let mut changed = section.clone();
    change(changed["Description"].as_object_mut().unwrap())?;
    for version in ["version_id", "minimum_version_id"] {
        changed[version] = changed["Description"][version].clone();
    }
    Some(changed)
}

fn sections(name: &str) -> Map<String, Value> {
    let mut all: Map<String, Value> = serde_json::from_slice(&bytes(name)).unwrap();
    all.remove("vmschkmachine");
    all
}

/// QEMU's own checker misses some of these, and has false alarms on others.
#[test]
fn every_change_of_every_device_is_judged() {
    let mut wrong = Vec::new();
    for name in [DUMPS[1], DUMPS[2]] {
        let all = sections(name);
        for (what, change, forth, back) in CHANGES {
            let mut count = 0;
            for (key, section) in &all {
                let Some(new) = changed(section, *change) else {
                    continue;
                };
                count += 1;
                let side = |section| Side::dump(alone(key, section, true));
                let (old, new) = (side(section), side(&new));
                let selection = Selection {
                    device: Some(key),
                    ..Selection::default()
                };
                for (way, w, r, expected) in
                    [("forth", &old, &new, forth), ("back", &new, &old, back)]
                {
                    let found = compare(w, r, &selection);
                    if decided(&found) != *expected {
                        wrong.push(format!(
                            "{name}, {what}, {way}, {key}: {} instead of {expected}: {:?}",
                            decided(&found),
                            found.findings
                        ));
                    }
                }
            }
            println!("{name}, {what}: {count} devices");
            assert!(count > 2, "{what}: {count}");
        }
    }
    let shown: Vec<_> = wrong.iter().take(12).collect();
    assert!(wrong.is_empty(), "{} wrong: {shown:#?}", wrong.len());
}

/// Dumps before QEMU 8 have no lengths of arrays: less can be said, and nothing wrong.
#[test]
fn what_a_dump_without_lengths_shows_is_judged() {
    let mut wrong = Vec::new();
    for (what, change, forth, back) in CHANGES {
        for (key, section) in &sections(DUMPS[0]) {
            let Some(new) = changed(section, *change) else {
                continue;
            };
            let side = |section| Side::dump(alone(key, section, false));
            let (old, new) = (side(section), side(&new));
            let selection = Selection {
                device: Some(key),
                ..Selection::default()
            };
            for (w, r, expected) in [(&old, &new, forth), (&new, &old, back)] {
                let found = compare(w, r, &selection);
                let verdict = decided(&found);
                if verdict != *expected && verdict != "unknown" {
                    let findings = found.findings;
                    wrong.push(format!("{what}, {key}: {verdict}: {findings:?}"));
                }
            }
        }
    }
    let shown: Vec<_> = wrong.iter().take(12).collect();
    assert!(wrong.is_empty(), "{} wrong: {shown:#?}", wrong.len());
}

/// A dump does not tell one value from an array of as many as another field says, which
/// a stream does not show if it is empty: so the `db_clock` of an Arm system controller,
/// behind its `mb_clock`, of which there are six.
#[test]
fn an_array_may_be_empty() {
    let field = |name| json!({"field": name, "version_id": 0, "field_exists": false, "size": 4});
    let section = json!({
        "version_id": 1, "minimum_version_id": 1,
        "Description": {
            "name": "dev", "version_id": 1, "minimum_version_id": 1,
            "Fields": [field("mb_clock"), field("db_clock")],
        },
    });
    let judged = |elements: usize, has_lengths| {
        let described = format!(
            r#"{{"name": "dev", "instance_id": 0, "vmsd_name": "dev", "version": 1, "fields": [
                {{"name": "mb_clock", "array_len": {elements}, "type": "uint32", "size": 4}}]}}"#
        );
        let body = vec![0; 4 * elements];
        let bytes = Built::new().full(1, "dev", 1, &body);
        let bytes = bytes.end(&described);
        let stream = read(&bytes, None, &Limits::default());
        let (description, _) = stream.description.as_ref().unwrap();
        let writer = Side::stream(&bytes, &stream, description);
        let reader = Side::dump(alone("dev", &section, has_lengths));
        let found = compare(&writer, &reader, &Selection::default());
        decided(&found)
    };
    for (elements, has_lengths, expected) in [
        (6, false, "unknown"),
        (6, true, "unknown"),
        (1, false, "unknown"),
        // Nothing says that the dump has arrays of which it does not know the length.
        (1, true, "breaks"),
    ] {
        let found = judged(elements, has_lengths);
        assert_eq!(found, expected, "{elements} {has_lengths}");
    }
}

/// A stream shows sizes and subsections that were sent, and the dump what is read:
/// where these agree on a device, a change of the dump's is judged as between dumps, or
/// not decided.
#[test]
fn every_change_is_judged_beside_a_stream() {
    let (bytes, stream) = stream(DESCRIBED[0]);
    let (description, _) = stream.description.as_ref().unwrap();
    let sent = || Side::stream(&bytes, &stream, description);
    let all = sections(DUMPS[1]);
    let whole = dump(DUMPS[1]);
    let mut tried = BTreeSet::new();
    let mut wrong = Vec::new();
    for device in &description.devices {
        let key = format!("{}#{}", device.name, device.instance_id);
        let selection = Selection {
            device: Some(&key),
            ..Selection::default()
        };
        let unchanged = compare(&sent(), &Side::dump(whole.clone()), &selection);
        let named = |section: &&Value| section["Description"]["name"] == *device.content.name;
        let of_name: Vec<&Value> = all.values().filter(named).collect();
        let [section] = of_name[..] else { continue };
        if unchanged.verdict() != Verdict::Loads {
            continue;
        }
        for (what, change, forth, back) in CHANGES {
            let Some(new) = changed(section, *change) else {
                continue;
            };
            // The stream says what is in it.
            let is_of_subsection = what.contains("subsection");
            let new = Side::dump(alone("dev", &new, true));
            let forth = compare_as(&sent(), &new, &selection, forth);
            let back = compare_as(&new, &sent(), &selection, back);
            for (way, problem) in [("forth", forth), ("back", back)] {
                if let Some(problem) = problem.filter(|_| !is_of_subsection) {
                    wrong.push(format!("{key}, {what}, {way}: {problem}"));
                }
            }
            tried.insert(*what);
        }
    }
    let shown: Vec<_> = wrong.iter().take(12).collect();
    assert!(wrong.is_empty(), "{} wrong: {shown:#?}", wrong.len());
    assert!(tried.len() > 20, "{tried:?}");
}

/// What is wrong with the verdict, if anything is: the expected one was not found.
/// What depends on a condition of the reader's is not known to load, whatever was sent.
fn compare_as(
    writer: &Side<'_>,
    reader: &Side<'_>,
    selection: &Selection<'_>,
    expected: &str,
) -> Option<String> {
    let found = compare(writer, reader, selection);
    let verdict = decided(&found);
    // What was sent shows whether a condition of the writer's holds: more can be said then.
    let is_allowed = match expected {
        "unknown" => verdict != "loads",
        expected => verdict == expected || verdict == "unknown",
    };
    (!is_allowed).then(|| format!("{verdict} instead of {expected}: {:?}", found.findings))
}

fn new_field(name: &str) -> Value {
    json!({"field": name, "version_id": 0, "field_exists": false, "size": 4})
}

fn fields(description: &mut Description) -> Option<&mut Vec<Value>> {
    description
        .get_mut("Fields")?
        .as_array_mut()
        .filter(|fields| !fields.is_empty())
}

fn subsections(description: &mut Description) -> Option<&mut Vec<Value>> {
    let parts = description.get_mut("Subsections")?.as_array_mut();
    parts.filter(|parts| !parts.is_empty())
}

/// Whether a field is sent whatever the version is.
fn is_plain(field: &Value) -> bool {
    field["field_exists"] == false && field["version_id"] == 0
}

fn is_named(field: &Value) -> bool {
    !is_padding(field)
}

fn is_padding(field: &Value) -> bool {
    let name = field["field"].as_str().unwrap_or_default();
    name.starts_with("unused") && field.get("Description").is_none()
}

/// Whether it is one number, as far as a dump shows.
fn is_number(field: &Value) -> bool {
    let is_small = [1, 2, 4, 8].iter().any(|size| field["size"] == *size);
    is_named(field) && is_small && field.get("num").is_none() && field.get("Description").is_none()
}

/// The first field that is sent whatever the version is.
fn plain_field(description: &mut Description, wanted: fn(&Value) -> bool) -> Option<&mut Value> {
    let mut fields = fields(description)?.iter_mut();
    fields.find(|field| is_plain(field) && wanted(field))
}

fn append(description: &mut Description) -> Option<()> {
    fields(description)?.push(new_field("brand_new"));
    Some(())
}

fn append_known(description: &mut Description) -> Option<()> {
    let known = plain_field(description, is_named)?["field"].clone();
    fields(description)?.push(new_field(known.as_str()?));
    Some(())
}

fn append_conditional(description: &mut Description) -> Option<()> {
    append(description)?;
    fields(description)?.last_mut()?["field_exists"] = true.into();
    Some(())
}

/// In front of a field that is always sent, and has one before it if there are two.
fn insert_conditional(description: &mut Description) -> Option<()> {
    insert_under_condition(description, "brand_new")
}

fn insert_known_conditional(description: &mut Description) -> Option<()> {
    let known = fields(description)?.last()?["field"].clone();
    insert_under_condition(description, known.as_str()?)
}

fn insert_conditional_inside(description: &mut Description) -> Option<()> {
    insert_conditional(plain_struct(description)?)
}

fn insert_under_condition(description: &mut Description, name: &str) -> Option<()> {
    let fields = fields(description)?;
    let mut plain = (0..)
        .zip(fields.iter())
        .filter(|(_, field)| is_plain(field));
    let (at, _) = plain.nth(1).or_else(|| (0..).zip(fields.iter()).next())?;
    let mut field = new_field(name);
    field["field_exists"] = true.into();
    fields.insert(at, field);
    Some(())
}

fn append_and_rename(description: &mut Description) -> Option<()> {
    rename(description)?;
    append(description)
}

fn insert(description: &mut Description) -> Option<()> {
    fields(description)?.insert(0, new_field("brand_new"));
    Some(())
}

fn append_inside(description: &mut Description) -> Option<()> {
    append(plain_struct(description)?)
}

/// The first struct that is sent whatever the version is.
fn plain_struct(description: &mut Description) -> Option<&mut Description> {
    fields(description)?
        .iter_mut()
        .filter(|field| is_plain(field))
        .find_map(|field| field.get_mut("Description")?.as_object_mut())
}

fn remove(description: &mut Description) -> Option<()> {
    let fields = fields(description)?;
    let at = fields
        .iter()
        .position(|field| is_plain(field) && is_number(field))?;
    fields.remove(at);
    Some(())
}

fn move_to_end(description: &mut Description) -> Option<()> {
    let fields = fields(description)?;
    let at = fields
        .windows(2)
        .position(|pair| pair.iter().all(|field| is_plain(field) && is_number(field)))?;
    let field = fields.remove(at);
    fields.push(field);
    Some(())
}

fn insert_versioned(description: &mut Description) -> Option<()> {
    let version = description["version_id"].as_i64()? + 1;
    let mut field = new_field("brand_new");
    field["version_id"] = version.into();
    fields(description)?.insert(0, field);
    description["version_id"] = version.into();
    Some(())
}

fn insert_and_rename(description: &mut Description) -> Option<()> {
    rename(description)?;
    insert_versioned(description)
}

fn longer_array(description: &mut Description) -> Option<()> {
    let field = plain_field(description, |field| field.get("num").is_some())?;
    field["num"] = (field["num"].as_i64()? + 8).into();
    Some(())
}

fn add_condition(description: &mut Description) -> Option<()> {
    plain_field(description, is_named)?["field_exists"] = true.into();
    Some(())
}

fn future_field(description: &mut Description) -> Option<()> {
    plain_field(description, is_named)?["version_id"] = 99_999.into();
    Some(())
}

fn present_field(description: &mut Description) -> Option<()> {
    let version = description["version_id"]
        .as_i64()
        .filter(|version| *version > 0)?;
    plain_field(description, is_named)?["version_id"] = version.into();
    Some(())
}

fn rename(description: &mut Description) -> Option<()> {
    plain_field(description, is_named)?["field"] = "another_name".into();
    Some(())
}

fn rename_two(description: &mut Description) -> Option<()> {
    let fields = fields(description)?;
    let at = fields
        .windows(2)
        .position(|pair| pair.iter().all(|field| is_plain(field) && is_named(field)))?;
    fields[at]["field"] = "another_name".into();
    fields[at + 1]["field"] = "a_third_name".into();
    Some(())
}

fn rename_structs(description: &mut Description) -> Option<()> {
    let mut found = None;
    for field in fields(description)? {
        if let Some(inner) = field.get_mut("Description").and_then(Value::as_object_mut) {
            inner.insert("name".into(), "another_struct".into());
            rename_structs(inner);
            found = Some(());
        }
    }
    found
}

fn rename_device(description: &mut Description) -> Option<()> {
    description["name"] = "another-device".into();
    Some(())
}

fn swap(description: &mut Description) -> Option<()> {
    swap_alike(description, |first, second| {
        is_named(first) && is_named(second)
    })
}

fn swap_padding(description: &mut Description) -> Option<()> {
    swap_alike(description, |first, second| {
        is_padding(first) != is_padding(second)
    })
}

/// Swaps two fields one behind the other that take as many bytes.
fn swap_alike(description: &mut Description, wanted: fn(&Value, &Value) -> bool) -> Option<()> {
    let fields = fields(description)?;
    let scalar = |field: &Value| {
        let of_name = fields
            .iter()
            .filter(|other| other["field"] == field["field"]);
        let only = is_padding(field) || of_name.count() == 1;
        only && is_plain(field) && field.get("Description").is_none()
    };
    let at = fields.windows(2).position(|pair| {
        let alike = ["size", "num"]
            .iter()
            .all(|key| pair[0].get(key) == pair[1].get(key));
        alike && pair.iter().all(scalar) && wanted(&pair[0], &pair[1])
    })?;
    fields.swap(at, at + 1);
    Some(())
}

fn widen(description: &mut Description) -> Option<()> {
    let field = plain_field(description, is_number)?;
    field["size"] = match field["size"].as_u64()? {
        8 => 4.into(),
        size => (2 * size).into(),
    };
    Some(())
}

fn widen_conditional(description: &mut Description) -> Option<()> {
    let mut fields = fields(description)?.iter_mut();
    let field = fields.find(|field| field["field_exists"] == true && is_number(field))?;
    field["size"] = match field["size"].as_u64()? {
        8 => 4.into(),
        size => (2 * size).into(),
    };
    Some(())
}

fn collapse(description: &mut Description) -> Option<()> {
    let field = plain_field(description, |field| {
        let inner = field["Description"]["Fields"].as_array();
        inner.is_some_and(|inner| inner.iter().filter(|field| is_plain(field)).count() > 1)
    })?;
    field.as_object_mut()?.remove("Description");
    field["size"] = 1.into();
    Some(())
}

fn wrap(description: &mut Description) -> Option<()> {
    let fields = fields(description)?;
    let at = fields
        .windows(2)
        .position(|pair| pair.iter().all(|field| is_plain(field) && is_named(field)))?;
    let inner: Vec<Value> = fields.drain(at..at + 2).collect();
    let inner = json!({"name": "moved", "version_id": 0, "minimum_version_id": 0,
        "Fields": inner});
    let mut outer = new_field("moved");
    outer["size"] = 640.into();
    outer["Description"] = inner;
    fields.insert(at, outer);
    Some(())
}

fn split_padding(description: &mut Description) -> Option<()> {
    let fields = fields(description)?;
    let at = fields.iter().position(|field| {
        let is_one = field.get("num").is_none_or(|num| *num == 1);
        is_plain(field) && is_padding(field) && is_one && field["size"].as_u64() > Some(1)
    })?;
    let mut rest = fields[at].clone();
    rest["size"] = (rest["size"].as_u64()? - 1).into();
    fields[at]["size"] = 1.into();
    fields.insert(at + 1, rest);
    Some(())
}

fn retire(description: &mut Description) -> Option<()> {
    plain_field(description, is_number)?["field"] = "unused".into();
    Some(())
}

/// Two numbers one behind the other, of names that are there once.
fn retire_two(description: &mut Description) -> Option<()> {
    let fields = fields(description)?;
    let once = |field: &Value| {
        fields
            .iter()
            .filter(|other| other["field"] == field["field"])
            .count()
            == 1
    };
    let at = fields.windows(2).position(|pair| {
        pair.iter()
            .all(|field| is_plain(field) && is_number(field) && once(field))
    })?;
    let len = fields[at]["size"].as_u64()? + fields[at + 1]["size"].as_u64()?;
    fields.remove(at);
    fields[at]["field"] = "unused".into();
    fields[at]["size"] = len.into();
    Some(())
}

/// A number between, or beside, two that were padding before: split first, so that there
/// is more than one.
fn join_padding(description: &mut Description) -> Option<()> {
    let fields = fields(description)?;
    let at = fields.windows(2).position(|pair| {
        let (first, second) = (&pair[0], &pair[1]);
        let one = |field: &Value| is_plain(field) && field.get("num").is_none_or(|num| *num == 1);
        let is_pair = is_padding(first) != is_padding(second);
        is_pair
            && one(first)
            && one(second)
            && pair
                .iter()
                .all(|field| is_padding(field) || is_number(field))
    })?;
    let len = fields[at]["size"].as_u64()? + fields[at + 1]["size"].as_u64()?;
    fields.remove(at);
    fields[at]["field"] = "unused".into();
    fields[at]["size"] = len.into();
    Some(())
}

fn array_to_buffer(description: &mut Description) -> Option<()> {
    let field = plain_field(description, |field| {
        field.get("num").is_some() && field.get("Description").is_none() && is_named(field)
    })?;
    let len = field["size"].as_u64()? * field["num"].as_u64()?;
    field.as_object_mut()?.remove("num");
    field["size"] = len.into();
    Some(())
}

fn halve(description: &mut Description) -> Option<()> {
    let fields = fields(description)?;
    let at = fields
        .iter()
        .position(|field| is_plain(field) && is_number(field) && field["size"] != 1)?;
    let half = fields[at]["size"].as_u64()? / 2;
    fields[at]["size"] = half.into();
    let mut low = new_field("low_half");
    low["size"] = half.into();
    fields.insert(at + 1, low);
    Some(())
}

fn to_bytes(description: &mut Description) -> Option<()> {
    let field = plain_field(description, |field| is_number(field) && field["size"] != 1)?;
    field["num"] = field["size"].clone();
    field["size"] = 1.into();
    Some(())
}

fn new_subsection() -> Value {
    json!({"name": "dev/new", "version_id": 1, "minimum_version_id": 1,
        "Fields": [new_field("brand_new")]})
}

fn add_subsection(description: &mut Description) -> Option<()> {
    fields(description)?;
    let parts = description
        .entry("Subsections")
        .or_insert_with(|| json!([]));
    parts.as_array_mut()?.push(new_subsection());
    Some(())
}

fn rename_subsection(description: &mut Description) -> Option<()> {
    subsections(description)?[0]["name"] = "dev/new".into();
    Some(())
}

fn append_to_subsection(description: &mut Description) -> Option<()> {
    append(subsections(description)?[0].as_object_mut()?)
}

fn raise_subsection(description: &mut Description) -> Option<()> {
    raise_minimum(subsections(description)?[0].as_object_mut()?)
}

fn raise_version(description: &mut Description) -> Option<()> {
    description["version_id"] = (description["version_id"].as_i64()? + 1).into();
    Some(())
}

fn raise_minimum(description: &mut Description) -> Option<()> {
    raise_version(description)?;
    description["minimum_version_id"] = description["version_id"].clone();
    Some(())
}
