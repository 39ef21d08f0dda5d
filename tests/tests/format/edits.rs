//! Values that are changed by path.

use migratable::{Migratable, to_vec, value};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

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
    set: BTreeSet<u16>,
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
        set: BTreeSet::from([1, 5]),
        map: BTreeMap::from([(4, Inner::default())]),
        ..Outer::default()
    }
}

fn set(path: &str, new: Value) -> Result<Outer, String> {
    let bytes = to_vec(&outer()).unwrap();
    let path = path.parse().unwrap();
    let bytes = value::set(Outer::TYPE, &bytes, &path, &new.to_string())
        .map_err(|error| error.to_string())?;
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
    let table: [(&str, Value, Change); 13] = [
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
        ("set[1]", json!(9), |o, _| o.set = BTreeSet::from([1, 9])),
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
        (
            "inner.none",
            json!(1),
            "it has no field `none`; there are `",
        ),
        ("inner.name.x", json!(1), "it has no part `x`"),
        ("set[1]", json!(0), "ascend"),
        ("set[2]", json!(0), "it has 2 elements"),
        ("wide[2]", json!(1), "it has 2 elements"),
        ("bytes[3]", json!(1), "it has 3 elements"),
        ("bytes[0]", json!(256), "fits u8"),
        ("pair[2]", json!(1), "it has no part `[2]`"),
        ("mode.Off.speed", json!(1), "it is not the variant `Off`"),
        (
            "mode.Gone",
            json!(1),
            "it has no variant `Gone`; there are `",
        ),
        (
            "mode",
            json!("Gone"),
            "there is no such variant; there are `",
        ),
        (
            "mode.On.gone",
            json!(1),
            "it has no field `gone`; there are `",
        ),
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

/// Subsections in subsections, and elements between them.
#[derive(Migratable, Clone, Debug, PartialEq, Default)]
struct Nest<T> {
    before: u8,
    #[migratable(subsection(tag = 1))]
    first: Option<u8>,
    #[migratable(subsection(tag = 200))]
    deeper: Option<Vec<T>>,
    #[migratable(subsection(tag = 300))]
    text: Option<String>,
}

type Nests = Nest<Nest<Nest<u8>>>;

fn nests(innermost: Nest<u8>) -> Nests {
    fn around<T: Default>(inner: T) -> Nest<T> {
        Nest {
            deeper: Some(vec![T::default(), inner]),
            text: Some("x".repeat(120)),
            ..Nest::default()
        }
    }
    around(around(innermost))
}

#[test]
fn lengths_and_counts_around_a_part_follow_it() {
    // Lengths of one to three bytes, which grow and shrink.
    for old in [0, 1, 100, 126, 127, 128, 16_200, 16_384] {
        for new in [0, 1, 127, 128, 16_383, 20_000] {
            let inner = Nest {
                text: Some("x".repeat(old)),
                ..Nest::default()
            };
            let bytes = to_vec(&nests(inner.clone())).unwrap();
            let edit = |part: &str, value: Option<String>| -> Nests {
                let path = format!("deeper[1].deeper[1].{part}").parse().unwrap();
                let edited = match value {
                    Some(value) => value::set(Nests::TYPE, &bytes, &path, &format!("{value:?}")),
                    None => value::unset(Nests::TYPE, &bytes, &path),
                };
                migratable::decode(&edited.unwrap()).unwrap()
            };
            let changed = |change: &dyn Fn(&mut Nest<u8>)| {
                let mut changed = inner.clone();
                change(&mut changed);
                nests(changed)
            };
            let text = "y".repeat(new);
            let expected = changed(&|inner| inner.text = Some(text.clone()));
            assert_eq!(edit("text", Some(text.clone())), expected);

            // Before one that is there.
            let expected = changed(&|inner| inner.deeper = Some(vec![0x5a; new]));
            assert_eq!(edit("deeper", Some("5a".repeat(new))), expected);

            assert_eq!(edit("text", None), changed(&|inner| inner.text = None));
            assert_eq!(edit("first", None), nests(inner.clone()));
        }
    }
}

#[test]
fn a_secret_is_not_said() {
    #[derive(Migratable, Default)]
    struct Keys {
        #[migratable(sensitive)]
        pin: (u8, [u8; 2]),
    }
    let bytes = to_vec(&Keys::default()).unwrap();
    for (path, new) in [
        ("pin", "[4321, \"0000\"]"),
        ("pin[0]", "4321"),
        ("pin[1]", "\"4321ff\""),
    ] {
        let edited = value::set(Keys::TYPE, &bytes, &path.parse().unwrap(), new);
        let error = edited.expect_err(path).to_string();
        assert!(!error.contains("4321"), "{path}: {error}");
        assert!(error.starts_with("field `pin"), "{path}: {error}");
    }
}
