//! How the frames say it: postcard of these structs, which borrow their texts.
//!
//! The public messages have no serde of their own, so that what serde they are
//! written with is nobody else's business.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use postcard::ser_flavors::Size;
use serde::{Deserialize, Serialize};

use super::{item, messages, sent};
use crate::resolve;
use crate::schema::Fingerprint;

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Header<'a> {
    producer: &'a str,
    producer_version: &'a str,
}

impl<'a> From<&'a messages::Header> for Header<'a> {
    fn from(header: &'a messages::Header) -> Self {
        Self {
            producer: &header.producer,
            producer_version: &header.producer_version,
        }
    }
}

impl From<Header<'_>> for messages::Header {
    fn from(header: Header<'_>) -> Self {
        Self {
            producer: header.producer.to_owned(),
            producer_version: header.producer_version.to_owned(),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Schema<'a> {
    pub(super) json: &'a str,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SchemaReference<'a> {
    device: &'a str,
    /// In the order of its digits.
    fingerprint: [u8; 16],
    needed: bool,
}

impl<'a> From<&'a sent::SchemaReference> for SchemaReference<'a> {
    fn from(reference: &'a sent::SchemaReference) -> Self {
        Self {
            device: &reference.device,
            fingerprint: reference.fingerprint.to_u128().to_be_bytes(),
            needed: reference.needed,
        }
    }
}

impl From<SchemaReference<'_>> for sent::SchemaReference {
    fn from(reference: SchemaReference<'_>) -> Self {
        Self {
            device: reference.device.to_owned(),
            fingerprint: Fingerprint(u128::from_be_bytes(reference.fingerprint)),
            needed: reference.needed,
        }
    }
}

/// An instance whose path is somebody else's: a machine of many devices is
/// listed without a copy of each path.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct InstanceRef<'a> {
    pub(crate) path: &'a str,
    pub(crate) instance_id: u32,
    pub(crate) schema: u32,
    /// In a frame of its own.
    #[serde(skip)]
    pub(crate) configuration: &'a [u8],
    /// In frames of their own.
    #[serde(skip)]
    pub(crate) aliases: &'a [messages::InstanceAlias],
    /// In frames of the same kind.
    #[serde(skip)]
    pub(crate) takes_over: &'a [messages::InstanceAlias],
}

impl InstanceRef<'_> {
    /// Path and id, as `/pci0/nic#1`, not escaped.
    pub(super) fn name(self) -> String {
        messages::name(self.path, self.instance_id)
    }
}

impl<'a> From<&'a messages::Instance> for InstanceRef<'a> {
    fn from(instance: &'a messages::Instance) -> Self {
        Self {
            path: &instance.path,
            instance_id: instance.instance_id,
            schema: instance.schema,
            configuration: &instance.configuration,
            aliases: &instance.aliases,
            takes_over: &instance.takes_over,
        }
    }
}

impl From<InstanceRef<'_>> for messages::Instance {
    fn from(instance: InstanceRef<'_>) -> Self {
        Self {
            path: instance.path.to_owned(),
            instance_id: instance.instance_id,
            schema: instance.schema,
            configuration: instance.configuration.to_vec(),
            aliases: instance.aliases.to_vec(),
            takes_over: instance.takes_over.to_vec(),
        }
    }
}

/// The beginning of a configuration's payload.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct ConfigurationStart {
    /// Index in the list of instances.
    pub(super) instance: u32,
}

/// What an instance is called in other releases of the machine, or which other one it takes
/// over from.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Alias<'a> {
    /// Index in the list of instances.
    pub(super) instance: u32,
    pub(super) path: &'a str,
    pub(super) instance_id: u32,
    /// Another instance, whose state it takes over.
    pub(super) takes_over: bool,
}

/// The beginning of the payload of metadata.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct MetadataStart<'a> {
    pub(super) key: &'a str,
}

/// A bulk item, as it is declared.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Item<'a> {
    name: &'a str,
    len: u64,
    #[serde(borrow)]
    content: Content<'a>,
}

#[derive(Debug, Serialize, Deserialize)]
enum Content<'a> {
    Whole,
    Delta {
        base: [u8; 16],
    },
    External {
        file: &'a str,
        offset: u64,
        digest: Option<[u8; 16]>,
    },
}

impl<'a> From<&'a item::BulkItem> for Item<'a> {
    fn from(item: &'a item::BulkItem) -> Self {
        let content = match &item.content {
            item::BulkContent::Whole => Content::Whole,
            item::BulkContent::Delta { base } => Content::Delta { base: base.0 },
            item::BulkContent::External(external) => Content::External {
                file: &external.file,
                offset: external.offset,
                digest: external.digest.map(|digest| digest.0),
            },
        };
        Self {
            name: &item.name,
            len: item.len,
            content,
        }
    }
}

