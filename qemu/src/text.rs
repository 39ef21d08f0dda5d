//! Names from the input: shown without letting them act, and respelled as
//! names of a schema.

use std::collections::{HashMap, HashSet};
use std::fmt::{self, Write};

/// As many characters of a name are shown.
const SHOWN: usize = 120;

/// Longest name of a field in a schema, in bytes.
const LONGEST: usize = 64;

/// Shows a text with everything escaped that could act on a terminal.
pub(crate) fn shown(text: &str) -> impl fmt::Display + '_ {
    Shown(text)
}

struct Shown<'a>(&'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (count, c) in self.0.chars().enumerate() {
            if count == SHOWN {
                return write!(f, "… ({} bytes)", self.0.len());
            }
            match c {
                '\'' => f.write_char(c)?,
                _ => write!(f, "{}", c.escape_debug())?,
            }
        }
        Ok(())
    }
}

/// Bytes of the stream that should be a name; what is not UTF-8 is spelled as
/// `\xff`.
pub(crate) fn name_of(bytes: &[u8]) -> String {
    let mut name = String::new();
    for chunk in bytes.utf8_chunks() {
        name.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(name, "\\x{byte:02x}");
        }
    }
    name
}

/// Respells a name with the characters that a schema allows, readably: `/` as
/// `--`, `x[3]` as `x.3`, a space as `_`, others by their code. Two names may
/// become one; [`Names`] tells them apart.
pub(crate) fn respell(name: &str) -> String {
    let mut spelled = String::new();
    for c in name.chars() {
        match c {
            'A'..='Z' | 'a'..='z' | '0'..='9' | '_' | '.' | '-' => spelled.push(c),
            '/' => spelled.push_str("--"),
            '[' => spelled.push('.'),
            ']' => {}
            ' ' => spelled.push('_'),
            _ => {
                let _ = write!(spelled, ".x{:x}", u32::from(c));
            }
        }
    }
    match spelled.len() {
        0 => "_".into(),
        1..=LONGEST => spelled,
        _ => {
            spelled.truncate(LONGEST - 9);
            let _ = write!(spelled, "-{:08x}", hash(name));
            spelled
        }
    }
}

/// FNV-1a of 32 bits.
pub(crate) fn hash(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// The names of one struct's schema, or of a stream's devices, all different.
#[derive(Default)]
pub(crate) struct Names {
    taken: HashSet<String>,
    /// The last number that was tried behind a name.
    numbers: HashMap<String, u32>,
}

impl Names {
    /// The spelling of a name.
    pub(crate) fn spell(&mut self, name: &str) -> String {
        let plain = respell(name);
        if self.taken.insert(plain.clone()) {
            return plain;
        }
        // The hash of the name, and then numbers: each is tried once, so that names that
        // were made to be alike take no longer than others.
        let mut number = hash(name);
        loop {
            let tail = format!("-{number:08x}");
            let mut spelled = plain.clone();
            spelled.truncate(LONGEST - tail.len());
            let last = self.numbers.entry(spelled.clone()).or_default();
            spelled.push_str(&tail);
            if self.taken.insert(spelled.clone()) {
                return spelled;
            }
            *last = last.wrapping_add(1);
            number = *last;
        }
    }
}

/// The sections that there are, by name and instance. Machines that have two controllers
/// of one kind may write both by one name.
#[derive(Default)]
pub(crate) struct Sections(HashMap<(String, u32), u32>);

impl Sections {
    /// The name of the next section; with a number, if one of this name was there.
    pub(crate) fn distinct(&mut self, name: &str, instance_id: u32) -> String {
        let mut distinct = name.to_owned();
        while self.0.contains_key(&(distinct.clone(), instance_id)) {
            // Each number is tried once.
            let last = self.0.entry((name.to_owned(), instance_id)).or_insert(1);
            *last = last.saturating_add(1);
            distinct = format!("{name}({last})");
        }
        self.0.insert((distinct.clone(), instance_id), 1);
        distinct
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_all_kinds_become_names_of_a_schema() {
        let cases = [
            ("env.regs", "env.regs"),
            ("pl011/clock", "pl011--clock"),
            ("config[1]", "config.1"),
            ("gt_timer[GTIMER_PHYS]", "gt_timer.GTIMER_PHYS"),
            ("APM State", "APM_State"),
            ("a\u{1b}[2J", "a.x1b.2J"),
            ("", "_"),
        ];
        for (name, spelled) in cases {
            assert_eq!(respell(name), spelled);
        }
        let long = respell(&"x".repeat(300));
        assert_eq!(long.len(), LONGEST);
        assert_ne!(long, respell(&"x".repeat(301)));
    }

    #[test]
    fn names_that_become_one_are_told_apart() {
        let mut names = Names::default();
        let spelled: Vec<_> = ["a[1]", "a.1", "a.1]", "a.1"]
            .into_iter()
            .map(|name| names.spell(name))
            .collect();
        assert_eq!(spelled[0], "a.1");
        let different: HashSet<_> = spelled.iter().collect();
        assert_eq!(different.len(), spelled.len());
        // So are those whose ends are not shown.
        let long = |tail: &str| "x".repeat(60) + tail;
        let spelled: HashSet<_> = ["]", "]]", "]]]", "]]]]"]
            .map(|tail| names.spell(&long(tail)))
            .into();
        assert_eq!(spelled.len(), 4);
        assert!(spelled.iter().all(|name| name.len() <= LONGEST));
    }

    #[test]
    fn sections_of_one_name_are_told_apart() {
        let mut sections = Sections::default();
        let names = ["ide", "ide(2)", "ide", "ide", "ide(2)"];
        let distinct = names.map(|name| sections.distinct(name, 0));
        assert_eq!(distinct, ["ide", "ide(2)", "ide(3)", "ide(4)", "ide(2)(2)"]);
        assert_eq!(sections.distinct("ide", 1), "ide");
    }

    #[test]
    fn bytes_that_are_no_text_stay_recognizable() {
        assert_eq!(name_of(b"pc\xff\x01"), "pc\\xff\u{1}");
    }
}
