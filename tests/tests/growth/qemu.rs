//! What can grow in QEMU's streams and dumps.

use migratable_qemu::compare::{Layouts, Selection, Side, compare};
use migratable_qemu::{Limits, import, read};

use super::dimensions::list;

/// A dump of devices, each with its subsections.
fn dump(devices: usize, subsections: usize) -> Layouts {
    let description = |name: String, inner: String| {
        format!("{{\"name\":\"{name}\",\"version_id\":1,\"minimum_version_id\":1{inner}}}")
    };
    let inner = match subsections {
        0 => String::new(),
        _ => format!(
            ",\"Subsections\":[{}]",
            list(0..subsections, |index| description(
                format!("d/{index}"),
                String::new()
            ))
        ),
    };
    let all = list(0..devices, |index| {
        let content = description(format!("d{index}"), inner.clone());
        format!(
            "\"t{index}\":{{\"Name\":\"t{index}\",\"version_id\":1,\"minimum_version_id\":1,\
             \"Description\":{content}}}"
        )
    });
    layouts(&format!("{{\"vmschkmachine\":{{\"Name\":\"pc\"}},{all}}}"))
}

fn layouts(dump: &str) -> Layouts {
    Layouts::of_dump(dump.as_bytes(), &Limits::default()).unwrap()
}

fn compared(devices: usize, subsections: usize) {
    let layouts = dump(devices, subsections);
    let (writer, reader) = (Side::dump(layouts.clone()), Side::dump(layouts.clone()));
    let selections = [
        Selection::default(),
        Selection {
            devices_of: Some(&layouts),
            device: None,
        },
    ];
    for selection in selections {
        assert!(compare(&writer, &reader, &selection).compared > 0);
    }
}

pub(super) fn devices(n: usize) {
    compared(n, 0);
}

pub(super) fn subsections(n: usize) {
    compared(1, n);
}

/// Each padding is larger than all that is there: no fields can stand for it.
pub(super) fn padding(n: usize) {
    let one = |fields: String| {
        layouts(&format!(
            "{{\"t\":{{\"Description\":{{\"name\":\"d\",\"Fields\":[{fields}]}}}}}}"
        ))
    };
    // What is looked ahead is bounded, so that is reached with the lower number.
    let writer = one(list(0..2 * n, |index| {
        format!("{{\"field\":\"f{index}\",\"size\":1,\"num\":1}}")
    }));
    let reader = one(list(0..2 * n, |_| {
        "{\"field\":\"unused\",\"size\":1000000000}".into()
    }));
    let (writer, reader) = (Side::dump(writer), Side::dump(reader));
    assert!(compare(&writer, &reader, &Selection::default()).compared > 0);
}

/// The tag, the number, and of the first record the name.
fn record(tag: u8, id: u32, name: Option<&str>, body: &[u8]) -> Vec<u8> {
    let mut record = vec![tag];
    record.extend(id.to_be_bytes());
    if let Some(name) = name {
        record.push(name.len() as u8);
        record.extend(name.as_bytes());
        record.extend([0, 0, 0, 0, 0, 0, 0, 1]);
    }
    record.extend(body);
    record.push(0x7e);
    record.extend(id.to_be_bytes());
    record
}

/// Reads and imports a stream, which is right.
fn imported(records: &[u8], devices: &str) {
    let json = format!("{{\"devices\":[{devices}]}}");
    let mut stream = b"QEVM\0\0\0\x03".to_vec();
    stream.extend(records);
    stream.extend([0, 6]);
    stream.extend((json.len() as u32).to_be_bytes());
    stream.extend(json.as_bytes());
    let read = read(&stream, None, &Limits::default());
    assert_eq!(read.error, None);
    import(&stream, &read, Vec::new()).unwrap();
    let (description, _) = read.description.as_ref().unwrap();
    let side = || Side::stream(&stream, &read, description);
    compare(&side(), &side(), &Selection::default());
}

pub(super) fn bitmap_records(n: usize) {
    let mut records = record(
        1,
        0,
        Some("dirty-bitmap"),
        b"\x1c\x04disk\x01b\0\x01\0\0\x01\x01",
    );
    for index in 0..4 * n as u64 {
        let mut body = vec![0x40];
        body.extend((index * 1024).to_be_bytes());
        body.extend(b"\0\0\x04\0\0\0\0\0\0\0\0\x01\xff\x01");
        records.extend(record(2, 0, None, &body));
    }
    records.extend(record(3, 0, None, b"\x20\x01"));
    imported(&records, "");
}

fn device(name: &str, fields: &str, subsections: &str) -> String {
    format!(
        "{{\"name\":\"{name}\",\"instance_id\":0,\"vmsd_name\":\"{name}\",\"version\":1,\
         \"fields\":[{fields}],\"subsections\":[{subsections}]}}"
    )
}

fn byte(name: &str) -> String {
    format!("{{\"name\":\"{name}\",\"type\":\"uint8 equal\",\"size\":1}}")
}

pub(super) fn sections(n: usize) {
    let mut records = Vec::new();
    for index in 0..n {
        records.extend(record(4, index as u32, Some(&format!("d{index}")), &[1]));
    }
    let devices = list(0..n, |index| device(&format!("d{index}"), &byte("a"), ""));
    imported(&records, &devices);
}

/// Names that are respelled alike, and alternate, so that they are no array.
pub(super) fn fields_named_alike(n: usize) {
    let fields = list(0..n, |index| byte(["a", "a]"][index % 2]));
    let records = record(4, 0, Some("d"), &vec![1; n]);
    imported(&records, &device("d", &fields, ""));
}

pub(super) fn sent_subsections(n: usize) {
    let mut body = Vec::new();
    for index in 0..n {
        let name = format!("d/{index}");
        body.push(5);
        body.push(name.len() as u8);
        body.extend(name.as_bytes());
        body.extend([0, 0, 0, 1, 7]);
    }
    let parts = list(0..n, |index| {
        let inside = byte("a");
        format!("{{\"vmsd_name\":\"d/{index}\",\"version\":1,\"fields\":[{inside}]}}")
    });
    imported(&record(4, 0, Some("d"), &body), &device("d", "", &parts));
}

/// Elements that are described one by one, and are not alike.
pub(super) fn elements(n: usize) {
    let element = |index: usize| {
        let fields = list(0..1 + index % 2, |field| byte(&format!("f{field}")));
        format!(
            "{{\"name\":\"a\",\"type\":\"struct\",\"size\":{},\
             \"struct\":{{\"vmsd_name\":\"e\",\"version\":1,\"fields\":[{fields}]}}}}",
            1 + index % 2
        )
    };
    let bytes = (0..n).map(|index| 1 + index % 2).sum();
    let records = record(4, 0, Some("d"), &vec![1; bytes]);
    imported(&records, &device("d", &list(0..n, element), ""));
}

pub(super) fn pages(n: usize) {
    let mut setup = ((n as u64) << 12 | 4).to_be_bytes().to_vec();
    setup.extend(b"\x01r");
    setup.extend(((n as u64) << 12).to_be_bytes());
    let end = 16_u64.to_be_bytes();
    setup.extend(end);
    let mut records = record(1, 0, Some("ram"), &setup);
    for index in 0..n as u64 {
        let mut body = (index << 12 | 2).to_be_bytes().to_vec();
        body.extend([1, b'r', index as u8]);
        body.extend(end);
        records.extend(record(2, 0, None, &body));
    }
    imported(&records, "");
}
