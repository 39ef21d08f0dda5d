//! Where a part of a state is.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Write};
use core::str::{Chars, FromStr};

use crate::base::text::escape;

/// One step from a value to a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Segment {
    /// A field or subsection of a struct or variant.
    Field(String),
    /// A variant of an enum. Its name is written as that of a field.
    Variant(String),
    /// An element of an array, list, set or tuple, by its position from 0; of all
    /// alike if there is none.
    Index(Option<usize>),
    /// A key of a map, by its position: keys themselves may be secrets.
    Key(Option<usize>),
    /// The value behind a key of a map, by its position.
    Value(Option<usize>),
}

impl Segment {
    /// The position, where the step has one.
    fn position(&mut self) -> Option<&mut Option<usize>> {
        match self {
            Self::Index(at) | Self::Key(at) | Self::Value(at) => Some(at),
            Self::Field(_) | Self::Variant(_) => None,
        }
    }

    /// Writes the step behind what `is_first` says whether anything precedes it.
    fn write(&self, is_first: bool, out: &mut impl Write) -> fmt::Result {
        match self {
            Self::Field(name) | Self::Variant(name) => write_name(name, is_first, out),
            Self::Index(Some(at)) => write!(out, "[{at}]"),
            Self::Index(None) => out.write_str("[]"),
            Self::Key(Some(at)) => write!(out, "{{key {at}}}"),
            Self::Key(None) => out.write_str("{key}"),
            Self::Value(Some(at)) => write!(out, "{{{at}}}"),
            Self::Value(None) => out.write_str("{}"),
        }
    }
}

/// The steps from a whole value to a part of it, from the outside inwards.
///
/// As text it is `queues[3].size`: names behind dots, `[3]` for an element of an
/// array, list, set or tuple, `{3}` for the value and `{key 3}` for the key of a map's
/// entry, all counted from 0. Where all elements are meant, the number is left out:
/// `queues[].size`. A name with other characters than letters, digits, `_` and `-`
/// stands in quotes, escaped as in Rust: `"virtio.mmio".size`. Errors, findings and `schema-tool` all write paths so, and
/// `inspect --path` reads them. The whole value is the empty text.
///
/// ```
/// use migratable::schema::{Path, Segment};
///
/// let path: Path = "queues[3].\"a.b\"{key 1}".parse().unwrap();
/// assert_eq!(path.segments()[1], Segment::Index(Some(3)));
/// assert_eq!(path.to_string(), "queues[3].\"a.b\"{key 1}");
///
/// let error = "queues[3".parse::<Path>().unwrap_err();
/// assert_eq!(error.to_string(), "not a path: `]` is missing behind `queues[3`");
/// ```
///
/// A text does not say whether a name is that of a field or of a variant, so what is
/// read from one has only fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Path(Vec<Segment>);

impl Path {
    /// The path of these steps.
    pub fn new(segments: Vec<Segment>) -> Self {
        Self(segments)
    }

    /// The steps, from the outside inwards.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// The steps, from the outside inwards.
    pub fn into_segments(self) -> Vec<Segment> {
        self.0
    }

    /// Whether it is that of the whole value.
    pub fn is_whole(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds a field or variant to the text of a path: behind a dot, unless it is the first
    /// step, and in quotes where that is needed.
    ///
    /// ```
    /// use migratable::schema::Path;
    ///
    /// let mut text = "queues[3]".to_owned();
    /// Path::add_name(&mut text, "a.b");
    /// assert_eq!(text, "queues[3].\"a.b\"");
    /// ```
    pub fn add_name(text: &mut String, name: &str) {
        push_name(text, name);
    }

    /// One step further.
    pub fn push(&mut self, segment: Segment) {
        self.0.push(segment);
    }

    /// Gives positions to the steps that have none, in their order.
    pub(crate) fn place(&mut self, positions: impl IntoIterator<Item = usize>) {
        let open = (self.0.iter_mut())
            .filter_map(Segment::position)
            .filter(|at| at.is_none());
        for (at, position) in open.zip(positions) {
            *at = Some(position);
        }
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.0.iter().enumerate()).try_for_each(|(index, step)| step.write(index == 0, f))
    }
}

