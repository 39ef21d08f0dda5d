//! `diff`: what differs is found, said, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use migratable::{Device, Migratable, to_vec};
use serde_json::{Value, json};
use snapbox::{assert_data_eq, str};

use super::json;
use super::streams::{Builder, Gadget, gadget, state, three, wrong};
use super::tool::{Run, run};

/// Runs the command on two streams in files that are named `a` and `b`.
fn diff(a: &[u8], b: &[u8], arguments: &[&str]) -> Run {
    let directory = tempfile::tempdir().unwrap();
    let file = |name: &str, bytes: &[u8]| -> PathBuf {
        let path = directory.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let (a, b) = (file("a", a), file("b", b));
    let mut all = vec!["diff".into(), a.into_os_string(), b.into_os_string()];
    all.extend(arguments.iter().map(Into::into));
    let mut run = run(all);
    let place = format!("{}/", directory.path().display());
    run.stdout = run.stdout.replace(&place, "");
    run.stderr = run.stderr.replace(&place, "");
    run
}

fn differences(a: &[u8], b: &[u8]) -> Value {
    json::parse(&diff(a, b, &["--format", "json", "--show-sensitive"]).fine())["devices"].clone()
}

fn changed(change: impl FnOnce(&mut Gadget)) -> Vec<u8> {
    let mut state = state();
    change(&mut state);
    gadget(&to_vec(&state).unwrap())
}

#[test]
fn equal_streams_are_equal() {
    for arguments in [&[][..], &["--exit-code"]] {
        let said = diff(&three(), &three(), arguments).fine();
        assert_eq!(said, "a → b\n\nequal: 3 devices, 1 bulk item\n");
    }
}

/// Only what differs is shown, and of what is sensitive only that it does.
#[test]
fn what_differs_is_shown() {
    let other = changed(|state| {
        state.flags = 1;
        state.name = "right".into();
        state.pin = 815;
        state.list = vec![(1, true), (200, true), (3, false)];
    });
    let expected = str![[r#"
a → b

/gadget#0  gadget
  flags                     2147483649 (0x80000001) → 1
  name                      "left" → "right"
  pin                       differs (sensitive)
  list                      2 → 3 elements
  list[0][1]                false → true
  list[2]                   absent → (3, false)

6 differences in 1 device; equal are 0 devices and 0 bulk items

"#]];
    let base = changed(|_| {});
    assert_data_eq!(diff(&base, &other, &[]).fine(), expected);
    let code = diff(&base, &other, &["--exit-code", "--quiet"]);
    assert_eq!((code.status, code.stdout.as_str()), (Some(100), ""));
    let hidden = diff(&base, &other, &["--format", "json"]).fine();
    assert!(
        !hidden.contains("4711") && !hidden.contains("815"),
        "{hidden}"
    );
    let open = diff(&base, &other, &["--show-sensitive"]).fine();
    assert!(open.contains("4711") && open.contains("815"), "{open}");
}

#[derive(Migratable, Clone, PartialEq)]
enum Mode {
    Off,
    On { speed: u8, turns: [u16; 2] },
}

#[derive(Migratable, Clone)]
#[migratable(device = "kinds")]
struct Kinds {
    bytes: Vec<u8>,
    numbers: [u32; 40],
    mode: Mode,
    option: Option<u8>,
    nested: Option<Option<u8>>,
    map: BTreeMap<i8, Mode>,
    set: BTreeSet<u16>,
    floats: [f64; 2],
    #[migratable(subsection(tag = 1))]
    extra: Option<String>,
}

fn kinds() -> Kinds {
    Kinds {
        bytes: vec![0; 100],
        numbers: [7; 40],
        mode: Mode::Off,
        option: None,
        nested: Some(None),
        map: BTreeMap::from([(-1, Mode::Off), (5, Mode::Off)]),
        set: BTreeSet::from([1, 300]),
        floats: [0.0, f64::NAN],
        extra: None,
    }
}

fn kinds_differ(change: impl FnOnce(&mut Kinds)) -> Value {
    let mut other = kinds();
    change(&mut other);
    let stream = |kinds: &Kinds| {
        let builder = Builder::new(&[Kinds::SCHEMA_JSON], &[("k", 0, 0)]);
        builder.section(0, &to_vec(kinds).unwrap()).finish()
    };
    match differences(&stream(&kinds()), &stream(&other)) {
        Value::Array(devices) if devices.is_empty() => json!([]),
        devices => devices[0]["differences"].clone(),
    }
}

/// Each kind of value, changed in each way.
#[test]
fn every_kind_of_value() {
    assert_eq!(kinds_differ(|_| {}), json!([]));
    let on = Mode::On {
        speed: 3,
        turns: [1, 2],
    };
    type Change = Box<dyn FnOnce(&mut Kinds)>;
    let table: Vec<(Change, Value)> = vec![
        (
            Box::new(|k| k.bytes[3..5].fill(9)),
            json!([{"path": "bytes", "first": 3, "a": [0, 0], "b": [9, 9]}]),
        ),
        (
            Box::new(|k| k.bytes.truncate(98)),
            json!([
                {"path": "bytes", "lengths": [100, 98]},
                {"path": "bytes", "first": 98, "a": [0, 0], "b": []},
            ]),
        ),
        (
            Box::new(|k| k.numbers[39] = 8),
            json!([{"path": "numbers", "first": 39, "a": [7], "b": [8]}]),
        ),
        (
            Box::new(|k| k.option = Some(0)),
            json!([{"path": "option", "a": null, "b": 0}]),
        ),
        (
            Box::new(|k| k.nested = None),
            json!([{"path": "nested", "a": {"some": null}, "b": null}]),
        ),
        (
            Box::new(move |k| k.mode = on),
            json!([
                {"path": "mode", "a": "Off", "b": {"On": {"speed": 3, "turns": [1, 2]}}},
                {"path": "mode.On.speed", "b": 3},
                {"path": "mode.On.turns", "b": [1, 2]},
            ]),
        ),
        (
            Box::new(|k| {
                k.map.remove(&-1);
                k.map.insert(0, Mode::Off);
            }),
            json!([
                {"path": "map{key 0}", "a": -1}, {"path": "map{0}", "a": "Off"},
                {"path": "map{key 0}", "b": 0}, {"path": "map{0}", "b": "Off"},
            ]),
        ),
        (
            Box::new(|k| k.set = BTreeSet::from([300, 256])),
            json!([{"path": "set[0]", "a": 1}, {"path": "set[0]", "b": 256}]),
        ),
        (
            Box::new(|k| k.floats = [-0.0, f64::NAN]),
            json!([{"path": "floats", "first": 0, "a": [0.0], "b": [-0.0]}]),
        ),
        (
            Box::new(|k| k.extra = Some("x".into())),
            json!([{"path": "extra", "b": "x"}]),
        ),
    ];
    for (index, (change, expected)) in table.into_iter().enumerate() {
        let found = kinds_differ(change);
        assert_eq!(found.to_string(), expected.to_string(), "row {index}");
    }
}

/// The gadget of another release.
#[derive(Migratable, Default)]
#[migratable(device = "gadget")]
struct Newer {
    list: Vec<(u8, bool)>,
    flags: u64,
    ready: bool,
    name: String,
    level: u16,
    pin: u32,
    #[migratable(default = 5)]
    speed: u8,
}

mod keyed {
    use std::collections::BTreeMap;

    #[derive(migratable::Migratable, Default)]
    #[migratable(device = "keyed")]
    pub(super) struct Keyed {
        pub(super) plain: BTreeMap<(u8, u8), u8>,
        pub(super) texts: BTreeMap<(u8, String), (u8, Option<String>)>,
        pub(super) pair: Option<(String, (u8, String))>,
    }
}

/// Of what only one stream has, too, the values are shown, whatever they are made of.
#[test]
fn what_is_absent_on_one_side_is_shown_with_its_values() {
    let stream = |state: &keyed::Keyed| {
        let schemas = [<keyed::Keyed as Device>::SCHEMA_JSON];
        let stream = Builder::new(&schemas, &[("keyed", 0, 0)]);
        stream.section(0, &to_vec(state).unwrap()).finish()
    };
    let full = keyed::Keyed {
        plain: [((1, 2), 3)].into(),
        texts: [((4, "key".to_owned()), (5, Some("value".to_owned())))].into(),
        pair: Some(("first".to_owned(), (6, "inner".to_owned()))),
    };
    let expected = str![[r#"
a → b

keyed#0  keyed
  plain{key 0}              absent → (1, 2)
  plain{0}                  absent → 3
  texts{key 0}              absent → (u8, string)
  texts{key 0}[0]           absent → 4
  texts{key 0}[1]           absent → "key"
  texts{0}                  absent → (u8, option<string>)
  texts{0}[0]               absent → 5
  texts{0}[1]               absent → "value"
  pair                      none → (string, (u8, string))
  pair[0]                   absent → "first"
  pair[1]                   absent → (u8, string)
  pair[1][0]                absent → 6
  pair[1][1]                absent → "inner"

13 differences in 1 device; equal are 0 devices and 0 bulk items

"#]];
    let said = diff(&stream(&keyed::Keyed::default()), &stream(&full), &[]).fine();
    assert_data_eq!(said, expected);
}

#[test]
fn other_releases_are_converted() {
    let newer = |change: fn(&mut Newer)| {
        let mut state = Newer {
            list: state().list,
            flags: 0x8000_0001,
            ready: true,
            name: "left".into(),
            level: 3,
            pin: 4711,
            speed: 5,
        };
        change(&mut state);
        let builder = Builder::new(&[Newer::SCHEMA_JSON], &[("/gadget", 0, 0)]);
        builder.section(0, &to_vec(&state).unwrap()).finish()
    };
    let old = changed(|_| {});
    let same = newer(|_| {});
    assert_eq!(differences(&old, &same), json!([]));
    assert_eq!(differences(&same, &old), json!([]));
    let other = newer(|state| (state.level, state.speed, state.pin) = (900, 6, 1));
    let found = differences(&old, &other);
    let expected = json!([
        {"path": "level", "a": 3, "b": 900}, {"path": "pin", "a": 4711, "b": 1},
        {"path": "speed", "a": 5, "b": 6},
    ]);
    assert_eq!(found[0]["differences"], expected);
    // The release in which `pin` is not marked does not give away what the other hides.
    let said = diff(&old, &other, &[]).fine();
    assert!(said.contains("pin") && !said.contains("4711"), "{said}");
}

#[test]
fn what_cannot_be_compared_is_said() {
    #[derive(Migratable)]
    #[migratable(device = "gadget")]
    struct Foreign {
        flags: String,
    }
    let foreign = Foreign { flags: "x".into() };
    let builder = Builder::new(&[Foreign::SCHEMA_JSON], &[("/gadget", 0, 0)]);
    let foreign = builder.section(0, &to_vec(&foreign).unwrap()).finish();
    let said = diff(&changed(|_| {}), &foreign, &["--exit-code"]);
    assert_eq!(said.status, Some(100), "{said:?}");
    assert!(
        said.stdout
            .contains("the schemas are incompatible: `flags`"),
        "{said:?}"
    );
}

#[test]
fn devices_and_bulk_items_come_and_go() {
    let payload = to_vec(&state()).unwrap();
    let stream = |instances: &[(&str, u32, u32)], ram: &[(u64, &[u8])], other: &str| {
        let mut builder = Builder::new(&[Gadget::SCHEMA_JSON], instances);
        for index in 0..instances.len() as u32 {
            builder = builder.section(index, &payload);
        }
        for (offset, bytes) in ram {
            builder = builder.bulk("ram", *offset, bytes);
        }
        builder.bulk(other, 0, b"x").finish()
    };
    let a = stream(&[("a", 0, 0), ("b", 0, 0)], &[(0, &[1; 20_000])], "x");
    let parts: &[(u64, &[u8])] = &[(0, &[1; 5_000]), (5_000, &[1; 15_000]), (8_192, &[2; 1])];
    let b = stream(&[("b", 1, 0), ("b", 0, 0)], parts, "y");
    let expected = str![[r#"
a → b

only in a
  a#0  gadget

only in b
  b#1  gadget

bulk
  ram  differs in 1 page of 4 KiB: 0x2000..0x3000
  x  only in a
  y  only in b

0 differences in 0 devices; equal are 1 device and 0 bulk items

"#]];
    assert_data_eq!(diff(&a, &b, &[]).fine(), expected);
    let found = json::parse(&diff(&a, &b, &["--format", "json"]).fine());
    assert_eq!(
        found["only_a"],
        json!([{"path": "a", "instance_id": 0, "device": "gadget"}])
    );
    assert_eq!(found["equal"], false);
}

/// Bulk items are equal if the same bytes are left at the same places, however they came.
#[test]
fn bulk_items_are_compared_by_content() {
    /// A page, and half of one.
    const PAGE: u64 = 4096;
    const HALF: usize = 2048;
    type Frames = Vec<(u64, Vec<u8>)>;
    let half = |byte: u8| vec![byte; HALF];
    let whole = |byte: u8| vec![byte; 2 * HALF];
    // What a hash of the first part would have been.
    let disguised = [&100_u64.to_le_bytes()[..], &0_u64.to_le_bytes(), b"text"].concat();
    let table: Vec<(&str, Frames, Frames, bool)> = vec![
        (
            "in another order",
            vec![(0, half(1)), (2048, half(2))],
            vec![(2048, half(2)), (0, half(1))],
            true,
        ),
        (
            "a part is sent anew",
            vec![(0, half(1))],
            vec![(0, half(2)), (0, half(1))],
            true,
        ),
        (
            "parts overlap",
            vec![(100, half(1)), (600, half(2))],
            vec![(600, half(2)), (100, vec![1; 500])],
            true,
        ),
        (
            "an earlier part is over a later one",
            vec![(0, half(1)), (100, half(2))],
            vec![(100, half(2)), (0, half(1))],
            false,
        ),
        (
            "a gap",
            vec![(0, vec![1; 10]), (20, vec![1; 10])],
            vec![(0, vec![1; 30])],
            false,
        ),
        (
            "a gap is filled",
            vec![(0, vec![1; 10]), (20, vec![1; 10]), (10, vec![1; 10])],
            vec![(0, vec![1; 30])],
            true,
        ),
        (
            "bytes elsewhere",
            vec![(0, half(1))],
            vec![(1, half(1))],
            false,
        ),
        (
            "as a hash has it",
            vec![(100, b"text".to_vec())],
            vec![(0, disguised)],
            false,
        ),
        (
            "a whole page, then a part",
            vec![(0, whole(1)), (0, half(2))],
            vec![(0, half(2)), (2048, half(1))],
            true,
        ),
        (
            "the same in another way",
            vec![(0, whole(1)), (0, half(2))],
            vec![(0, whole(2)), (2048, half(1))],
            true,
        ),
        (
            "another part",
            vec![(0, whole(1)), (0, half(2))],
            vec![(0, whole(1)), (2048, half(2))],
            false,
        ),
        (
            "the second page",
            vec![(0, vec![1; 8192]), (PAGE + 1, vec![3])],
            vec![
                (0, vec![1; 8192]),
                (PAGE + 1, vec![2, 1]),
                (PAGE + 1, vec![3]),
            ],
            true,
        ),
    ];
    let stream = |frames: &Frames| {
        let builder = Builder::new(&[], &[]);
        let add = |builder: Builder, (at, bytes): &(u64, Vec<u8>)| builder.bulk("ram", *at, bytes);
        frames.iter().fold(builder, add).finish()
    };
    for (kind, a, b, is_equal) in table {
        for (a, b) in [(&a, &b), (&b, &a)] {
            let (a, b) = (stream(a), stream(b));
            let run = diff(&a, &b, &["--exit-code", "--format", "json"]);
            assert_eq!(run.stderr, "", "{kind}");
            assert_eq!(
                run.status,
                Some(if is_equal { 0 } else { 100 }),
                "{kind}: {run:?}"
            );
            assert_eq!(json::parse(&run.stdout)["equal"], is_equal, "{kind}");
        }
    }
}

#[test]
fn damage_is_an_error_and_what_came_before_is_compared() {
    let whole = three();
    let run = diff(&whole, &whole[..whole.len() - 30], &[]);
    assert!(!run.stdout.contains("only in"), "{run:?}");
    run.failed();
}

/// Of what is not right, no form says that it is equal to anything.
#[test]
fn what_is_not_right_equals_nothing() {
    let whole = changed(|_| {});
    for (kind, bytes) in wrong() {
        for other in [&whole, &bytes] {
            for (a, b) in [(&bytes, other), (other, &bytes)] {
                let text = diff(a, b, &["--exit-code"]);
                assert_eq!(text.status, Some(1), "{kind}: {text:?}");
                assert!(!text.stdout.contains("equal:"), "{kind}: {text:?}");
                let found = diff(a, b, &["--format", "json"]);
                assert_eq!(found.status, Some(1), "{kind}: {found:?}");
                let found = json::parse(&found.stdout);
                assert_eq!(found["equal"], false, "{kind}: {found}");
            }
        }
    }
}

/// What one release marks as sensitive is hidden in all that holds it.
#[test]
fn what_one_release_hides_is_hidden_within_others() {
    mod old {
        #[derive(migratable::Migratable)]
        pub(super) struct Slot {
            #[migratable(sensitive)]
            pub(super) code: u32,
        }

        #[derive(migratable::Migratable)]
        #[migratable(device = "slots")]
        pub(super) struct Slots {
            pub(super) first: Option<Slot>,
        }
    }
    mod new {
        #[derive(migratable::Migratable)]
        pub(super) struct Slot {
            pub(super) code: u64,
        }

        #[derive(migratable::Migratable)]
        #[migratable(device = "slots")]
        pub(super) struct Slots {
            pub(super) first: Option<Slot>,
        }
    }
    let stream = |schema: &str, payload: Vec<u8>| {
        let builder = Builder::new(&[schema], &[("s", 0, 0)]);
        builder.section(0, &payload).finish()
    };
    let first = Some(old::Slot { code: 86_420_975 });
    let a = to_vec(&old::Slots { first }).unwrap();
    let a = stream(old::Slots::SCHEMA_JSON, a);
    for first in [None, Some(new::Slot { code: 1 })] {
        let b = to_vec(&new::Slots { first }).unwrap();
        let b = stream(new::Slots::SCHEMA_JSON, b);
        for format in ["text", "json", "html"] {
            for (a, b) in [(&a, &b), (&b, &a)] {
                let said = diff(a, b, &["--format", format]).fine();
                assert!(!said.contains("86420975"), "{format}: {said}");
                assert!(said.contains("sensitive"), "{format}: {said}");
            }
        }
    }
}
