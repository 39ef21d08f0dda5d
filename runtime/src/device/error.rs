//! Why a machine could not be saved or loaded.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

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
    /// What the load is of was read before it began: it would go without, and take a device
    /// for one that was not needed. Nothing was loaded.
    AlreadyRead {
        /// Path and id of a device whose section was read; `None` if the stream was read to its
        /// end, or is an answer.
        instance: Option<String>,
    },
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

impl core::error::Error for MachineError {
    /// What is not said in the text already: nothing is twice in a chain.
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
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

/// The error of states that take more memory than their budget has: all are held before the
/// first device changes.
pub(super) fn holding(exceeded: BudgetExceeded) -> MachineError {
    MachineError::Memory {
        what: "holding the states of devices until all of the stream was read",
        exceeded,
    }
}

/// The error of a comparison that takes more memory than its budget has.
pub(super) fn comparing(exceeded: BudgetExceeded) -> MachineError {
    MachineError::Memory {
        what: "comparing the devices of source and destination",
        exceeded,
    }
}
