//! Whole numbers in JSON: each type in each position, in both forms, and
//! through the JSON readers of others.

use std::io::Write;
use std::process::{Command, Stdio};

use migratable::schema::Schema;
use migratable::schema::json::with_fingerprint;
use migratable::value::{self, JsonForm};
use serde_json::{Value, json};

const BITS: [u32; 5] = [8, 16, 32, 64, 128];

/// Integers of all kinds as types of a schema, with the numbers at their ends.
fn integers() -> Vec<(String, u32, Vec<String>)> {
    let mut all = Vec::new();
    for bits in BITS {
        for signed in [false, true] {
            let name = format!("\"{}{bits}\"", if signed { 'i' } else { 'u' });
            let (min, max) = match signed {
                true => (i128::MIN >> (128 - bits), u128::MAX >> (129 - bits)),
                false => (0, u128::MAX >> (128 - bits)),
            };
            // 2^53 + 1 is the least that a double does not hold.
            let mut numbers = vec![min.to_string(), "5".into(), max.to_string()];
            if bits >= 64 {
                numbers.insert(2, "9007199254740993".into());
            }
            all.push((name.clone(), bits, numbers.clone()));
            if bits > 8 {
                all.push((format!("{{\"varint\":{name}}}"), bits, numbers));
            }
        }
    }
    all
}

/// Positions of a number: a type around `T`, and the value around numbers.
fn positions(ty: &str, numbers: &[Value]) -> Vec<(String, Value)> {
    let first = &numbers[0];
    let of = |kind: &str| format!("{{\"{kind}\":{ty}}}");
    let mut positions = vec![
        (ty.to_owned(), first.clone()),
        (of("option"), first.clone()),
        (
            format!("{{\"option\":{}}}", of("option")),
            json!({"some": first}),
        ),
        (of("set"), json!(numbers)),
        (
            format!("{{\"map\":{{\"key\":{ty},\"value\":\"bool\"}}}}"),
            json!([[first, true]]),
        ),
        (
            format!("{{\"map\":{{\"key\":\"bool\",\"value\":{ty}}}}}"),
            json!([[true, first]]),
        ),
        (
            format!("{{\"tuple\":[\"u8\",{ty},\"bool\"]}}"),
            json!([7, first, true]),
        ),
        ("{\"ref\":\"Field\"}".into(), json!({"n": first})),
        ("{\"ref\":\"Group\"}".into(), json!({"n": first})),
        ("{\"ref\":\"Choice\"}".into(), json!({"A": {"n": first}})),
        (
            "{\"list\":{\"ref\":\"Choice\"}}".into(),
            json!([{"A": {"n": first}}]),
        ),
    ];
    if ty != "\"u8\"" {
        let len = numbers.len();
        positions.push((of("list"), json!(numbers)));
        positions.push((
            format!("{{\"array\":{{\"element\":{ty},\"len\":{len}}}}}"),
            json!(numbers),
        ));
    }
    positions
}

fn schema(ty: &str, integer: &str) -> Schema {
    let field = format!("{{\"name\":\"n\",\"type\":{integer}}}");
    let types = [
        ("Field", format!("{{\"fields\":[{field}]}}")),
        (
            "Group",
            format!(
                "{{\"fields\":[],\"subsections\":[{{\"tag\":1,\"name\":\"n\",\"type\":{integer}}}]}}"
            ),
        ),
        (
            "Choice",
            format!("{{\"variants\":[{{\"name\":\"A\",\"tag\":0,\"fields\":[{field}]}}]}}"),
        ),
    ];
    let used: Vec<String> = types
        .iter()
        .filter(|(name, _)| ty.contains(name))
        .map(|(name, content)| format!("\"{name}\":{content}"))
        .collect();
    let text = format!(
        "{{\"format\":1,\"device\":\"dev\",\"version\":1,\"oldest\":1,\"fingerprint\":\"\",\
         \"type\":{ty},\"types\":{{{}}}}}",
        used.join(",")
    );
    Schema::from_json(&with_fingerprint(&text).unwrap()).unwrap()
}

/// A number as JSON writes it, and in the other form if JSON has one.
fn forms(digits: &str, bits: u32) -> (Value, Value) {
    let number = digits
        .parse::<u64>()
        .map(Value::from)
        .or_else(|_| digits.parse::<i64>().map(Value::from));
    let (string, number) = (json!(digits), number.unwrap_or(json!(digits)));
    match bits {
        64.. => (string, number),
        _ => (number, string),
    }
}

