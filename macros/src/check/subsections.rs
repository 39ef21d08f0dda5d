//! Subsections: what is there when they are absent, and which fields form a group.

use proc_macro2::Ident;

use crate::ast::{Body, Field, Input};
use crate::attr::Subsection;
use crate::ctxt::Ctxt;
use crate::{messages, suggest};

pub(super) fn check(cx: &Ctxt, input: &Input) {
    let Body::Struct(list) = &input.body else {
        return;
    };
    for field in &list.fields {
        let ident = field.attrs.written.get("subsection");
        if let (Some(subsection), Some(ident)) = (&field.attrs.subsection, ident) {
            check_absent_value(cx, field, subsection, ident);
            check_ignorable(cx, field, subsection);
            check_group_exists(cx, input, subsection);
        }
    }
    check_groups_used(cx, input, &list.fields);
}

/// An absent subsection is the default. With `needed`, that has to be said; without, the field is
/// an `Option`, and absent means `None`: another default would turn a `None` into something else.
fn check_absent_value(cx: &Ctxt, field: &Field, subsection: &Subsection, ident: &Ident) {
    let written = &field.attrs.written;
    // Neither can be in a subsection at all, which has been reported.
    let apart = ["skip", "must_match", "allowed"];
    if apart.iter().any(|key| written.get(key).is_some()) {
        return;
    }
    match subsection {
        Subsection::Own { needed: None, .. } => {
            if let Some(default) = written.get("default") {
                cx.error(default, messages::default_without_needed());
            }
        }
        Subsection::Own { .. } if written.lacks("default") => {
            cx.error(ident, messages::needed_without_default());
        }
        Subsection::Group(_) if written.lacks("default") => {
            cx.error(ident, messages::group_without_default());
        }
        _ => {}
    }
}

/// In a group, a field can be ignorable by itself. Alone, it would be the same thing said twice.
fn check_ignorable(cx: &Ctxt, field: &Field, subsection: &Subsection) {
    let ignorable = field.attrs.written.get("ignorable");
    if let (Subsection::Own { .. }, Some(ignorable)) = (subsection, ignorable) {
        cx.error(ignorable, messages::ignorable_beside_subsection());
    }
}

fn check_group_exists(cx: &Ctxt, input: &Input, subsection: &Subsection) {
    let Subsection::Group(name) = subsection else {
        return;
    };
    let groups = &input.attrs.subsections;
    let known = groups.iter().any(|group| *group.name == **name);
    if known || input.attrs.written.is_unsure("subsection") {
        return;
    }
    let names = groups.iter().map(|group| group.name.as_str());
    let message = match suggest::nearest(name, names) {
        Some(near) => messages::misspelt_group(name, near),
        None => messages::unknown_group(name),
    };
    cx.push(message.at_span(name.span));
}

fn check_groups_used(cx: &Ctxt, input: &Input, fields: &[Field]) {
    let unsure = |field: &Field| field.attrs.written.is_unsure("subsection");
    if fields.iter().any(unsure) {
        return;
    }
    for group in &input.attrs.subsections {
        let joins = |field: &Field| match &field.attrs.subsection {
            Some(Subsection::Group(name)) => **name == *group.name,
            _ => false,
        };
        if !fields.iter().any(joins) {
            cx.push(messages::empty_group(&group.name).at_span(group.name.span));
        }
    }
}
