//! `alias`, `version`, `oldest`, `upgrade`, `older`, `takes_over`, `loaded`, `needed` and `blocked`:
//! what a type meant before, and what only a device has.

use crate::ast::Input;
use crate::attr::{Older, TakeOver, Written};
use crate::ctxt::Ctxt;
use crate::messages;

pub(super) fn check(cx: &Ctxt, input: &Input) {
    let written = &input.attrs.written;
    let is_device = !written.lacks("device");
    if is_device {
        check_aliases(cx, input);
        check_taken_over(cx, input);
    } else {
        check_whole(cx, written);
        check_alone(cx, input);
    }
    if written.is_unsure("version") || written.is_unsure("oldest") {
        return;
    }
    check_older(cx, input);
    if is_device {
        check_oldest(cx, input);
        check_upgrade(cx, input);
    }
}

/// A part has a version, but only of what its `older` types convert.
fn check_alone(cx: &Ctxt, input: &Input) {
    let written = &input.attrs.written;
    let mut keys = ["oldest", "upgrade"].into_iter();
    if let Some((key, ident)) = keys.find_map(|key| Some((key, written.get(key)?))) {
        return cx.error(ident, messages::key_without_device(key));
    }
    let stands_for_another = input.is_converted() || input.attrs.transparent;
    if let (Some(ident), true) = (written.get("version"), stands_for_another) {
        cx.error(ident, messages::version_of_another());
    }
}

/// Only devices are saved and loaded together with others.
fn check_whole(cx: &Ctxt, written: &Written) {
    if let Some(ident) = written.get("loaded") {
        cx.error(ident, messages::loaded_without_device());
    }
    if let Some(ident) = written.get("alias") {
        cx.error(ident, messages::alias_without_device());
    }
    if let Some(ident) = written.get("takes_over") {
        cx.error(ident, messages::takes_over_without_device());
    }
    if let Some(ident) = written.get("needed") {
        cx.error(ident, messages::needed_without_device());
    }
    if let Some(ident) = written.get("blocked") {
        cx.error(ident, messages::blocked_without_device());
    }
}

fn check_aliases(cx: &Ctxt, input: &Input) {
    let mut seen: Vec<&str> = input.attrs.device.as_deref().into_iter().collect();
    for alias in &input.attrs.aliases {
        if seen.contains(&alias.as_str()) {
            cx.push(messages::device_alias_twice(alias).at_span(alias.span));
        }
        seen.push(alias);
    }
}

fn check_taken_over(cx: &Ctxt, input: &Input) {
    let attrs = &input.attrs;
    let aliases = attrs.aliases.iter().map(|alias| alias.as_str());
    let own: Vec<&str> = attrs.device.as_deref().into_iter().chain(aliases).collect();
    let mut seen: Vec<&str> = Vec::new();
    for TakeOver { device, .. } in &attrs.takes_over {
        if own.contains(&device.as_str()) {
            cx.push(messages::takes_over_itself(device).at_span(device.span));
        } else if seen.contains(&device.as_str()) {
            cx.push(messages::takes_over_twice(device).at_span(device.span));
        }
        seen.push(device);
    }
}

fn check_older(cx: &Ctxt, input: &Input) {
    let version = input.attrs.version;
    let mut before: Vec<u32> = Vec::new();
    for Older { version: older, .. } in &input.attrs.older {
        if older.value >= version {
            let message = messages::older_not_below(older.value, version);
            cx.push(message.at_span(older.span));
        } else if before.contains(&older.value) {
            cx.push(messages::older_twice(older.value).at_span(older.span));
        }
        before.push(older.value);
    }
}

fn check_oldest(cx: &Ctxt, input: &Input) {
    let (version, oldest) = (input.attrs.version, input.attrs.oldest);
    if oldest > version {
        let ident = input.attrs.written.get("oldest");
        cx.error(ident, messages::oldest_after_version(oldest, version));
    }
}

/// Whether older meanings are converted or refused is always said: read as they are, they would
/// be silently wrong.
fn check_upgrade(cx: &Ctxt, input: &Input) {
    let written = &input.attrs.written;
    if written.is_unsure("older") {
        return;
    }
    let upgrades = upgraded_versions(input);
    match written.get("upgrade") {
        None if upgrades > 0 && written.lacks("upgrade") => {
            let ident = written.get("version");
            cx.error(
                ident,
                messages::version_without_upgrade(input.attrs.version),
            );
        }
        Some(ident) if upgrades == 0 && input.attrs.oldest <= input.attrs.version => {
            cx.error(ident, messages::upgrade_from_nothing(input.attrs.oldest));
        }
        _ => {}
    }
}

/// How many older versions are read and have no type of their own.
fn upgraded_versions(input: &Input) -> u32 {
    let (version, oldest) = (input.attrs.version, input.attrs.oldest);
    let mut older: Vec<u32> = input.attrs.older.iter().map(|o| o.version.value).collect();
    older.sort_unstable();
    older.dedup();
    let converted = older
        .iter()
        .filter(|older| (oldest..version).contains(older));
    let converted = u32::try_from(converted.count()).unwrap_or(u32::MAX);
    version.saturating_sub(oldest).saturating_sub(converted)
}
