//! `--path`: which part of which devices is meant.

use std::collections::BTreeSet;

use migratable::schema::Path;
use migratable::stream::Instance;

use super::Part;
use crate::error::{Error, Result};
use crate::text;

/// So many devices are named when none of them was meant.
const NAMED: usize = 20;

/// A part of one device, or of several at one path.
#[derive(Debug)]
pub(crate) struct Selection {
    instances: BTreeSet<u32>,
    /// From the device to the part.
    steps: Path,
    /// Sensitive fields are shown.
    reveal: bool,
}

impl Selection {
    /// Reads `uart0.read_fifo[3]` or `uart0#1.read_fifo[3]`. Paths of devices
    /// may hold anything, so the longest one that fits is meant.
    ///
    /// # Errors
    ///
    /// If no device has such a path, or what follows it is no path.
    pub(crate) fn new(path: &str, instances: &[Instance], reveal: bool) -> Result<Self> {
        let mut meant = BTreeSet::new();
        let mut shortest: Option<&str> = None;
        for (index, instance) in (0..).zip(instances) {
            let full = format!("{}#{}", instance.path, instance.instance_id);
            for name in [&full, &instance.path] {
                let Some(steps) = steps(path, name) else {
                    continue;
                };
                if shortest.is_none_or(|shortest| steps.len() < shortest.len()) {
                    shortest = Some(steps);
                    meant.clear();
                }
                if shortest.is_some_and(|shortest| steps.len() == shortest.len()) {
                    meant.insert(index);
                }
            }
        }
        let steps = shortest.ok_or_else(|| not_found(path, instances))?;
        let steps = steps.strip_prefix('.').unwrap_or(steps);
        Ok(Self {
            instances: meant,
            steps: steps
                .parse()
                .map_err(|error| Error::new(format!("--path {}: {error}", text::quoted(path))))?,
            reveal,
        })
    }

    /// Whether it is about the instance of this number.
    pub(crate) fn covers(&self, index: u32) -> bool {
        self.instances.contains(&index)
    }

    /// From the device to the part.
    pub(crate) fn steps(&self) -> &Path {
        &self.steps
    }

    /// Goes from the whole device to the part.
    ///
    /// # Errors
    ///
    /// If there is no such part.
    pub(super) fn part<'a>(&self, whole: Part<'a>) -> std::result::Result<Part<'a>, String> {
        let (mut part, mut rest) = (whole, self.steps.segments());
        while !rest.is_empty() {
            (part, rest) = part.step(rest, self.reveal)?;
        }
        Ok(part)
    }
}

fn steps<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    let steps = path.strip_prefix(name)?;
    (steps.is_empty() || steps.starts_with(['.', '[', '{'])).then_some(steps)
}

fn not_found(path: &str, instances: &[Instance]) -> Error {
    let error = Error::new(format!("the stream has no device {}", text::quoted(path)));
    let names: Vec<String> = instances
        .iter()
        .take(NAMED)
        .map(Instance::to_string)
        .collect();
    let more = match instances.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    match names.is_empty() {
        true => error.hint("it has no devices at all"),
        false => error.hint(format!("it has {}{more}", names.join(", "))),
    }
}
