//! What data with a hostile schema makes a reader allocate: by each way of
//! looking at it, at most 64 bytes for each byte received, and a constant.

use allocation_counter::measure;
use migratable::Budget;
use migratable::resolve::resolve;
use migratable::schema::Schema;
use migratable::value::{self, JsonForm};

use super::build::{list, of_fields, schema};

/// What is received, and what it is to become.
struct Case {
    name: &'static str,
    writer: Schema,
    reader: Schema,
    payload: Vec<u8>,
}

fn counted(count: usize, element: &[u8]) -> Vec<u8> {
    let mut payload = postcard::to_allocvec(&count).unwrap();
    payload.extend(element.repeat(count));
    payload
}

/// A device with a list of `E`.
fn of_elements(element: &str, more: &str) -> Schema {
    schema(
        "{\"ref\":\"D\"}",
        &format!(
            "\"D\":{{\"fields\":[{{\"name\":\"l\",\"type\":{{\"list\":{{\"ref\":\"E\"}}}}}}]}},\
             \"E\":{element}{more}"
        ),
    )
}

fn fields(fields: &str) -> String {
    format!("{{\"fields\":[{fields}]}}")
}

const A: &str = "{\"name\":\"a\",\"type\":\"u8\"}";
const WIDE_A: &str = "{\"name\":\"a\",\"type\":{\"varint\":\"u16\"}}";

fn units(count: usize, more: &str) -> String {
    list(count, |i| {
        format!("{{\"name\":\"u{i}\",\"type\":\"unit\"{more}}}")
    })
}

/// Structs of 16 fields in structs of 16 fields in …, of no bytes.
fn laugh(levels: usize) -> String {
    let level = |i: usize| {
        let ty = match i {
            0 => "\"unit\"".to_owned(),
            i => format!("{{\"ref\":\"T{}\"}}", i - 1),
        };
        let fields = list(16, |f| format!("{{\"name\":\"f{f}\",\"type\":{ty}}}"));
        format!(",\"T{i}\":{{\"fields\":[{fields}]}}")
    };
    (0..levels).map(level).collect()
}

fn cases() -> Vec<Case> {
    let with_units = fields(&format!("{A},{}", units(5_000, ",\"ignorable\":true")));
    let with_default = |ty: &str, default: &str| {
        fields(&format!(
            "{A},{{\"name\":\"s\",\"type\":{ty},\"default\":{default}}}"
        ))
    };
    let subsection = |more: &str| {
        let text = format!("{{\"value\":\"{}\"}}", "x".repeat(1000));
        format!(
            "{{\"fields\":[{A}],\"subsections\":[{{\"tag\":1,\"needed\":\"x\",\"name\":\"s\",\
             \"type\":\"string\",\"default\":{text}{more}}}]}}"
        )
    };
    let same = |name, text: &dyn Fn() -> Schema, payload| Case {
        name,
        writer: text(),
        reader: text(),
        payload,
    };
    vec![
        Case {
            name: "fields without bytes, for each element",
            writer: of_elements(&with_units, ""),
            reader: of_elements(&fields(WIDE_A), ""),
            payload: counted(20_000, &[0]),
        },
        Case {
            name: "such fields of many types",
            writer: of_elements(
                &fields(&format!(
                    "{A},{{\"name\":\"u\",\"type\":{{\"ref\":\"T3\"}},\"ignorable\":true}}"
                )),
                &laugh(4),
            ),
            reader: of_elements(&fields(WIDE_A), ""),
            payload: counted(200, &[0]),
        },
        same(
            "a tuple with parts without bytes",
            &|| {
                let parts = list(5_000, |_| "\"unit\"".to_owned());
                of_fields(&format!(
                    "{{\"name\":\"l\",\"type\":{{\"list\":{{\"tuple\":[\"u8\",{parts}]}}}}}}"
                ))
            },
            counted(20_000, &[0]),
        ),
        Case {
            name: "a default for each element",
            writer: of_elements(&fields(A), ""),
            reader: of_elements(
                &with_default(
                    "\"string\"",
                    &format!("{{\"value\":\"{}\"}}", "x".repeat(5000)),
                ),
                "",
            ),
            payload: counted(50_000, &[7]),
        },
        Case {
            name: "a large array of zeros for each element",
            writer: of_elements(&fields(A), ""),
            reader: of_elements(
                &with_default(
                    "{\"array\":{\"element\":\"u8\",\"len\":100000000}}",
                    "\"zero\"",
                ),
                "",
            ),
            payload: counted(50, &[7]),
        },
        Case {
            name: "an absent subsection's default, for each element",
            writer: of_elements(&subsection(""), ""),
            reader: of_elements(&with_default("\"string\"", "{\"value\":\"\"}"), ""),
            payload: counted(50_000, &[7, 0]),
        },
        Case {
            name: "a default that must hold, where something else stands",
            writer: of_fields(&format!(
                "{A},{{\"name\":\"s\",\"type\":{{\"list\":{{\"tuple\":[\"u8\",{}]}}}},\"default\":\"zero\"}}",
                list(5_000, |_| "\"unit\"".to_owned())
            )),
            reader: of_fields(A),
            payload: [&[7][..], &counted(20, &[0])].concat(),
        },
        Case {
            name: "a set whose keys change",
            writer: of_fields("{\"name\":\"s\",\"type\":{\"set\":\"u16\"}}"),
            reader: of_fields("{\"name\":\"s\",\"type\":{\"set\":\"u128\"}}"),
            payload: {
                let keys: std::collections::BTreeSet<u16> = (0..=u16::MAX).collect();
                migratable::to_vec(&keys).unwrap()
            },
        },
        Case {
            name: "long lists of small values",
            writer: of_elements(
                &fields(&format!("{A},{{\"name\":\"b\",\"type\":\"bool\"}}")),
                "",
            ),
            reader: of_elements(
                &fields(&format!("{{\"name\":\"b\",\"type\":\"bool\"}},{WIDE_A}")),
                "",
            ),
            payload: counted(200_000, &[1, 1]),
        },
    ]
}

