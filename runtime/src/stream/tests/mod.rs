//! Tests of whole streams.

mod damage;
mod debug;
mod file;
mod input;
mod items;
mod oracle;
mod parser;
mod pieces;
mod raw;
mod refusal;
mod round_trip;
mod schemas;

use std::io::Write;

use super::{
    BulkItem, Event, ExternalFile, Header, Instance, Limits, Prologue, SchemaReference,
    StreamDigest, StreamError, StreamEvent, StreamParser, StreamReader, StreamWriter,
};
use crate::schema::Fingerprint;

fn header() -> Header {
    Header::new("mini-vm", "1.0")
}

fn instance(path: &str, instance_id: u32, schema: u32) -> Instance {
    Instance::new(path, instance_id, schema)
}

fn writer() -> StreamWriter<Vec<u8>> {
    StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap()
}

/// Past the prologue, with the instances `/d0#0`, `/d1#0`, … of one schema.
fn body_writer<W: Write>(output: W, instances: u32) -> StreamWriter<W> {
    let writer = StreamWriter::new(output, &header(), Limits::default());
    body(writer.unwrap(), instances)
}

/// The same, in memory.
fn memory_writer(buffer: Vec<u8>, instances: u32) -> StreamWriter<Vec<u8>> {
    let writer = StreamWriter::in_memory(buffer, &header(), Limits::default());
    body(writer.unwrap(), instances)
}

fn body<W: Write>(mut writer: StreamWriter<W>, instances: u32) -> StreamWriter<W> {
    writer.schema("{}").unwrap();
    let instances: Vec<_> = (0..instances)
        .map(|n| instance(&format!("/d{n}"), 0, 0))
        .collect();
    writer.instances(&instances).unwrap();
    writer
}

/// A small stream with something of everything.
fn sample() -> Vec<u8> {
    write_sample(Limits::default()).unwrap()
}

