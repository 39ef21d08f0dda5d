//! What front ends want to know of a stream, and no device needs.

use migratable::Migratable;
use migratable::device::Devices;
use migratable::lines::{LinesReader, write_lines};
use migratable::stream::{Limits, StreamReader, StreamWriter, metadata};

use super::builds::header;

#[derive(Migratable, Default)]
#[migratable(device = "clock")]
struct Clock {
    ticks: u32,
    #[migratable(must_match)]
    hertz: u32,
}

const PICTURE: &[u8] = b"\x89PNG\r\n";

fn writer() -> StreamWriter<Vec<u8>> {
    StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap()
}

fn reader(bytes: &[u8]) -> StreamReader<&[u8]> {
    StreamReader::new(bytes, Limits::default()).unwrap()
}

fn saved() -> Vec<u8> {
    let mut clock = Clock { ticks: 5, hertz: 9 };
    let mut devices = Devices::new();
    devices.add("clock", &mut clock).unwrap();
    let mut stream = writer();
    stream
        .metadata(metadata::TITLE, "before the castle".as_bytes())
        .unwrap();
    stream.metadata(metadata::THUMBNAIL, PICTURE).unwrap();
    stream.metadata("emu/empty", b"").unwrap();
    devices.save(&mut stream).unwrap();
    stream.finish().unwrap()
}

#[test]
fn a_load_passes_over_it_and_a_front_end_finds_it() {
    let stream = saved();
    let mut stream = reader(&stream);
    let prologue = stream.prologue();
    let title = prologue.metadata(metadata::TITLE).unwrap();
    assert_eq!(title.text(), Some("before the castle"));
    let picture = prologue.metadata(metadata::THUMBNAIL).unwrap();
    assert_eq!((picture.text(), &*picture.value), (None, PICTURE));
    assert_eq!(prologue.metadata(metadata::TIME), None);
    let keys: Vec<&str> = prologue.metadata.iter().map(|one| &*one.key).collect();
    assert_eq!(keys, ["title", "thumbnail", "emu/empty"]);
    let mut clock = Clock { ticks: 0, hertz: 9 };
    let mut devices = Devices::new();
    devices.add("clock", &mut clock).unwrap();
    devices.load(&mut stream).unwrap();
    assert_eq!(stream.skipped_frames(), 0);
    assert_eq!(clock.ticks, 5);
}

#[test]
fn json_lines_keep_it() {
    let stream = saved();
    let mut text = Vec::new();
    assert!(write_lines(&mut reader(&stream), &mut text).unwrap());
    let lines = String::from_utf8(text.clone()).unwrap();
    for line in [
        r#"{"metadata":{"key":"title","text":"before the castle"}}"#,
        r#"{"metadata":{"key":"thumbnail","bytes":"89504e470d0a"}}"#,
        r#"{"metadata":{"key":"emu/empty","text":""}}"#,
        r#""configuration":{"hertz":9}}"#,
    ] {
        assert!(lines.contains(line), "{lines}");
    }
    let lines = LinesReader::new(&text[..], Limits::default()).unwrap();
    let mut again = StreamWriter::new(Vec::new(), lines.header(), Limits::default()).unwrap();
    lines.write_to(&mut again).unwrap();
    assert_eq!(again.finish().unwrap(), stream);
}

#[test]
fn it_has_a_place_and_a_key_of_its_own() {
    let mut stream = writer();
    stream.metadata("a", b"1").unwrap();
    for (key, says) in [("a", "twice"), ("", "without a key")] {
        let error = stream.metadata(key, b"2").unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
    stream.instances(&[]).unwrap();
    let error = stream.metadata("b", b"").unwrap_err().to_string();
    assert!(error.contains("out of order"), "{error}");
    let stream = stream.finish().unwrap();
    assert_eq!(reader(&stream).prologue().metadata.len(), 1);
}
