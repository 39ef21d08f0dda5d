//! Where in QEMU's stream the parts of a payload come from.

/// Where in QEMU's stream the values of a section are.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Origin {
    /// Offsets in the payload and in QEMU's stream, ascending by the first; what
    /// follows one keeps its distance up to the next.
    runs: Vec<(u64, u64)>,
}

impl Origin {
    /// Bytes of QEMU's stream before the value that is at this offset of the
    /// payload; `None` if it comes from no one place.
    pub fn of(&self, payload_offset: u64) -> Option<u64> {
        let behind = self
            .runs
            .partition_point(|(payload, _)| *payload <= payload_offset);
        let (payload, original) = self.runs.get(behind.checked_sub(1)?)?;
        Some(original + (payload_offset - payload))
    }

    /// Says that what is at `payload` comes from `original`.
    pub(super) fn add(&mut self, payload: usize, original: usize) {
        let (payload, original) = (payload as u64, original as u64);
        if self.of(payload) != Some(original) {
            self.runs.push((payload, original));
        }
    }

    /// Adds a part that stands at `start` of the payload.
    pub(super) fn append(&mut self, start: usize, part: Self) {
        let moved = part
            .runs
            .into_iter()
            .map(|(at, original)| (at + start as u64, original));
        self.runs.extend(moved);
    }
}
