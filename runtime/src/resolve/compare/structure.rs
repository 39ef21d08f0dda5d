//! Structs: parts are matched by name, never by position.

use alloc::format;
use alloc::vec::Vec;

use super::Comparison;
use super::defaults::{default_bytes, is_none, written_default};
use super::fields::Part;
use crate::resolve::plan::{Absent, Located, Plan, Source, Step, Subsections};
use crate::resolve::rules;
use crate::schema::{Field, Subsection, Type};

/// Fields and subsections of a struct, tuple or variant.
pub(super) struct Parts<'a> {
    fields: Vec<Part<'a>>,
    subsections: &'a [Subsection],
}

/// The names of a tuple's elements.
const POSITIONS: [&str; 12] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"];

/// The parts of a struct or tuple.
pub(super) fn parts(ty: &Type) -> Option<Parts<'_>> {
    match ty {
        Type::Struct(ty) => Some(Parts::new(ty.fields(), ty.subsections())),
        Type::Tuple(elements) if elements.len() <= POSITIONS.len() => {
            let fields = POSITIONS.iter().zip(elements.iter());
            let fields = fields.map(|(name, ty)| Part::Element(name, ty)).collect();
            Some(Parts {
                fields,
                subsections: &[],
            })
        }
        _ => None,
    }
}

impl<'a> Parts<'a> {
    pub(super) fn new(fields: &'a [Field], subsections: &'a [Subsection]) -> Self {
        Self {
            fields: fields.iter().map(Part::Field).collect(),
            subsections,
        }
    }

    /// All parts that data can hold, each with its slot.
    fn slots(&self) -> impl Iterator<Item = (Slot, Part<'a>)> + '_ {
        let fields = self
            .fields
            .iter()
            .enumerate()
            .map(|(i, part)| (Slot::Field(i), *part));
        let subsections = (self.subsections.iter().enumerate())
            .map(|(i, group)| (Slot::Subsection(i), Part::Field(group.field())));
        fields.chain(subsections)
    }
}

/// A place among the parts of a struct.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    Field(usize),
    Subsection(usize),
}

/// Which part of the writer each part of the reader is.
struct Matches {
    pairs: Vec<(Slot, Slot)>,
}

impl Matches {
    /// By name first; an alias counts only where no name does.
    fn new(writer: &Parts<'_>, reader: &Parts<'_>) -> Self {
        let mut pairs: Vec<(Slot, Slot)> = Vec::new();
        let by_name = |a: Part<'_>, b: Part<'_>| a.name() == b.name();
        let by_alias = |a: Part<'_>, b: Part<'_>| a.is_same_as(b);
        for matches in [&by_name as &dyn Fn(Part<'_>, Part<'_>) -> bool, &by_alias] {
            for (to, part) in reader.slots() {
                if pairs.iter().any(|(_, known)| *known == to) {
                    continue;
                }
                let free = |from: Slot| !pairs.iter().any(|(known, _)| *known == from);
                let found = writer.slots().find(|(from, candidate)| {
                    matches(*candidate, part) && free(*from) && !is_retired(writer, *from)
                });
                if let Some((from, _)) = found {
                    pairs.push((from, to));
                }
            }
        }
        Self { pairs }
    }

    fn writer_of(&self, reader: Slot) -> Option<Slot> {
        self.pairs
            .iter()
            .find(|(_, to)| *to == reader)
            .map(|(from, _)| *from)
    }

    fn is_used(&self, writer: Slot) -> bool {
        self.pairs.iter().any(|(from, _)| *from == writer)
    }
}

/// Writers never write what they retired.
fn is_retired(parts: &Parts<'_>, slot: Slot) -> bool {
    match slot {
        Slot::Field(_) => false,
        Slot::Subsection(index) => parts
            .subsections
            .get(index)
            .is_some_and(Subsection::retired),
    }
}

/// The writer's fields that the reader leaves out, each with what is done.
type Dropped = Vec<(usize, Step)>;

impl Comparison {
    pub(super) fn structs(&mut self, writer: &Parts<'_>, reader: &Parts<'_>) -> Step {
        let matches = Matches::new(writer, reader);
        self.note_moved(&matches, reader);
        let fields: Vec<Source> = (0..reader.fields.len())
            .map(|index| self.field_source(&matches, writer, reader, index))
            .collect();
        let groups: Vec<(u32, Source)> = (0..reader.subsections.len())
            .map(|index| self.subsection_source(&matches, writer, reader, index))
            .collect();
        let dropped = self.dropped_fields(&matches, writer);
        let subsections = Subsections {
            writer: (!writer.subsections.is_empty())
                .then(|| writer.subsections.iter().map(Subsection::tag).collect()),
            forbidden: self.dropped_subsections(&matches, writer),
            reader: (!reader.subsections.is_empty()).then_some(groups),
        };
        if is_in_order(&fields, &subsections) {
            in_order(fields, dropped, subsections)
        } else {
            let expected = dropped
                .into_iter()
                .filter(|(_, step)| !matches!(step, Step::Drop(_)))
                .collect();
            Step::Located(alloc::boxed::Box::new(Located {
                fields: writer.fields.iter().map(|part| part.ty().clone()).collect(),
                expected,
                reader: fields,
                subsections,
            }))
        }
    }

