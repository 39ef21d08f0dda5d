//! Makes steps fewer once all are known: what can be told beforehand is not
//! worked out anew for each value.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::{iter, mem};

use super::flat::Flat;
use super::parts::{Source, Subsections};
use super::step::{Arm, Step};
use super::{kept, known_subsections, located};

/// A step that does the same with fewer.
pub(super) fn compact(step: Step) -> Step {
    let step = inside(step);
    if let Some(extent) = step.kept() {
        return Step::copy(&extent);
    }
    match Flat::of(&step) {
        Some(flat) => flat.into_step(),
        None => step,
    }
}

/// The same step with fewer steps inside.
fn inside(step: Step) -> Step {
    match step {
        Step::Option(content) => Step::Option(boxed(content)),
        Step::Present(content) => Step::Present(boxed(content)),
        Step::Unwrap {
            content,
            absent,
            source: _,
        } => Step::Unwrap {
            content: boxed(content),
            absent: boxed(absent),
            source: None,
        },
        Step::Integers { step, count } => match Flat::of(&Step::Integer(step.clone())) {
            Some(flat) => flat.into_step().repeat(count),
            None => Step::Integers { step, count },
        },
        Step::Repeat { count, element } => Step::Repeat {
            count,
            element: boxed(element),
        },
        Step::ArrayToList { count, element } => Step::ArrayToList {
            count,
            element: boxed(element),
        },
        Step::List {
            min_len,
            element,
            limit,
        } => Step::List {
            min_len,
            element: boxed(element),
            limit,
        },
        Step::ListToArray {
            min_len,
            count,
            element,
            condition,
        } => Step::ListToArray {
            min_len,
            count,
            element: boxed(element),
            condition,
        },
        Step::Shrink {
            keep,
            cut,
            element,
            tail,
            condition,
        } => Step::Shrink {
            keep,
            cut,
            element: boxed(element),
            tail,
            condition,
        },
        Step::Map {
            min_len,
            key,
            value,
            limit,
        } => Step::Map {
            min_len,
            key: boxed(key),
            value: boxed(value),
            limit,
        },
        Step::Keyed(mut keyed) => {
            keyed.key = compact(keyed.key);
            keyed.value = keyed.value.map(compact);
            Step::Keyed(keyed)
        }
        Step::Sequence(steps) => sequence(steps),
        Step::Struct {
            fields,
            subsections,
        } => structure(*fields, subsections),
        Step::Located(located) => located::compact(*located),
        Step::Enum(mut step) => {
            for (_, arm) in &mut step.arms {
                if let Arm::Variant { fields, .. } = arm {
                    *fields = compact(mem::replace(fields, Step::Impossible));
                }
            }
            Step::Enum(step)
        }
        simple => simple,
    }
}

fn boxed(mut step: Box<Step>) -> Box<Step> {
    *step = compact(mem::replace(&mut *step, Step::Impossible));
    step
}

/// Steps next to each other become one if their values are of fixed size, or if
/// they copy.
fn sequence(steps: Vec<Step>) -> Step {
    let mut fewer = Vec::new();
    let mut flat = Flat::default();
    for step in steps.into_iter().map(compact) {
        if !flat.append(&step) {
            mem::take(&mut flat).into_step().push_to(&mut fewer);
            if !flat.append(&step) {
                step.push_to(&mut fewer);
            }
        }
    }
    flat.into_step().push_to(&mut fewer);
    Step::sequence(kept::join(fewer))
}

fn structure(fields: Step, subsections: Subsections) -> Step {
    let settled = match known_subsections::compact(subsections) {
        Ok(sources) => sources,
        Err(subsections) => {
            return Step::Struct {
                fields: compact(fields).into(),
                subsections,
            };
        }
    };
    let behind = settled.into_iter().map(Source::into_step);
    sequence(iter::once(fields).chain(behind).collect())
}
