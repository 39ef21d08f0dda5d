//! A description in a file of its own: with what finds it among others, which the
//! stream says elsewhere or not at all.

use serde_json::Value;

use super::Description;

/// The machine type, from the stream's configuration.
pub(super) const MACHINE: &str = "machine";

/// The version of QEMU, which no stream says.
pub(super) const QEMU_VERSION: &str = "qemu_version";

impl Description {
    /// The text of a description, to be kept in a file: `json`, which this was read
    /// from, with two keys before its own. They are the machine type, by which
    /// [`choose`](crate::choose) finds it, and the version of QEMU. What it says
    /// already is not said again.
    pub fn kept(&self, json: &[u8], machine: Option<&str>, qemu_version: Option<&str>) -> Vec<u8> {
        let pairs = [
            (MACHINE, &self.machine, machine),
            (QEMU_VERSION, &self.qemu_version, qemu_version),
        ];
        let Some(behind) = json.trim_ascii_start().strip_prefix(b"{") else {
            return json.to_vec();
        };
        let mut kept = vec![b'{'];
        for (key, known, value) in pairs {
            if let (None, Some(value)) = (known, value) {
                let pair = format!("{}: {}, ", Value::from(key), Value::from(value));
                kept.extend(pair.bytes());
            }
        }
        kept.extend(behind);
        kept
    }
}
