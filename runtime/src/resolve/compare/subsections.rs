//! Subsections, and fields that become subsections or the other way round.
//!
//! Where the absence of a subsection means `None`, it is compared as what it
//! is: an option.

use alloc::format;
use alloc::vec::Vec;

use super::fields::Part;
use super::origin::{MOST_BYTES, Origin};
use super::parts::{Matches, Parts, Slot};
use super::report::Understood;
use super::wrapped::is_optional;
use super::{Bounded, Comparison};
use crate::resolve::plan::{Absent, Filling, Group, Plan, Source, Step};
use crate::resolve::rules;
use crate::schema::{DefaultValue, Field, Subsection, Type, TypeRef};

/// Defaults up to this many bytes are compared; larger ones count as different.
const MOST_COMPARED: usize = 1 << 16;

/// What becomes of a subsection's payload.
struct GroupStep {
    step: Step,
    /// It makes an option of it.
    is_option: bool,
    /// See [`Group::default`].
    default: Option<Vec<u8>>,
}

impl GroupStep {
    fn new(step: Step) -> Self {
        Self {
            step,
            is_option: false,
            default: None,
        }
    }
}

impl Comparison {
    /// Where each of the reader's subsections comes from.
    pub(super) fn groups(
        &mut self,
        matches: &Matches<'_>,
        writer: &Parts<'_>,
        reader: &Parts<'_>,
    ) -> Vec<Group> {
        let groups = reader.subsections.iter().enumerate();
        groups
            .map(
                |(index, to)| match matches.writer_of(Slot::Subsection(index)) {
                    Some(Slot::Field(index)) => match writer.fields.get(index) {
                        Some(&from) => self.field_to_subsection(index, from, to),
                        None => nothing(to),
                    },
                    Some(Slot::Subsection(index)) => match writer.subsections.get(index) {
                        Some(from) => self.subsection(index, from, to),
                        None => nothing(to),
                    },
                    None if matches.is_unclear(Slot::Subsection(index)) => nothing(to),
                    None => self.added_subsection(to),
                },
            )
            .collect()
    }

    fn added_subsection(&mut self, to: &Subsection) -> Group {
        if !to.retired() {
            let field = to.field();
            self.at(field.name(), |c| match c.may_be_absent(field) {
                true => c.note_added(&rules::SUBSECTION_ADDED, &**field.ty()),
                false => _ = c.without_default(field),
            });
        }
        nothing(to)
    }

    /// Whether the field of a subsection may have what its absence means.
    fn may_be_absent(&mut self, field: &Field) -> bool {
        field.absent_is_none() || self.default_of(field).is_some()
    }

    fn field_to_subsection(&mut self, index: usize, from: Part<'_>, to: &Subsection) -> Group {
        let rule = match to.retired() {
            true => &rules::FIELD_RETIRED,
            false => &rules::FIELD_TO_SUBSECTION,
        };
        let field = to.field();
        self.at(field.name(), |c| c.note(rule, &**from.ty(), &**field.ty()));
        let GroupStep {
            step,
            is_option,
            default,
        } = self.group_step(from, from.side(), to);
        let has_several = self.populations().of(from.side()) > 1;
        self.may_merge_if(to.retired() && has_several && !step.takes_only_absence());
        Group {
            tag: to.tag(),
            source: Some(Source::Field { index, step }),
            is_option,
            default,
        }
    }

    /// The step to a subsection's payload.
    fn group_step(&mut self, part: Part<'_>, from: Bounded<'_>, to: &Subsection) -> GroupStep {
        let field = to.field();
        let reader = Part::Field(field);
        let absent_is_default = is_optional(from.ty) && !is_optional(field.ty());
        if to.retired() || !(field.absent_is_none() || absent_is_default) {
            return GroupStep::new(self.part_as(part, reader, from, Bounded::of_field(field)));
        }
        let ty = option_of(field);
        let to = Bounded::option_of(field, &ty);
        if field.absent_is_none() {
            return GroupStep {
                is_option: true,
                ..GroupStep::new(self.part_as(part, reader, from, to))
            };
        }
        self.at(field.name(), |c| {
            c.note(&rules::OPTION_DEFAULTED, &**from.ty, &**field.ty())
        });
        let before = self.understood();
        let step = self.part_as(part, reader, from, to);
        let default = self.known_default(field);
        let default = default.and_then(|default| default.to_vec(MOST_BYTES));
        let default = default.map(|default| Filling::once([&[1], &*default].concat()));
        let origin = self.origin_of(default.as_ref(), [from, to], &step, before);
        self.may_merge_if(!matches!(origin, Origin::None));
        GroupStep {
            step,
            is_option: true,
            default: origin.known(),
        }
    }

