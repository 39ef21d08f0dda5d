//! Why a machine could not be saved or loaded.

use std::fmt;
use std::sync::Arc;

use super::handle::Unavailable;
use super::verdicts::Preflight;
use crate::BudgetExceeded;
use crate::base::text::escape;
use crate::codec::Fault;
use crate::resolve::{ConvertError, Verdict};
use crate::schema::SchemaError;
use crate::stream::{SchemaReference, StreamError};
use crate::value::Violation;

/// A device that cannot be saved now.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Blocker {
    /// Path and id.
    pub instance: String,
    /// Name of the device's type.
    pub device: &'static str,
    /// Why, as its `blocked` says.
    pub reason: String,
}

impl fmt::Display for Blocker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            instance,
            device,
            reason,
        } = self;
        write!(
            f,
            "device {} ({device}): cannot be saved now: {reason}",
            escape(instance)
        )
    }
}

/// Why a machine could not be saved or loaded.
///
/// Instances are named by path and id, as `uart0#0`. Texts from a stream are
/// escaped when the error is shown.
#[derive(Debug)]
#[non_exhaustive]
pub enum MachineError {
    /// Two devices were added with the same path and id.
    DuplicateInstance {
        /// Path and id.
        instance: String,
    },
    /// An alias is the path and id of another device, or another alias.
    AliasTaken {
        /// Path and id.
        instance: String,
    },
    /// No device was added with this path and id.
    NoSuchInstance {
        /// Path and id.
        instance: String,
    },
    /// A device cannot take over from that other one.
    BadTakeOver {
        /// Path and id of the device.
        instance: String,
        /// Path and id of the one that other releases have.
        former: String,
        /// Why not.
        problem: &'static str,
    },
    /// A device was added by two handles that lead to the same one.
    SameDevice {
        /// Path and id.
        instance: String,
        /// Path and id of the one that was added before.
        other: String,
    },
    /// A device is behind a lock that is not to be had, or was added by a reference
    /// that does not allow what was asked for. It is as it was.
    Unavailable {
        /// Path and id.
        instance: String,
        /// Why.
        why: Unavailable,
    },
    /// What was lent to a layout are not the devices that it has places for.
    OtherLayout {
        /// What differs.
        problem: String,
    },
    /// How long a device's state can be has no bound.
    Unbounded {
        /// Path and id.
        instance: String,
        /// Name of the device's type.
        device: &'static str,
    },
    /// The stream could not be read or written.
    Stream(StreamError),
    /// A schema in the stream is not valid.
    Schema {
        /// Its position among the stream's schemas.
        index: usize,
        /// What is wrong with it.
        error: SchemaError,
    },
    /// The stream only says which schema a device has, and it is not one of this build.
    SchemaNotSent {
        /// Its position among the stream's schemas.
        index: usize,
        /// Which it is.
        reference: Box<SchemaReference>,
    },
    /// No device was added at this path.
    NoSuchPath {
        /// The path.
        path: String,
    },
    /// Devices are declared to be loaded after each other in a circle.
    DependencyCycle {
        /// Their paths, each after the next.
        paths: Vec<String>,
    },
    /// The devices of source and destination do not fit.
    Incompatible(Preflight),
    /// A condition does not hold on a device's state, or its data is not valid.
    Condition {
        /// Path and id.
        instance: String,
        /// Name of the device's type.
        device: &'static str,
        /// The condition, and what was found instead.
        error: Box<ConvertError>,
    },
    /// A device is needed, and the destination has no place for its state, or cannot take
    /// it. At the source, nothing of it was written.
    Needed {
        /// Path and id.
        instance: String,
        /// Name of the device's type.
        device: Arc<str>,
        /// What the preflight says of it.
        reason: Option<String>,
    },
    /// A device is not needed, so that there is no state of it, and the destination does
    /// not do without.
    NotNeeded {
        /// Path and id.
        instance: String,
        /// Name of the device's type.
        device: &'static str,
    },
    /// Devices cannot be saved now. Nothing of the state was written.
    Blocked {
        /// All of them. There is at least one.
        blockers: Vec<Blocker>,
    },
    /// The preflight found that the other side cannot take a device.
    DoesNotFit {
        /// Path and id.
        instance: String,
    },
    /// A device's configuration is not what it was when it was offered, so that nobody
    /// has judged it. Nothing of the device was written.
    ConfigurationChanged {
        /// Path and id.
        instance: String,
        /// Name of the device's type.
        device: &'static str,
        /// The field.
        path: String,
        /// What was offered, in a few words.
        offered: String,
        /// What it is now.
        now: String,
    },
    /// The destination says something else of a device than this side finds.
    AnswerDiffers {
        /// Path and id.
        instance: String,
        /// The destination's verdict.
        theirs: Verdict,
        /// The verdict of this side, from the schemas of both.
        ours: Verdict,
        /// The destination's first reason, or this side's.
        reason: Option<String>,
    },
    /// The destination says something else of a bulk item than this side finds.
    ItemAnswerDiffers {
        /// Name of the item.
        item: String,
        /// The destination's verdict.
        theirs: Verdict,
        /// The verdict of this side.
        ours: Verdict,
    },
    /// Not all bytes of a bulk frame were read, so that the item is not whole.
    BulkNotRead {
        /// Name of the item.
        item: String,
        /// Where in the item the bytes begin that were not read.
        offset: u64,
        /// How many they are.
        len: u64,
    },
    /// The destination's answer is not to this offer.
    BadAnswer {
        /// What is wrong with it.
        problem: String,
    },
    /// What came asks for more memory than
    /// [`Limits::memory`](crate::stream::Limits::memory) allows.
    Memory {
        /// What the memory was for.
        what: &'static str,
        /// How much was asked for.
        exceeded: BudgetExceeded,
    },
    /// The stream has bytes of a bulk item that was not declared, or is not taken here.
    UnexpectedBulk {
        /// Name of the bulk item.
        name: String,
    },
    /// A device's state cannot be encoded. Nothing of it was written.
    Encode {
        /// Path and id.
        instance: String,
        /// Name of the device's type.
        device: &'static str,
        /// Why.
        fault: Fault,
    },
    /// The state that a device has now cannot be encoded, so that it could not
    /// be put back if another device refused. Nothing was loaded.
    NotKept {
        /// Path and id.
        instance: String,
        /// Name of the device's type.
        device: &'static str,
        /// Why.
        fault: Fault,
    },
    /// The devices are not those that the preflight was made with.
    OtherPreflight {
        /// Path and id of the first that is not, or is lacking.
        instance: String,
    },
    /// A device does not take the state in the stream. All devices have the
    /// state from before.
    Refused {
        /// Path and id.
        instance: String,
        /// Name of the device's type.
        device: &'static str,
        /// Offset in the stream of the section's payload, in bytes; `None` if it
        /// was converted.
        section: Option<u64>,
        /// The place in the data, if it is the data that is wrong.
        violation: Option<Box<Violation>>,
        /// What the device said.
        fault: Fault,
    },
    /// All devices are loaded, and one could not be told so: its `loaded` did not run,
    /// nor that of devices after it. The machine must not run.
    NotTold {
        /// Path and id.
        instance: String,
        /// Name of the device's type.
        device: &'static str,
        /// Why.
        fault: Fault,
    },
    /// After a refusal, a device did not take back its own state; the others
    /// did. The machine must not run.
    NotPutBack {
        /// Path and id.
        instance: String,
        /// Name of the device's type.
        device: &'static str,
        /// Why.
        fault: Fault,
        /// Why it was to be put back.
        refusal: Box<MachineError>,
    },
}

