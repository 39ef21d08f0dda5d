//! Streams made by the writer, with contents that no device would have.

use migratable::stream::{Header, Instance, Limits, StreamWriter};
use migratable::{Device, Migratable, to_vec};

/// A device of no machine.
#[derive(Migratable, Default)]
#[migratable(device = "gadget")]
pub(crate) struct Gadget {
    pub(crate) flags: u32,
    pub(crate) ready: bool,
    pub(crate) name: String,
    #[migratable(range = 0..=9)]
    pub(crate) level: u8,
    #[migratable(sensitive, range = 0..=9999)]
    pub(crate) pin: u32,
    pub(crate) list: Vec<(u8, bool)>,
}

/// A stream that is being put together.
pub(crate) struct Builder {
    writer: StreamWriter<Vec<u8>>,
}

impl Builder {
    /// A stream of these instances, each `(path, id, schema)`.
    pub(crate) fn new(schemas: &[&str], instances: &[(&str, u32, u32)]) -> Self {
        Self::by("test", schemas, instances)
    }

    pub(crate) fn by(producer: &str, schemas: &[&str], instances: &[(&str, u32, u32)]) -> Self {
        let header = Header::new(producer, "1");
        let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default()).unwrap();
        for json in schemas {
            writer.schema(json).unwrap();
        }
        let instance = |&(path, instance_id, schema): &(&str, u32, u32)| {
            Instance::new(path, instance_id, schema)
        };
        let instances: Vec<Instance> = instances.iter().map(instance).collect();
        writer.instances(&instances).unwrap();
        Self { writer }
    }

    pub(crate) fn section(mut self, instance: u32, payload: &[u8]) -> Self {
        self.writer.section(instance, payload).unwrap();
        self
    }

    pub(crate) fn bulk(mut self, name: &str, offset: u64, bytes: &[u8]) -> Self {
        self.writer.bulk(name, offset, bytes).unwrap();
        self
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        self.writer.finish().unwrap()
    }
}

/// A stream with one gadget of this payload, at `/gadget`.
pub(crate) fn gadget(payload: &[u8]) -> Vec<u8> {
    Builder::new(&[Gadget::SCHEMA_JSON], &[("/gadget", 0, 0)])
        .section(0, payload)
        .finish()
}

/// A gadget whose state is in order.
pub(crate) fn state() -> Gadget {
    Gadget {
        flags: 0x8000_0001,
        ready: true,
        name: "left".into(),
        level: 3,
        pin: 4711,
        list: vec![(1, false), (200, true)],
    }
}

/// Streams of gadgets that are not right, each in another way.
pub(crate) fn wrong() -> Vec<(&'static str, Vec<u8>)> {
    /// Where the payload has `level`.
    const LEVEL: usize = 10;
    let payload = to_vec(&state()).unwrap();
    let whole = gadget(&payload);
    let cut = |len: usize| whole[..whole.len() - len].to_vec();
    let changed = |index: usize| {
        let mut stream = whole.clone();
        stream[index] ^= 1;
        stream
    };
    let mut outside = payload.clone();
    outside[LEVEL] = 12;
    let at = whole
        .windows(payload.len())
        .position(|part| part == payload);
    let at = at.expect("the payload stands in the stream");
    let text = Builder::new(&["no schema"], &[("/gadget", 0, 0)]);
    vec![
        ("cut before its end", cut(1)),
        ("cut within a section", whole[..at + 3].to_vec()),
        ("cut before a section", whole[..at - 3].to_vec()),
        (
            "cut within the payload's checksum",
            cut(whole.len() - at - payload.len() - 1),
        ),
        ("changed in a payload", changed(at)),
        ("changed in its end", changed(whole.len() - 2)),
        ("longer", [&whole[..], b"!"].concat()),
        ("outside of a range", gadget(&outside)),
        ("a payload that is cut", gadget(&payload[..LEVEL])),
        (
            "a payload that is longer",
            gadget(&[&payload[..], &[0]].concat()),
        ),
        ("no schema", text.section(0, &payload).finish()),
    ]
}

/// Three gadgets and a bulk item.
pub(crate) fn three() -> Vec<u8> {
    let payload = to_vec(&state()).unwrap();
    let instances = [("a", 0, 0), ("a", 1, 0), ("b/c.d", 0, 0)];
    Builder::new(&[Gadget::SCHEMA_JSON], &instances)
        .section(0, &payload)
        .bulk("ram", 64, &[5; 100])
        .section(2, &payload)
        .bulk("ram", 0, &[6; 100])
        .section(1, &payload)
        .finish()
}

/// A stream with one frame more, before its last one.
pub(crate) fn with_frame(stream: &[u8], kind: u8, payload: &[u8]) -> Vec<u8> {
    const PREAMBLE: usize = 12;
    let mut all = stream[..PREAMBLE].to_vec();
    let mut frames = Vec::new();
    let mut rest = &stream[PREAMBLE..];
    while !rest.is_empty() {
        let ends = |byte: &u8| byte & 0x80 == 0;
        let head = 2 + rest[1..].iter().position(ends).expect("a length ends");
        let digits = rest[1..head].iter().rev();
        let len = digits.fold(0, |len, digit| len << 7 | usize::from(digit & 0x7f));
        frames.push(rest[..head + len].to_vec());
        rest = &rest[head + len + 4..];
    }
    let mut end = frames.pop().expect("a stream has an end");
    let len = u8::try_from(payload.len()).expect("it is short");
    assert!(len < 0x80, "its length takes one byte");
    frames.push([&[kind, len], payload].concat());
    let mut digest = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d_u128;
    for frame in &frames {
        let crc = crc32(frame).to_le_bytes();
        let head = 2 + frame[1..].iter().take_while(|byte| **byte >= 0x80).count();
        for byte in frame[..head].iter().chain(&crc) {
            digest = (digest ^ u128::from(*byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b);
        }
        all.extend([&frame[..], &crc].concat());
    }
    let place = end.len() - 16;
    end[place..].copy_from_slice(&digest.to_le_bytes());
    let crc = crc32(&end).to_le_bytes();
    all.extend([&end[..], &crc].concat());
    all
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1))
        })
    })
}
