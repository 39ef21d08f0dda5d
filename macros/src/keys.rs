//! What a key is, and at which levels it can stand.

/// A place where keys can stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    Type,
    Field,
    Variant,
    Range,
    Allowed,
    Subsection,
    Retired,
    Older,
    TakeOver,
}

impl Level {
    pub(crate) fn place(self) -> &'static str {
        match self {
            Level::Type => "on the type",
            Level::Field => "on a field",
            Level::Variant => "on a variant",
            Level::Range => "inside `range(…)`",
            Level::Allowed => "inside `allowed(…)`",
            Level::Subsection => "inside `subsection(…)`",
            Level::Retired => "inside `retired(…)`",
            Level::Older => "inside `older(…)`",
            Level::TakeOver => "inside `takes_over(…)`",
        }
    }
}

#[derive(Clone, Copy)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    /// An example of it, for messages.
    pub(crate) usage: &'static str,
    pub(crate) repeats: bool,
}

/// The keys of all levels.
#[derive(Clone, Copy)]
pub(crate) struct Levels(pub(crate) &'static [(Level, &'static [Key])]);

impl Levels {
    /// The levels that have a key called `name`.
    pub(crate) fn with_key(self, name: &str) -> impl Iterator<Item = Level> {
        let has = move |keys: &[Key]| keys.iter().any(|key| key.name == name);
        let levels = self.0.iter().filter(move |(_, keys)| has(keys));
        levels.map(|(level, _)| *level)
    }

    /// Whether any level has a key called `name`.
    pub(crate) fn has_key(self, name: &str) -> bool {
        self.with_key(name).next().is_some()
    }
}
