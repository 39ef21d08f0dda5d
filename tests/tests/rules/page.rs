//! `docs/rules.md` says what the catalogue says.

use migratable::resolve::{RULES, Rule, Verdict};

use migratable_tests::assert_file;

#[test]
fn the_page_is_made_from_the_catalogue() {
    let mut page = String::from(
        "# Rules of compatibility\n\n\
         Made from the catalogue in `runtime/src/resolve/rules.rs`; change it there. Each rule\n\
         says what changed from the writer to the reader, and what follows. What to do\n\
         about it is for the release that is not out yet, by whether it reads what the older one\n\
         wrote or writes for it. `schema-tool explain` prints a rule. `schema-tool check` fails on\n\
         what is denied or forbidden, and shows what is to be a warning; `--allow`, `--warn` and\n\
         `--deny` say otherwise, but for what is forbidden.\n",
    );
    let headings = [
        (
            Verdict::Compatible,
            "Compatible",
            "Every value of the writer's type loads.",
        ),
        (
            Verdict::Conditional,
            "Conditional",
            "A value loads if and only if the condition holds on it. The source checks it before\n\
             the guest stops, and again on the bytes before they leave.",
        ),
        (
            Verdict::Incompatible,
            "Incompatible",
            "No value loads. Below something that a value may be without, as an option, list, map,\n\
             subsection or variant, that becomes a condition: \"must be absent\", \"must be empty\",\n\
             \"must not be `B`\".",
        ),
    ];
    for (verdict, heading, meaning) in headings {
        page += &format!(
            "\n## {heading}\n\n{meaning}\n\n| rule | level | what changed | why | what to do |\n|---|---|---|---|---|\n"
        );
        for rule in RULES.iter().filter(|rule| rule.verdict == verdict) {
            page += &format!(
                "| `{}` | {} | {} | {} | {} |\n",
                rule.id,
                rule.level,
                rule.title,
                rule.reason,
                hints(rule)
            );
        }
    }
    assert_file("docs/rules.md", &page);
}

/// What to do, by what the release at hand does.
fn hints(rule: &Rule) -> String {
    match rule.writer_hint == rule.hint {
        true => rule.hint.to_owned(),
        false => format!(
            "If it reads: {} If it writes: {}",
            rule.hint, rule.writer_hint
        ),
    }
}

/// What fails a release by default is reviewed as one list.
#[test]
fn levels_are_pinned() {
    let levels = RULES
        .iter()
        .map(|rule| format!("{:6}  {}\n", rule.level, rule.id));
    let list: String = levels.collect();
    assert_file("tests/snapshots/rule-levels.txt", &list);
}

/// Scripts and suppressions name rules: an id is never renamed or used for
/// something else. New ones are added here.
#[test]
fn ids_are_pinned() {
    let ids: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
    assert_file("tests/snapshots/rule-ids.txt", &(ids.join("\n") + "\n"));
}
