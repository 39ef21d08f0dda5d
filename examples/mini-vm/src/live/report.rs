//! What there is to say of a migration.

use migratable::device::Preflight;
use serde::{Deserialize, Serialize};

/// So many conditions or reasons are reported.
const MOST_FINDINGS: usize = 100;

/// How a migration went, at the source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Whether the guest is now the destination's.
    pub migrated: bool,
    /// Whether nobody knows if it is.
    pub in_doubt: bool,
    /// How far it got.
    pub stage: Stage,
    /// Why it failed or is in doubt, if so.
    pub refusal: Option<String>,
    /// What the schemas say: `compatible`, `conditional` or `incompatible`.
    pub verdict: Option<String>,
    /// What must hold on the devices' state, or why they do not fit.
    pub findings: Vec<String>,
    /// Rounds in which pages were sent; in the last one the guest was stopped.
    pub rounds: u32,
    /// Pages that were sent, of RAM and disk, some more than once.
    pub pages: u64,
    /// Bytes that were sent.
    pub bytes: u64,
    /// Nanoseconds from the moment at which the guest was stopped to the one at which it became the
    /// destination's, or was found to stay.
    pub downtime_ns: Option<u64>,
}

impl Report {
    /// Takes down the verdict, and as many conditions or reasons as a person reads.
    pub(super) fn judged(&mut self, preflight: &Preflight) {
        self.verdict = Some(preflight.verdict().to_string());
        let findings = preflight.devices().iter().flat_map(|device| {
            let instance = device.instance.escape_debug();
            device
                .reasons()
                .map(move |reason| format!("{instance}: {reason}"))
        });
        self.findings = findings.take(MOST_FINDINGS).collect();
        match preflight.count_reasons() - self.findings.len() {
            0 => {}
            more => self.findings.push(format!("and {more} more")),
        }
    }
}

/// Steps of a migration, in their order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// The destination is called.
    #[default]
    Connecting,
    /// Schemas are compared, and the conditions looked at for the first time.
    Preflight,
    /// Pages are sent, the guest runs.
    Rounds,
    /// The guest is stopped, the rest is sent.
    Devices,
    /// The destination loads.
    Outcome,
    /// The destination was told that the guest is its own.
    Settlement,
    /// The guest is the destination's.
    Done,
}
