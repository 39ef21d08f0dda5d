//! Structs: parts are matched by name, never by position.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use super::Comparison;
use super::defaults::StandIn;
use super::fields::Part;
use super::matching::Ambiguity;
use super::parts::{Matches, Parts, Slot};
use super::renamed::Renamed;
use super::shown::shown;
use crate::resolve::plan::{Located, Source, Step, Subsections};
use crate::resolve::rules;
use crate::schema::{DefaultValue, Field, Subsection, Type};

/// The writer's fields that the reader leaves out, each with what is done.
type Dropped = Vec<(usize, Step)>;

impl Comparison {
    pub(super) fn structs(&mut self, writer: &Parts<'_>, reader: &Parts<'_>) -> Step {
        let matches = Matches::new(writer, reader);
        self.ambiguous(&matches.ambiguities);
        self.note_moved(&matches, reader);
        let fields: Vec<Source> = (reader.fields.iter().enumerate())
            .map(|(index, part)| self.field_source(&matches, writer, index, *part))
            .collect();
        let groups = self.groups(&matches, writer, reader);
        let used = &matches.used;
        let renamed = Renamed::new(&matches, writer, reader);
        let dropped = self.dropped_fields(used, writer, &renamed);
        let subsections = Subsections {
            writer: (!writer.subsections.is_empty())
                .then(|| writer.subsections.iter().map(Subsection::tag).collect()),
            forbidden: self.dropped_subsections(used, writer),
            reader: (!reader.subsections.is_empty()).then_some(groups),
        };
        if !self.is_in_shape() && is_in_order(&fields, &subsections) {
            return in_order(fields, dropped, subsections);
        }
        let is_test = |(_, step): &(usize, Step)| !matches!(step, Step::Drop(_));
        Step::Located(Box::new(Located {
            fields: (writer.fields.iter())
                .map(|part| self.extents().of(part.ty()))
                .collect(),
            expected: dropped.into_iter().filter(is_test).collect(),
            reader: fields,
            subsections,
        }))
    }

