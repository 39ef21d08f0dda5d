//! What the frames say.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use crate::base::text::escape;
use crate::resolve::Verdict;

/// Who wrote a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Header {
    /// Name of the program.
    pub producer: String,
    /// Its version, in its own scheme.
    pub producer_version: String,
}

/// A device that has a section in the stream.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Instance {
    /// Where the device is in the machine. Not empty.
    pub path: String,
    /// Tells devices of one path apart.
    pub instance_id: u32,
    /// Index of the device's schema among the schemas of the stream.
    pub schema: u32,
    /// The device's configuration, as
    /// [`Schema::configuration`](crate::schema::Schema::configuration) of that schema
    /// describes it; empty if nothing is said of it. At the destination, of what
    /// `allowed` limits, the limit.
    pub configuration: Vec<u8>,
    /// What it is called in other releases of the machine, where it has another path or
    /// id. No instance of the stream is called so, nor is another alias.
    pub aliases: Vec<InstanceAlias>,
    /// At a destination, the instances of other releases whose state it takes over, as far
    /// as its schema [says so](crate::schema::Schema::takes_over). None is listed twice.
    pub takes_over: Vec<InstanceAlias>,
}

/// Path and id that a device has in another release of a machine.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct InstanceAlias {
    /// The path. Not empty. It can come from a stream: escape it before a person sees it.
    pub path: String,
    /// The id.
    pub instance_id: u32,
}

impl InstanceAlias {
    /// A device at that path, of that id.
    pub fn new(path: impl Into<String>, instance_id: u32) -> Self {
        Self {
            path: path.into(),
            instance_id,
        }
    }
}

/// Path and id, as `/pci0/nic#1`, fit for a terminal.
impl fmt::Display for InstanceAlias {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", escape(&self.path), self.instance_id)
    }
}

impl Header {
    /// Of a program and its version.
    pub fn new(producer: impl Into<String>, producer_version: impl Into<String>) -> Self {
        Self {
            producer: producer.into(),
            producer_version: producer_version.into(),
        }
    }
}

impl Instance {
    /// An instance of the schema that
    /// [`StreamWriter::schema`](super::StreamWriter::schema) gave that index.
    pub fn new(path: impl Into<String>, instance_id: u32, schema: u32) -> Self {
        Self {
            path: path.into(),
            instance_id,
            schema,
            configuration: Vec::new(),
            aliases: Vec::new(),
            takes_over: Vec::new(),
        }
    }

    /// The same, [taking over](Self::takes_over) from these.
    #[must_use]
    pub fn with_taken_over(self, takes_over: Vec<InstanceAlias>) -> Self {
        Self { takes_over, ..self }
    }

    /// The same, with these [`aliases`](Self::aliases).
    #[must_use]
    pub fn with_aliases(self, aliases: Vec<InstanceAlias>) -> Self {
        Self { aliases, ..self }
    }

    /// The same, with this [`configuration`](Self::configuration).
    #[must_use]
    pub fn with_configuration(self, configuration: Vec<u8>) -> Self {
        Self {
            configuration,
            ..self
        }
    }

    /// Path and id, as `/pci0/nic#1`, not escaped.
    pub(crate) fn name(&self) -> String {
        name(&self.path, self.instance_id)
    }
}

/// Path and id, as `/pci0/nic#1`, not escaped.
pub(super) fn name(path: &str, instance_id: u32) -> String {
    format!("{path}#{instance_id}")
}

/// Path and id, as `/pci0/nic#1`, fit for a terminal.
impl fmt::Display for Instance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", escape(&self.path), self.instance_id)
    }
}

/// What the destination of a migration says before anything is sent: whether
/// it can take each of the devices that it was offered.
///
/// Made by [`Devices::answer`](crate::device::Devices::answer), and checked
/// against the source's own judgement by
/// [`Devices::read_answer`](crate::device::Devices::read_answer).
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// Digest of the devices that were offered, as `docs/format.md` says, so
    /// that this is no answer to another offer.
    pub offer: [u8; 16],
    /// What was found, each once, in the order in which devices have it.
    pub judgements: Vec<Judgement>,
    /// For each instance of the offer, in its order, which of the judgements it
    /// has.
    pub devices: Vec<u32>,
    /// What was found about each bulk item of the offer, in its order.
    pub items: Vec<Judgement>,
}

impl Answer {
    /// An answer to the offer of that digest, which has no bulk items.
    pub fn new(offer: [u8; 16], judgements: Vec<Judgement>, devices: Vec<u32>) -> Self {
        Self {
            offer,
            judgements,
            devices,
            items: Vec::new(),
        }
    }

    /// The same, to an offer of so many bulk items.
    #[must_use]
    pub fn with_items(self, items: Vec<Judgement>) -> Self {
        Self { items, ..self }
    }
}

/// What the destination says of all devices of the same two schemas, or of a bulk item.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Judgement {
    /// Whether it can take them.
    pub verdict: Verdict,
    /// Conditions or reasons, for people. None if they are compatible.
    pub findings: Vec<String>,
    /// How many more there were.
    pub omitted: u64,
}

impl Judgement {
    /// A verdict and what was found, of which nothing is left out.
    pub fn new(verdict: Verdict, findings: Vec<String>) -> Self {
        Self {
            verdict,
            findings,
            omitted: 0,
        }
    }
}

/// Digest of a whole stream, as its end frame states it. A destination that
/// knows it has read the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamDigest(pub(super) [u8; 16]);

impl StreamDigest {
    /// The digest of these bytes, as the end frame has them: of a stream that another
    /// process has sent or loaded.
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes, as the end frame has them.
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0
    }
}

/// The bytes in hexadecimal.
impl fmt::Display for StreamDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// From what `Display` writes.
impl FromStr for StreamDigest {
    type Err = BadDigest;

    fn from_str(text: &str) -> Result<Self, BadDigest> {
        let is_plain = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = is_plain
            .then(|| u128::from_str_radix(text, 16).ok())
            .flatten();
        number
            .map(|number| Self(number.to_be_bytes()))
            .ok_or(BadDigest)
    }
}

/// A text that is no [`StreamDigest`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadDigest;

impl fmt::Display for BadDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a digest has 32 hexadecimal digits")
    }
}

impl core::error::Error for BadDigest {}

/// The destination's last word. Until it says that all is loaded, the source
/// owns the guest.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "whether the guest runs at the destination is what it says"]
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

#[cfg(test)]
mod tests {
    use super::*;

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
    fn an_instance_is_shown_escaped() {
        let instance = Instance::new("/nic\x1b[31m", 1, 0);
        assert_eq!(instance.to_string(), r"/nic\u{1b}[31m#1");
    }
}
