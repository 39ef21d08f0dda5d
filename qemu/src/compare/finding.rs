//! What a comparison says.

use super::model::{Item, Kind};
use super::rules::{Rule, Verdict};

/// What is found between a writer and a reader.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The rule by which it is judged.
    pub rule: &'static Rule,
    /// The device: type of a dump, or name and instance of a stream; not escaped.
    pub device: String,
    /// Fields from the device to the place, not escaped.
    pub path: String,
    /// What the writer has there, fit for a terminal.
    pub writer: String,
    /// What the reader has there, fit for a terminal.
    pub reader: String,
}

/// Findings, of which not more than so many are kept. Beyond these, one takes the place
/// of another only if it is graver than all: the verdict is that of the gravest.
pub(super) struct Findings {
    most: usize,
    kept: Vec<Finding>,
    gravest: Option<Verdict>,
}

impl Findings {
    pub(super) fn new(most: usize) -> Self {
        Self {
            most,
            kept: Vec::new(),
            gravest: None,
        }
    }

    pub(super) fn add(&mut self, finding: Finding) {
        let verdict = Some(finding.rule.verdict);
        if self.kept.len() >= self.most {
            if self.gravest >= verdict {
                return;
            }
            self.kept.pop();
        }
        self.gravest = self.gravest.max(verdict);
        self.kept.push(finding);
    }

    /// The verdict of the gravest; `None` if there is none.
    pub(super) fn gravest(&self) -> Option<Verdict> {
        self.gravest
    }

    /// Whether a finding of this rule is kept.
    pub(super) fn has(&self, rule: &'static Rule) -> bool {
        self.kept.iter().any(|finding| finding.rule == rule)
    }

    pub(super) fn into_vec(self) -> Vec<Finding> {
        self.kept
    }
}

/// A field in a few words.
pub(super) fn shown(item: &Item) -> String {
    let name = crate::text::shown(&item.name);
    let kind = match &item.kind {
        Kind::Unused => "padding".into(),
        Kind::Buffer => "buffer".into(),
        Kind::Typed(label) => crate::text::shown(label).to_string(),
        Kind::Plain => "field".to_owned(),
        Kind::Struct(def) => format!("struct {}", crate::text::shown(&def.name)),
    };
    let count = match item.count {
        Some(1) | None => String::new(),
        Some(count) => format!("{count} × "),
    };
    let condition = if item.conditional {
        ", under a condition"
    } else {
        ""
    };
    let size = match item.kind {
        Kind::Struct(_) => String::new(),
        _ => format!(" of {count}{} bytes", item.size),
    };
    format!("{name}: {kind}{size}{condition}")
}
