//! How the value of a field has to suit the live device.

/// How a field's value has to suit the live device that it is loaded into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Configuration {
    /// `must_match`: it equals the live value, which stays.
    MustMatch,
    /// `allowed(subset_of = …)`: it has no bit that the live device does not offer.
    SubsetOf,
    /// `allowed(at_most = …)`: it is no larger than the live device allows.
    AtMost,
    /// `allowed(at_least = …)`: it is no smaller than the live device allows.
    AtLeast,
}

impl Configuration {
    const LIMITS: [Self; 3] = [Self::SubsetOf, Self::AtMost, Self::AtLeast];

    /// The key of the attribute, within `allowed` or by itself.
    pub const fn key(self) -> &'static str {
        match self {
            Self::MustMatch => "must_match",
            Self::SubsetOf => "subset_of",
            Self::AtMost => "at_most",
            Self::AtLeast => "at_least",
        }
    }

    /// How a message says before the limit what is allowed.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::MustMatch => "exactly",
            Self::SubsetOf => "no more bits than",
            Self::AtMost => "at most",
            Self::AtLeast => "at least",
        }
    }

    /// What `allowed` of a schema says.
    pub(super) fn limit(key: &str) -> Option<Self> {
        Self::LIMITS.into_iter().find(|limit| limit.key() == key)
    }
}
