//! What the guide says of types of well-known crates.

use foreign_user::Disk;
use migratable::schema::Schema;
use migratable::{Device, decode, load, to_vec};

fn disk() -> Disk {
    Disk {
        id: uuid::Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef),
        formatted: chrono::DateTime::from_timestamp(-1, 1_500_000_000).unwrap(),
        pending: [3, 1, 2].into_iter().collect(),
        bad: (0..9).collect(),
        serial: heapless::Vec::from_slice(b"QM00001").unwrap(),
        sense: Some(bytes::Bytes::from_static(&[0x70, 0, 5])),
    }
}

#[test]
fn it_comes_back() {
    let encoded = to_vec(&disk()).unwrap();
    assert_eq!(decode::<Disk>(&encoded).unwrap(), disk());
    let mut live = Disk {
        pending: arrayvec::ArrayVec::new(),
        sense: None,
        ..disk()
    };
    load(&mut live, &encoded).unwrap();
    assert_eq!(live, disk());
}

#[test]
fn its_schema_says_what_is_in_it() {
    let schema = Schema::from_json(Disk::SCHEMA_JSON).unwrap();
    let shown = schema_of(&schema);
    let wanted = [
        "id: [u8; 16]",
        "formatted: struct TimeState",
        "pending: struct Bounded",
        "bad: list<u64>",
        "serial: struct Bounded",
        "sense: option<list<u8>>",
    ];
    assert_eq!(shown, wanted);
    assert!(Disk::SCHEMA_JSON.contains(r#""max_len":20"#));
}

fn schema_of(schema: &Schema) -> Vec<String> {
    let migratable::schema::Type::Struct(ty) = &**schema.ty() else {
        panic!("{schema}");
    };
    let fields = ty.fields().iter();
    fields
        .map(|field| format!("{}: {}", field.name(), &**field.ty()))
        .collect()
}

/// Bytes that the type has no value for are refused, each by what knows of it.
#[test]
fn what_it_cannot_hold_is_refused() {
    let encoded = to_vec(&disk()).unwrap();
    let nanoseconds = 16 + 8;
    let mut early = encoded.clone();
    early[nanoseconds..nanoseconds + 4].copy_from_slice(&2_000_000_000u32.to_le_bytes());
    let mut far = encoded.clone();
    far[16..24].copy_from_slice(&i64::MAX.to_le_bytes());
    let mut long = encoded.clone();
    let pending = nanoseconds + 4;
    long[pending] = 9;
    long.splice(pending + 1..pending + 7, [0; 18]);
    for (bytes, wanted) in [
        (early, "`formatted.nanoseconds`"),
        (far, "there is no such time"),
        (long, "`pending.0`"),
    ] {
        let error = decode::<Disk>(&bytes).unwrap_err().to_string();
        assert!(error.contains(wanted), "{wanted}: {error}");
        let mut live = disk();
        load(&mut live, &bytes).unwrap_err();
        assert_eq!(live, disk());
    }
}

/// The guide shows the very code that is tested here.
#[test]
fn the_guide_has_it() {
    let guide = include_str!("../../../../docs/guide.md");
    let (_, code) = include_str!("../src/lib.rs").split_once("\n\n").unwrap();
    let code = format!("```rust,ignore\n{code}```\n");
    assert!(guide.contains(&code), "it should have:\n{code}");
}