impl From<Item<'_>> for item::BulkItem {
    fn from(item: Item<'_>) -> Self {
        let content = match item.content {
            Content::Whole => item::BulkContent::Whole,
            Content::Delta { base } => item::BulkContent::Delta {
                base: messages::StreamDigest(base),
            },
            Content::External {
                file,
                offset,
                digest,
            } => item::BulkContent::External(item::ExternalFile {
                file: file.to_owned(),
                offset,
                digest: digest.map(item::ContentDigest),
            }),
        };
        Self {
            name: item.name.to_owned(),
            len: item.len,
            content,
        }
    }
}

impl item::BulkItem {
    /// The payload of its frame.
    pub(crate) fn to_message(&self) -> Vec<u8> {
        // Nothing that it has can fail to be written into memory.
        postcard::to_allocvec(&Item::from(self)).unwrap_or_default()
    }
}

/// Zeros in place of the bytes of an item.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Zeros<'a> {
    pub(super) name: &'a str,
    pub(super) offset: u64,
    pub(super) len: u64,
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

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Answer<'a> {
    offer: [u8; 16],
    #[serde(borrow)]
    judgements: Vec<Judgement<'a>>,
    devices: Vec<u32>,
    #[serde(borrow)]
    items: Vec<Judgement<'a>>,
}

impl<'a> From<&'a messages::Answer> for Answer<'a> {
    fn from(answer: &'a messages::Answer) -> Self {
        Self {
            offer: answer.offer,
            judgements: answer.judgements.iter().map(Judgement::from).collect(),
            devices: answer.devices.clone(),
            items: answer.items.iter().map(Judgement::from).collect(),
        }
    }
}

impl From<Answer<'_>> for messages::Answer {
    fn from(answer: Answer<'_>) -> Self {
        Self {
            offer: answer.offer,
            judgements: answer.judgements.into_iter().map(Into::into).collect(),
            devices: answer.devices,
            items: answer.items.into_iter().map(Into::into).collect(),
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
struct Judgement<'a> {
    verdict: Verdict,
    #[serde(borrow)]
    findings: Vec<&'a str>,
    omitted: u64,
}

impl<'a> From<&'a messages::Judgement> for Judgement<'a> {
    fn from(judgement: &'a messages::Judgement) -> Self {
        Self {
            verdict: judgement.verdict.into(),
            findings: judgement.findings.iter().map(String::as_str).collect(),
            omitted: judgement.omitted,
        }
    }
}

impl From<Judgement<'_>> for messages::Judgement {
    fn from(judgement: Judgement<'_>) -> Self {
        Self {
            verdict: judgement.verdict.into(),
            findings: judgement.findings.into_iter().map(str::to_owned).collect(),
            omitted: judgement.omitted,
        }
    }
}

/// A verdict is its number in this order.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
enum Verdict {
    Compatible,
    Conditional,
    Incompatible,
    NotJudged,
}

impl From<resolve::Verdict> for Verdict {
    fn from(verdict: resolve::Verdict) -> Self {
        match verdict {
            resolve::Verdict::Compatible => Self::Compatible,
            resolve::Verdict::Conditional => Self::Conditional,
            resolve::Verdict::Incompatible => Self::Incompatible,
            resolve::Verdict::NotJudged => Self::NotJudged,
        }
    }
}

impl From<Verdict> for resolve::Verdict {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Compatible => Self::Compatible,
            Verdict::Conditional => Self::Conditional,
            Verdict::Incompatible => Self::Incompatible,
            Verdict::NotJudged => Self::NotJudged,
        }
    }
}

/// Why the source gave up.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Cancel<'a> {
    pub(super) reason: &'a str,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Outcome<'a> {
    Loaded([u8; 16]),
    Refused { reason: &'a str },
}

impl<'a> From<&'a messages::Outcome> for Outcome<'a> {
    fn from(outcome: &'a messages::Outcome) -> Self {
        match outcome {
            messages::Outcome::Loaded(digest) => Self::Loaded(digest.0),
            messages::Outcome::Refused { reason } => Self::Refused { reason },
        }
    }
}

impl From<Outcome<'_>> for messages::Outcome {
    fn from(outcome: Outcome<'_>) -> Self {
        match outcome {
            Outcome::Loaded(digest) => Self::Loaded(messages::StreamDigest(digest)),
            Outcome::Refused { reason } => Self::Refused {
                reason: reason.to_owned(),
            },
        }
    }
}

/// Whose guest it is.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Decision {
    Commit([u8; 16]),
    Abort([u8; 16]),
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Acknowledgement {
    pub(super) digest: [u8; 16],
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
}