fn write_sample(limits: Limits) -> Result<Vec<u8>, StreamError> {
    let mut writer = StreamWriter::new(Vec::new(), &header(), limits)?;
    for item in [
        BulkItem::whole("ram", 0x8000_000a),
        BulkItem::delta("cache", 4096, StreamDigest([9; 16])),
        BulkItem::external("rom", 8, ExternalFile::new("rom.img")),
    ] {
        writer.declare(&item)?;
    }
    let uart = writer.schema(r#"{"device":"uart"}"#)?;
    let rtc = writer.schema(r#"{"device":"rtc"}"#)?;
    let fingerprint = Fingerprint::from_hex("000102030405060708090a0b0c0d0e0f").unwrap();
    let reference = SchemaReference::new("disk", fingerprint).with_needed();
    let disk = writer.schema_reference(&reference)?;
    writer.instances(&[
        instance("/uart", 0, uart),
        instance("/uart", 1, uart),
        instance("/rtc", 0, rtc),
        instance("/disk", 0, disk),
    ])?;
    writer.zeros("ram", 0, 0x8000_0000)?;
    writer.bulk("ram", 0x8000_0000, b"first page")?;
    writer.section(2, b"rtc state")?;
    writer.section(0, b"")?;
    writer.bulk("flash", 0, b"")?;
    writer.section(1, &[0xff; 40])?;
    writer.bulk("ram", 0x8000_0000, b"later page")?;
    writer.finish()
}

/// Everything that a stream holds.
#[derive(Debug, PartialEq, Eq)]
struct Content {
    prologue: Prologue,
    sections: Vec<(u32, Vec<u8>)>,
    bulk: Vec<(String, u64, Vec<u8>)>,
    /// Name, offset and how many.
    zeros: Vec<(String, u64, u64)>,
}

/// Reads it as any input, as memory, and in pieces, which must come to the same.
fn read(stream: &[u8]) -> Result<Content, StreamError> {
    let content = read_whole(StreamReader::new(stream, Limits::default()));
    let in_memory = read_whole(StreamReader::in_memory(stream, Limits::default()));
    assert_same(&content, &in_memory);
    let least = if stream.len() > 10_000 { 997 } else { 1 };
    for size in [least, 5, stream.len().max(1)] {
        if size >= least
            && let Some(pieces) = read_pieces(stream, size, Limits::default())
        {
            assert_same(&content, &pieces);
        }
    }
    content
}

fn assert_same(content: &Result<Content, StreamError>, other: &Result<Content, StreamError>) {
    match (content, other) {
        (Err(error), Err(other)) => assert_eq!(error.to_string(), other.to_string()),
        (content, other) => assert_eq!(
            content.as_ref().map_err(ToString::to_string),
            other.as_ref().map_err(ToString::to_string)
        ),
    }
}

/// Reads it as it comes in pieces of `size` bytes; `None` if it has an answer, which the reader
/// wants to be asked for.
fn read_pieces(stream: &[u8], size: usize, limits: Limits) -> Option<Result<Content, StreamError>> {
    let (mut parser, mut content, mut is_open) = (StreamParser::new(limits), None, false);
    let mut take = || {
        for piece in stream.chunks(size) {
            let mut bytes = piece;
            while let Some(event) = parser.next(&mut bytes)? {
                match event {
                    StreamEvent::Prologue(prologue) => content = Some(Content::of(prologue)),
                    StreamEvent::Answer(_) | StreamEvent::Outcome(_) => return Ok(false),
                    other => content.as_mut().unwrap().add(other, &mut is_open),
                }
            }
            if !bytes.is_empty() {
                assert!(parser.is_done());
                let offset = parser.offset();
                return Err(StreamError::TrailingBytes { offset });
            }
        }
        parser.end_of_input()?;
        Ok(true)
    };
    match take() {
        Ok(false) => None,
        Ok(true) => {
            assert!(parser.is_done() && parser.digest().is_some());
            Some(Ok(content.unwrap()))
        }
        Err(error) => {
            if !matches!(error, StreamError::TrailingBytes { .. }) {
                assert!(matches!(
                    parser.next(&mut &b"x"[..]),
                    Err(StreamError::Broken)
                ));
            }
            Some(Err(error))
        }
    }
}

impl Content {
    fn of(prologue: &Prologue) -> Self {
        Self {
            prologue: prologue.clone(),
            sections: Vec::new(),
            bulk: Vec::new(),
            zeros: Vec::new(),
        }
    }

    /// Adds an event; bytes of a bulk frame that is open belong to the last ones.
    fn add(&mut self, event: StreamEvent<'_>, is_open: &mut bool) {
        match event {
            StreamEvent::Section(section) => {
                assert_eq!(
                    *section.instance,
                    self.prologue.instances[section.index as usize]
                );
                self.sections.push((section.index, section.into_payload()));
            }
            StreamEvent::Bulk {
                name,
                offset,
                bytes,
                left,
            } => {
                if !*is_open {
                    self.bulk.push((name.to_owned(), offset, Vec::new()));
                }
                let (of, at, all) = self.bulk.last_mut().unwrap();
                assert_eq!((&**of, *at + all.len() as u64), (name, offset));
                all.extend_from_slice(bytes);
                *is_open = left > 0;
            }
            StreamEvent::Zeros { name, offset, len } => {
                self.zeros.push((name.to_owned(), offset, len));
            }
            StreamEvent::BulkEnd => assert!(!*is_open),
            StreamEvent::End(_) => {}
            other => panic!("{other:?}"),
        }
    }
}

fn read_whole<R: std::io::Read>(
    reader: Result<StreamReader<R>, StreamError>,
) -> Result<Content, StreamError> {
    let mut reader = reader?;
    let content = read_body(&mut reader)?;
    reader.expect_end_of_input()?;
    Ok(content)
}

fn read_body<R: std::io::Read>(reader: &mut StreamReader<R>) -> Result<Content, StreamError> {
    let mut content = Content::of(reader.prologue());
    while let Some(event) = reader.next_frame()? {
        match event {
            Event::Section(section) => {
                content
                    .sections
                    .push((section.index, section.into_payload()));
            }
            Event::Bulk(mut bulk) => {
                let (name, offset, mut bytes) = (bulk.name().to_owned(), bulk.offset(), Vec::new());
                while let Some((at, piece)) = bulk.next_piece()? {
                    assert_eq!(at, offset + bytes.len() as u64);
                    bytes.extend_from_slice(piece);
                }
                content.bulk.push((name, offset, bytes));
            }
            Event::Zeros(zeros) => {
                let (name, offset) = (zeros.name().to_owned(), zeros.offset());
                content.zeros.push((name, offset, zeros.len()));
            }
        }
    }
    Ok(content)
}

fn refusal(stream: &[u8]) -> String {
    read(stream)
        .expect_err("the stream is not valid")
        .to_string()
}
