//! What a destination does before it can load: parses the schemas that came,
//! and makes the plans.

use std::hint::black_box;

use migratable::resolve::resolve;
use migratable::schema::Schema;

use super::pair::Pair;
use crate::subject::{Operation, Subject};

/// Devices of a machine, none of which shares its schema with another one.
pub(crate) const DEVICES: usize = 200;

/// Parses the schemas.
pub(crate) struct Parsing(Vec<String>);

impl Parsing {
    pub(crate) fn new(pairs: &[Pair]) -> Self {
        let writers = pairs.iter().map(|pair| pair.writer.clone());
        Self(writers.cycle().take(DEVICES).collect())
    }
}

impl Subject for Parsing {
    fn run(&mut self, _: Operation, times: u32) {
        for _ in 0..times {
            for json in &self.0 {
                black_box(Schema::from_json(black_box(json)).expect("a schema"));
            }
        }
    }

    fn is_right(&mut self) -> bool {
        self.0.iter().all(|json| Schema::from_json(json).is_ok())
    }
}

/// Resolves the parsed schemas, and makes the plans.
pub(crate) struct Preparing(Vec<(Schema, &'static Schema)>);

impl Preparing {
    pub(crate) fn new(pairs: &[Pair]) -> Self {
        let parsed = pairs.iter().cycle().take(DEVICES).map(|pair| {
            let writer = Schema::from_json(&pair.writer).expect("a schema");
            (writer, pair.reader)
        });
        Self(parsed.collect())
    }
}

impl Subject for Preparing {
    fn run(&mut self, _: Operation, times: u32) {
        for _ in 0..times {
            for (writer, reader) in &self.0 {
                let _ = black_box(resolve(black_box(writer), black_box(reader)));
            }
        }
    }

    fn is_right(&mut self) -> bool {
        let mut resolved = self
            .0
            .iter()
            .map(|(writer, reader)| resolve(writer, reader));
        resolved.all(|resolution| resolution.plan().is_some())
    }
}
