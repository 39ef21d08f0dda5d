//! Doc comments.

use syn::{Attribute, Expr, Lit, Meta};

use crate::attr::literal;

/// The doc comment among `attrs`: the lines as a person would read them, without the indentation
/// that all share and without blank lines around.
pub(crate) fn read(attrs: &[Attribute]) -> Option<String> {
    let texts: Vec<String> = attrs.iter().filter_map(text).collect();
    let lines: Vec<&str> = texts.iter().flat_map(|text| text.split('\n')).collect();
    let indent = lines
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()?;
    let lines: Vec<&str> = lines
        .iter()
        .map(|line| line.get(indent..).unwrap_or_default().trim_end())
        .collect();
    Some(lines.join("\n").trim_matches('\n').to_owned())
}

fn text(attr: &Attribute) -> Option<String> {
    match &attr.meta {
        Meta::NameValue(doc) if doc.path.is_ident("doc") => {
            string(&doc.value).map(|text| without_stars(&text))
        }
        _ => None,
    }
}

/// A doc attribute may also hold a macro like `include_str!`, which cannot be read here.
fn string(value: &Expr) -> Option<String> {
    match literal(value) {
        Some(Lit::Str(string)) => Some(string.value()),
        _ => None,
    }
}

/// Removes the ` * ` that lines of a block comment may begin with.
fn without_stars(text: &str) -> String {
    let starred = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('*');
    if text.lines().count() < 2 || !text.lines().skip(1).all(starred) {
        return text.to_owned();
    }
    let lines = text
        .lines()
        .map(|line| match line.trim_start().strip_prefix('*') {
            Some(rest) => rest,
            None => line,
        });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use syn::{ItemStruct, parse_str};

    fn doc(source: &str) -> Option<String> {
        let item: ItemStruct = parse_str(source).expect("a struct");
        super::read(&item.attrs)
    }

    #[test]
    fn lines_lose_the_indent_they_share() {
        let source = "/// Flags:\n///\n///   * bit 0\n///\nstruct S;";
        assert_eq!(doc(source).as_deref(), Some("Flags:\n\n  * bit 0"));
    }

    #[test]
    fn block_comments_lose_their_stars() {
        let source = "/** Flags.\n * One a bit.\n */\nstruct S;";
        assert_eq!(doc(source).as_deref(), Some("Flags.\nOne a bit."));
    }

    #[test]
    fn without_text_there_is_none() {
        assert_eq!(doc("struct S;"), None);
        assert_eq!(doc("///\nstruct S;"), None);
        assert_eq!(doc("#[doc(hidden)] struct S;"), None);
        assert_eq!(doc("#[doc = include_str!(\"s.md\")] struct S;"), None);
        assert_eq!(doc("#[deprecated = \"no more\"] struct S;"), None);
    }

    #[test]
    fn lines_and_blocks_as_a_person_reads_them() {
        for (source, read) in [
            ("/// A.\n/// B.\nstruct S;", "A.\nB."),
            ("///A.\n/// B.\nstruct S;", "A.\n B."),
            ("///  A.\n///\n/// B.\nstruct S;", " A.\n\nB."),
            ("///\n/// A.   \n///\nstruct S;", "A."),
            ("#[doc = \" A.\\n B.\"] struct S;", "A.\nB."),
            ("/// A.\n#[deprecated = \"no more\"]\nstruct S;", "A."),
            ("/** A. */\nstruct S;", "A."),
            ("/// * A.\nstruct S;", "* A."),
            ("/** * A. */\nstruct S;", "* A."),
            (
                "/** A.\n *\n *   B.\n * C.\n */\nstruct S;",
                "A.\n\n  B.\nC.",
            ),
            ("/** A.\n\n * B.\n */\nstruct S;", "A.\n\nB."),
            ("/** A.\n * B.\n C. */\nstruct S;", "A.\n* B.\nC."),
        ] {
            assert_eq!(doc(source).as_deref(), Some(read), "{source}");
        }
    }
}
