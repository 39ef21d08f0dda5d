//! A disk with queues, names and secrets.

use std::collections::BTreeMap;

use migratable::Migratable;

/// A block device.
#[derive(Migratable, Debug)]
#[migratable(device = "disk", version = 2, upgrade = Self::upgrade)]
pub struct Disk {
    /// Size of the medium.
    #[migratable(must_match, unit = "sectors")]
    pub capacity: u64,
    #[migratable(max_len = 20)]
    pub serial: String,
    pub queues: Vec<Queue>,
    /// Reads and writes that are under way, by request.
    pub in_flight: BTreeMap<u16, (u64, u32)>,
    pub sector: [u8; 128],
    /// The key that sectors are encrypted with.
    #[migratable(sensitive)]
    pub key: [u8; 16],
    #[migratable(sensitive)]
    pub passphrase: Option<String>,
    pub temperature: i16,
    pub enabled: [bool; 12],
}

impl Disk {
    fn upgrade(&mut self, _from: u32) {}
}

/// A queue of requests.
#[derive(Migratable, Debug, Clone, Default)]
pub struct Queue {
    pub size: u16,
    pub next: Option<u16>,
    pub ring: (u64, u64),
}
