//! What debug output shows: places and lengths, never what may be secret or long.

use super::file::within_file_output;
use super::*;

fn reader(stream: &[u8]) -> StreamReader<&[u8]> {
    StreamReader::new(stream, Limits::default()).unwrap()
}

#[test]
fn of_a_writer() {
    let mut writer = body_writer(Vec::new(), 1);
    writer.section(0, b"secret").unwrap();
    assert_eq!(
        format!("{writer:?}"),
        "StreamWriter { instances: [Instance { path: \"/d0\", instance_id: 0, schema: 0, configuration: [], aliases: [], takes_over: [] }], .. }"
    );
}

#[test]
fn of_where_a_file_is_written() {
    let shown = within_file_output("debug", |output| format!("{output:?}"));
    assert_eq!(shown, "FileOutput { .. }");
}

#[test]
fn of_a_reader_and_its_frames() {
    let stream = sample();
    let mut reader = reader(&stream);
    let prologue = reader.prologue().clone();
    assert_eq!(
        format!("{reader:?}"),
        format!("StreamReader {{ prologue: {prologue:?}, .. }}")
    );
    let mut shown = Vec::new();
    while let Some(event) = reader.next_frame().unwrap() {
        shown.push(format!("{event:?}"));
        let again = match event {
            Event::Section(section) => format!("{section:?}"),
            Event::Bulk(mut bulk) => {
                let again = format!("{bulk:?}");
                while bulk.next_piece().unwrap().is_some() {}
                again
            }
            Event::Zeros(zeros) => format!("{zeros:?}"),
        };
        assert_eq!(shown.last(), Some(&again));
    }
    let shown: Vec<_> = shown.iter().map(|shown| without_offset(shown)).collect();
    assert_eq!(
        shown,
        [
            "Zeros { name: \"ram\", offset: _, len: 2147483648 }",
            "Bulk { name: \"ram\", offset: _, .. }",
            "Section { index: 2, instance: Instance { path: \"/rtc\", instance_id: 0, schema: 1, configuration: [], aliases: [], takes_over: [] }, \
             offset: _, payload.len(): 9 }",
            "Section { index: 0, instance: Instance { path: \"/uart\", instance_id: 0, schema: 0, configuration: [], aliases: [], takes_over: [] }, \
             offset: _, payload.len(): 0 }",
            "Bulk { name: \"flash\", offset: _, .. }",
            "Section { index: 1, instance: Instance { path: \"/uart\", instance_id: 1, schema: 0, configuration: [], aliases: [], takes_over: [] }, \
             offset: _, payload.len(): 40 }",
            "Bulk { name: \"ram\", offset: _, .. }",
        ]
    );
}

/// Offsets change with the format, and other tests compare them.
fn without_offset(shown: &str) -> String {
    let (before, offset) = shown.split_once("offset: ").unwrap();
    let digits = offset.chars().take_while(char::is_ascii_digit).count();
    assert!(digits > 0, "{shown}");
    format!("{before}offset: _{}", &offset[digits..])
}
