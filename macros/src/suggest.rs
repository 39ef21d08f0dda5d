//! What someone who wrote an unknown name may have meant.

use crate::keys::{Key, Level, Levels};
use crate::messages::{self, Message, foreign};

/// The message for `name`, which is none of the `keys` of `level`.
pub(crate) fn unknown_key(levels: Levels, level: Level, keys: &[Key], name: &str) -> Message {
    if let Some(help) = foreign::advice(&name.replace('-', "_")) {
        return messages::foreign_key(name, level, help);
    }
    if let Some(places) = places(levels, name) {
        return messages::wrong_level(name, level, &places);
    }
    match nearest(name, keys.iter().map(|key| key.name)) {
        Some(near) => messages::misspelt_key(name, level, near),
        None => messages::unknown_key(name, level, &listed(keys)),
    }
}

/// Where the key `name` can stand.
fn places(levels: Levels, name: &str) -> Option<String> {
    let mut places: Vec<&str> = levels.with_key(name).map(|level| level.place()).collect();
    let last = places.pop()?;
    if places.is_empty() {
        return Some(last.to_owned());
    }
    Some(format!("{} or {last}", places.join(", ")))
}

fn listed(keys: &[Key]) -> String {
    let quoted: Vec<String> = keys.iter().map(|key| format!("`{}`", key.name)).collect();
    quoted.join(", ")
}

/// The candidate that `name` is most likely a misspelling of.
pub(crate) fn nearest<'a>(
    name: &str,
    candidates: impl Iterator<Item = &'a str>,
) -> Option<&'a str> {
    let allowed = (name.chars().count() / 3).max(1);
    candidates
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Number of characters to insert, remove, replace or swap with their neighbour that lead from
/// `a` to `b` (the optimal string alignment distance).
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    rows[0] = (0..=b.len()).collect();
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distance_counts_edits() {
        assert_eq!(distance("device", "device"), 0);
        assert_eq!(distance("devise", "device"), 1);
        assert_eq!(distance("deivce", "device"), 1);
        assert_eq!(distance("", "tag"), 3);
        assert_eq!(distance("tag", "range"), 3);
    }

    /// The distance as it is defined, from the ends of both words.
    fn defined(a: &[u8], b: &[u8]) -> usize {
        let (Some((last_a, rest_a)), Some((last_b, rest_b))) = (a.split_last(), b.split_last())
        else {
            return a.len() + b.len();
        };
        let replaced = defined(rest_a, rest_b) + usize::from(last_a != last_b);
        let mut best = replaced
            .min(defined(rest_a, b) + 1)
            .min(defined(a, rest_b) + 1);
        if let (Some((second_a, rest_a)), Some((second_b, rest_b))) =
            (rest_a.split_last(), rest_b.split_last())
            && (last_a, second_a) == (second_b, last_b)
        {
            best = best.min(defined(rest_a, rest_b) + 1);
        }
        best
    }

    #[test]
    fn distance_is_what_is_defined() {
        let mut words = vec![String::new()];
        for len in 0..4 {
            let longest: Vec<_> = words.iter().filter(|word| word.len() == len).collect();
            let longer: Vec<_> = longest
                .iter()
                .flat_map(|word| ['a', 'b', 'c'].map(|letter| format!("{word}{letter}")))
                .collect();
            words.extend(longer);
        }
        for a in &words {
            for b in &words {
                let defined = defined(a.as_bytes(), b.as_bytes());
                assert_eq!(distance(a, b), defined, "{a} {b}");
            }
        }
    }

    #[test]
    fn nearest_is_as_near_as_a_third_of_the_name() {
        for (name, candidate, is_near) in [
            ("ta", "tag", true),
            ("a", "tag", false),
            ("upgade", "upgrade", true),
            ("upgae", "upgrade", false),
            ("upgard", "upgrade", true),
            ("upgadd", "upgrade", true),
            ("upxxdd", "upgrade", false),
        ] {
            let found = nearest(name, [candidate].into_iter());
            assert_eq!(found.is_some(), is_near, "{name}");
        }
        let equally = ["rang", "ranges"].into_iter();
        assert_eq!(nearest("range", equally), Some("rang"));
        let nearer_later = ["rangexx", "rangex"].into_iter();
        assert_eq!(nearest("rangeo", nearer_later), Some("rangex"));
    }

    #[test]
    fn nearest_is_none_of_far_names() {
        let keys = ["default", "varint", "with"];
        assert_eq!(nearest("defualt", keys.into_iter()), Some("default"));
        assert_eq!(nearest("wiht", keys.into_iter()), Some("with"));
        assert_eq!(nearest("bits", keys.into_iter()), None);
    }
}