    fn note_moved(&mut self, matches: &Matches, reader: &Parts<'_>) {
        let mut last = None;
        for (index, part) in reader.fields.iter().enumerate() {
            let Some(from @ Slot::Field(_)) = matches.writer_of(Slot::Field(index)) else {
                continue;
            };
            if last.is_some_and(|last| from < last) {
                self.at(part.name(), |c| {
                    c.note(&rules::FIELD_MOVED, "later", "earlier")
                });
            }
            last = last.max(Some(from));
        }
    }

    fn field_source(
        &mut self,
        matches: &Matches,
        writer: &Parts<'_>,
        reader: &Parts<'_>,
        index: usize,
    ) -> Source {
        let Some(&part) = reader.fields.get(index) else {
            return Source::Insert(Step::Impossible);
        };
        match matches.writer_of(Slot::Field(index)) {
            Some(Slot::Field(index)) => match writer.fields.get(index) {
                Some(&from) => Source::Field {
                    index,
                    step: self.field(from, part),
                },
                None => Source::Insert(Step::Impossible),
            },
            Some(Slot::Subsection(index)) => match writer.subsections.get(index) {
                Some(group) => self.subsection_to_field(index, group, part),
                None => Source::Insert(Step::Impossible),
            },
            None => Source::Insert(self.at(part.name(), |c| c.added_field(part))),
        }
    }

    fn added_field(&mut self, part: Part<'_>) -> Step {
        let ty = &**part.ty();
        match part.field() {
            Some(field) if field.default_value().is_some() => {
                self.note(&rules::FIELD_ADDED, "nothing", ty);
                match self.absent(field) {
                    Absent::Bytes(bytes) => Step::Insert(bytes),
                    Absent::Fails(condition) => Step::InsertUnknown(condition),
                }
            }
            _ => {
                let message = "the writer does not have it, and it has no default".into();
                let rule = &rules::FIELD_ADDED_WITHOUT_DEFAULT;
                self.incompatible(rule, "nothing", ty, message)
            }
        }
    }

    fn subsection_to_field(&mut self, index: usize, group: &Subsection, part: Part<'_>) -> Source {
        let from = group.field();
        let (was, is) = (&**from.ty(), &**part.ty());
        self.at(part.name(), |c| {
            c.note(&rules::SUBSECTION_TO_FIELD, was, is)
        });
        let step = self.field(Part::Field(from), part);
        let absent = if is_none(from) && matches!(is, Type::Option(_)) {
            Absent::Bytes(Vec::from([0]))
        } else {
            let written = written_default(from).and_then(|bytes| Plan::try_step(&step, &bytes));
            match (written, part.field()) {
                (Some(bytes), _) => Absent::Bytes(bytes),
                (None, Some(field)) if field.default_value().is_some() => {
                    self.at(part.name(), |c| c.absent(field))
                }
                _ => Absent::Fails(self.at(part.name(), |c| {
                    c.condition(&rules::SUBSECTION_NEEDED, was, is, "must be present".into())
                })),
            }
        };
        Source::Subsection {
            index,
            step,
            absent: Some(absent),
        }
    }

    fn subsection_source(
        &mut self,
        matches: &Matches,
        writer: &Parts<'_>,
        reader: &Parts<'_>,
        index: usize,
    ) -> (u32, Source) {
        let nothing = Source::Insert(Step::Sequence(Vec::new()));
        let Some(group) = reader.subsections.get(index) else {
            return (0, nothing);
        };
        let source = match matches.writer_of(Slot::Subsection(index)) {
            Some(Slot::Field(index)) => match writer.fields.get(index) {
                Some(&from) => self.field_to_subsection(index, from, group),
                None => nothing,
            },
            Some(Slot::Subsection(index)) => match writer.subsections.get(index) {
                Some(from) => self.subsection(index, from, group),
                None => nothing,
            },
            None => {
                if !group.retired() {
                    let field = group.field();
                    let ty = &**field.ty();
                    self.at(field.name(), |c| {
                        c.note(&rules::SUBSECTION_ADDED, "nothing", ty)
                    });
                }
                nothing
            }
        };
        (group.tag(), source)
    }

