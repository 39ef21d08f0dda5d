//! What loading a value of a type may involve besides its bytes.

use super::stack::{self, copies};
use crate::schema::Type;

/// Facts about a type that decide how its values are loaded. Those of a
/// composite type are the [`join`](Self::join) of its parts'.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Loading {
    /// Some bytes of the right length are refused: a bool of 2, a number out of
    /// its range.
    pub(crate) refuses: bool,
    /// A live value that is loaded in place keeps what a new value would not
    /// have: skipped fields, allocations, a shared handle; or it is compared.
    pub(crate) keeps: bool,
    /// It must see the [`Decoder`](super::Decoder), and its check the live value:
    /// code of its author runs, or the live value is compared or locked.
    pub(crate) is_contextual: bool,
    /// A field in it is compared with the live one.
    pub(crate) compares: bool,
    /// Code that is not the derive's may refuse what the check let pass.
    pub(crate) may_refuse: bool,
    /// Values that are equal to Rust have equal bytes.
    pub(crate) has_own_eq: bool,
    /// A device with a version of its own is in it.
    pub(crate) has_version: bool,
    /// A device that is told when all is loaded is in it.
    pub(crate) has_loaded: bool,
    /// A device that is asked whether it is needed is in it.
    pub(crate) has_needed: bool,
    /// A device that is asked whether it is blocked is in it.
    pub(crate) has_blocked: bool,
    /// Keys in it have older versions, so that their order would not be that of the bytes.
    pub(crate) has_older_keys: bool,
    /// Elements in it take no bytes, so that nothing bounds how many there are.
    pub(crate) has_empty_elements: bool,
    /// A state of its own, which stands on the stack in place, is too large for it.
    pub(crate) has_large_state: bool,
    /// Code of an author makes another value of what is encoded, so that the fields that
    /// the type has in Rust are not those in the schema.
    pub(crate) converts: bool,
    /// An estimate of the stack that decoding takes in a debug build, in bytes.
    on_stack: usize,
    /// Where it is said that it is too large for the stack.
    excess: Excess,
}

/// Where it is said that a type is too large for the stack: once, as far down as
/// there is a name that its author can be shown.
#[derive(Clone, Copy, Debug)]
enum Excess {
    /// Nowhere yet.
    Unsaid,
    /// At the derived type that this is.
    Here,
    /// At a derived type within.
    Below,
}

impl Excess {
    const fn below(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unsaid, Self::Unsaid) => Self::Unsaid,
            _ => Self::Below,
        }
    }
}

/// So much memory for each byte is in proportion to input, and is not drawn from a
/// budget.
pub(crate) const HEAP_PER_BYTE: usize = 32;

/// A part of a derived type.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct PartLoading {
    loading: Loading,
    size: usize,
}

impl PartLoading {
    /// A part that is a `T`.
    pub const fn of<T>(loading: Loading) -> Self {
        let size = size_of::<T>();
        Self { loading, size }
    }
}

impl Loading {
    /// Any bytes of the right length are a value, which is all that there is.
    pub const ANY_BITS: Self = Self {
        refuses: false,
        keeps: false,
        is_contextual: false,
        compares: false,
        may_refuse: false,
        has_own_eq: false,
        has_version: false,
        has_loaded: false,
        has_needed: false,
        has_blocked: false,
        has_older_keys: false,
        has_empty_elements: false,
        has_large_state: false,
        converts: false,
        on_stack: 0,
        excess: Excess::Unsaid,
    };

    /// Some bytes are no value.
    pub const CHECKED: Self = Self {
        refuses: true,
        ..Self::ANY_BITS
    };

    /// Text and collections: some bytes are no value, and allocations are kept.
    pub const COLLECTION: Self = Self {
        keeps: true,
        ..Self::CHECKED
    };

    /// Nothing is known of a codec that was written by hand.
    pub const BY_HAND: Self = Self {
        keeps: true,
        is_contextual: true,
        may_refuse: true,
        has_own_eq: true,
        converts: true,
        ..Self::CHECKED
    };

