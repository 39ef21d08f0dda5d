//! Devices and their fields, as a user names them to say what is meant.

use migratable::schema::Path;

/// A device, or a field in one, with all that is below it: `uart`, `uart.queues[].size`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Scope(String);

impl Scope {
    /// Whether a part of a device is meant.
    pub(crate) fn covers(&self, device: &str, path: &str) -> bool {
        let Some(rest) = self.0.strip_prefix(device) else {
            return false;
        };
        rest.is_empty() || begins_with_step(rest) && is_within(path, rest)
    }

    /// The longer, the more is said.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Scope {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.parse::<Path>() {
            Ok(path) if !path.is_whole() => Ok(Self(text)),
            Ok(_) => Err(
                "the path is empty: write a device, as `uart`, or a field of one, \
                          as `uart.level`"
                    .to_owned(),
            ),
            Err(error) => Err(error.to_string()),
        }
    }
}

/// A field of a device, as people and other tools read it.
pub(crate) fn full(device: &str, path: &str) -> String {
    match path {
        "" => device.to_owned(),
        path if path.starts_with(['[', '{']) => format!("{device}{path}"),
        path => format!("{device}.{path}"),
    }
}

fn begins_with_step(text: &str) -> bool {
    text.starts_with(['.', '[', '{'])
}

/// Whether a path is `outer` or goes on from there; `outer` begins with its first step.
fn is_within(path: &str, outer: &str) -> bool {
    let outer = outer.strip_prefix('.').unwrap_or(outer);
    match path.strip_prefix(outer) {
        Some(rest) => rest.is_empty() || begins_with_step(rest),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_covers_itself_and_what_is_below() {
        let place = |text: &str| Scope::try_from(text.to_owned()).unwrap();
        for (text, device, path, is_covered) in [
            ("uart", "uart", "", true),
            ("uart", "uart", "fifo[].level", true),
            ("uart", "uart2", "", false),
            ("uart", "uart.aux", "", false),
            ("uart.aux", "uart.aux", "level", true),
            ("uart.fifo", "uart", "", false),
            ("uart.fifo", "uart", "fifo", true),
            ("uart.fifo", "uart", "fifo[].level", true),
            ("uart.fifo", "uart", "fifo2", false),
            ("uart.fifo[]", "uart", "fifo", false),
            ("uart[]", "uart", "[].level", true),
        ] {
            assert_eq!(
                place(text).covers(device, path),
                is_covered,
                "{text}: {}",
                full(device, path)
            );
        }
        for wrong in ["", "uart..fifo", "uart["] {
            assert!(Scope::try_from(wrong.to_owned()).is_err(), "{wrong}");
        }
    }
}
