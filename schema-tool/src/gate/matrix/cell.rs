//! What one release makes of what another wrote.

use migratable::resolve::Verdict;

/// From best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cell {
    /// Both have the same schemas.
    Same,
    Compatible,
    Conditional,
    Incompatible,
}

impl Cell {
    pub(crate) const ALL: [Self; 4] = [
        Self::Same,
        Self::Compatible,
        Self::Conditional,
        Self::Incompatible,
    ];

    pub(super) fn of(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Compatible => Self::Compatible,
            Verdict::Conditional => Self::Conditional,
            // Nobody can migrate by it.
            Verdict::NotJudged | Verdict::Incompatible => Self::Incompatible,
        }
    }

    /// In a row of a document or a table.
    pub(crate) fn symbol(self) -> char {
        match self {
            Self::Same => '=',
            Self::Compatible => '+',
            Self::Conditional => '?',
            Self::Incompatible => '-',
        }
    }

    pub(super) fn from_symbol(symbol: char) -> Option<Self> {
        Self::ALL.into_iter().find(|cell| cell.symbol() == symbol)
    }

    /// In a word or two.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Same => "same schemas",
            Self::Compatible => Verdict::Compatible.as_str(),
            Self::Conditional => Verdict::Conditional.as_str(),
            Self::Incompatible => Verdict::Incompatible.as_str(),
        }
    }
}