/// Adds a step to the text of a path.
pub(crate) fn push_step(text: &mut String, step: &Segment) {
    let is_first = text.is_empty();
    // Writing to a string does not fail.
    let _ = step.write(is_first, text);
}

/// Adds a field or variant to the text of a path.
pub(crate) fn push_name(text: &mut String, name: &str) {
    let is_first = text.is_empty();
    let _ = write_name(name, is_first, text);
}

fn write_name(name: &str, is_first: bool, out: &mut impl Write) -> fmt::Result {
    if !is_first {
        out.write_char('.')?;
    }
    if !name.is_empty() && name.chars().all(is_plain) {
        return out.write_str(name);
    }
    out.write_char('"')?;
    write!(out, "{}", name.escape_debug())?;
    out.write_char('"')
}

fn is_plain(char: char) -> bool {
    char.is_ascii_alphanumeric() || matches!(char, '_' | '-')
}

/// Why a text is no [`Path`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathError {
    /// What is wrong.
    problem: String,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a path: {}", self.problem)
    }
}

impl core::error::Error for PathError {}

impl FromStr for Path {
    type Err = PathError;

    /// # Errors
    ///
    /// If a bracket or quote is not closed, a position is no number, or a name is
    /// missing.
    fn from_str(text: &str) -> Result<Self, PathError> {
        let mut path = Self::default();
        let mut rest = text;
        while !rest.is_empty() {
            let (step, left) = step(text, rest, path.is_whole())?;
            path.push(step);
            rest = left;
        }
        Ok(path)
    }
}

/// The step that `rest` begins with, which is the end of `text`.
fn step<'t>(text: &str, rest: &'t str, is_first: bool) -> Result<(Segment, &'t str), PathError> {
    if let Some(inside) = rest.strip_prefix('[') {
        let (digits, left) = closed(text, inside, ']')?;
        return Ok((Segment::Index(position(digits)?), left));
    }
    if let Some(inside) = rest.strip_prefix('{') {
        let (inside, left) = closed(text, inside, '}')?;
        return Ok((entry(inside)?, left));
    }
    let name = match rest.strip_prefix('.') {
        Some(name) if !is_first => name,
        None if is_first => rest,
        _ => return Err(misplaced(text, rest)),
    };
    let (name, left) = match name.strip_prefix('"') {
        Some(quoted) => unquoted(text, quoted)?,
        None => plain(text, name)?,
    };
    Ok((Segment::Field(name), left))
}

fn plain<'t>(text: &str, name: &'t str) -> Result<(String, &'t str), PathError> {
    let end = name.find(|char| !is_plain(char)).unwrap_or(name.len());
    match name.split_at(end) {
        ("", _) => Err(misplaced(text, name)),
        (name, left) => Ok((name.to_string(), left)),
    }
}

fn unquoted<'t>(text: &str, quoted: &'t str) -> Result<(String, &'t str), PathError> {
    let mut name = String::new();
    let mut chars = quoted.chars();
    loop {
        match chars.next() {
            Some('"') => return Ok((name, chars.as_str())),
            Some('\\') => name.push(escaped(&mut chars).ok_or_else(|| bad_escape(quoted))?),
            Some(char) => name.push(char),
            None => return Err(missing(text, '"')),
        }
    }
}

/// The character that a backslash and what follows it stand for.
fn escaped(chars: &mut Chars<'_>) -> Option<char> {
    match chars.next()? {
        '0' => Some('\0'),
        't' => Some('\t'),
        'n' => Some('\n'),
        'r' => Some('\r'),
        char @ ('"' | '\'' | '\\') => Some(char),
        'u' => {
            let (digits, left) = chars.as_str().strip_prefix('{')?.split_once('}')?;
            *chars = left.chars();
            char::from_u32(u32::from_str_radix(digits, 16).ok()?)
        }
        _ => None,
    }
}

fn bad_escape(quoted: &str) -> PathError {
    problem(format!(
        "`{}` has a backslash that does not stand for a character, as `\\\"` and `\\u{{e9}}` do",
        escape(quoted)
    ))
}