    /// Whether a live value is worth loading in place.
    #[must_use]
    pub const fn keeps(self) -> bool {
        self.keeps
    }

    /// Whether a live value is compared, or code of the author runs.
    #[must_use]
    pub const fn is_contextual(self) -> bool {
        self.is_contextual
    }

    /// Whether a field in it must match.
    #[must_use]
    pub const fn compares(self) -> bool {
        self.compares
    }

    /// What holds parts of both kinds.
    #[must_use]
    pub const fn join(self, other: Self) -> Self {
        Self {
            refuses: self.refuses || other.refuses,
            keeps: self.keeps || other.keeps,
            is_contextual: self.is_contextual || other.is_contextual,
            compares: self.compares || other.compares,
            may_refuse: self.may_refuse || other.may_refuse,
            has_own_eq: self.has_own_eq || other.has_own_eq,
            has_version: self.has_version || other.has_version,
            has_loaded: self.has_loaded || other.has_loaded,
            has_needed: self.has_needed || other.has_needed,
            has_blocked: self.has_blocked || other.has_blocked,
            has_older_keys: self.has_older_keys || other.has_older_keys,
            has_empty_elements: self.has_empty_elements || other.has_empty_elements,
            has_large_state: self.has_large_state || other.has_large_state,
            converts: self.converts || other.converts,
            on_stack: match self.on_stack > other.on_stack {
                true => self.on_stack,
                false => other.on_stack,
            },
            excess: self.excess.below(other.excess),
        }
    }

    /// A derived type of these parts, whose `Eq` its author may have written.
    #[must_use]
    pub const fn of(parts: &[PartLoading]) -> Self {
        let mut all = Self::ANY_BITS;
        let mut held = 0_usize;
        let mut i = 0;
        while i < parts.len() {
            let PartLoading { loading, size } = parts[i];
            all = all.join(loading.on_stack(size, copies::OF_PART));
            held = held.saturating_add(size.saturating_mul(copies::OF_HELD_PART));
            held = held.saturating_add(copies::BYTES_PER_PART);
            i += 1;
        }
        all.has_own_eq = true;
        all.on_stack(held, 1)
    }

    /// Fields are skipped, so that a live value is more than its bytes.
    #[must_use]
    pub const fn keeping(mut self) -> Self {
        self.keeps = true;
        self
    }

    /// A field's number or length is bounded, or there are tags.
    #[must_use]
    pub const fn refusing(mut self) -> Self {
        self.refuses = true;
        self
    }

    /// A value of so many bytes gets a place of its own on the heap for a `T`. Where
    /// that is out of proportion to the bytes, it is drawn from the budget, which may
    /// refuse it.
    #[must_use]
    pub(crate) const fn on_heap<T>(mut self, len: Option<usize>) -> Self {
        if let Some(len) = len
            && size_of::<T>() > len.saturating_mul(HEAP_PER_BYTE)
        {
            self.refuses = true;
            self.is_contextual = true;
        }
        self
    }

    /// What holds the live value may be locked or poisoned, which the check finds.
    #[must_use]
    pub const fn locked(mut self) -> Self {
        self.refuses = true;
        self.is_contextual = true;
        self
    }

    /// A field is compared with the live one.
    #[must_use]
    pub const fn comparing(mut self) -> Self {
        self.refuses = true;
        self.keeps = true;
        self.is_contextual = true;
        self.compares = true;
        self
    }

    /// It is upgraded. What changes a field that must match is refused when it has run.
    #[must_use]
    pub const fn upgrading(mut self) -> Self {
        self.may_refuse = self.may_refuse || self.compares;
        self
    }

    /// A field is limited by what the live value allows.
    #[must_use]
    pub const fn limited(mut self) -> Self {
        self.refuses = true;
        self.is_contextual = true;
        self
    }

    /// Code of the author runs when a value is loaded, and may refuse it.
    #[must_use]
    pub const fn hooked(mut self, may_refuse: bool) -> Self {
        self.is_contextual = true;
        self.may_refuse = self.may_refuse || may_refuse;
        self
    }

