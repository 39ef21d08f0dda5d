//! `stat`: what takes the room.

use migratable::to_vec;
use snapbox::{assert_data_eq, file};

use super::fleet;
use super::json;
use super::streams::{gadget, state, three};
use super::tool::run_with;

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
