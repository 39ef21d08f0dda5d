//! What a line says: an object with one member.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::base::text::{from_hex, is_integer};
use crate::schema::Fingerprint;
use crate::stream::{
    self, BadDigest, BulkContent, BulkItem, ContentDigest, ExternalFile, InstanceAlias,
    StreamDigest,
};

/// A line that is read.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum Line {
    Header(Header<'static>),
    Metadata(Metadata),
    Item(Item<'static>),
    Schema(Box<RawValue>),
    SchemaReference(SchemaReference<'static>),
    Instances(Vec<Instance<'static>>),
    Section(Section),
    Bulk(Bulk),
    Zeros(Zeros<'static>),
    End(End),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header<'a> {
    pub(super) format: u32,
    pub(super) producer: Cow<'a, str>,
    pub(super) producer_version: Cow<'a, str>,
}

/// A bulk item, of which the stream has all bytes unless it has a `base` or is `external`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item<'a> {
    name: Cow<'a, str>,
    len: Digits,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    base: Option<String>,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    external: Option<External<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct External<'a> {
    file: Cow<'a, str>,
    offset: Digits,
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    digest: Option<String>,
}

impl<'a> From<&'a BulkItem> for Item<'a> {
    fn from(item: &'a BulkItem) -> Self {
        let (base, external) = match &item.content {
            BulkContent::Whole => (None, None),
            BulkContent::Delta { base } => (Some(base.to_string()), None),
            BulkContent::External(external) => (None, Some(External::from(external))),
        };
        Self {
            name: (&item.name).into(),
            len: Digits(item.len),
            base,
            external,
        }
    }
}

impl<'a> From<&'a ExternalFile> for External<'a> {
    fn from(external: &'a ExternalFile) -> Self {
        Self {
            file: (&external.file).into(),
            offset: Digits(external.offset),
            digest: external.digest.map(|digest| digest.to_string()),
        }
    }
}

impl Item<'_> {
    /// What it says, or what is wrong with it.
    pub(super) fn read(self) -> Result<BulkItem, String> {
        let (name, len) = (self.name, self.len.0);
        match (self.base, self.external) {
            (None, None) => Ok(BulkItem::whole(name, len)),
            (Some(base), None) => Ok(BulkItem::delta(name, len, digest(&base)?)),
            (None, Some(external)) => Ok(BulkItem::external(name, len, external.read()?)),
            _ => Err("an item has either a `base` or is `external`".to_owned()),
        }
    }
}

impl External<'_> {
    fn read(self) -> Result<ExternalFile, String> {
        let file = ExternalFile::new(self.file).at(self.offset.0);
        Ok(match self.digest {
            None => file,
            Some(text) => file.with_digest(ContentDigest::from_bytes(digest(&text)?.to_bytes())),
        })
    }
}

fn digest(text: &str) -> Result<StreamDigest, String> {
    text.parse().map_err(|error: BadDigest| error.to_string())
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Zeros<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) offset: Digits,
    pub(super) len: Digits,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SchemaReference<'a> {
    device: Cow<'a, str>,
    fingerprint: Cow<'a, str>,
    #[serde(default, skip_serializing_if = "is_false")]
    needed: bool,
}

/// A flag that is not there is not set.
fn is_false(flag: &bool) -> bool {
    !flag
}

impl<'a> From<&'a stream::SchemaReference> for SchemaReference<'a> {
    fn from(reference: &'a stream::SchemaReference) -> Self {
        Self {
            device: (&reference.device).into(),
            fingerprint: reference.fingerprint.to_string().into(),
            needed: reference.needed,
        }
    }
}

impl SchemaReference<'_> {
    /// What it says, if the fingerprint is one.
    pub(super) fn read(&self) -> Option<stream::SchemaReference> {
        let fingerprint = Fingerprint::from_hex(&self.fingerprint)?;
        let reference = stream::SchemaReference::new(&*self.device, fingerprint);
        Some(match self.needed {
            true => reference.with_needed(),
            false => reference,
        })
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Instance<'a> {
    pub(super) path: Cow<'a, str>,
    pub(super) instance_id: u32,
    pub(super) schema: u32,
    /// The value, or as a string its bytes.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    pub(super) configuration: Option<Box<RawValue>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) aliases: Vec<Alias<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) takes_over: Vec<Alias<'a>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Alias<'a> {
    path: Cow<'a, str>,
    instance_id: u32,
}

impl<'a> From<&'a InstanceAlias> for Alias<'a> {
    fn from(alias: &'a InstanceAlias) -> Self {
        Self {
            path: (&alias.path).into(),
            instance_id: alias.instance_id,
        }
    }
}

impl From<Alias<'_>> for InstanceAlias {
    fn from(alias: Alias<'_>) -> Self {
        Self::new(alias.path, alias.instance_id)
    }
}

/// Of `text` and `bytes` there is one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Metadata {
    pub(super) key: String,
    #[serde(default, deserialize_with = "present")]
    pub(super) text: Option<String>,
    #[serde(default, deserialize_with = "present")]
    pub(super) bytes: Option<Hex>,
}

/// Of `value` and `payload` there is one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Section {
    pub(super) path: String,
    pub(super) instance_id: u32,
    #[serde(default, deserialize_with = "present")]
    pub(super) value: Option<Box<RawValue>>,
    #[serde(default, deserialize_with = "present")]
    pub(super) payload: Option<Hex>,
}

/// A member that is there: `null` is a value, too.
fn present<'de, T, D>(json: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: serde::Deserializer<'de>,
{
    T::deserialize(json).map(Some)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bulk {
    pub(super) name: String,
    pub(super) offset: Digits,
    pub(super) bytes: Hex,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct End {
    pub(super) sections: u64,
    pub(super) bulk_frames: u64,
}

/// Bytes, two hexadecimal digits each.
pub(super) struct Hex(pub(super) Vec<u8>);

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        let problem = || serde::de::Error::custom("expected pairs of hexadecimal digits");
        from_hex(&text).map(Self).ok_or_else(problem)
    }
}

/// A number of 64 bits, as a string of its digits.
pub(super) struct Digits(pub(super) u64);

impl Serialize for Digits {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Digits {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        let number = text.parse().ok().filter(|_| is_integer(&text));
        let problem = || serde::de::Error::custom("expected a number as a string of its digits");
        number.map(Self).ok_or_else(problem)
    }
}