    /// It takes over the state of devices that only other releases have. Whether it does, and
    /// so may refuse, the loader knows.
    #[must_use]
    pub const fn taking_over(mut self) -> Self {
        self.is_contextual = true;
        self
    }

    /// It was another type in older versions, from which code of the author converts. What
    /// comes of that may be refused; whether a value is of one, the loader knows.
    #[must_use]
    pub const fn converted(mut self) -> Self {
        self.refuses = true;
        self.keeps = true;
        self.is_contextual = true;
        self
    }

    /// A set or map with keys of this type.
    #[must_use]
    pub(super) const fn of_keys(mut self, ty: &Type) -> Self {
        self.has_older_keys = self.has_older_keys || ty.has_older();
        self
    }

    /// Another value stands in the stream.
    #[must_use]
    pub const fn converting(mut self) -> Self {
        self.converts = true;
        self
    }

    /// Whether it is to be had may change after the check, as with a lock.
    #[must_use]
    pub const fn shared(mut self) -> Self {
        self.refuses = true;
        self.keeps = true;
        self.is_contextual = true;
        self.may_refuse = true;
        self
    }

    /// A device with a version.
    #[must_use]
    pub const fn versioned(mut self) -> Self {
        self.has_version = true;
        self
    }

    /// A device that is told when all is loaded.
    #[must_use]
    pub const fn told(mut self) -> Self {
        self.has_loaded = true;
        self
    }

    /// A device that is asked, before it is saved, whether it is needed or blocked.
    #[must_use]
    pub const fn asked(mut self, needed: bool, blocked: bool) -> Self {
        self.has_needed = self.has_needed || needed;
        self.has_blocked = self.has_blocked || blocked;
        self
    }

    /// An older type, which is decoded on its own, and never saved: what only counts for a
    /// device as a whole does no harm there.
    #[must_use]
    pub(super) const fn alone(mut self) -> Self {
        self.has_version = false;
        self.has_loaded = false;
        self.has_needed = false;
        self.has_blocked = false;
        self
    }

    /// A collection of elements, or a map with keys, of at least `min_len` bytes.
    #[must_use]
    pub(super) const fn of_elements(mut self, min_len: usize) -> Self {
        self.has_empty_elements = self.has_empty_elements || min_len == 0;
        self
    }

    /// An `S` is on the stack while the value is loaded in place.
    #[must_use]
    pub(super) const fn through<S>(mut self) -> Self {
        let on_stack = size_of::<S>().saturating_mul(copies::OF_STATE);
        self.has_large_state = self.has_large_state || !stack::holds(on_stack);
        self
    }

    /// A `T` is on the stack that often while its parts are decoded.
    #[must_use]
    pub(super) const fn holding<T>(self, copies: usize) -> Self {
        let mut all = self.on_stack(size_of::<T>(), copies);
        all.excess = all.excess.below(Excess::Unsaid);
        all
    }

    /// A derived type that is a `T`, of one variant or more.
    #[must_use]
    pub const fn derived<T>(self, variants: usize) -> Self {
        let copies = copies::OF_VARIANT.saturating_mul(variants);
        let mut all = self.holding::<T>(copies.saturating_add(copies::OF_DERIVED));
        if let (Excess::Unsaid, false) = (all.excess, stack::holds(all.on_stack)) {
            all.excess = Excess::Here;
        }
        all
    }

    const fn on_stack(mut self, size: usize, copies: usize) -> Self {
        self.on_stack = self.on_stack.saturating_add(size.saturating_mul(copies));
        self
    }

    /// How much of the stack decoding takes in a debug build, and how much it may
    /// take, in bytes.
    #[must_use]
    pub const fn stack(self) -> (usize, usize) {
        (self.on_stack, stack::MOST)
    }

    /// What decoding a value takes that is all there is.
    #[must_use]
    pub const fn whole<T>(self) -> Self {
        self.holding::<T>(copies::OF_WHOLE)
    }

    /// Whether the stack holds a value while it is decoded, or a type within says
    /// that it does not.
    pub(super) const fn fits_the_stack(self) -> bool {
        matches!(self.excess, Excess::Below) || stack::holds(self.on_stack)
    }
}
