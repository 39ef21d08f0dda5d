//! Findings that the user accepts.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use migratable::resolve::{Finding, RULES, Verdict};

/// What `--allow` accepts: the findings of a rule.
#[derive(Clone, Debug)]
pub(super) struct Allow {
    rule: String,
}

impl Allow {
    /// Reads the option. A rule that there is not is a wrong command line, with
    /// the nearest that there is.
    pub(super) fn parser() -> impl TypedValueParser<Value = Self> {
        let rules = RULES.iter().map(|rule| rule.id);
        PossibleValuesParser::new(rules).map(|rule| Self { rule })
    }

    fn accepts(&self, finding: &Finding) -> bool {
        finding.rule.id == self.rule
    }
}

/// What does not count.
#[derive(Debug)]
pub(super) struct Accepted<'a> {
    pub(super) allowed: &'a [Allow],
    /// The gravest verdict that is fine.
    pub(super) verdict: Verdict,
}

impl Accepted<'_> {
    /// Whether the user said that these findings are fine.
    pub(super) fn is_allowed(&self, finding: &Finding) -> bool {
        self.allowed.iter().any(|allow| allow.accepts(finding))
    }

    /// The gravest verdict of those findings that the user did not allow.
    pub(super) fn verdict<'f>(&self, findings: impl IntoIterator<Item = &'f Finding>) -> Verdict {
        let counted = findings.into_iter().filter(|one| !self.is_allowed(one));
        let verdicts = counted.map(|finding| finding.verdict);
        verdicts.max().unwrap_or(Verdict::Compatible)
    }

    pub(super) fn is_fine(&self, verdict: Verdict) -> bool {
        verdict <= self.verdict
    }
}