const UNCHANGED: &str = "; all devices have their state from before";

impl fmt::Display for MachineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DuplicateInstance { instance } => {
                write!(f, "device {}: added twice", escape(instance))
            }
            Self::AliasTaken { instance } => write!(
                f,
                "device {0}: the alias of one device and the name of another; of what is in one \
                 machine, {0} can mean one device",
                escape(instance)
            ),
            Self::NoSuchInstance { instance } => {
                write!(f, "no device {} was added", escape(instance))
            }
            Self::BadTakeOver {
                instance,
                former,
                problem,
            } => write!(
                f,
                "device {}: cannot be said to take over from {}: {problem}",
                escape(instance),
                escape(former)
            ),
            Self::SameDevice { instance, other } => write!(
                f,
                "device {}: its handle leads to the device that was added as {}; add each once, \
                 and `skip` the handle in whatever else has it",
                escape(instance),
                escape(other)
            ),
            Self::Unavailable { instance, why } => write!(f, "device {}: {why}", escape(instance)),
            Self::OtherLayout { problem } => write!(
                f,
                "the devices are not those of the layout: {}; lend all of them, in the order in \
                 which they were added to the list that the layout is of",
                escape(problem)
            ),
            Self::Unbounded { instance, device } => write!(
                f,
                "device {} ({device}): its state can be of any length; give each of its lists and \
                 strings a `max_len`, and what is in them a bound too",
                escape(instance)
            ),
            Self::Stream(error) => error.fmt(f),
            Self::Schema { index, error } => write!(f, "schema {index} of the stream is {error}"),
            Self::SchemaNotSent { index, reference } => write!(
                f,
                "schema {index} of the stream is not in it: it is {reference}, which no device here \
                 has; bring it (`StreamReader::bring_schemas`), or have the stream written with whole \
                 schemas"
            ),
            Self::NoSuchPath { path } => {
                write!(f, "no device was added at the path {}", escape(path))
            }
            Self::DependencyCycle { paths } => {
                write!(f, "devices are to be loaded after each other in a circle: ")?;
                paths
                    .iter()
                    .try_for_each(|path| write!(f, "{} after ", escape(path)))?;
                write!(f, "{}", escape(paths.first().map_or("", String::as_str)))
            }
            Self::Incompatible(preflight) => {
                write!(f, "source and destination do not fit: {preflight}")
            }
            Self::Condition {
                instance,
                device,
                error,
            } => {
                write!(f, "device {} ({device}): {error}", escape(instance))
            }
            Self::Needed {
                instance,
                device,
                reason,
            } => {
                let (instance, device) = (escape(instance), escape(device));
                write!(f, "device {instance} ({device}): it is needed, and ")?;
                match reason {
                    Some(reason) => write!(f, "{}", escape(reason))?,
                    None => f.write_str("must not be")?,
                }
                f.write_str("; turn off what needs it, or migrate to where it is")
            }
            Self::NotNeeded { instance, device } => write!(
                f,
                "device {} ({device}): it is not needed, so that the stream has no state of it, and \
                 the destination does not do without; give its device `needed` there",
                escape(instance)
            ),
            Self::Blocked { blockers } => {
                let mut separator = "";
                for blocker in blockers {
                    write!(f, "{separator}{blocker}")?;
                    separator = "; ";
                }
                f.write_str("; the machine can be saved when nothing blocks it any more")
            }
            Self::DoesNotFit { instance } => write!(
                f,
                "device {}: the other side cannot take it, as the preflight has found; \
                 `Preflight::require` returns the reasons",
                escape(instance)
            ),
            Self::ConfigurationChanged {
                instance,
                device,
                path,
                offered,
                now,
            } => {
                let instance = escape(instance);
                write!(
                    f,
                    "device {instance} ({device}): its configuration is not as it was offered"
                )?;
                if !path.is_empty() {
                    write!(f, ": `{path}` was {offered} and is {now}")?;
                }
                f.write_str("; offer the devices again")
            }
            Self::AnswerDiffers {
                instance,
                theirs,
                ours,
                reason,
            } => {
                write!(
                    f,
                    "device {}: the destination calls it {theirs}, but its schemas and configuration \
                     are {ours} with those of this side",
                    escape(instance)
                )?;
                if let Some(reason) = reason {
                    write!(f, ": {}", escape(reason))?;
                }
                f.write_str("; migrate between builds with the same release of migratable")
            }
            Self::ItemAnswerDiffers { item, theirs, ours } => write!(
                f,
                "bulk item \"{}\": the destination calls it {theirs}, but it is {ours} by what both sides \
                 declare; migrate between builds with the same release of migratable",
                escape(item)
            ),
            Self::BulkNotRead { item, offset, len } => write!(
                f,
                "bulk item \"{}\": {len} bytes at offset {offset} came and were not read, so that it is \
                 not whole; read each frame to its end",
                escape(item)
            ),
            Self::BadAnswer { problem } => write!(
                f,
                "the destination's answer is not to this offer: {problem}; offer the devices again"
            ),
            Self::Memory { what, exceeded } => write!(
                f,
                "{what}: {exceeded}; if that is meant, raise `Limits::memory`"
            ),
            Self::UnexpectedBulk { name } => {
                write!(
                    f,
                    "bulk item \"{}\": this machine does not take it; have both sides declare it \
                     (`Devices::declare`), and take its bytes with `load_with_bulk`",
                    escape(name)
                )
            }
            Self::Encode {
                instance,
                device,
                fault,
            } => {
                write!(
                    f,
                    "device {} ({device}): cannot be saved: {fault}",
                    escape(instance)
                )
            }
            Self::Refused {
                instance,
                device,
                section,
                violation,
                fault,
            } => {
                write!(f, "device {} ({device}): ", escape(instance))?;
                match (violation, section) {
                    (Some(violation), Some(section)) => {
                        let at = section.saturating_add(violation.offset() as u64);
                        write!(f, "{violation} (byte {at} of the stream)")?;
                    }
                    (Some(violation), None) => {
                        write!(f, "converted from another build: {violation}")?
                    }
                    (None, Some(section)) => {
                        write!(f, "its section at byte {section} of the stream: {fault}")?;
                    }
                    (None, None) => write!(f, "converted from another build: {fault}")?,
                }
                f.write_str(UNCHANGED)
            }
            Self::NotKept {
                instance,
                device,
                fault,
            } => write!(
                f,
                "device {} ({device}): the state that it has now cannot be kept, to be put back \
                 if a device refuses: {fault}; bring it into a valid state before loading{UNCHANGED}",
                escape(instance)
            ),
            Self::OtherPreflight { instance } => write!(
                f,
                "device {}: this is not the machine that the preflight was made with; use the \
                 same devices in the same order, or make another preflight",
                escape(instance)
            ),
            Self::NotTold {
                instance,
                device,
                fault,
            } => write!(
                f,
                "device {} ({device}): all devices are loaded, and this one could not be told so: \
                 {fault}; this machine must not run",
                escape(instance)
            ),
            Self::NotPutBack {
                instance,
                device,
                fault,
                refusal,
            } => {
                let refusal = refusal.to_string();
                let refusal = refusal.strip_suffix(UNCHANGED).unwrap_or(&refusal);
                write!(
                    f,
                    "device {} ({device}): could not be put back: {fault}; this machine must \
                     not run; it was to be put back because of {refusal}",
                    escape(instance)
                )
            }
        }
    }
}

impl std::error::Error for MachineError {
    /// What is not said in the text already: nothing is twice in a chain.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Stream(error) => error.source(),
            _ => None,
        }
    }
}

impl From<StreamError> for MachineError {
    fn from(error: StreamError) -> Self {
        Self::Stream(error)
    }
}

/// The error of a comparison that takes more memory than its budget has.
pub(super) fn comparing(exceeded: BudgetExceeded) -> MachineError {
    MachineError::Memory {
        what: "comparing the devices of source and destination",
        exceeded,
    }
}
