//! `alias`, `version`, `oldest`, `upgrade`, `loaded`, `needed` and `blocked`: what only a device
//! has.

use crate::ast::Input;
use crate::attr::Written;
use crate::ctxt::Ctxt;
use crate::messages;

pub(super) fn check(cx: &Ctxt, input: &Input) {
    let written = &input.attrs.written;
    if written.lacks("device") {
        check_whole(cx, written);
        return check_alone(cx, written);
    }
    check_aliases(cx, input);
    if written.is_unsure("version") || written.is_unsure("oldest") {
        return;
    }
    check_oldest(cx, input);
    check_upgrade(cx, input);
}

/// The schema states the version of a device, not of each type in it.
fn check_alone(cx: &Ctxt, written: &Written) {
    let mut keys = ["version", "oldest", "upgrade"].into_iter();
    if let Some((key, ident)) = keys.find_map(|key| Some((key, written.get(key)?))) {
        cx.error(ident, messages::version_without_device(key));
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
    let reads_older = input.attrs.oldest < input.attrs.version;
    match written.get("upgrade") {
        None if reads_older && written.lacks("upgrade") => {
            let ident = written.get("version");
            cx.error(
                ident,
                messages::version_without_upgrade(input.attrs.version),
            );
        }
        Some(ident) if input.attrs.oldest == input.attrs.version => {
            cx.error(ident, messages::upgrade_from_nothing(input.attrs.oldest));
        }
        _ => {}
    }
}
