//! Which of several descriptions is that of a stream that has none: the one of its
//! machine type, and, as no stream says which version of QEMU wrote it, of those the
//! one that fits.

use std::cmp::Reverse;
use std::collections::HashSet;

use crate::description::Description;
use crate::framing::{Content, Section, State, Stream, read};
use crate::layout::Struct;
use crate::limits::Limits;

/// Why none of several descriptions is that of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotChosen {
    /// The stream does not say its machine type: it has no configuration.
    NoMachine,
    /// None is of the stream's machine type.
    NoneOfMachine {
        /// The machine type, not escaped.
        machine: String,
    },
    /// Several are of its machine type, and they give its devices other fields; or
    /// none of them fits.
    Ambiguous {
        /// The machine type, not escaped.
        machine: String,
        /// Which they are, by index, the best one first.
        candidates: Vec<Candidate>,
    },
}

/// A description of the stream's machine type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its index among those that there are.
    pub index: usize,
    /// How many of the stream's devices it describes, but not as they were sent.
    pub misfits: usize,
}

/// Which of these descriptions, by index, is that of a stream, unpacked, that has
/// none. A description of another version may fit to the last byte, so two that fit
/// are one too many, unless they give the stream's devices the same fields.
///
/// # Errors
///
/// If there is none, or it cannot be told which.
pub fn choose(
    stream: &[u8],
    descriptions: &[&Description],
    limits: &Limits,
) -> Result<usize, NotChosen> {
    let plain = read(stream, None, limits);
    let machine = plain.configuration.map(|found| found.machine);
    let machine = machine.ok_or(NotChosen::NoMachine)?;
    let of_machine = descriptions.iter().enumerate();
    let mut tried: Vec<Tried> = of_machine
        .filter(|(_, description)| description.machine.as_ref() == Some(&machine))
        .map(|(index, description)| Tried::new(index, description, stream, limits))
        .collect();
    tried.sort_by_key(Tried::rank);
    match tried.as_slice() {
        [] => Err(NotChosen::NoneOfMachine { machine }),
        [only] => Ok(only.index),
        [first, others @ ..]
            if first.misfits == 0
                && (others.iter())
                    .take_while(|other| other.rank() == first.rank())
                    .all(|other| other.layouts() == first.layouts()) =>
        {
            Ok(first.index)
        }
        _ => Err(NotChosen::Ambiguous {
            machine,
            candidates: tried.iter().map(Tried::candidate).collect(),
        }),
    }
}

/// The stream, as one description reads it.
struct Tried {
    index: usize,
    stream: Stream,
    misfits: usize,
    /// Devices that it does not describe.
    undescribed: usize,
}

impl Tried {
    fn new(index: usize, description: &Description, stream: &[u8], limits: &Limits) -> Self {
        let stream = read(stream, Some(description), limits);
        let described: HashSet<String> = description.named().map(|(name, _)| name).collect();
        let (mut misfits, mut undescribed) = (0, 0);
        for section in devices_as_bytes(&stream) {
            match described.contains(&section.full_name()) {
                true => misfits += 1,
                false => undescribed += 1,
            }
        }
        Self {
            index,
            stream,
            misfits,
            undescribed,
        }
    }

    /// The better it fits, the lower: how far the stream can be read with it comes
    /// first.
    fn rank(&self) -> (Reverse<usize>, usize, usize) {
        let end = self.stream.records.last().map_or(0, |last| last.range.end);
        (Reverse(end), self.misfits, self.undescribed)
    }

    fn layouts(&self) -> Vec<Option<&Struct>> {
        self.stream.sections.iter().map(layout).collect()
    }

    fn candidate(&self) -> Candidate {
        Candidate {
            index: self.index,
            misfits: self.misfits,
        }
    }
}

/// The devices whose state was taken as bytes. One that was cut off is none of them.
fn devices_as_bytes(stream: &Stream) -> impl Iterator<Item = &Section> {
    let whole = stream
        .records
        .iter()
        .filter_map(|record| match record.content {
            Content::Section { section, .. } => Some(section),
            _ => None,
        });
    whole
        .filter(|index| stream.in_parts.get(*index) == Some(&false))
        .filter_map(|index| stream.sections.get(index))
        .filter(|section| matches!(section.state, State::Unknown))
}

fn layout(section: &Section) -> Option<&Struct> {
    match &section.state {
        State::Device { layout, .. } => Some(layout),
        _ => None,
    }
}
