//! The sentences of [`StreamError`].

use core::fmt;

use super::error::{FramePlace, StreamError};
use crate::base::text::escape;

impl fmt::Display for FramePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.offset)?;
        match &self.name {
            Some(name) => write!(f, " (\"{}\")", escape(name)),
            None => Ok(()),
        }
    }
}

const COPY_AGAIN: &str = "save or copy it again";

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            #[cfg(feature = "std")]
            Self::Read { offset, source } => {
                write!(f, "cannot read the stream after byte {offset}: {source}")
            }
            #[cfg(feature = "std")]
            Self::Write { offset, source } => {
                write!(f, "cannot write the stream after byte {offset}: {source}")
            }
            #[cfg(feature = "std")]
            Self::Store { place, source } => {
                write!(f, "{place}: cannot keep what came: {source}")
            }
            #[cfg(feature = "std")]
            Self::File {
                action,
                path,
                source,
            } => {
                let path = path.to_string_lossy();
                write!(
                    f,
                    "cannot save \"{}\", as it failed to {action}: {source}",
                    escape(&path)
                )
            }
            Self::NotAStream { looks_like, start } => {
                f.write_str("this is not a migratable stream: ")?;
                not_a_stream(f, *looks_like, start)
            }
            Self::TextDamage { damage } => write!(
                f,
                "the stream was treated as text: {damage}; transfer the original again in binary mode"
            ),
            Self::CutPreamble { len } => write!(
                f,
                "the stream ends after {len} bytes, inside its preamble: the writer was stopped or the \
                 copy is incomplete; {COPY_AGAIN}"
            ),
            Self::Version { found, supported } if found > supported => write!(
                f,
                "the stream is in format version {found}, this build reads version {supported}: read it \
                 with a newer build, or have the writer use version {supported}"
            ),
            Self::Version { found, supported } => write!(
                f,
                "the stream claims format version {found}, which does not exist; this build reads \
                 version {supported}: bytes 8 and 9 are damaged"
            ),
            Self::ReservedBytes { found: [a, b] } => write!(
                f,
                "the reserved bytes 10 and 11 of the preamble are {a:02x} {b:02x}, not zero: they are damaged"
            ),
            Self::Cancelled { reason } => {
                write!(f, "the source gave up: {}", escape(reason))
            }
            Self::NoEndFrame { offset } => write!(
                f,
                "the stream ends at byte {offset}, before the end frame: the writer was stopped or the \
                 copy is incomplete; {COPY_AGAIN}"
            ),
            Self::Truncated {
                place,
                end,
                missing,
            } => write!(
                f,
                "the stream ends at byte {end}, inside the {place}, of which at least {missing} bytes are \
                 missing: the writer was stopped or the copy is incomplete; {COPY_AGAIN}"
            ),
            Self::UnknownKind { place } => write!(
                f,
                "the {place} is not known to this build and may not be skipped: read the stream with a \
                 newer build"
            ),
            Self::BadLength { place } => write!(
                f,
                "the length of the {place} is not a varint of 64 bits in its shortest form: the stream is \
                 damaged or its writer is wrong"
            ),
            Self::Limit {
                place,
                what,
                found,
                field,
                limit,
            } => write!(
                f,
                "the {place} is too large: its {what} is {found}, the limit is {limit}; if that is meant, \
                 raise `Limits::{field}` on both ends, else the stream is damaged"
            ),
            Self::OutOfMemory { place, len } => write!(
                f,
                "there is no memory for the {place}, of {len} bytes: free some, or lower \
                 `Limits::frame_len` to refuse it earlier"
            ),
            Self::Checksum {
                place,
                stored,
                computed,
            } => write!(
                f,
                "the {place} is damaged: its CRC-32 is {computed:08x}, the stream says {stored:08x}; \
                 {COPY_AGAIN}"
            ),
            Self::OutOfOrder { place, expected } => {
                write!(f, "the {place} is out of order: expected {expected}")
            }
            Self::Malformed { place, problem } => write!(
                f,
                "the {place} cannot be decoded: {problem}; its checksum is right, so its writer is wrong"
            ),
            Self::BulkRange { place, offset, len } => write!(
                f,
                "the {place} goes beyond the last offset, 2^64 - 1, of its item: {len} bytes at {offset}"
            ),
            Self::BeyondItem {
                place,
                start,
                end,
                len,
            } => write!(
                f,
                "the {place} has bytes {start} to {end} of its item, which is declared to have {len}; \
                 its checksum is right, so its writer is wrong"
            ),
            Self::MissingBytes {
                place,
                item,
                start,
                end,
            } => write!(
                f,
                "the {place} comes too early: of the bulk item \"{}\", which is to be whole, bytes \
                 {start} to {end} have not come; have the writer write all of it, zeros by \
                 `StreamWriter::zeros`",
                escape(item)
            ),
            Self::NoRoom { place, end, room } => write!(
                f,
                "the {place} has bytes up to {end} of its item, and there is room for {room}: declare \
                 the item with the length of the memory that it is read into"
            ),
            Self::BadInstance { place, problem } => write!(f, "the {place} {problem}"),
            Self::NoSuchSchema {
                place,
                schema,
                count,
            } => write!(
                f,
                "the {place} has schema number {schema}, but the stream has {count} schemas, counted \
                 from 0"
            ),
            Self::OtherSchema {
                index,
                wanted,
                problem,
            } => write!(
                f,
                "schema {index} of the stream is {wanted}; what was brought for it {problem}"
            ),
            Self::NoSuchInstance {
                place,
                index,
                count,
            } => write!(
                f,
                "the {place} is of instance number {index}, but the stream lists {count} instances, \
                 counted from 0"
            ),
            Self::RepeatedSection { place } => write!(
                f,
                "the {place} is the second of its instance, which has exactly one"
            ),
            Self::MissingSections {
                place,
                first,
                count,
            } => write!(
                f,
                "the {place} comes too early: {count} of the instances have no section, the first is \
                 \"{}\"",
                escape(first)
            ),
            Self::Count {
                place,
                what,
                stated,
                found,
            } => write!(
                f,
                "the {place} counts {stated} {what}, but {found} came: frames were lost or added; \
                 {COPY_AGAIN}"
            ),
            Self::Digest { place } => write!(
                f,
                "the {place} does not vouch for the frames before it: each is whole, but some were \
                 swapped, exchanged or lost; {COPY_AGAIN}"
            ),
            Self::LoadedAnother { place } => write!(
                f,
                "the {place} says that all is loaded, but not from the stream that was sent: the \
                 destination did not read it, or not all of it; the guest stays at the source"
            ),
            Self::TrailingBytes { offset } => write!(
                f,
                "the stream ends at byte {offset}, but the input goes on: two files were joined, or a \
                 longer one was overwritten; cut it there if the rest is not wanted"
            ),
            Self::Broken => {
                f.write_str("the stream failed before; nothing can follow its first error")
            }
        }
    }
}

fn not_a_stream(f: &mut fmt::Formatter<'_>, looks_like: Option<&str>, start: &[u8]) -> fmt::Result {
    match looks_like {
        Some(looks_like) => write!(f, "it looks like {looks_like}")?,
        None => f.write_str("it is of no kind that is known here")?,
    }
    if !start.is_empty() {
        f.write_str("; it begins with")?;
    }
    start.iter().try_for_each(|byte| write!(f, " {byte:02x}"))?;
    f.write_str("; a stream begins with 89 4d 49 47 0d 0a 1a 0a")
}
