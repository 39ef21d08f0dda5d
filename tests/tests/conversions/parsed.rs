//! Defaults of structs and variants that stand in the JSON of somebody else: whatever it
//! is, it is refused, or is a default with which all works.

use migratable::Budget;
use migratable::resolve::{Verdict, Witnesses, resolve};
use migratable::schema::Schema;
use migratable::schema::json::with_fingerprint;
use migratable::value;

const TYPES: &str = r#"
    "Mode":{"variants":[{"name":"Off","tag":0},{"name":"At","tag":1,"fields":[{"name":"0","type":"u16","range":{"max":"9"}}]},{"name":"Rest","tag":2,"other":true}]},
    "Timing":{"fields":[{"name":"start","type":"u32"},{"name":"mode","type":{"ref":"Mode"}}],"subsections":[{"tag":1,"name":"alarm","type":"bool"}]},
    "Level":{"fields":[{"name":"0","type":"u8"}]}"#;

const FIELDS: [&str; 8] = [
    r#"{"ref":"Mode"}"#,
    r#"{"ref":"Timing"}"#,
    r#"{"ref":"Level"}"#,
    r#"{"option":{"ref":"Timing"}}"#,
    r#"{"list":{"ref":"Level"}}"#,
    r#"{"array":{"element":{"ref":"Mode"},"len":2}}"#,
    r#"{"tuple":["bool",{"ref":"Timing"}]}"#,
    "bool",
];

const PARTS: [&str; 22] = [
    "null",
    "true",
    "7",
    r#""7""#,
    r#""Off""#,
    r#""At""#,
    r#""Rest""#,
    "{}",
    "[]",
    r#"{"At":{"0":7}}"#,
    r#"{"At":{"0":10}}"#,
    r#"{"At":{"0":7,"1":7}}"#,
    r#"{"At":{}}"#,
    r#"{"Off":{}}"#,
    r#"{"At":{"0":7},"Off":{}}"#,
    r#"{"0":7}"#,
    r#"{"0":300}"#,
    r#"{"start":1,"mode":"Off"}"#,
    r#"{"mode":"Off","start":1}"#,
    r#"{"start":1,"mode":{"At":{"0":7}},"alarm":true}"#,
    r#"{"start":1,"mode":"Off","alarm":null}"#,
    r#"{"start":1,"start":1,"mode":"Off"}"#,
];

fn schema(fields: &str) -> Option<Schema> {
    let text = format!(
        r#"{{"format":1,"device":"d","version":1,"oldest":1,"fingerprint":"","type":{{"ref":"D"}},"types":{{"D":{{"fields":[{fields}]}},{TYPES}}}}}"#
    );
    let text = with_fingerprint(&text).ok()?;
    Schema::from_json(&text).ok()
}

/// A part by itself, and in what holds several.
fn values() -> Vec<String> {
    let mut values: Vec<String> = PARTS.iter().map(|part| (*part).to_owned()).collect();
    for part in PARTS {
        values.push(format!("[{part}]"));
        values.push(format!(r#"{{"some":{part}}}"#));
        values.extend(PARTS.map(|other| format!("[{part},{other}]")));
    }
    values
}

#[test]
fn all_are_refused_or_work() {
    let (mut taken, mut refused) = (0, 0);
    for field in FIELDS {
        // Every named type is used.
        let rest = r#"{"name":"m","type":{"ref":"Timing"}},{"name":"l","type":{"ref":"Level"}}"#;
        let older = schema(&format!(r#"{{"name":"first","type":"u8"}},{rest}"#)).unwrap();
        for default in values() {
            let text = format!(
                r#"{{"name":"first","type":"u8"}},{{"name":"x","type":{field},"default":{{"value":{default}}}}},{rest}"#
            );
            let Some(newer) = schema(&text) else {
                refused += 1;
                continue;
            };
            taken += 1;
            assert_eq!(resolve(&newer, &newer).verdict(), Verdict::Compatible);
            let there = resolve(&older, &newer);
            // A number outside the range of a field within is no value to put in.
            if default.contains(r#""0":10"#) {
                assert_eq!(there.verdict(), Verdict::Incompatible, "{field}: {default}");
                continue;
            }
            assert_eq!(there.verdict(), Verdict::Compatible, "{field}: {default}");
            let bytes = [9, 0, 0, 0, 0, 0, 0, 5];
            value::read(older.ty(), &bytes).unwrap();
            let mut converted = Vec::new();
            let plan = there.plan().unwrap();
            plan.convert(&bytes, &mut converted).unwrap();
            value::read(newer.ty(), &converted).unwrap_or_else(|e| panic!("{default}: {e}"));
            // The way back is open for what was put in, and for no other value.
            let back = resolve(&newer, &older);
            assert_ne!(back.verdict(), Verdict::Incompatible, "{field}: {default}");
            let mut again = Vec::new();
            let plan = back.plan().unwrap();
            plan.convert(&converted, &mut again).unwrap();
            assert_eq!(again, bytes, "{field}: {default}");
            let witnesses = Witnesses::new(&newer, &older);
            witnesses.loads(&Budget::new(1 << 16)).unwrap();
            value::json_schema(&newer);
            assert!(!format!("{newer:?}").is_empty());
        }
    }
    assert!(
        taken >= 40 && refused >= 400,
        "{taken} taken, {refused} refused"
    );
}