    fn field_to_subsection(&mut self, index: usize, from: Part<'_>, group: &Subsection) -> Source {
        let to = group.field();
        let rule = if group.retired() {
            &rules::FIELD_RETIRED
        } else {
            &rules::FIELD_TO_SUBSECTION
        };
        self.at(to.name(), |c| c.note(rule, &**from.ty(), &**to.ty()));
        match (&**from.ty(), &**to.ty()) {
            (Type::Option(inner), content)
                if is_none(to) && !matches!(content, Type::Option(_)) =>
            {
                let content = self.field(Part::Element(to.name(), inner), Part::Field(to));
                Source::OptionField { index, content }
            }
            _ => Source::Field {
                index,
                step: self.field(from, Part::Field(to)),
            },
        }
    }

    fn subsection(&mut self, index: usize, from: &Subsection, to: &Subsection) -> Source {
        let field = to.field();
        self.at(field.name(), |c| {
            if to.retired() {
                c.note(&rules::FIELD_RETIRED, &**from.field().ty(), &**field.ty());
            } else if from.tag() != to.tag() {
                c.note(&rules::SUBSECTION_RETAGGED, from.tag(), to.tag());
            }
        });
        let step = self.field(Part::Field(from.field()), Part::Field(field));
        // Where the sides mean different values by absence, the writer's is
        // written out.
        let written = written_default(from.field()).and_then(|b| Plan::try_step(&step, &b));
        let differs = match (&written, default_bytes(field)) {
            (Some(written), Some(own)) => *written != own,
            _ => false,
        };
        let absent = written
            .filter(|_| differs && !to.retired())
            .map(Absent::Bytes);
        Source::Subsection {
            index,
            step,
            absent,
        }
    }

    fn dropped_fields(&mut self, matches: &Matches, writer: &Parts<'_>) -> Dropped {
        let mut dropped = Vec::new();
        for (index, &part) in writer.fields.iter().enumerate() {
            if !matches.is_used(Slot::Field(index)) {
                dropped.push((index, self.at(part.name(), |c| c.dropped_field(part))));
            }
        }
        dropped
    }

    fn dropped_field(&mut self, part: Part<'_>) -> Step {
        let ty = part.ty();
        let default = part
            .field()
            .and_then(|field| Some((field, written_default(field)?)));
        match (part.field(), default) {
            (Some(field), _) if field.ignorable() => {
                self.note(&rules::FIELD_IGNORED, &**ty, "nothing");
                Step::Drop(ty.clone())
            }
            (_, Some((field, bytes))) => {
                let message = format!("must be its default, {}", default_text(field));
                let rule = &rules::FIELD_DROPPED_AT_DEFAULT;
                let condition = self.condition(rule, &**ty, "nothing", message);
                Step::Expect {
                    ty: ty.clone(),
                    bytes,
                    condition,
                }
            }
            _ => {
                let message = "the reader does not have it".into();
                self.incompatible(&rules::FIELD_REMOVED, &**ty, "nothing", message)
            }
        }
    }

    /// The writer's subsections that must be absent, with their conditions.
    fn dropped_subsections(
        &mut self,
        matches: &Matches,
        writer: &Parts<'_>,
    ) -> Vec<(usize, usize)> {
        let mut forbidden = Vec::new();
        for (index, group) in writer.subsections.iter().enumerate() {
            if matches.is_used(Slot::Subsection(index)) || group.retired() {
                continue;
            }
            let field = group.field();
            let ty = &**field.ty();
            self.at(field.name(), |c| {
                if field.ignorable() {
                    c.note(&rules::SUBSECTION_IGNORED, ty, "nothing");
                } else {
                    let message = "must be absent".into();
                    let rule = &rules::SUBSECTION_DROPPED;
                    forbidden.push((index, c.condition(rule, ty, "nothing", message)));
                }
            });
        }
        forbidden
    }
}

fn default_text(field: &Field) -> &str {
    match field.default_value() {
        Some(crate::schema::DefaultValue::Literal(json)) => json.get(),
        _ => "zero",
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
        Source::Subsection { .. } | Source::OptionField { .. } => false,
    });
    let from_field =
        |source: &Source| matches!(source, Source::Field { .. } | Source::OptionField { .. });
    in_order
        && !subsections
            .reader
            .iter()
            .flatten()
            .any(|(_, source)| from_field(source))
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
            Source::Subsection { .. } | Source::OptionField { .. } => {}
        }
    }
    let rest = dropped.map(|(_, step)| step);
    let fields = Step::sequence([Step::Sequence(steps)].into_iter().chain(rest));
    if subsections.writer.is_none() && subsections.reader.is_none() {
        return fields;
    }
    Step::Struct {
        fields: fields.into(),
        subsections,
    }
}
