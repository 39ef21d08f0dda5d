//! What generated code reports: that something is wrong, cheaply.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::ToString;
use core::fmt;

use crate::base::budget::BudgetExceeded;

/// Why a value could not be encoded, or bytes could not be loaded.
///
/// It is one pointer wide, because generated code returns it everywhere. Where
/// in the data the fault lies is found by walking the schema over the bytes
/// once more, which costs nothing while all is well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault(Box<Reason>);

impl Fault {
    /// A fault with a message of its own, for hand-written codecs and checks.
    #[cold]
    pub fn new(message: impl fmt::Display) -> Self {
        Reason::Message(Cow::Owned(message.to_string())).into()
    }

    /// A fault whose message is the same whatever the value is.
    #[cold]
    pub(crate) fn fixed(message: &'static str) -> Self {
        Reason::Message(Cow::Borrowed(message)).into()
    }

    /// A field that breaks a constraint of its author's.
    #[cold]
    pub(crate) fn breach(constraint: Constraint, field: &str, message: impl fmt::Display) -> Self {
        let (field, message) = (field.into(), message.to_string().into());
        Reason::Constraint {
            constraint,
            field: Some(field),
            message,
        }
        .into()
    }

    /// As that of the sensitive field `name`: what was made of a value below it
    /// is not shown.
    #[doc(hidden)]
    #[cold]
    #[must_use]
    pub fn below_sensitive(self, name: &str) -> Self {
        let broken = format!(
            "`{name}`, which is sensitive, holds what it must not: a value below it breaks a \
             constraint"
        );
        match *self.0 {
            Reason::Message(Cow::Owned(_)) => Self::new(broken),
            Reason::Constraint { constraint, .. } => Self::breach(constraint, name, broken),
            Reason::Refused { hook, .. } => {
                let message = format!("{hook} refused a value below `{name}`, which is sensitive");
                let message = message.into();
                Reason::Refused { hook, message }.into()
            }
            _ => self,
        }
    }

    /// Whether a value is in the message that this library made. What hooks and
    /// codecs of an author say is theirs.
    pub(crate) fn shows_value(&self) -> bool {
        matches!(
            self.reason(),
            Reason::Constraint {
                constraint: Constraint::Range | Constraint::MaxLen | Constraint::Allowed,
                ..
            }
        )
    }

    /// What is left to say where nobody knows whether the value may be shown: not
    /// even the field is, whose name can be that of one in a variant.
    pub(crate) fn without_value(self) -> Self {
        match *self.0 {
            Reason::Constraint { constraint, .. } => Reason::Constraint {
                constraint,
                field: None,
                message: format!(
                    "a value breaks its `{}`; it is not shown, as it may stand in a sensitive field",
                    constraint.key()
                )
                .into(),
            }
            .into(),
            _ => self,
        }
    }

    /// What is wrong.
    pub fn reason(&self) -> &Reason {
        &self.0
    }
}

impl From<Reason> for Fault {
    #[cold]
    #[inline(never)]
    fn from(reason: Reason) -> Self {
        Self(Box::new(reason))
    }
}

impl From<BudgetExceeded> for Fault {
    #[cold]
    fn from(exceeded: BudgetExceeded) -> Self {
        Reason::Budget(exceeded).into()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl core::error::Error for Fault {}

/// The ways in which bytes are not a value, or a value cannot be encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reason {
    /// The data ends before the value is complete.
    Truncated,
    /// There are bytes behind the end of the value.
    Trailing,
    /// A bool is neither 0 nor 1.
    Bool,
    /// A char is not exactly one UTF-8 character.
    Char,
    /// A string is not UTF-8.
    Utf8,
    /// An option does not begin with 0 or 1.
    Option,
    /// A varint is larger than its type.
    VarintTooLarge,
    /// A varint is not in its shortest form.
    VarintNotShortest,
    /// A count is larger than the bytes that are left allow.
    Count,
    /// An enum has no variant with this tag.
    Variant,
    /// Subsections do not ascend by tag, or one is there twice.
    SubsectionOrder,
    /// A struct has no subsection with this tag.
    SubsectionUnknown,
    /// The elements of a set or the keys of a map do not ascend.
    Order,
    /// A number that is never 0 is 0.
    Zero,
    /// A value took more or fewer bytes than its length said: it changed while
    /// it was encoded, or a hand-written codec is wrong.
    Length,
    /// The value would take more memory than its budget has.
    Budget(BudgetExceeded),
    /// A field breaks a constraint that its author put on it.
    #[non_exhaustive]
    Constraint {
        /// Which.
        constraint: Constraint,
        /// Name of the field. `None` where a [`Violation`](crate::value::Violation)
        /// has the whole path, and where it may be in a sensitive field.
        field: Option<Box<str>>,
        /// What is wrong, for people.
        message: Box<str>,
    },
    /// A hook of the author refused the value.
    #[non_exhaustive]
    Refused {
        /// The key of the hook, as `validate`.
        hook: &'static str,
        /// What it said, and of which type, for people.
        message: Box<str>,
    },
    /// Anything else, said by hand-written code.
    Message(Cow<'static, str>),
}

/// A constraint on a field, by the key of the attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Constraint {
    /// `range`: a number is outside of it.
    Range,
    /// `max_len`: there are more elements or bytes.
    MaxLen,
    /// `must_match`: the stream's configuration is not that of the live device.
    MustMatch,
    /// `allowed`: a number is not what the live device allows.
    Allowed,
}

impl Constraint {
    /// The key of the attribute.
    const fn key(self) -> &'static str {
        match self {
            Self::Range => "range",
            Self::MaxLen => "max_len",
            Self::MustMatch => "must_match",
            Self::Allowed => "allowed",
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Truncated => "the data ends before the value is complete",
            Self::Trailing => "there are bytes behind the end of the value",
            Self::Bool => "a bool is 0 or 1",
            Self::Char => "a char is exactly one UTF-8 character",
            Self::Utf8 => "a string is UTF-8",
            Self::Option => "an option begins with 0 or 1",
            Self::VarintTooLarge => "the varint is larger than its type",
            Self::VarintNotShortest => "the varint is not in its shortest form",
            Self::Count => "the count is larger than the bytes that are left allow",
            Self::Variant => "the enum has no variant with this tag",
            Self::SubsectionOrder => "subsections ascend by tag, each at most once",
            Self::SubsectionUnknown => "the struct has no subsection with this tag",
            Self::Order => "elements of a set and keys of a map ascend without repeats",
            Self::Zero => "the number is 0, which it never is",
            Self::Length => "the value takes another number of bytes than its length said",
            Self::Budget(exceeded) => return exceeded.fmt(f),
            Self::Constraint { message, .. } | Self::Refused { message, .. } => message,
            Self::Message(text) => text,
        })
    }
}
