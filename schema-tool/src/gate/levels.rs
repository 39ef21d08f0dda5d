//! What findings count for: the rules' own levels, and what the user says instead.

use std::ffi::OsStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Arg, Command};
use migratable::resolve::{Finding, Level, RULES, Rule, Verdict, rule};

use super::scope::Scope;
use crate::error::{Error, Result};

/// Those that findings are accepted by. What was not judged is never accepted.
const VERDICTS: [Verdict; 3] = [
    Verdict::Compatible,
    Verdict::Conditional,
    Verdict::Incompatible,
];

/// Findings that are meant: of a rule, or of all rules with a verdict, everywhere or in
/// a place. `number-narrowed`, `conditional`, `field-removed:uart.gone`.
#[derive(Clone, Debug)]
pub(super) struct Selector {
    rules: Rules,
    scope: Option<Scope>,
}

#[derive(Clone, Copy, Debug)]
enum Rules {
    One(&'static Rule),
    Of(Verdict),
}

impl Selector {
    /// All findings with a verdict.
    pub(super) fn of(verdict: Verdict) -> Self {
        Self {
            rules: Rules::Of(verdict),
            scope: None,
        }
    }

    fn covers(&self, device: &str, finding: &Finding) -> bool {
        let is_meant = match self.rules {
            Rules::One(rule) => finding.rule.id == rule.id,
            Rules::Of(verdict) => finding.verdict == verdict,
        };
        is_meant && (self.scope.as_ref()).is_none_or(|scope| scope.covers(device, &finding.path))
    }

    /// What says more comes before what says less.
    fn weight(&self) -> (usize, bool) {
        let scope = self.scope.as_ref().map_or(0, Scope::len);
        (scope, matches!(self.rules, Rules::One(_)))
    }
}

/// Reads `RULE[:PATH]`. A rule that there is not is a wrong command line, with the
/// nearest that there is.
#[derive(Clone)]
pub(super) struct SelectorParser;

impl TypedValueParser for SelectorParser {
    type Value = Selector;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> std::result::Result<Selector, clap::Error> {
        let failed = |text: String| {
            clap::Error::raw(ErrorKind::ValueValidation, text + "\n").with_cmd(command)
        };
        let text = (value.to_str()).ok_or_else(|| failed("the value is not UTF-8".to_owned()))?;
        let (id, scope) = match text.split_once(':') {
            Some((id, scope)) => (id, Some(scope)),
            None => (text, None),
        };
        let words = VERDICTS.map(Verdict::as_str).into_iter();
        let ids = RULES.iter().map(|rule| rule.id);
        let known = PossibleValuesParser::new(ids.chain(words));
        let id = known.parse_ref(command, arg, OsStr::new(id))?;
        let verdict = VERDICTS.into_iter().find(|verdict| verdict.as_str() == id);
        let rules = match (rule(&id), verdict) {
            (Some(rule), _) => Rules::One(rule),
            (None, Some(verdict)) => Rules::Of(verdict),
            (None, None) => return Err(failed(format!("there is no rule `{id}`"))),
        };
        let scope = scope.map(|scope| Scope::try_from(scope.to_owned()));
        let scope = scope.transpose().map_err(failed)?;
        Ok(Selector { rules, scope })
    }
}

/// What the user says about levels.
#[derive(Debug, Default)]
pub(super) struct Levels {
    said: Vec<(Selector, Level)>,
}

impl Levels {
    /// # Errors
    ///
    /// If a rule that is forbidden is to be less than that.
    pub(super) fn new(said: Vec<(Selector, Level)>) -> Result<Self> {
        for (selector, level) in &said {
            match selector.rules {
                Rules::One(rule) if rule.level == Level::Forbid && *level < Level::Deny => {
                    return Err(Error::Usage(format!(
                        "`{}` always fails, and --{level} cannot change that: {}",
                        rule.id, rule.title
                    )));
                }
                _ => {}
            }
        }
        Ok(Self { said })
    }

    /// What a finding counts for. Whatever says more is heeded: a longer path before a
    /// shorter one, a rule before a verdict, and then the stricter level.
    pub(super) fn of(&self, device: &str, finding: &Finding) -> Level {
        let default = finding.rule.level;
        if default == Level::Forbid {
            return default;
        }
        let about = self
            .said
            .iter()
            .filter(|(selector, _)| selector.covers(device, finding));
        let said = about.max_by_key(|(selector, level)| (selector.weight(), *level));
        said.map_or(default, |(_, level)| *level)
    }
}
