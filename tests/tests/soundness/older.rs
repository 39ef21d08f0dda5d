//! A part that is read as an older type is judged as a part of that type is.

use migratable::Budget;
use migratable::resolve::{Finding, Trial, Witnesses, resolve};
use migratable::schema::Schema;
use migratable::schema::json::with_fingerprint;
use serde_json::{Value as Json, json};

use super::model::Ty;
use super::pairs::Known;
use super::rng::Rng;

/// Memory for each witness.
const MEMORY: usize = 1 << 16;

/// Compares both, and says how many pairs those were.
pub(crate) fn check(a: &Known, b: &Known, rng: &mut Rng) -> Result<u64, String> {
    if has_version_of_content(a.ty()) {
        return Ok(0);
    }
    let place = rng.pick(&["part", "option", "list", "map", "array", "tuple"]);
    let writer = device(a, place, |ty, _| ty);
    let plain = device(b, place, |ty, _| ty);
    let older = device(b, place, |ty, types| {
        types["Newer"] = json!({
            "version": 2,
            "older": [{"version": 1, "type": ty}],
            "fields": [{"name": "unlike", "type": "u8"}]
        });
        json!({"ref": "Newer"})
    });
    let explain = |error: &str| format!("{error} in {place}\nwriter {}\nreader {}", a.json, b.json);
    let [expected, found] = [&plain, &older].map(|reader| resolve(&writer, reader));
    if expected.verdict() != found.verdict() {
        return Err(explain("another verdict"));
    }
    let converts = |finding: &&Finding| finding.rule.id == "version-converted";
    let found: Vec<_> = found
        .findings()
        .iter()
        .filter(|one| !converts(one))
        .collect();
    if found != expected.findings().iter().collect::<Vec<_>>() {
        return Err(explain("other findings"));
    }
    let trials = [&plain, &older].map(|reader| Trial::new(&writer, reader));
    for payload in payloads(&Witnesses::new(&writer, &plain)) {
        let budget = Budget::new(1 << 20);
        let [expected, found] = [0, 1].map(|side| trials[side].broken(&payload, &budget));
        if expected != found {
            return Err(explain(&format!(
                "{payload:02x?}: {found:?}, not {expected:?}"
            )));
        }
    }
    Ok(1)
}

/// Options and newtypes have the version of what they hold.
fn has_version_of_content(ty: &Ty) -> bool {
    match ty {
        Ty::Opt(_) => true,
        Ty::Struct(ty) => match ty.fields.as_slice() {
            [only] => only.name == "0" && ty.groups.is_empty(),
            _ => false,
        },
        _ => false,
    }
}

/// A device that has a type of another one somewhere.
fn device(known: &Known, place: &str, part: impl FnOnce(Json, &mut Json) -> Json) -> Schema {
    let mut schema: Json = serde_json::from_str(&known.json).expect("JSON");
    let mut types = schema["types"].take();
    let part = part(schema["type"].take(), &mut types);
    // An element takes at least one byte.
    let element = json!({"tuple": ["u8", part]});
    let ty = match place {
        "part" => part,
        "option" => json!({"option": part}),
        "list" => json!({"list": element}),
        "map" => json!({"map": {"key": "u8", "value": part}}),
        "array" => json!({"array": {"element": element, "len": 2}}),
        _ => json!({"tuple": ["u8", part, "u16"]}),
    };
    types["Around"] = json!({
        "fields": [
            {"name": "before", "type": "u8"}, {"name": "part", "type": ty},
            {"name": "behind", "type": "u16"}
        ]
    });
    schema["types"] = types;
    schema["fingerprint"] = json!("");
    schema["type"] = json!({"ref": "Around"});
    (schema["device"], schema["version"], schema["oldest"]) = (json!("device"), json!(1), json!(1));
    let text = with_fingerprint(&schema.to_string()).expect("a schema");
    text.parse()
        .unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Values of the writer, of which the reader takes one.
fn payloads(witnesses: &Witnesses) -> Vec<Vec<u8>> {
    let budget = Budget::new(MEMORY);
    let findings = witnesses.resolution().findings().iter();
    let refused = findings.filter_map(|finding| witnesses.refused(finding, &budget).ok());
    let loads = witnesses.loads(&budget).ok();
    loads.into_iter().chain(refused).collect()
}
