//! Fields of streams that take as many bytes under another type: the reader takes these
//! bytes, so it loads; with more or fewer bytes it does not.

mod common;

use common::Built;
use migratable_qemu::compare::{Comparison, Selection, Side, Verdict, compare};
use migratable_qemu::{Limits, Stream, read};

/// Types of one value, with their bytes.
const TYPES: [(&str, usize); 21] = [
    ("bool", 1),
    ("powered_off", 1),
    ("int8", 1),
    ("uint8", 1),
    ("uint8 equal", 1),
    ("int16", 2),
    ("uint16", 2),
    ("uint16 equal", 2),
    ("int32", 4),
    ("int32 equal", 4),
    ("int32 le", 4),
    ("uint32", 4),
    ("uint32 equal", 4),
    ("cpsr", 4),
    ("fpscr", 4),
    ("int64", 8),
    ("int64 equal", 8),
    ("uint64", 8),
    ("uint64 equal", 8),
    ("timer", 8),
    ("CPU_Double_U", 8),
];

/// A device whose last field is of one byte, with the fields before it in JSON.
fn stream(fields: &str, len: usize) -> (Vec<u8>, Stream) {
    let device = format!(
        r#"{{"name": "dev", "instance_id": 0, "vmsd_name": "dev", "version": 1, "fields": [{fields},
            {{"name": "last", "type": "uint8", "size": 1}}]}}"#
    );
    let bytes = Built::new()
        .full(3, "dev", 1, &vec![1; len + 1])
        .end(&device);
    let stream = read(&bytes, None, &Limits::default());
    assert_eq!(stream.error, None, "{fields}");
    (bytes, stream)
}

fn judged(writer: &(Vec<u8>, Stream), reader: &(Vec<u8>, Stream)) -> Comparison {
    let side = |(bytes, stream): &'_ (Vec<u8>, Stream)| {
        let (description, _) = stream.description.as_ref().unwrap();
        (bytes.clone(), description.clone())
    };
    let ((w_bytes, w), (r_bytes, r)) = (side(writer), side(reader));
    let writer = Side::stream(&w_bytes, &writer.1, &w);
    let reader = Side::stream(&r_bytes, &reader.1, &r);
    compare(&writer, &reader, &Selection::default())
}

fn value(name: &str, kind: &str, len: usize) -> String {
    format!(r#"{{"name": "{name}", "type": "{kind}", "size": {len}}}"#)
}

#[test]
fn each_type_loads_as_each_of_as_many_bytes_and_no_other() {
    for (from, len) in TYPES {
        let writer = stream(&value("a", from, len), len);
        for (to, other_len) in TYPES {
            for name in ["a", "b"] {
                let reader = stream(&value(name, to, other_len), other_len);
                let found = judged(&writer, &reader);
                let expected = match len == other_len {
                    true => Verdict::Loads,
                    false => Verdict::Breaks,
                };
                let said = &found.findings;
                assert_eq!(
                    found.verdict(),
                    expected,
                    "{from} -> {to}, {name}: {said:#?}"
                );
            }
        }
    }
}

/// The same bytes in other parts.
#[test]
fn each_way_to_group_bytes_loads_as_each_other() {
    let number = |name, len| value(name, &format!("uint{}", 8 * len), len);
    let array = |name, kind, len, count| {
        format!(r#"{{"name": "{name}", "array_len": {count}, "type": "{kind}", "size": {len}}}"#)
    };
    let structs = |count, inner: &str, len| {
        format!(
            r#"{{"name": "a", "array_len": {count}, "type": "struct", "size": {len},
                "struct": {{"vmsd_name": "s", "version": 1, "fields": [{inner}]}}}}"#
        )
    };
    let ways = [
        array("a", "uint8", 1, 16),
        array("a", "int32", 4, 4),
        array("b", "uint64", 8, 2),
        value("a", "buffer", 16),
        value("b", "buffer", 16),
        value("unused", "unused_buffer", 16),
        [
            value("unused", "unused_buffer", 5),
            value("unused[1]", "unused_buffer", 11),
        ]
        .join(","),
        [number("a", 8), number("a2", 8)].join(","),
        [
            number("a", 4),
            value("unused", "unused_buffer", 8),
            number("c", 4),
        ]
        .join(","),
        [number("a", 8), array("a2", "uint16", 2, 4)].join(","),
        structs(4, &number("x", 4), 4),
        structs(2, &[number("x", 4), number("y", 4)].join(","), 8),
    ];
    for from in &ways {
        let writer = stream(from, 16);
        for to in &ways {
            let reader = stream(to, 16);
            let found = judged(&writer, &reader);
            let said = &found.findings;
            assert_eq!(found.verdict(), Verdict::Loads, "{from} -> {to}: {said:#?}");
        }
        // One byte more is one too many.
        let more = stream(&[from.clone(), number("more", 1)].join(","), 17);
        for (writer, reader) in [(&writer, &more), (&more, &writer)] {
            assert!(judged(writer, reader).verdict() > Verdict::Loads, "{from}");
        }
    }
}
