//! Many releases that nobody wrote: devices change now and then, come and go.

use std::fs;
use std::path::Path;

use migratable::schema::json::with_fingerprint;

/// A generator of numbers that are random enough, and the same for the same seed.
pub(crate) struct Rng(pub(crate) u64);

impl Rng {
    /// Less than `end`.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
        (self.0 >> 33) % end
    }
}

/// A device as a release has it.
#[derive(Clone)]
struct Device {
    fields: Vec<String>,
    is_there: bool,
}

const TYPES: [&str; 4] = ["u8", "u16", "u32", "u64"];

fn field(name: usize, rng: &mut Rng) -> String {
    let ty = TYPES[rng.below(4) as usize];
    let default = match rng.below(8) {
        0 => "",
        _ => r#","default":{"value":7}"#,
    };
    format!(r#"{{"name":"field_{name}","type":"{ty}"{default}}}"#)
}

impl Device {
    fn new(fields: usize, rng: &mut Rng) -> Self {
        Self {
            fields: (0..fields).map(|name| field(name, rng)).collect(),
            is_there: true,
        }
    }

    fn change(&mut self, rng: &mut Rng) {
        let len = self.fields.len();
        match rng.below(4) {
            0 => self.fields.push(field(len, rng)),
            _ => {
                let changed = rng.below(len as u64) as usize;
                self.fields[changed] = field(changed, rng);
            }
        }
    }

    fn schema(&self, name: usize) -> String {
        let fields = self.fields.join(",");
        let text = format!(
            r#"{{"format":1,"device":"device-{name}","version":1,"oldest":1,"fingerprint":"","type":{{"ref":"State"}},"types":{{"State":{{"fields":[{fields}]}}}}}}"#
        );
        with_fingerprint(&text).expect("it is a schema")
    }
}

/// What a fleet is to be like.
pub(crate) struct Fleet {
    pub(crate) releases: usize,
    pub(crate) devices: usize,
    pub(crate) fields: usize,
    /// So many of a thousand change, from one release to the next.
    pub(crate) change: u64,
    /// So many come or go.
    pub(crate) comes_or_goes: u64,
}

impl Fleet {
    /// Writes a directory for each release, `v1` the first.
    pub(crate) fn write(&self, folder: &Path, rng: &mut Rng) {
        let mut devices: Vec<Device> = (0..self.devices)
            .map(|_| Device::new(self.fields, rng))
            .collect();
        let mut texts: Vec<String> = Vec::new();
        for release in 1..=self.releases {
            for (name, device) in devices.iter_mut().enumerate() {
                let is_first = texts.len() <= name;
                let changes = !is_first && rng.below(1000) < self.change;
                if changes {
                    device.change(rng);
                }
                if !is_first && name > 0 && rng.below(1000) < self.comes_or_goes {
                    device.is_there = !device.is_there;
                }
                match is_first {
                    true => texts.push(device.schema(name)),
                    false if changes => texts[name] = device.schema(name),
                    false => {}
                }
            }
            let folder = folder.join(format!("v{release}"));
            fs::create_dir_all(&folder).expect("a directory");
            let there = devices.iter().zip(&texts).enumerate();
            for (name, (_, text)) in there.filter(|(_, (device, _))| device.is_there) {
                fs::write(folder.join(format!("device-{name}.json")), text).expect("a file");
            }
        }
    }
}
