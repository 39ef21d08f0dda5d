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
