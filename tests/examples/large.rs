//! Large inputs for `schema-tool`, to measure it on. `tests/cost/tool.py` does that.
//!
//! ```console
//! $ cargo run -p migratable-tests --example large -- stream 1024 4 0 vm.mig
//! $ cargo run -p migratable-tests --example large -- releases 1000 200 releases
//! ```

use std::env;
use std::error::Error;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

use migratable::stream::{Header, Instance, Limits, StreamWriter};
use migratable::{Device, Migratable, to_vec};

#[path = "../tests/cli/fleets.rs"]
mod fleets;

use fleets::{Fleet, Rng};

const USAGE: &str = "large stream MEBIBYTES MEBIBYTES-OF-A-SECTION SEED FILE, or \
                     large releases COUNT DEVICES DIRECTORY";

/// A small struct, as a ring of events has many.
#[derive(Migratable, Clone, Copy)]
struct Event {
    time: u64,
    value: u32,
    level: i16,
    source: u8,
    is_done: bool,
}

/// Bytes of an event.
const EVENT: u32 = 16;

#[derive(Migratable)]
#[migratable(device = "recorder")]
struct Recorder {
    events: Vec<Event>,
}

impl Recorder {
    /// Of so many mebibytes with the count before them.
    fn new(mebibytes: u32, seed: u32) -> Self {
        let event = |index: u32| {
            let number = index.wrapping_mul(2_654_435_761).wrapping_add(seed);
            Event {
                time: u64::from(index) * 1000 + u64::from(number % 1000),
                value: number,
                level: (number >> 20) as i16 - 2048,
                source: (number >> 24) as u8,
                is_done: number & 2 == 0,
            }
        };
        let count = mebibytes * ((1 << 20) / EVENT) - 1;
        Self {
            events: (0..count).map(event).collect(),
        }
    }
}

/// Writes a stream of so many sections, of so many mebibytes each. With another seed, most
/// values are others.
fn stream(sections: u32, each: u32, seed: u32, path: &Path) -> Result<(), Box<dyn Error>> {
    let output = BufWriter::new(File::create(path)?);
    let header = Header::new("large", "1");
    let mut writer = StreamWriter::new(output, &header, Limits::default())?;
    let schema = writer.schema(Recorder::SCHEMA_JSON)?;
    let instances: Vec<Instance> = (0..sections)
        .map(|id| Instance::new("recorder", id, schema))
        .collect();
    writer.instances(&instances)?;
    for id in 0..sections {
        writer.section(id, &to_vec(&Recorder::new(each, id.wrapping_add(seed)))?)?;
    }
    writer.finish()?.into_inner().map_err(io::Error::from)?;
    Ok(())
}

/// Writes so many releases, of which each changes one device in a hundred.
fn releases(releases: usize, devices: usize, directory: &Path) {
    let fleet = Fleet {
        releases,
        devices,
        fields: 20,
        change: 10,
        comes_or_goes: 0,
    };
    fleet.write(directory, &mut Rng(1));
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match *arguments {
        ["stream", mebibytes, section, seed, file] => {
            let (all, each) = (mebibytes.parse::<u32>()?, section.parse::<u32>()?);
            let sections = all.checked_div(each).ok_or(USAGE)?;
            stream(sections, each, seed.parse()?, Path::new(file))
        }
        ["releases", count, devices, directory] => {
            releases(count.parse()?, devices.parse()?, Path::new(directory));
            Ok(())
        }
        _ => Err(USAGE.into()),
    }
}
