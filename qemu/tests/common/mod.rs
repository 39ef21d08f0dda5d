//! The corpus, and a builder for streams that no QEMU was there to write.
#![allow(dead_code)]

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use migratable_qemu::compare::{Comparison, Layouts, Verdict};
use migratable_qemu::{Limits, Share, State, Stream, read, read_all};

/// The streams of `data/` that describe themselves.
pub(crate) const DESCRIBED: [&str; 5] = [
    "qemu10.0.2-pc-q35-7.2-min.mig.gz",
    "qemu10.0.2-virt-7.2-min.mig.gz",
    "qemu10.0.2-virt-7.2-rich.mig.gz",
    "qemu11.1.3-pc-q35-7.2-min.mig.gz",
    "qemu7.2.22-virt-7.2-min.mig.gz",
];

/// One that does not.
pub(crate) const UNDESCRIBED: &str = "qemu10.0.2-edge-suppress-vmdesc.mig.gz";

/// Dumps of one machine, of three versions.
pub(crate) const DUMPS: [&str; 3] = [
    "qemu7.2.22-x86_64-pc-q35-7.2.json.gz",
    "qemu10.0.2-x86_64-pc-q35-7.2.json.gz",
    "qemu11.1.3-x86_64-pc-q35-7.2.json.gz",
];

pub(crate) fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name)
}

/// A file of `data/`, unpacked.
pub(crate) fn bytes(name: &str) -> Vec<u8> {
    let file = File::open(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    read_all(file, &Limits::default()).unwrap()
}

/// A stream of `data/`, which is read without an error or a warning.
pub(crate) fn stream(name: &str) -> (Vec<u8>, Stream) {
    let bytes = bytes(name);
    let stream = read(&bytes, None, &Limits::default());
    assert_eq!(stream.error, None, "{name}");
    assert!(stream.warnings.is_empty(), "{name}: {:?}", stream.warnings);
    (bytes, stream)
}

/// How much of the devices' state has a type, in percent.
pub(crate) fn share(stream: &Stream) -> f64 {
    let mut all = Share::default();
    for section in &stream.sections {
        if let State::Device { layout, .. } = &section.state {
            all = all + layout.share();
        }
    }
    100.0 * all.typed as f64 / all.bytes as f64
}

pub(crate) fn dump(name: &str) -> Layouts {
    Layouts::of_dump(&bytes(name), &Limits::default()).unwrap()
}

/// What cannot be decided is `unknown`, be it because it depends on a condition.
pub(crate) fn decided(comparison: &Comparison) -> &'static str {
    match comparison.verdict() {
        Verdict::Conditional => "unknown",
        verdict => verdict.as_str(),
    }
}

/// Whether this program can be run.
pub(crate) fn is_installed(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|path| fs::metadata(path.join(program)).is_ok())
}

/// A stream that is written record by record.
#[derive(Clone, Default)]
pub(crate) struct Built {
    pub(crate) bytes: Vec<u8>,
    pub(crate) footers: bool,
}

impl Built {
    pub(crate) fn new() -> Self {
        Self {
            bytes: b"QEVM\0\0\0\x03".to_vec(),
            footers: true,
        }
    }

    pub(crate) fn without_footers(mut self) -> Self {
        self.footers = false;
        self
    }

    pub(crate) fn raw(mut self, bytes: &[u8]) -> Self {
        self.bytes.extend(bytes);
        self
    }

    pub(crate) fn name(self, name: &str) -> Self {
        self.raw(&[name.len() as u8]).raw(name.as_bytes())
    }

    pub(crate) fn configuration(self, machine: &str, capabilities: &[&str]) -> Self {
        let mut built = self
            .raw(&[7])
            .raw(&(machine.len() as u32).to_be_bytes())
            .raw(machine.as_bytes());
        if !capabilities.is_empty() {
            built = built
                .raw(&[5])
                .name("configuration/capabilities")
                .raw(&[0, 0, 0, 1]);
            built = built.raw(&(capabilities.len() as u32).to_be_bytes());
            for capability in capabilities {
                built = built.name(capability);
            }
        }
        built
    }

    fn begin(self, tag: u8, id: u32, name: &str, version: u32, body: &[u8]) -> Self {
        self.raw(&[tag])
            .raw(&id.to_be_bytes())
            .name(name)
            .raw(&[0; 4])
            .raw(&version.to_be_bytes())
            .raw(body)
            .footer(id)
    }

    /// A device of this instance.
    pub(crate) fn instance(self, id: u32, name: &str, instance: u32, body: &[u8]) -> Self {
        self.raw(&[4])
            .raw(&id.to_be_bytes())
            .name(name)
            .raw(&instance.to_be_bytes())
            .raw(&1_u32.to_be_bytes())
            .raw(body)
            .footer(id)
    }

    /// A section that comes in parts.
    pub(crate) fn start(self, id: u32, name: &str, version: u32, body: &[u8]) -> Self {
        self.begin(1, id, name, version, body)
    }

    /// A device.
    pub(crate) fn full(self, id: u32, name: &str, version: u32, body: &[u8]) -> Self {
        self.begin(4, id, name, version, body)
    }

    /// A part of a section, or its last one.
    pub(crate) fn part(self, tag: u8, id: u32, body: &[u8]) -> Self {
        self.raw(&[tag]).raw(&id.to_be_bytes()).raw(body).footer(id)
    }

    fn footer(self, id: u32) -> Self {
        match self.footers {
            true => self.raw(&[0x7e]).raw(&id.to_be_bytes()),
            false => self,
        }
    }

    pub(crate) fn command(self, number: u16, data: &[u8]) -> Self {
        self.raw(&[8])
            .raw(&number.to_be_bytes())
            .raw(&(data.len() as u16).to_be_bytes())
            .raw(data)
    }

    /// The end, and a description.
    pub(crate) fn end(self, devices: &str) -> Vec<u8> {
        let json = format!("{{\"page_size\": 4096, \"devices\": [{devices}]}}");
        let built = self.raw(&[0, 6]).raw(&(json.len() as u32).to_be_bytes());
        built.raw(json.as_bytes()).bytes
    }

    /// The end without a description.
    pub(crate) fn end_bare(self) -> Vec<u8> {
        self.raw(&[0]).bytes
    }
}

/// Blocks of RAM as the first record lists them; what follows each is up to the
/// capabilities.
pub(crate) fn setup(blocks: &[(&str, u64)], behind: impl Fn(usize) -> Vec<u8>) -> Vec<u8> {
    let total: u64 = blocks.iter().map(|(_, len)| len).sum();
    let mut body = (total | 4).to_be_bytes().to_vec();
    for (index, (name, len)) in blocks.iter().enumerate() {
        body.push(name.len() as u8);
        body.extend(name.as_bytes());
        body.extend(len.to_be_bytes());
        body.extend(behind(index));
    }
    body.extend(16_u64.to_be_bytes());
    body
}

/// A page's head: address and flags, and the block's name.
pub(crate) fn page(address: u64, flags: u64, block: &str) -> Vec<u8> {
    let mut head = (address | flags).to_be_bytes().to_vec();
    head.push(block.len() as u8);
    head.extend(block.as_bytes());
    head
}
