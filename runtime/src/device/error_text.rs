//! The sentences of [`MachineError`].

use alloc::string::{String, ToString};
use core::fmt;

use super::error::MachineError;
use crate::base::text::escape;

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
            Self::AlreadyRead { instance } => {
                match instance {
                    Some(instance) => write!(
                        f,
                        "device {}: its section was read before the load began, which would go \
                         without it",
                        escape(instance)
                    )?,
                    None => f.write_str(
                        "the stream was read to its end before the load began, which would find \
                         nothing",
                    )?,
                }
                f.write_str(
                    "; load from behind the prologue, once, and look at sections with another \
                     reader of the stream",
                )
            }
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