fn each_position(mut check: impl FnMut(&Schema, &Value, &Value)) {
    for (integer, bits, numbers) in integers() {
        let (written, other): (Vec<_>, Vec<_>) =
            numbers.iter().map(|digits| forms(digits, bits)).unzip();
        let (written, other) = (positions(&integer, &written), positions(&integer, &other));
        for ((ty, written), (_, other)) in written.iter().zip(&other) {
            check(&schema(ty, &integer), written, other);
        }
    }
}

#[test]
fn every_integer_in_every_position() {
    each_position(|schema, written, other| {
        let ty = schema.ty();
        let bytes =
            value::from_json(ty, &written.to_string()).unwrap_or_else(|e| panic!("{e}: {written}"));
        let read = value::read(ty, &bytes).unwrap();
        let form = JsonForm::new(ty, &read.value, false);
        assert_eq!(serde_json::to_value(form).unwrap(), *written);
        assert_eq!(
            value::from_json(ty, &other.to_string()).unwrap(),
            bytes,
            "{other}"
        );
    });
}

#[test]
fn digits_have_one_spelling() {
    for (integer, ..) in integers() {
        let schema = schema(&integer, &integer);
        for text in [
            "", "+1", " 1", "1 ", "01", "-0", "1e3", "1.0", "0x1", "1_0", "--1", "one",
        ] {
            assert!(
                value::from_json(schema.ty(), &json!(text).to_string()).is_err(),
                "{integer} {text:?}"
            );
        }
        for number in [json!(1.0), json!(1.5), json!(1e30)] {
            assert!(
                value::from_json(schema.ty(), &number.to_string()).is_err(),
                "{integer} {number}"
            );
        }
    }
}

/// What programs make of a text that they read and write again.
#[test]
fn other_readers_of_json_keep_every_number() {
    let mut all = Vec::new();
    each_position(|_, written, _| all.push(written.clone()));
    let all = Value::Array(all);
    let programs: [(&str, &[&str]); 3] = [
        (
            "python3",
            &[
                "-c",
                "import json, sys; json.dump(json.load(sys.stdin), sys.stdout)",
            ],
        ),
        (
            "node",
            &[
                "-e",
                "console.log(JSON.stringify(JSON.parse(require('fs').readFileSync(0, 'utf8'))))",
            ],
        ),
        ("jq", &["-c", "."]),
    ];
    for (program, arguments) in programs {
        let Some(returned) = through(program, arguments, &all.to_string()) else {
            println!("skipped: there is no {program} here");
            continue;
        };
        assert_eq!(
            serde_json::from_str::<Value>(&returned).unwrap(),
            all,
            "{program}"
        );
    }
}

fn through(program: &str, arguments: &[&str], text: &str) -> Option<String> {
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    let mut stdin = child.stdin.take().unwrap();
    let text = text.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(output.status.success(), "{program}");
    Some(String::from_utf8(output.stdout).unwrap())
}

/// Defaults, fill values and limits: the form changes neither schema nor
/// fingerprint.
#[test]
fn schemas_are_the_same_in_both_forms() {
    for (integer, bits, numbers) in integers() {
        for digits in &numbers {
            if digits.parse::<i128>().is_err() {
                continue;
            }
            let (written, other) = forms(digits, bits);
            let of = |number: &Value| {
                let array = format!("{{\"array\":{{\"element\":{integer},\"len\":2}}}}");
                let text = format!(
                    "{{\"format\":1,\"device\":\"dev\",\"version\":1,\"oldest\":1,\
                     \"fingerprint\":\"\",\"type\":{{\"ref\":\"D\"}},\"types\":{{\"D\":{{\"fields\":[\
                     {{\"name\":\"a\",\"type\":{integer},\"default\":{{\"value\":{number}}},\
                     \"range\":{{\"max\":{number}}}}},\
                     {{\"name\":\"b\",\"type\":{{\"option\":{integer}}},\
                     \"default\":{{\"value\":{number}}}}},\
                     {{\"name\":\"c\",\"type\":{array},\"fill\":{{\"value\":{number}}}}}]}}}}}}"
                );
                let text = with_fingerprint(&text).unwrap_or_else(|e| panic!("{e}: {text}"));
                Schema::from_json(&text).unwrap()
            };
            assert_eq!(of(&written), of(&other), "{integer} {digits}");
        }
    }
}
