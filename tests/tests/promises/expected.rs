//! What is promised.

use super::ways::Way;

/// A semantics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    Skip,
    MustMatch,
    Range,
    MaxLen,
    Validate,
    Sensitive,
    Allocation,
    /// State of a former device.
    TakesOver,
    /// What a refused load leaves, if it was refused before anything changed.
    RefusedByCheck,
    /// The same, if a hook refused a state with the part,
    RefusedByHook,
    /// or one without it.
    RefusedByHookWithout,
}

/// What becomes of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// As the live value had it.
    Kept,
    /// As `skip = …` says.
    Anew,
    /// Compared with the live value, and refused where it differs.
    Compared,
    /// Taken from the stream; of what must match, as there is nothing to compare it with.
    Taken,
    Refused,
    Hidden,
}

/// What the live value has of what comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Live {
    /// The part itself.
    There,
    /// No part, which comes anew.
    NotThere,
    /// A part that its encoding would not have, as of an absent subsection.
    Absent,
}

/// A position before a load.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Before {
    pub(super) live: Live,
    /// Whether it keeps its part while an encoding without it is loaded.
    pub(super) is_held: bool,
}

/// What must become of a part; `None` where there is no promise.
pub(super) fn expected(column: Column, before: Before, way: Way) -> Option<Outcome> {
    let is_new = before.live == Live::NotThere;
    let was_lost = way == Way::AfterHookWithout && !before.is_held;
    match column {
        Column::Skip if is_new || was_lost => Some(Outcome::Anew),
        Column::Skip => Some(Outcome::Kept),
        Column::MustMatch if is_new => Some(Outcome::Taken),
        Column::MustMatch => Some(Outcome::Compared),
        Column::Range | Column::MaxLen | Column::Validate => Some(Outcome::Refused),
        Column::Sensitive => Some(Outcome::Hidden),
        Column::Allocation if is_new || was_lost => None,
        Column::Allocation => Some(Outcome::Kept),
        Column::TakesOver => way.takes_over().then_some(Outcome::Taken),
        // It says of itself that it leaves a value loaded in part.
        Column::RefusedByCheck | Column::RefusedByHook | Column::RefusedByHookWithout
            if way == Way::LoadPartly || was_lost =>
        {
            None
        }
        Column::RefusedByCheck | Column::RefusedByHook => Some(Outcome::Kept),
        Column::RefusedByHookWithout if is_new => None,
        Column::RefusedByHookWithout if before.is_held => Some(Outcome::Kept),
        Column::RefusedByHookWithout => Some(Outcome::Anew),
    }
}
