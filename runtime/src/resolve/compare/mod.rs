//! Compares two schemas, type by type, and prepares the plan on the way.
//!
//! The verdict follows from what the schemas say, never from what only one
//! side's program knows, so that all who compare them agree.

mod cut_off;
mod defaults;
mod fields;
mod keyed;
pub(super) mod matching;
mod memory;
mod numbers;
mod origin;
mod parts;
mod past;
mod renamed;
mod report;
mod scalar;
mod sequence;
mod shown;
mod structural;
mod structure;
mod subsections;
mod tags;
mod variants;
mod versions;
mod within;
mod wrapped;

use alloc::format;
use alloc::string::ToString;

pub(super) use fields::Part;
pub(super) use keyed::{entry_of, pair_of};
pub(super) use past::history;
use report::Comparison;
use shown::shown;

use super::domain::Bounded;
use super::finding::Resolution;
use super::plan::Step;
use super::releases;
use super::rules;
use crate::schema::Schema;

pub(super) fn schemas(writer: &Schema, reader: &Schema) -> Resolution {
    let mut comparison = Comparison::default();
    let step = comparison.whole(writer, reader);
    if !comparison.takes_older() {
        return comparison.finish(step);
    }
    let without_program = comparison.finish(step);
    // The loader is to know which parts stand in which version.
    let mut comparison = Comparison::marking();
    let step = comparison.whole(writer, reader);
    comparison.finish(step).beside(without_program)
}

/// The step from the writer's type to the reader's, with a step for each part of the
/// writer's type and the same conditions.
pub(super) fn shape(writer: &Schema, reader: &Schema) -> Step {
    Comparison::in_shape().whole(writer, reader)
}

/// Whether both are schemas of one device, by its name or by an alias.
pub(crate) fn is_one_device(writer: &Schema, reader: &Schema) -> bool {
    let (from, to) = (writer.device(), reader.device());
    from == to || is_known(reader, from) || is_known(writer, to)
}

/// Whether a name is an alias of a device.
fn is_known(schema: &Schema, name: &str) -> bool {
    schema.aliases().iter().any(|alias| alias.get() == name)
}

impl Comparison {
    /// Where the reader does without a device's state, what cannot be loaded must not come.
    fn whole(&mut self, writer: &Schema, reader: &Schema) -> Step {
        let state = |c: &mut Self| {
            c.device(writer, reader);
            c.state(writer, reader)
        };
        match (writer.needed(), reader.needed()) {
            (Some(_), Some(_)) => self.spare(releases::NOT_NEEDED, "needed", state),
            (Some(_), None) => {
                self.must_be_needed();
                state(self)
            }
            (None, _) => state(self),
        }
    }

    /// A condition on the machine: no state breaks it.
    fn must_be_needed(&mut self) {
        let message = "must be needed when it is saved: the reader does not do without its state";
        let rule = &rules::DEVICE_MUST_BE_NEEDED;
        self.remark(rule, "if needed", "always", message.to_string());
    }

    fn device(&mut self, writer: &Schema, reader: &Schema) {
        let (from, to) = (writer.device(), reader.device());
        let is_one = is_one_device(writer, reader);
        if is_one && from != to {
            self.note(&rules::DEVICE_ALIASED, from, to);
        } else if !is_one {
            let message = format!("the writer's device is {from}, the reader's {to}");
            self.incompatible(&rules::DEVICE_CHANGED, from, to, message);
        }
        let (wrote, reads, oldest) = (writer.version(), reader.version(), reader.oldest());
        if wrote < reads && reader.older_of(wrote).is_some() {
            return;
        }
        if wrote > reads {
            let message = format!("the state has version {wrote}, the reader knows up to {reads}");
            self.incompatible(&rules::VERSION_TOO_NEW, wrote, reads, message);
        } else if wrote < oldest {
            let message =
                format!("the state has version {wrote}, the reader reads {oldest} to {reads}");
            self.incompatible(&rules::VERSION_TOO_OLD, wrote, reads, message);
        } else if wrote < reads {
            self.note(&rules::VERSION_UPGRADED, wrote, reads);
        }
    }

    /// The step from the writer's type to the reader's.
    fn convert(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Step {
        if writer.is_same_as(reader) && !self.marks(reader.ty) {
            return self.copy(writer.ty);
        }
        if self.is_given_up() {
            return Step::Impossible;
        }
        self.part_of_version(writer, reader)
    }

    /// The step from an option's content, of which the writer may have none.
    fn content(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Step {
        self.spare("must be absent", "present", |c| c.convert(writer, reader))
    }

    /// There is no way from the one to the other.
    fn no_way(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Step {
        let (from, to) = (shown(&**writer.ty), shown(&**reader.ty));
        let message = format!("{from} cannot become {to}");
        self.incompatible(&rules::TYPE_CHANGED, from, to, message)
    }
}
