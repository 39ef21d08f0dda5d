//! Values that are changed by path.

use migratable::{Migratable, to_vec, value};
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Migratable, Clone, Debug, PartialEq, Default)]
struct Inner {
    #[migratable(range = 0..=9)]
    level: u8,
    name: String,
}

#[derive(Migratable, Clone, Debug, PartialEq, Default)]
enum Mode {
    #[default]
    Off,
    On {
        speed: u64,
    },
}

#[derive(Migratable, Clone, Debug, PartialEq, Default)]
struct Outer {
    bytes: Vec<u8>,
    wide: Vec<u64>,
    pair: (u8, bool),
    inner: Inner,
    mode: Mode,
    option: Option<Inner>,
    nested: Option<Option<u8>>,
    map: BTreeMap<u8, Inner>,
    #[migratable(subsection(tag = 1))]
    extra: Option<Inner>,
}

fn outer() -> Outer {
    Outer {
        bytes: vec![1, 2, 3],
        wide: vec![7, 8],
        mode: Mode::On { speed: 3 },
        nested: Some(Some(1)),
        map: BTreeMap::from([(4, Inner::default())]),
        ..Outer::default()
    }
}

fn set(path: &str, new: Value) -> Result<Outer, String> {
    let bytes = to_vec(&outer()).unwrap();
    let path = path.parse().unwrap();
    let bytes = value::set(Outer::TYPE, &bytes, &path, new).map_err(|error| error.to_string())?;
    Ok(migratable::decode(&bytes).unwrap())
}

fn unset(path: &str) -> Result<Outer, String> {
    let bytes = to_vec(&outer()).unwrap();
    let path = path.parse().unwrap();
    let bytes = value::unset(Outer::TYPE, &bytes, &path).map_err(|error| error.to_string())?;
    Ok(migratable::decode(&bytes).unwrap())
}

#[test]
fn each_kind_of_part_can_be_set() {
    let inner = || Inner {
        level: 5,
        name: "x".into(),
    };
    type Change = fn(&mut Outer, Inner);
    let table: [(&str, Value, Change); 12] = [
        ("bytes", json!("0a0b"), |o, _| o.bytes = vec![10, 11]),
        ("bytes[2]", json!(255), |o, _| o.bytes[2] = 255),
        ("wide[1]", json!("18446744073709551615"), |o, _| {
            o.wide[1] = u64::MAX
        }),
        ("pair[1]", json!(true), |o, _| o.pair.1 = true),
        ("inner.level", json!(9), |o, _| o.inner.level = 9),
        ("mode", json!("Off"), |o, _| o.mode = Mode::Off),
        ("mode.On.speed", json!("9"), |o, _| {
            o.mode = Mode::On { speed: 9 }
        }),
        ("option", json!({"level": 5, "name": "x"}), |o, i| {
            o.option = Some(i)
        }),
        ("nested", json!({"some": null}), |o, _| {
            o.nested = Some(None)
        }),
        ("map{0}.level", json!(2), |o, _| {
            o.map.get_mut(&4).unwrap().level = 2
        }),
        ("map{key 0}", json!(200), |o, _| {
            o.map = BTreeMap::from([(200, Inner::default())]);
        }),
        ("extra", json!({"level": 5, "name": "x"}), |o, i| {
            o.extra = Some(i)
        }),
    ];
    for (path, new, change) in table {
        let mut expected = outer();
        change(&mut expected, inner());
        assert_eq!(set(path, new).as_ref(), Ok(&expected), "{path}");
    }
}

#[test]
fn what_may_be_absent_can_be_unset() {
    type Edit = fn(&mut Outer);
    let table: [(&str, Edit); 4] = [
        ("nested", |o| o.nested = None),
        ("option", |o| o.option = None),
        ("extra", |o| o.extra = None),
        ("map{0}.name", |_| {}),
    ];
    for (path, change) in table {
        let mut expected = outer();
        change(&mut expected);
        match unset(path) {
            Ok(found) => assert_eq!(found, expected, "{path}"),
            Err(error) => assert!(
                error.contains("only subsections and options"),
                "{path}: {error}"
            ),
        }
    }
}

#[test]
fn what_is_not_there_or_does_not_fit_is_refused() {
    for (path, new, said) in [
        ("inner.level", json!(10), "outside its range"),
        ("inner.none", json!(1), "it has no part `none`"),
        ("inner.name.x", json!(1), "it has no part `x`"),
        ("wide[2]", json!(1), "it has 2 elements"),
        ("bytes[3]", json!(1), "it has 3 elements"),
        ("bytes[0]", json!(256), "fits u8"),
        ("pair[2]", json!(1), "it has no part `[2]`"),
        ("mode.Off.speed", json!(1), "it is not the variant `Off`"),
        ("mode.Gone", json!(1), "it has no part `Gone`"),
        ("mode.On", json!(1), "a field of the variant must follow"),
        ("option.level", json!(1), "it is `none`"),
        ("extra.level", json!(1), "the subsection `extra` is absent"),
        ("map{1}", json!(1), "it has no part"),
        ("", json!(1), "expected an object"),
    ] {
        let error = set(path, new).expect_err(path);
        assert!(error.contains(said), "{path}: {error}");
    }
}
