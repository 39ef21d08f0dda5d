//! Defaults, fill values and arrays of absurd size.

use allocation_counter::measure;
use migratable::resolve::{Resolution, Verdict};

use super::build::{doubling, list, of_fields, schema};
use super::cost::cheap;

const HUGE: u64 = 1 << 60;

fn array(len: u64) -> String {
    format!("{{\"array\":{{\"element\":\"u8\",\"len\":{len}}}}}")
}

/// Runs a plan, which must refuse without making much.
#[track_caller]
fn refuses(resolution: &Resolution, payload: &[u8]) {
    let plan = resolution.plan().expect("a plan");
    let mut converted = Vec::new();
    let memory = measure(|| assert!(plan.convert(payload, &mut converted).is_err()));
    assert!(memory.bytes_max < 4096, "{} bytes", memory.bytes_max);
}

#[test]
fn arrays_that_no_memory_holds() {
    let small = of_fields("{\"name\":\"a\",\"type\":\"u8\"}");
    let added = of_fields(&format!(
        "{{\"name\":\"a\",\"type\":\"u8\"}},\
         {{\"name\":\"b\",\"type\":{},\"default\":\"zero\"}}",
        array(HUGE)
    ));
    let [there, back] = cheap(&small, &added);
    assert_eq!(there.verdict(), Verdict::Compatible);
    refuses(&there, &[7]);
    assert_eq!(back.verdict(), Verdict::Conditional);
    refuses(&back, &[7, 0, 0, 0]);

    let filled = |len: u64| {
        let array = array(len);
        of_fields(&format!(
            "{{\"name\":\"a\",\"type\":{array},\"fill\":{{\"value\":9}}}}"
        ))
    };
    let [there, back] = cheap(&filled(4), &filled(HUGE));
    refuses(&there, &[1, 2, 3, 4]);
    refuses(&back, &[1, 2, 3, 4, 9, 9]);
    let [there, _] = cheap(&filled(4), &filled(u64::MAX));
    refuses(&there, &[1, 2, 3, 4]);
}

#[test]
fn subsections_with_absurd_defaults() {
    let group = |len: u64, default: &str| {
        let types = format!(
            "\"Dev\":{{\"fields\":[],\"subsections\":[{{\"tag\":1,\"name\":\"a\",\
             \"type\":{},\"default\":{default}}}]}}",
            array(len)
        );
        schema("{\"ref\":\"Dev\"}", &types)
    };
    let field = of_fields(&format!("{{\"name\":\"a\",\"type\":{}}}", array(HUGE)));
    let [to_field, _] = cheap(&group(HUGE, "\"zero\""), &field);
    refuses(&to_field, &[0]);
    let [there, back] = cheap(&group(HUGE, "\"zero\""), &group(HUGE, "\"computed\""));
    refuses(&there, &[0]);
    let mut converted = Vec::new();
    back.plan()
        .expect("a plan")
        .convert(&[0], &mut converted)
        .expect("it stays absent");
    assert_eq!(converted, [0]);
}

/// Each element gets a default that is too large for all.
#[test]
fn defaults_for_each_of_many_elements() {
    let list_of = |fields: &str| {
        schema(
            "{\"list\":{\"ref\":\"Dev\"}}",
            &format!("\"Dev\":{{\"fields\":[{{\"name\":\"a\",\"type\":\"u8\"}}{fields}]}}"),
        )
    };
    let array = array(1 << 30);
    let large = format!(",{{\"name\":\"b\",\"type\":{array},\"default\":\"zero\"}}");
    let [there, _] = cheap(&list_of(""), &list_of(&large));
    let plan = there.plan().expect("a plan");
    let error = plan
        .convert(&[2, 1, 1], &mut Vec::new())
        .unwrap_err()
        .to_string();
    assert!(error.contains("of the budget of"), "{error}");
    refuses(&there, &[2, 1, 1]);
}

