//! Two releases of a device, and the state that the older one wrote.

use std::fs::File;
use std::hint::black_box;
use std::io::{self, BufReader};
use std::path::Path;

use migratable::resolve::{Plan, resolve};
use migratable::schema::Schema;
use migratable::stream::{Event, Limits, StreamReader};
use migratable::{Decode, Device};
use vm::devices::{Clint, Finisher, Plic};

use super::{v1, v2};
use crate::subject::{Operation, Subject};

pub(crate) struct Pair {
    pub(crate) name: &'static str,
    /// The older schema, as a stream has it.
    pub(crate) writer: String,
    pub(crate) reader: &'static Schema,
    /// Loads what the newer release wrote.
    pub(crate) straight: Box<dyn Subject>,
    /// Converts and loads what the older release wrote.
    pub(crate) planned: Box<dyn Subject>,
}

/// All pairs.
///
/// # Errors
///
/// If a stream of mini-vm cannot be read.
pub(crate) fn all() -> io::Result<Vec<Pair>> {
    let work = Machine::read("v1/1-work.mig")?;
    Ok(vec![
        pair::<_, v2::Uart>("uart", &v1::uart()),
        pair::<_, v2::Vcpu>("vcpu", &v1::vcpu()),
        pair::<_, v2::VirtioNet>("virtio-net", &v1::virtio_net()),
        pair::<_, v2::E1000>("e1000", &v1::e1000()),
        pair::<_, v2::Framebuffer>("framebuffer", &v1::framebuffer()),
        pair::<_, v2::Nvme>("nvme", &v1::nvme()),
        pair::<_, v2::Events>("enums", &v1::events()),
        work.pair::<Clint>("mini-vm clint"),
        work.pair::<Plic>("mini-vm plic"),
        work.pair::<Finisher>("mini-vm finisher"),
    ])
}

fn pair<A: Device, B: Device + Decode + 'static>(name: &'static str, older: &A) -> Pair {
    let payload = migratable::to_vec(older).expect("a value that can be encoded");
    from_payload::<B>(name, A::SCHEMA_JSON.to_owned(), payload)
}

fn from_payload<B: Device + Decode + 'static>(
    name: &'static str,
    writer: String,
    payload: Vec<u8>,
) -> Pair {
    let schema = Schema::from_json(&writer).expect("a schema");
    let plan = resolve(&schema, B::SCHEMA).into_plan();
    let plan = plan.expect("a newer release that reads the older one's state");
    let mut own = Vec::new();
    plan.convert(&payload, &mut own).expect("a conversion");
    let live = || migratable::decode::<B>(&own).expect("a value");
    let planned = Planned {
        live: live(),
        plan,
        payload,
        converted: own.clone(),
    };
    Pair {
        name,
        writer,
        reader: B::SCHEMA,
        straight: Box::new(Straight { live: live(), own }),
        planned: Box::new(planned),
    }
}

/// A machine of mini-vm's, as an older release saved it.
struct Machine {
    schemas: Vec<Schema>,
    json: Vec<String>,
    payloads: Vec<(usize, Vec<u8>)>,
}

impl Machine {
    fn read(name: &str) -> io::Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden/mini-vm");
        let file = BufReader::new(File::open(root.join(name))?);
        let mut reader = StreamReader::new(file, Limits::default()).map_err(io::Error::other)?;
        let mut payloads = Vec::new();
        while let Some(event) = reader.next_frame().map_err(io::Error::other)? {
            if let Event::Section(section) = event {
                payloads.push((section.instance.schema as usize, section.into_payload()));
            }
        }
        let json: Vec<String> = reader
            .prologue()
            .schema_texts()
            .map(str::to_owned)
            .collect();
        let schemas = json.iter().map(|json| Schema::from_json(json));
        Ok(Self {
            schemas: schemas
                .collect::<Result<_, _>>()
                .map_err(io::Error::other)?,
            json,
            payloads,
        })
    }

    fn pair<B: Device + Decode + 'static>(&self, name: &'static str) -> Pair {
        let is_wanted = |schema: &Schema| schema.device() == B::SCHEMA.device();
        let section = |(schema, _): &&(usize, Vec<u8>)| is_wanted(&self.schemas[*schema]);
        let (schema, payload) = self.payloads.iter().find(section).expect("the device");
        from_payload::<B>(name, self.json[*schema].clone(), payload.clone())
    }
}

struct Straight<T> {
    live: T,
    own: Vec<u8>,
}

impl<T: Decode> Subject for Straight<T> {
    fn run(&mut self, _: Operation, times: u32) {
        for _ in 0..times {
            let live = black_box(&mut self.live);
            migratable::load_partly(live, black_box(&self.own)).expect("a value");
        }
    }

    fn bytes(&self) -> Vec<&[u8]> {
        vec![&self.own]
    }

    fn is_right(&mut self) -> bool {
        self.run(Operation::Load, 1);
        is_loaded(&self.live, &self.own)
    }
}

/// Whether `live` is what decoding gives. Its own encoding may be another one:
/// what was retired is not written again.
fn is_loaded<T: Decode>(live: &T, encoded: &[u8]) -> bool {
    let decoded = migratable::decode::<T>(encoded).expect("a value");
    migratable::to_vec(live) == migratable::to_vec(&decoded)
}

struct Planned<T> {
    live: T,
    plan: Plan,
    payload: Vec<u8>,
    converted: Vec<u8>,
}

impl<T: Decode> Subject for Planned<T> {
    fn run(&mut self, _: Operation, times: u32) {
        for _ in 0..times {
            let live = black_box(&mut self.live);
            let payload = black_box(&self.payload);
            let converted = self.plan.convert(payload, &mut self.converted);
            converted.expect("a conversion");
            migratable::load_partly(live, black_box(&self.converted)).expect("a value");
        }
    }

    fn bytes(&self) -> Vec<&[u8]> {
        vec![&self.payload]
    }

    fn is_right(&mut self) -> bool {
        self.run(Operation::Load, 1);
        is_loaded(&self.live, &self.converted)
    }
}
