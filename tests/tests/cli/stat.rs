//! `stat`: what takes the room.

use std::fs;

use migratable::to_vec;
use snapbox::{assert_data_eq, file};

use super::check::Folder;
use super::fleet;
use super::json;
use super::streams::{Builder, gadget, state, three};
use super::tool::{run, run_with};

#[test]
fn the_largest_stands_first() {
    assert_data_eq!(
        run_with(["stat", "-"], fleet::stream()).fine(),
        file!["snapshots/fleet-stat.txt"].raw()
    );
}

/// Nothing is counted twice and nothing is left out.
#[test]
fn the_parts_make_the_whole() {
    for stream in [fleet::stream(), &three()] {
        let found = json::parse(&run_with(["stat", "--format", "json", "-"], stream).fine());
        let number = |key: &str| found[key].as_u64().unwrap();
        let sum = |key: &str| -> u64 {
            let parts = found[key].as_array().unwrap().iter();
            parts.map(|part| part["bytes"].as_u64().unwrap()).sum()
        };
        assert_eq!(number("bytes"), stream.len() as u64);
        assert_eq!(sum("devices"), number("section_bytes"));
        assert_eq!(sum("fields"), number("section_bytes"));
        assert_eq!(sum("bulk"), number("bulk_bytes"));
        let parts = ["section_bytes", "bulk_bytes", "schema_bytes", "frame_bytes"];
        assert_eq!(parts.map(number).iter().sum::<u64>(), number("bytes"));
        let fields = found["fields"].as_array().unwrap();
        assert!(fields.is_sorted_by_key(|field| std::cmp::Reverse(field["bytes"].as_u64())));
    }
}

#[test]
fn damage_is_told_and_what_came_before_is_counted() {
    let whole = three();
    let run = run_with(["stat", "-"], &whole[..whole.len() - 1]);
    assert!(
        run.stdout.contains("gadget.name   string            15"),
        "{run:?}"
    );
    run.failed();
    let payload = to_vec(&state()).unwrap();
    let run = run_with(["stat", "-"], &gadget(&payload[..payload.len() - 1]));
    assert!(run.stdout.contains("gadget.flags"), "{run:?}");
    run.failed();
}

/// What varints would save is what they do save: a release that has them is converted to,
/// and its stream is measured.
#[test]
fn savings_are_what_is_saved() {
    use migratable::{Device, Migratable};

    #[derive(Migratable, Clone)]
    #[migratable(device = "meter")]
    struct Fixed {
        small: u32,
        negative: i64,
        large: u64,
        byte: u8,
        list: Vec<u16>,
        pairs: [(u32, u64); 2],
        part: Option<Part>,
        #[migratable(varint)]
        already: u32,
    }

    #[derive(Migratable, Clone)]
    struct Part {
        count: u128,
    }

    mod short {
        use migratable::Migratable;

        #[derive(Migratable)]
        #[migratable(device = "meter")]
        pub(super) struct Short {
            #[migratable(varint)]
            small: u32,
            #[migratable(varint)]
            negative: i64,
            #[migratable(varint)]
            large: u64,
            byte: u8,
            #[migratable(varint)]
            list: Vec<u16>,
            #[migratable(varint)]
            pairs: [(u32, u64); 2],
            part: Option<ShortPart>,
            #[migratable(varint)]
            already: u32,
        }

        #[derive(Migratable)]
        struct ShortPart {
            #[migratable(varint)]
            count: u128,
        }
    }

    let fixed = Fixed {
        small: 300,
        negative: -1,
        large: u64::MAX,
        byte: 7,
        list: vec![0, 127, 128, 65535],
        pairs: [(1, 0), (70_000, 300)],
        part: Some(Part { count: 5 }),
        already: 9,
    };
    let payload = to_vec(&fixed).unwrap();
    let plan = migratable::resolve::resolve(Fixed::SCHEMA, short::Short::SCHEMA)
        .into_plan()
        .unwrap();
    let mut short = Vec::new();
    plan.convert(&payload, &mut short).unwrap();

    let instances = [("a", 0, 0), ("b", 0, 0)];
    let stream = Builder::new(&[Fixed::SCHEMA_JSON], &instances);
    let stream = stream.section(0, &payload).section(1, &payload).finish();
    let found = json::parse(&run_with(["stat", "--format", "json", "-"], &stream).fine());
    let saves = |path: &str| {
        let fields = found["fields"].as_array().unwrap().iter();
        let mut of = fields.filter(|one| one["path"] == path);
        of.next().unwrap()["varint_saves"].as_i64()
    };
    // Of each instance: the bytes of postcard's varints.
    for (path, each) in [
        ("small", Some(4 - 2)),
        ("negative", Some(8 - 1)),
        ("large", Some(8 - 10)),
        ("byte", None),
        ("list", Some(8 - (1 + 1 + 2 + 3))),
        ("pairs", Some(24 - (1 + 1 + 3 + 2))),
        ("part.count", Some(16 - 1)),
        ("already", None),
    ] {
        assert_eq!(saves(path), each.map(|each: i64| 2 * each), "{path}");
    }
    let all: i64 = ["small", "negative", "large", "list", "pairs", "part.count"]
        .iter()
        .filter_map(|path| saves(path))
        .sum();
    assert_eq!(all, 2 * (payload.len() as i64 - short.len() as i64));
    assert_eq!(found["savings"]["varint"], all + 4, "no field gets larger");
    assert_eq!(
        found["savings"]["fingerprints"],
        stream.len() - kept(&stream).len()
    );
    let text = run_with(["stat", "-"], &stream).fine();
    let (_, savings) = text.split_once("\nsavings\n").unwrap();
    assert!(savings.contains("meter.part.count"), "{savings}");
    assert!(savings.contains("with fingerprints alone"), "{savings}");
    assert!(!savings.contains("meter.large"), "{savings}");
}

/// The same stream, with nothing but the fingerprints of its schemas.
fn kept(stream: &[u8]) -> Vec<u8> {
    let folder = Folder::new("stat-kept");
    let [whole, kept] = ["whole", "kept"].map(|name| folder.0.join(name));
    fs::write(&whole, stream).unwrap();
    let [from, to] = [&whole, &kept].map(|path| path.to_str().unwrap());
    run(["convert", from, "-o", to, "--write-schemas", "fingerprint"]).fine();
    fs::read(&kept).unwrap()
}