    fn subsection(&mut self, index: usize, from: &Subsection, to: &Subsection) -> Group {
        let (was, is) = (from.field(), to.field());
        self.at(is.name(), |c| {
            if to.retired() && !from.retired() {
                c.note(&rules::FIELD_RETIRED, &**was.ty(), &**is.ty());
            } else if from.tag() != to.tag() {
                c.note(
                    &rules::SUBSECTION_RETAGGED,
                    format!("tag {}", from.tag()),
                    format!("tag {}", to.tag()),
                );
            }
        });
        let ty = option_of(was);
        let part = Part::Field(was);
        let from_option = was.absent_is_none() && !to.retired() && !from.retired();
        let side = match from_option {
            true => Bounded::option_of(was, &ty),
            false => Bounded::of_field(was),
        };
        let is_group = is.default_value() == Some(&DefaultValue::Fields);
        // Only what is absent on both sides needs no payload that can be converted.
        let is_spared = to.retired()
            || !from_option && self.absence_of(from).is_none() && self.may_be_absent(is);
        let before = self.understood();
        let group_step = |c: &mut Self| c.in_group(is_group, |c| c.group_step(part, side, to));
        let GroupStep {
            step,
            is_option,
            default,
        } = match is_spared {
            true => self.spare_group(is, group_step),
            false => group_step(self),
        };
        let is_refused = matches!(step, Step::Refuse { .. });
        self.may_merge_if(to.retired() && !from.retired() && !is_refused);
        let absent = match to.retired() {
            true => Absent::Stays,
            false => self.absent_subsection(from_option, from, is, &step, is_option),
        };
        if let (Absent::As(written), false) = (&absent, from_option) {
            let is_taken = may_take(&step, written, before, self.understood());
            self.may_merge_if(is_taken);
        }
        Group {
            tag: to.tag(),
            source: Some(Source::Subsection {
                index,
                step,
                is_option: from_option,
                absent,
            }),
            is_option,
            default,
        }
    }

    /// A payload that may be absent.
    fn spare_group(
        &mut self,
        field: &Field,
        inner: impl FnOnce(&mut Self) -> GroupStep,
    ) -> GroupStep {
        let (result, blocked) = self.watched(inner);
        let Some(first) = blocked else {
            return result;
        };
        let condition = self.at(field.name(), |c| c.spared(first, "must be absent"));
        let found = "present";
        GroupStep::new(Step::Refuse { condition, found })
    }

    /// What the reader gets where a subsection is absent that both have. Where
    /// the sides mean different values by absence, the writer's is written out.
    fn absent_subsection(
        &mut self,
        from_option: bool,
        from: &Subsection,
        to: &Field,
        step: &Step,
        is_option: bool,
    ) -> Absent {
        let written = match from_option {
            true => Some(none()),
            false => self.absence_of(from),
        };
        let Some(written) = written else {
            return match self.may_be_absent(to) {
                true => Absent::Stays,
                false => {
                    let to = Part::Field(to);
                    Absent::Replaced(self.at(to.name(), |c| c.replaced(from.field(), to)))
                }
            };
        };
        if !is_option && self.is_default_of(to, step, &written) {
            return Absent::Stays;
        }
        Absent::As(written)
    }

    /// What the writer's default says where a subsection is absent. What it has retired is
    /// not its state any more, and says nothing.
    fn absence_of(&mut self, group: &Subsection) -> Option<Filling> {
        match group.retired() {
            true => None,
            false => self.known_default(group.field()),
        }
    }

    /// Whether what a step makes of the writer's default is the reader's.
    fn is_default_of(&mut self, to: &Field, step: &Step, written: &Filling) -> bool {
        let Some(written) = written.to_vec(MOST_COMPARED) else {
            return false;
        };
        let converted = Plan::try_step(step, &written);
        let own = self.known_default(to);
        let own = own.and_then(|own| self.to_loader(to.ty(), own));
        matches!((converted, own), (Some(converted), Some(own)) if own.is(&converted))
    }

