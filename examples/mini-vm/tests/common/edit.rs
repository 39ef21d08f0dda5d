//! A stream in its parts, to be put together again otherwise: whole, but wrong.

use migratable::stream::{Event, Instance, Limits, Prologue, StreamReader, StreamWriter};

#[derive(Clone)]
pub struct Parts {
    pub prologue: Prologue,
    /// Payloads, by index of the instance.
    pub sections: Vec<(u32, Vec<u8>)>,
    /// Name, offset and bytes.
    pub bulk: Vec<(String, u64, Vec<u8>)>,
    /// Name, offset and how many.
    pub zeros: Vec<(String, u64, u64)>,
}

impl Parts {
    pub fn of(stream: &[u8]) -> Self {
        let mut reader = StreamReader::new(stream, Limits::default()).unwrap();
        let mut parts = Self {
            prologue: reader.prologue().clone(),
            sections: Vec::new(),
            bulk: Vec::new(),
            zeros: Vec::new(),
        };
        while let Some(event) = reader.next_frame().unwrap() {
            match event {
                Event::Section(section) => {
                    parts.sections.push((section.index, section.into_payload()));
                }
                Event::Bulk(mut bulk) => {
                    let (name, offset) = (bulk.name().to_owned(), bulk.offset());
                    let mut bytes = vec![0; bulk.remaining() as usize];
                    bulk.read_into(&mut bytes).unwrap();
                    parts.bulk.push((name, offset, bytes));
                }
                Event::Zeros(zeros) => {
                    let (name, offset) = (zeros.name().to_owned(), zeros.offset());
                    parts.zeros.push((name, offset, zeros.len()));
                }
                _ => panic!("neither a section nor bulk"),
            }
        }
        parts
    }

    pub fn whole(&self) -> Vec<u8> {
        let Prologue {
            header, instances, ..
        } = &self.prologue;
        let mut writer = StreamWriter::new(Vec::new(), header, Limits::default()).unwrap();
        for item in &self.prologue.items {
            writer.declare(item).unwrap();
        }
        for schema in self.prologue.schema_texts() {
            writer.schema(schema).unwrap();
        }
        writer.instances(instances).unwrap();
        for (name, offset, len) in &self.zeros {
            writer.zeros(name, *offset, *len).unwrap();
        }
        for (name, offset, bytes) in &self.bulk {
            writer.bulk(name, *offset, bytes).unwrap();
        }
        for (instance, payload) in &self.sections {
            writer.section(*instance, payload).unwrap();
        }
        writer.finish().unwrap()
    }

    /// Index of the instance at `path`.
    pub fn index(&self, path: &str) -> usize {
        let is_at_path = |instance: &Instance| instance.path == path;
        self.prologue.instances.iter().position(is_at_path).unwrap()
    }

    /// The payload of the instance at `path`.
    pub fn section(&mut self, path: &str) -> &mut Vec<u8> {
        let index = self.index(path) as u32;
        let section = self.sections.iter_mut().find(|(i, _)| *i == index);
        &mut section.unwrap().1
    }
}