    /// Says which parts match several of the other side. What becomes of them
    /// is left open.
    pub(super) fn ambiguous(&mut self, ambiguities: &[Ambiguity<'_>]) {
        for found in ambiguities {
            let candidates = shown(format_args!("`{}`", found.candidates.join("`, `")));
            let (own, others) = match found.is_readers {
                true => ("reader", "writer"),
                false => ("writer", "reader"),
            };
            let name = format!("`{}`", found.name);
            let message = format!("the {own}'s {name} may be each of the {others}'s {candidates}");
            let (from, to) = match found.is_readers {
                true => (candidates, name),
                false => (name, candidates),
            };
            self.at(found.name, |c| {
                c.incompatible(&rules::ALIAS_AMBIGUOUS, from, to, message)
            });
        }
    }

    fn note_moved(&mut self, matches: &Matches<'_>, reader: &Parts<'_>) {
        let mut last = None;
        for (index, part) in reader.fields.iter().enumerate() {
            let Some(from @ Slot::Field(_)) = matches.writer_of(Slot::Field(index)) else {
                continue;
            };
            if last.is_some_and(|last| from < last) {
                self.at(part.step(), |c| {
                    c.note(&rules::FIELD_MOVED, "later", "earlier")
                });
            }
            last = last.max(Some(from));
        }
    }

    fn field_source(
        &mut self,
        matches: &Matches<'_>,
        writer: &Parts<'_>,
        index: usize,
        part: Part<'_>,
    ) -> Source {
        if matches.is_unclear(Slot::Field(index)) {
            return Source::Insert(Step::Impossible);
        }
        let from = matches.writer_of(Slot::Field(index));
        if let Some(Slot::Field(index)) = from
            && let Some(&from) = writer.fields.get(index)
        {
            let step = self.part(from, part);
            return Source::Field { index, step };
        }
        if let Some(Slot::Subsection(index)) = from
            && let Some(group) = writer.subsections.get(index)
        {
            return self.subsection_to_field(index, group, part);
        }
        Source::Insert(self.at(part.step(), |c| c.added_field(part)))
    }

    fn added_field(&mut self, part: Part<'_>) -> Step {
        let ty = &**part.ty();
        if let Some((field, default)) = self.default_of_part(part) {
            self.note_added(&rules::FIELD_ADDED, ty);
            return self.stand_in(field, default);
        }
        self.without_default_of(ty, part.field())
    }

    /// A subsection whose absence has no meaning that the reader may hold.
    pub(super) fn without_default(&mut self, field: &Field) -> Step {
        self.without_default_of(field.ty(), Some(field))
    }

    fn without_default_of(&mut self, ty: &Type, field: Option<&Field>) -> Step {
        let says_default = field.is_some_and(|field| field.default_value().is_some());
        let message = match says_default {
            true if field.is_some_and(|field| self.is_misstated(field)) => {
                "the writer does not have it, and its `Default` is another value than its type \
                 says in `#[migratable(default …)]`"
            }
            true => "the writer does not have it, and its default is not a value that it may have",
            false => "the writer does not have it, and it has no default",
        };
        let rule = &rules::FIELD_ADDED_WITHOUT_DEFAULT;
        self.incompatible(rule, "nothing", ty, message.into())
    }

    fn dropped_fields(
        &mut self,
        used: &[Slot],
        writer: &Parts<'_>,
        renamed: &Renamed<'_>,
    ) -> Dropped {
        let mut dropped = Vec::new();
        for (index, &part) in writer.fields.iter().enumerate() {
            if used.binary_search(&Slot::Field(index)).is_err() {
                let step = self.at(part.step(), |c| {
                    c.hiding(part.is_sensitive(), |c| c.dropped_field(part, renamed))
                });
                dropped.push((index, step));
            }
        }
        dropped
    }

    fn dropped_field(&mut self, part: Part<'_>, renamed: &Renamed<'_>) -> Step {
        let ty = part.ty();
        if part.field().is_some_and(Field::ignorable) {
            let has_several = self.populations().of(part.side()) > 1;
            self.may_merge_if(has_several);
            self.note(&rules::FIELD_IGNORED, &**ty, "nothing");
            return Step::Drop(self.extents().of(ty));
        }
        let default = self.default_of_part(part);
        let Some((field, StandIn::Known(bytes))) = default else {
            let message = match default {
                Some((_, StandIn::Computed)) => {
                    "the reader does not have it, and only the program that writes it knows its \
                     default"
                }
                _ => "the reader does not have it",
            };
            let message = message.to_owned() + &renamed.note(part);
            return self.incompatible(&rules::FIELD_REMOVED, &**ty, "nothing", message);
        };
        let message = format!("must be its default, {}", default_text(field));
        let message = message + &renamed.note(part);
        let rule = &rules::FIELD_DROPPED_AT_DEFAULT;
        let condition = match self.populations().of(part.side()) {
            // It never is anything else.
            1 => self.unlisted_condition(rule, message),
            _ => self.condition(rule, &**ty, "nothing", message),
        };
        Step::Expect {
            condition,
            ty: ty.clone(),
            extent: self.extents().of(ty),
            bytes,
        }
    }
}

fn default_text(field: &Field) -> alloc::string::String {
    match field.default_value() {
        Some(DefaultValue::Literal(value)) => shown(&**value),
        Some(DefaultValue::Fields) => "that of each field".into(),
        _ => "zero".into(),
    }
}

/// Whether the reader's fields can be made while the writer's are read.
fn is_in_order(fields: &[Source], subsections: &Subsections) -> bool {
    let mut next = 0;
    let in_order = fields.iter().all(|source| match source {
        Source::Field { index, .. } => {
            let ahead = *index >= next;
            next = index + 1;
            ahead
        }
        Source::Insert(_) => true,
        Source::Subsection { .. } => false,
    });
    let mut sources = subsections
        .reader
        .iter()
        .flatten()
        .flat_map(|group| &group.source);
    in_order && !sources.any(|source| matches!(source, Source::Field { .. }))
}

fn in_order(fields: Vec<Source>, dropped: Dropped, subsections: Subsections) -> Step {
    let mut dropped = dropped.into_iter().peekable();
    let mut steps = Vec::new();
    for source in fields {
        match source {
            Source::Field { index, step } => {
                while let Some((_, step)) = dropped.next_if(|(before, _)| *before < index) {
                    step.push_to(&mut steps);
                }
                step.push_to(&mut steps);
            }
            Source::Insert(step) => step.push_to(&mut steps),
            Source::Subsection { .. } => {}
        }
    }
    let rest = dropped.map(|(_, step)| step);
    let fields = Step::sequence(steps.into_iter().chain(rest));
    if subsections.writer.is_none() && subsections.reader.is_none() {
        return fields;
    }
    Step::Struct {
        fields: fields.into(),
        subsections,
    }
}
