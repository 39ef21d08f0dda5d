//! Schemas that are deep, wide, or larger than they look.

use migratable::resolve::Verdict;
use migratable::schema::Schema;

use super::build::{doubling, list, nested, of_fields, schema};
use super::cost::cheap;

#[track_caller]
fn verdicts(a: &Schema, b: &Schema) -> [Verdict; 2] {
    cheap(a, b).map(|resolution| resolution.verdict())
}

/// The stack of a test's thread, 2 MiB, is that of any other thread.
#[test]
fn deep_types() {
    use Verdict::{Compatible, Conditional, Incompatible};
    for kind in ["option", "list", "set"] {
        let (a, b) = (nested(62, kind, "\"u8\""), nested(62, kind, "\"u16\""));
        assert_eq!(verdicts(&a, &b), [Compatible, Conditional], "{kind}");
        let c = nested(62, kind, "\"string\"");
        assert_eq!(verdicts(&a, &c), [Conditional; 2], "{kind}");
    }
    let (flat, deep) = (
        nested(0, "option", "\"u8\""),
        nested(63, "option", "\"u16\""),
    );
    assert_eq!(verdicts(&flat, &deep), [Compatible, Conditional]);
    assert_eq!(verdicts(&chain("0"), &flat), [Compatible; 2]);
    assert_eq!(
        verdicts(&chain("0"), &nested(1, "option", "\"u8\"")),
        [Compatible, Conditional]
    );
    assert_eq!(verdicts(&chain("0"), &chain("x")), [Incompatible; 2]);
}

/// Structs of one field each, all of that name.
fn chain(name: &str) -> Schema {
    let level = |index: usize| {
        let ty = match index {
            59 => "\"u8\"".to_owned(),
            _ => format!("{{\"ref\":\"L{}\"}}", index + 1),
        };
        format!("\"L{index}\":{{\"fields\":[{{\"name\":\"{name}\",\"type\":{ty}}}]}}")
    };
    schema("{\"ref\":\"L0\"}", &list(60, level))
}

#[test]
fn short_texts_that_describe_much() {
    use Verdict::{Compatible, Incompatible, NotJudged};
    let a = doubling(15, "\"u8\"");
    for (leaf, there, back) in [
        ("\"u16\"", Compatible, NotJudged),
        ("{\"option\":\"u8\"}", Compatible, NotJudged),
        ("\"string\"", Incompatible, Incompatible),
        ("{\"tuple\":[]}", Incompatible, Incompatible),
    ] {
        // Conditions in so many places are not counted.
        assert_eq!(verdicts(&a, &doubling(15, leaf)), [there, back], "{leaf}");
    }
    assert_eq!(verdicts(&a, &doubling(14, "\"u8\"")), [Incompatible; 2]);
}

#[test]
fn long_names_in_many_places() {
    let long = |last: &str| {
        let name = "n".repeat(64);
        let level = |index: usize| {
            let ty = match index {
                39 => last.to_owned(),
                _ => format!("{{\"ref\":\"L{}\"}}", index + 1),
            };
            format!("\"L{index}\":{{\"fields\":[{{\"name\":\"{name}\",\"type\":{ty}}}]}}")
        };
        let many = list(2000, |i| format!("{{\"name\":\"f{i}\",\"type\":{last}}}"));
        let types = list(39, level) + &format!(",\"L39\":{{\"fields\":[{many}]}}");
        schema("{\"ref\":\"L0\"}", &types)
    };
    assert_eq!(
        verdicts(&long("\"u8\""), &long("\"u16\""))[0],
        Verdict::Compatible
    );
    assert_eq!(
        verdicts(&long("\"u8\""), &long("\"string\"")),
        [Verdict::Incompatible; 2]
    );
}

#[test]
fn wide_structs() {
    const FIELDS: usize = 50_000;
    let fields = |field: &dyn Fn(usize) -> String| of_fields(&list(FIELDS, field));
    let plain = fields(&|i| format!("{{\"name\":\"f{i}\",\"type\":\"u8\"}}"));
    let reversed = fields(&|i| format!("{{\"name\":\"f{}\",\"type\":\"u8\"}}", FIELDS - 1 - i));
    assert_eq!(verdicts(&plain, &reversed), [Verdict::Compatible; 2]);
    let renamed =
        fields(&|i| format!("{{\"name\":\"g{i}\",\"aliases\":[\"f{i}\"],\"type\":\"u8\"}}"));
    assert_eq!(verdicts(&plain, &renamed), [Verdict::Compatible; 2]);
    let others = fields(&|i| format!("{{\"name\":\"h{i}\",\"type\":\"u8\",\"default\":\"zero\"}}"));
    assert_eq!(verdicts(&plain, &others)[0], Verdict::Incompatible);
    let tuple = schema(
        &format!("{{\"tuple\":[{}]}}", list(FIELDS, |_| "\"u8\"".into())),
        "",
    );
    let other = schema(
        &format!("{{\"tuple\":[{}]}}", list(FIELDS, |_| "\"u16\"".into())),
        "",
    );
    assert_eq!(verdicts(&tuple, &other), [Verdict::Incompatible; 2]);
}

#[test]
fn many_subsections_and_variants() {
    const MANY: usize = 20_000;
    let subsections = |first: usize| {
        let groups = list(MANY, |i| {
            let tag = i + first;
            format!("{{\"tag\":{tag},\"name\":\"s{i}\",\"type\":\"u8\",\"default\":\"zero\"}}")
        });
        schema(
            "{\"ref\":\"Dev\"}",
            &format!("\"Dev\":{{\"fields\":[],\"subsections\":[{groups}]}}"),
        )
    };
    assert_eq!(
        verdicts(&subsections(1), &subsections(7)),
        [Verdict::Compatible; 2]
    );
    let variants = |first: usize, other: &str| {
        let variants = list(MANY, |i| {
            format!("{{\"name\":\"v{i}\",\"tag\":{}}}", i + first)
        });
        let other = format!("{{\"name\":\"{other}\",\"tag\":0,\"other\":true}}");
        schema(
            "{\"ref\":\"Dev\"}",
            &format!("\"Dev\":{{\"variants\":[{variants},{other}]}}"),
        )
    };
    assert_eq!(
        verdicts(&variants(1, "o"), &variants(7, "o")),
        [Verdict::Compatible; 2]
    );
    let few = schema(
        "{\"ref\":\"Dev\"}",
        "\"Dev\":{\"variants\":[{\"name\":\"o\",\"tag\":0,\"other\":true}]}",
    );
    assert_eq!(verdicts(&variants(1, "o"), &few), [Verdict::Compatible; 2]);
}