/// A test of the conditions has no use for what a conversion would make.
#[test]
fn defaults_are_not_made_to_test_conditions() {
    let of = |collection: &str, fields: &str| {
        schema(
            collection,
            &format!("\"Dev\":{{\"fields\":[{{\"name\":\"a\",\"type\":\"u8\"}}{fields}]}}"),
        )
    };
    let array = array(1 << 20);
    let large = format!(",{{\"name\":\"b\",\"type\":{array},\"default\":\"zero\"}}");
    let map = "{\"map\":{\"key\":\"u8\",\"value\":{\"ref\":\"Dev\"}}}";
    for (collection, payload) in [
        ("{\"list\":{\"ref\":\"Dev\"}}", &[3, 1, 1, 1][..]),
        (map, &[2, 1, 7, 2, 7]),
    ] {
        let [there, _] = cheap(&of(collection, ""), &of(collection, &large));
        let plan = there.plan().expect("a plan");
        let memory = measure(|| plan.check(payload).expect("there is no condition"));
        assert!(memory.bytes_max < 4096, "{} bytes", memory.bytes_max);
        let mut converted = Vec::new();
        plan.convert(payload, &mut converted).expect("it fits");
        assert!(converted.len() > 1 << 20);
    }
}

/// Elements that are cut off are made to be compared, and count.
#[test]
fn elements_that_are_cut_off_count() {
    let of = |len: u64, fields: &str| {
        let elements = format!("{{\"array\":{{\"element\":{{\"ref\":\"E\"}},\"len\":{len}}}}}");
        schema(
            "{\"ref\":\"Dev\"}",
            &format!(
                "\"Dev\":{{\"fields\":[{{\"name\":\"a\",\"type\":{elements},\"fill\":\"zero\"}}]}},\
                 \"E\":{{\"fields\":[{{\"name\":\"k\",\"type\":\"u8\"}}{fields}]}}"
            ),
        )
    };
    let array = array(1 << 20);
    let large = format!(",{{\"name\":\"b\",\"type\":{array},\"default\":\"zero\"}}");
    let [there, _] = cheap(&of(1100, ""), &of(1, &large));
    let plan = there.plan().expect("a plan");
    let payload = [0; 1100];
    let error = plan.check(&payload).unwrap_err().to_string();
    assert!(error.contains("of the budget of"), "{error}");
}

/// A literal in a type that stands in very many places.
#[test]
fn literals_in_many_places() {
    let text = "x".repeat(100_000);
    let leaf = |field: &str| {
        let types = |levels: usize| {
            list(levels, |index| {
                let next = index + 1;
                format!(
                    "\"L{index}\":{{\"fields\":[{{\"name\":\"a\",\"type\":{{\"ref\":\"L{next}\"}}}},\
                     {{\"name\":\"b\",\"type\":{{\"ref\":\"L{next}\"}}}}]}}"
                )
            })
        };
        let leaf = format!("\"L12\":{{\"fields\":[{{\"name\":\"k\",\"type\":\"u8\"}}{field}]}}");
        schema("{\"ref\":\"L0\"}", &format!("{},{leaf}", types(12)))
    };
    let added =
        format!(",{{\"name\":\"t\",\"type\":\"string\",\"default\":{{\"value\":\"{text}\"}}}}");
    let [there, back] = cheap(&leaf(""), &leaf(&added));
    for resolution in [there, back] {
        let last = resolution.findings().last().expect("a finding");
        assert_eq!(last.rule.id, "too-many-differences");
        assert_eq!(resolution.verdict(), Verdict::NotJudged);
        assert!(resolution.plan().is_none() && resolution.reasons().next().is_some());
        assert!(
            resolution
                .findings()
                .iter()
                .all(|finding| finding.message.len() < 400)
        );
    }
    let _ = cheap(
        &doubling(15, "\"char\""),
        &doubling(15, "{\"option\":\"string\"}"),
    );
}