/// What stands before the bracket `end`, and what follows it.
fn closed<'t>(text: &str, inside: &'t str, end: char) -> Result<(&'t str, &'t str), PathError> {
    inside.split_once(end).ok_or_else(|| missing(text, end))
}

fn entry(inside: &str) -> Result<Segment, PathError> {
    match inside.strip_prefix("key") {
        Some("") => Ok(Segment::Key(None)),
        Some(digits) => match digits.strip_prefix(' ') {
            Some(digits) => Ok(Segment::Key(Some(number(digits)?))),
            None => Ok(Segment::Value(Some(number(inside)?))),
        },
        None => Ok(Segment::Value(position(inside)?)),
    }
}

fn position(digits: &str) -> Result<Option<usize>, PathError> {
    match digits {
        "" => Ok(None),
        digits => number(digits).map(Some),
    }
}

/// Spelled as it is written: without a sign or leading zeros.
fn number(digits: &str) -> Result<usize, PathError> {
    let number: Option<usize> = digits.parse().ok();
    number
        .filter(|number| number.to_string() == digits)
        .ok_or_else(|| problem(format!("`{}` is no position", escape(digits))))
}

fn missing(text: &str, end: char) -> PathError {
    problem(format!("`{end}` is missing behind `{}`", escape(text)))
}

/// Something that is neither a step nor the name of one.
fn misplaced(text: &str, rest: &str) -> PathError {
    let before = text.strip_suffix(rest).unwrap_or_default();
    let (before, rest) = (escape(before), escape(rest));
    problem(match before.to_string().is_empty() {
        true => format!("it begins with `{rest}`, where a name or [n] was expected"),
        false => format!("`{rest}` follows `{before}`, where .name, [n] or {{n}} was expected"),
    })
}

fn problem(problem: String) -> PathError {
    PathError { problem }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;

    #[test]
    fn every_path_is_read_as_it_is_written() {
        let names = [
            "a",
            "0",
            "-_",
            "a.b",
            "",
            "a\"b\\",
            "ä\u{1b}\u{301}",
            "\n\t'",
            "[0]",
            "{key 1}",
            " ",
        ];
        let positions = [None, Some(0), Some(17), Some(usize::MAX)];
        let mut steps: Vec<Segment> = names.map(|name| Segment::Field(name.into())).into();
        for at in positions {
            steps.extend([Segment::Index(at), Segment::Key(at), Segment::Value(at)]);
        }
        for first in &steps {
            for second in &steps {
                for path in [
                    vec![],
                    vec![first.clone()],
                    vec![first.clone(), second.clone()],
                ] {
                    let path = Path::new(path);
                    let text = path.to_string();
                    assert_eq!(text.parse(), Ok(path), "{text}");
                }
            }
        }
    }

    #[test]
    fn what_is_no_path_says_why() {
        for (text, says) in [
            (".a", "it begins with `.a`"),
            ("a..b", "`.b` follows `a.`"),
            ("a.", "follows `a.`"),
            ("a b", "` b` follows `a`"),
            ("a[1", "`]` is missing behind `a[1`"),
            ("a{1", "`}` is missing behind `a{1`"),
            ("\"a", "`\"` is missing"),
            (r#""a\x""#, "has a backslash that does not stand"),
            (r#""\u{d800}""#, "has a backslash that does not stand"),
            ("a[x]", "`x` is no position"),
            ("a[01]", "`01` is no position"),
            ("a[+1]", "`+1` is no position"),
            ("a{keys 1}", "`keys 1` is no position"),
            ("a{key }", "`` is no position"),
            ("a[1]b", "`b` follows `a[1]`"),
            ("a[99999999999999999999]", "is no position"),
            ("a]", "`]` follows `a`"),
            ("a\u{1b}", r"`\u{1b}` follows `a`"),
        ] {
            let error = text.parse::<Path>().unwrap_err().to_string();
            assert!(error.contains(says), "{text}: {error}");
        }
    }

    #[test]
    fn positions_are_filled_in_from_the_outside() {
        let mut path: Path = "a[].b{}[2]{key}[]".parse().unwrap();
        path.place([1, 2, 3]);
        assert_eq!(path.to_string(), "a[1].b{2}[2]{key 3}[]");
    }
}
