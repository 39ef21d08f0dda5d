//! One build's value as another's.

use migratable::resolve::{Plan, resolve};
use migratable::schema::Schema;
use migratable::{Decode, Device, decode, to_vec};

/// The plan between two builds, each with what its program knows.
#[track_caller]
pub(super) fn plan<Old: Device, New: Device>() -> Plan {
    let resolution = resolve(Old::SCHEMA, New::SCHEMA);
    let findings = resolution.findings().to_vec();
    resolution
        .into_plan()
        .unwrap_or_else(|| panic!("{findings:#?}"))
}

/// The plan as somebody makes it who has nothing but the schemas.
#[track_caller]
pub(super) fn foreign_plan<Old: Device, New: Device>() -> Plan {
    let parse = |json| Schema::from_json(json).expect("a schema");
    let resolution = resolve(&parse(Old::SCHEMA_JSON), &parse(New::SCHEMA_JSON));
    resolution.into_plan().expect("a plan")
}

/// The value as the other build loads it, or why it does not.
#[track_caller]
pub(super) fn convert<Old: Device, New: Device + Decode>(old: &Old) -> Result<New, String> {
    let bytes = to_vec(old).expect("a value");
    let plan = plan::<Old, New>();
    let mut converted = Vec::new();
    let outcome = plan.convert(&bytes, &mut converted);
    assert_eq!(
        plan.check(&bytes),
        outcome,
        "testing conditions is like converting"
    );
    outcome.map_err(|error| error.to_string())?;
    Ok(decode(&converted).expect("what is converted is a value"))
}