/// Texts of errors, and what grows with the schema.
const LITTLE: u64 = 1 << 20;

#[track_caller]
fn takes_at_most(most: u64, way: &str, case: &Case, run: impl FnOnce()) {
    let taken = measure(run).bytes_max;
    assert!(taken <= most, "{way}: {}: {taken} bytes", case.name);
}

#[test]
fn looking_at_values_takes_nothing() {
    for mut case in cases() {
        for bad in [false, true] {
            if let (true, Some(last)) = (bad, case.payload.last_mut()) {
                *last = 0xff;
            }
            let (ty, payload) = (case.writer.ty(), &case.payload);
            takes_at_most(LITTLE, "read", &case, || _ = value::read(ty, payload));
            takes_at_most(LITTLE, "locate", &case, || _ = value::locate(ty, payload));
            takes_at_most(LITTLE, "write JSON", &case, || {
                let partial = value::read_partial(ty, payload);
                if let Some(item) = &partial.item {
                    let form = JsonForm::new(ty, &item.value, false);
                    serde_json::to_writer(std::io::sink(), &form).unwrap();
                }
            });
        }
    }
}

#[test]
fn plans_keep_to_a_budget() {
    for case in cases() {
        let resolution = resolve(&case.writer, &case.reader);
        let Some(plan) = resolution.into_plan() else {
            panic!("{}", case.name);
        };
        let payload = &case.payload;
        let most = (payload.len() as u64) * 64 + (64 << 20) + LITTLE;
        let mut converted = Vec::new();
        let mut outcome = Ok(());
        takes_at_most(most, "convert", &case, || {
            outcome = plan.convert(payload, &mut converted);
        });
        takes_at_most(most, "check", &case, || {
            assert_eq!(plan.check(payload), outcome, "{}", case.name);
        });
        for budget in [0, 1000, 1 << 20] {
            takes_at_most(budget as u64 + LITTLE, "convert within", &case, || {
                let budget = Budget::new(budget);
                let checked = plan.check_within(payload, &budget);
                let outcome = plan.convert_within(payload, &mut Vec::new(), &budget);
                assert_eq!(checked, outcome, "{}", case.name);
            });
        }
    }
}

/// The least budget with which a plan converts is no less than what it takes.
#[test]
fn a_budget_that_does_is_all_that_is_taken() {
    let mut checked = 0;
    for case in cases() {
        let plan = resolve(&case.writer, &case.reader).into_plan().unwrap();
        let convert = |budget: usize| {
            plan.convert_within(&case.payload, &mut Vec::new(), &Budget::new(budget))
        };
        let (mut too_little, mut enough) = (0, 64 << 20);
        if convert(enough).is_err() {
            continue;
        }
        while enough - too_little > 1000 {
            let middle = too_little.midpoint(enough);
            match convert(middle) {
                Ok(()) => enough = middle,
                Err(_) => too_little = middle,
            }
        }
        takes_at_most(enough as u64, "convert", &case, || convert(enough).unwrap());
        checked += 1;
    }
    assert!(checked > 3, "{checked} cases convert");
}

/// What a plan makes of honest data is bounded by the budget alone.
#[test]
fn a_budget_is_drawn() {
    let (writer, reader) = (of_fields(A), of_fields(WIDE_A));
    let plan = resolve(&writer, &reader).into_plan().unwrap();
    let budget = Budget::new(10);
    for left in [8, 6, 4, 2, 0] {
        plan.convert_within(&[7], &mut Vec::new(), &budget).unwrap();
        assert_eq!(budget.left(), left);
    }
    let error = plan
        .convert_within(&[7], &mut Vec::new(), &budget)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the input asks for 2 bytes of memory, and 0 of the budget of 10 are left"
    );
}
