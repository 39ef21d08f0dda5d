//! Where a stream is opened: one of QEMU's becomes one of ours.

use std::io::{Cursor, Read};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use migratable_qemu::{self as qemu, Limits, Origin};

use super::descriptions::{Descriptions, described};
use super::piped;
use crate::error::{Error, Result};
use crate::terminal;

/// A stream of ours, and what was wrong with that of QEMU's that it comes from.
pub(crate) struct Opened {
    pub(crate) input: Box<dyn Read>,
    /// What is wrong with QEMU's.
    pub(crate) problems: Vec<Error>,
    /// That of QEMU's, if it was made from one.
    pub(crate) original: Option<Original>,
}

/// A stream of QEMU's.
#[derive(Clone, Debug)]
pub(crate) struct Original {
    /// All of it, unpacked.
    pub(crate) bytes: Arc<Vec<u8>>,
    /// Where in it each instance is.
    pub(crate) origins: Vec<Rc<Origin>>,
}

impl Opened {
    /// A stream as it is.
    fn plain(input: Box<dyn Read>) -> Self {
        Self {
            input,
            problems: Vec::new(),
            original: None,
        }
    }
}

/// Hands an input on, unpacked if it is packed with gzip, and converted if it is a
/// stream of QEMU's. `foreign` has descriptions for streams that have none: a file, or a
/// directory of them.
pub(crate) fn open(name: &str, input: Box<dyn Read>, foreign: Option<&Path>) -> Result<Opened> {
    let failed = |error: &dyn std::fmt::Display| Error::new(format!("{name}: {error}"));
    let cannot_read = |error| failed(&format!("cannot read it: {error}"));
    let mut input = qemu::unpack(input).map_err(cannot_read)?;
    let mut beginning = Vec::new();
    let read = input.by_ref().take(4).read_to_end(&mut beginning);
    read.map_err(cannot_read)?;
    let is_ours = !qemu::is_stream(&beginning);
    let input: Box<dyn Read> = Box::new(Cursor::new(beginning).chain(input));
    if is_ours {
        return match foreign {
            None => Ok(Opened::plain(input)),
            Some(_) => Err(failed(
                &"it is not a stream of QEMU's, so --description is not for it",
            )),
        };
    }
    let limits = Limits::default();
    let (bytes, cut) = qemu::read_some(input, &limits).map_err(|error| failed(&error))?;
    let foreign = foreign.map(Descriptions::open).transpose()?;
    let (stream, foreign) = described(name, &bytes, foreign.as_ref())?;
    for warning in &stream.warnings {
        terminal::print_note(format!("{name}: {warning}"));
    }
    let error = cut.as_ref().or(stream.error.as_ref());
    if let (Some(error), true) = (error, stream.sections.is_empty()) {
        return Err(failed(error));
    }
    let is_device = |section: &qemu::Section| matches!(section.state, qemu::State::Unknown);
    let nothing_describes = stream.description.is_none() && foreign.is_none();
    if nothing_describes && stream.sections.iter().any(is_device) {
        terminal::print_note(format!(
            "{name}: it has no description, so devices are bytes; --description takes that of \
             another stream of the same version and machine, or a directory of them"
        ));
    }
    // That the input ends is a matter of the input: what follows from it is not said.
    let error = cut.as_ref().or(stream.error.as_ref());
    let problems = error.into_iter().map(|error| failed(error)).collect();
    let bytes = Arc::new(bytes);
    let (input, origins) =
        piped::import(Arc::clone(&bytes), stream).map_err(|error| failed(&error))?;
    let origins = origins.into_iter().map(Rc::new).collect();
    Ok(Opened {
        input: Box::new(input),
        problems,
        original: Some(Original { bytes, origins }),
    })
}