    pub(super) fn subsection_to_field(
        &mut self,
        index: usize,
        group: &Subsection,
        to: Part<'_>,
    ) -> Source {
        let from = group.field();
        self.at(to.name(), |c| {
            c.note(&rules::SUBSECTION_TO_FIELD, &**from.ty(), &**to.ty())
        });
        let ty = option_of(from);
        let is_option = from.absent_is_none();
        let side = match is_option {
            true => Bounded::option_of(from, &ty),
            false => Bounded::of_field(from),
        };
        let known = match is_option {
            true => Some(none()),
            false => self.known_default(from),
        };
        let field = to.field();
        let is_spared = known.is_none() && self.default_of_part(to).is_some();
        let before = self.understood();
        let part = |c: &mut Self| c.part_as(Part::Field(from), to, side, to.side());
        let step = match field.filter(|_| is_spared) {
            Some(field) => {
                let spared = self.spare_group(field, |c| GroupStep::new(part(c)));
                spared.step
            }
            None => part(self),
        };
        let understood = self.understood();
        let absent = match known {
            Some(bytes) => Absent::As(bytes),
            None => Absent::Replaced(self.at(to.name(), |c| c.replaced(from, to))),
        };
        let may_merge = match &absent {
            Absent::As(bytes) => !is_option && may_take(&step, bytes, before, understood),
            Absent::Replaced(absent) => !matches!(absent, Step::Missing(_)),
            Absent::Stays => false,
        };
        self.may_merge_if(may_merge);
        Source::Subsection {
            index,
            step,
            is_option,
            absent,
        }
    }

    /// What the reader's field gets where the subsection is absent and nobody
    /// knows what that means.
    fn replaced(&mut self, from: &Field, to: Part<'_>) -> Step {
        match self.default_of_part(to) {
            Some((field, default)) => self.stand_in(field, default),
            None => {
                let rule = &rules::SUBSECTION_NEEDED;
                let message = "must be present".into();
                Step::Missing(self.condition(rule, &**from.ty(), &**to.ty(), message))
            }
        }
    }

    /// The writer's subsections that must be absent, with their conditions.
    pub(super) fn dropped_subsections(
        &mut self,
        used: &[Slot],
        writer: &Parts<'_>,
    ) -> Vec<(usize, usize)> {
        let mut forbidden = Vec::new();
        for (index, group) in writer.subsections.iter().enumerate() {
            if used.binary_search(&Slot::Subsection(index)).is_ok() {
                continue;
            }
            let condition = self.at(group.field().name(), |c| c.dropped_subsection(group));
            forbidden.extend(condition.map(|condition| (index, condition)));
        }
        forbidden
    }

    fn dropped_subsection(&mut self, group: &Subsection) -> Option<usize> {
        let (field, rule) = (group.field(), &rules::SUBSECTION_DROPPED);
        let ty = &**field.ty();
        if group.retired() {
            return Some(self.unlisted_condition(rule, "must be absent".into()));
        }
        if field.ignorable() {
            self.may_merge();
            self.note(&rules::SUBSECTION_IGNORED, ty, "nothing");
            return None;
        }
        Some(self.condition(rule, ty, "nothing", "must be absent".into()))
    }
}

/// Whether a step may take a value: of a large one, or where only the program knows what it
/// becomes, that is not tried.
fn may_take(step: &Step, value: &Filling, before: Understood, now: Understood) -> bool {
    let is_known = now.unknowns == before.unknowns;
    let value = value.to_vec(MOST_COMPARED).filter(|_| is_known);
    value.is_none_or(|value| Plan::try_step(step, &value).is_some())
}

fn nothing(to: &Subsection) -> Group {
    Group {
        tag: to.tag(),
        source: None,
        is_option: false,
        default: None,
    }
}

fn option_of(field: &Field) -> TypeRef {
    TypeRef::shared(Type::Option(field.ty().clone()))
}

/// `None`, encoded.
fn none() -> Filling {
    Filling::once(Vec::from([0]))
}
