//! What the frames say: serde structs in postcard.

use core::fmt;

use postcard::ser_flavors::Size;
use serde::{Deserialize, Serialize};

use crate::base::text::escape;
use crate::resolve::Verdict;

/// Who wrote a stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Name of the program.
    pub producer: String,
    /// Its version, in its own scheme.
    pub producer_version: String,
}

/// A device that has a section in the stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instance {
    /// Where the device is in the machine. Not empty.
    pub path: String,
    /// Tells devices of one path apart.
    pub instance_id: u32,
    /// Index of the device's schema among the schemas of the stream.
    pub schema: u32,
}

impl Instance {
    /// Path and id, as `/pci0/nic#1`, not escaped.
    pub(super) fn name(&self) -> String {
        InstanceRef::from(self).name()
    }
}

/// Path and id, as `/pci0/nic#1`, fit for a terminal.
impl fmt::Display for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", escape(&self.path), self.instance_id)
    }
}

/// An [`Instance`] whose path is somebody else's: a machine of many devices is
/// listed without a copy of each path.
#[derive(Clone, Copy, Serialize)]
pub(crate) struct InstanceRef<'a> {
    pub(crate) path: &'a str,
    pub(crate) instance_id: u32,
    pub(crate) schema: u32,
}

impl InstanceRef<'_> {
    /// Path and id, as `/pci0/nic#1`, not escaped.
    pub(super) fn name(self) -> String {
        format!("{}#{}", self.path, self.instance_id)
    }
}

impl<'a> From<&'a Instance> for InstanceRef<'a> {
    fn from(instance: &'a Instance) -> Self {
        Self {
            path: &instance.path,
            instance_id: instance.instance_id,
            schema: instance.schema,
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Schema<'a> {
    pub(super) json: &'a str,
}

/// The beginning of a section's payload.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SectionStart {
    /// Index in the list of instances.
    pub(super) instance: u32,
}

/// The beginning of a bulk frame's payload.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct BulkStart<'a> {
    pub(super) name: &'a str,
    /// Where in the item the bytes belong.
    pub(super) offset: u64,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct End {
    pub(super) sections: u32,
    pub(super) bulk_frames: u64,
    /// Of all frames before this one, as `docs/format.md` says.
    pub(super) digest: [u8; 16],
}

/// What the destination of a migration says before anything is sent: whether
/// it can take each of the devices that it was offered.
///
/// Made by [`Devices::answer`](crate::device::Devices::answer), and checked
/// against the source's own judgement by
/// [`Devices::read_answer`](crate::device::Devices::read_answer).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Digest of the devices that were offered, as `docs/format.md` says, so
    /// that this is no answer to another offer.
    pub offer: [u8; 16],
    /// What was found, each once, in the order in which devices have it.
    pub judgements: Vec<Judgement>,
    /// For each instance of the offer, in its order, which of the judgements it
    /// has.
    pub devices: Vec<u32>,
}

/// What the destination says of all devices of the same two schemas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    /// Whether it can take them.
    pub verdict: Verdict,
    /// Conditions or reasons, for people. None if they are compatible.
    pub findings: Vec<String>,
    /// How many more there were.
    pub omitted: u64,
}

/// Digest of a whole stream, as its end frame states it. A destination that
/// knows it has read the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamDigest(pub(super) [u8; 16]);

/// Why the source gave up.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Cancel<'a> {
    pub(super) reason: &'a str,
}

/// The destination's last word. Until it says that all is loaded, the source
/// owns the guest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// All devices were loaded, from the stream of this digest.
    Loaded(StreamDigest),
    /// They were not.
    Refused {
        /// Why.
        reason: String,
    },
}

/// Bytes of a finding or reason, at most.
pub(super) const TEXT_LEN: usize = 4096;

/// The beginning of a text, of [`TEXT_LEN`] at most.
pub(crate) fn beginning(text: &str) -> &str {
    let most = TEXT_LEN.min(text.len());
    let end = (0..=most).rev().find(|&end| text.is_char_boundary(end));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// Reads a message that fills `payload`, or says what is wrong with it.
pub(super) fn decode<'a, T>(payload: &'a [u8]) -> Result<T, String>
where
    T: Serialize + Deserialize<'a>,
{
    let (message, used) = decode_start(payload)?;
    match payload.len() - used {
        0 => Ok(message),
        surplus => Err(format!("{surplus} bytes follow its message")),
    }
}

/// Reads a message from the start of `bytes`: the message and its length.
pub(super) fn decode_start<'a, T>(bytes: &'a [u8]) -> Result<(T, usize), String>
where
    T: Serialize + Deserialize<'a>,
{
    let (message, rest) = postcard::take_from_bytes(bytes).map_err(|error| match error {
        // What only the derived impls of the enums say.
        postcard::Error::SerdeDeCustom => "it has a choice that is not defined".to_owned(),
        error => error.to_string(),
    })?;
    let used = bytes.len() - rest.len();
    // Whatever is not in its shortest form encodes to fewer bytes.
    match postcard::serialize_with_flavor(&message, Size::default()) {
        Ok(shortest) if shortest == used => Ok((message, used)),
        _ => Err("a number is not in its shortest form".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_message_is_exact_and_canonical() {
        let end = End {
            sections: 300,
            bulk_frames: 7,
            digest: [9; 16],
        };
        let bytes = postcard::to_allocvec(&end).unwrap();
        assert_eq!(decode::<End>(&bytes), Ok(end));
        assert!(decode::<End>(&bytes[..bytes.len() - 1]).is_err());

        let longer = [&bytes[..], &[0]].concat();
        assert_eq!(
            decode::<End>(&longer).unwrap_err(),
            "1 bytes follow its message"
        );

        let padded = [&[0xac, 0x82, 0x00][..], &bytes[2..]].concat();
        let problem = decode::<End>(&padded).unwrap_err();
        assert_eq!(problem, "a number is not in its shortest form");
    }

    #[test]
    fn a_long_text_is_cut_at_a_character() {
        assert_eq!(beginning("short"), "short");
        let exact = "x".repeat(TEXT_LEN);
        assert_eq!(beginning(&exact), exact);
        let long = format!("x{}", "é".repeat(TEXT_LEN));
        assert_eq!(beginning(&long).len(), TEXT_LEN - 1);
        assert!(long.starts_with(beginning(&long)));
    }

    #[test]
    fn a_borrowed_instance_is_written_as_an_owned_one() {
        let instance = Instance {
            path: "/pci0/nic".into(),
            instance_id: 300,
            schema: 7,
        };
        assert_eq!(
            postcard::to_allocvec(&InstanceRef::from(&instance)),
            postcard::to_allocvec(&instance)
        );
    }

    #[test]
    fn an_instance_is_shown_escaped() {
        let instance = Instance {
            path: "/nic\x1b[31m".into(),
            instance_id: 1,
            schema: 0,
        };
        assert_eq!(instance.to_string(), r"/nic\u{1b}[31m#1");
    }
}
