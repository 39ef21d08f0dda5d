//! What all decoders of one load share.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};

use crate::base::budget::Budget;

/// State whose meaning has an older version.
#[doc(hidden)]
#[derive(Debug)]
pub struct Older {
    /// The version of the device's meaning that wrote it.
    pub(crate) version: u32,
    /// Fields and subsections of the device that the writer did not have, and
    /// that hold their defaults: those have the new meaning already.
    pub(crate) lacks: Vec<String>,
}

impl Older {
    pub fn version(&self) -> u32 {
        self.version
    }

    pub fn lacks(&self, name: &str) -> bool {
        self.lacks.iter().any(|lacking| lacking == name)
    }
}

/// The state of one device, which another takes over.
#[doc(hidden)]
#[derive(Clone, Copy, Debug)]
pub struct Taken<'a> {
    /// Position in [`Schema::takes_over`](crate::schema::Schema::takes_over) of the one that
    /// takes it.
    pub(crate) entry: usize,
    /// What the machine's author says of the place.
    pub(crate) part: u32,
    pub(crate) payload: &'a [u8],
    /// A plan made it, and marked which parts stand in which version.
    pub(crate) is_marked: bool,
}

/// The limits that a live value sets, while it is checked against its own encoding.
#[derive(Debug)]
pub(crate) struct Limits<'p> {
    payload: &'p [u8],
    /// By offset in the payload.
    found: RefCell<Vec<(usize, Vec<u8>)>>,
}

impl<'p> Limits<'p> {
    pub(crate) fn of(payload: &'p [u8]) -> Self {
        Self {
            payload,
            found: RefCell::default(),
        }
    }

    /// Notes the limit of the value that stands at the beginning of `rest`.
    pub(super) fn note(&self, rest: &[u8], limit: &[u8]) {
        // What is compared stands in the payload, or, if it was put in, somewhere else.
        let offset = rest
            .as_ptr()
            .addr()
            .checked_sub(self.payload.as_ptr().addr());
        let offset = offset.filter(|offset| *offset < self.payload.len());
        if let (Some(offset), Ok(mut found)) = (offset, self.found.try_borrow_mut()) {
            found.push((offset, limit.to_vec()));
        }
    }

    /// In the order of their offsets.
    pub(crate) fn into_found(self) -> Vec<(usize, Vec<u8>)> {
        let mut found = self.found.into_inner();
        found.sort_by_key(|(offset, _)| *offset);
        found
    }
}

/// The circumstances of a load, behind the decoders of all its parts.
#[derive(Debug)]
pub(crate) struct Context<'b> {
    /// What is still to be had for new values. `None` where that was drawn
    /// already, when the bytes were checked.
    budget: Option<&'b Budget>,
    /// Whether code of the author runs.
    pub(super) runs_hooks: bool,
    /// The older meaning that the device has to upgrade from.
    older: Option<&'b Older>,
    is_older_taken: Cell<bool>,
    /// What the device takes over from devices that only other releases have.
    taken: &'b [Taken<'b>],
    is_taken: Cell<bool>,
    /// Whether a default is loaded, which is compared with nothing.
    pub(super) loads_default: Cell<bool>,
    /// Where limits are noted instead of being kept to.
    limits: Option<&'b Limits<'b>>,
    /// What a plan made, where it marks the versions of parts: each value of a type with
    /// `older` versions has its version before it, or 0 if it is the current one.
    is_marked: bool,
    /// The mark of the next value was read.
    is_mark_read: Cell<bool>,
}

impl<'b> Context<'b> {
    /// Bytes that nobody has looked at yet.
    pub(crate) const fn unchecked(budget: &'b Budget) -> Self {
        Self {
            budget: Some(budget),
            ..Context::checked()
        }
    }

    /// Bytes that were checked, and whose memory was drawn.
    pub(crate) const fn checked() -> Self {
        Self {
            budget: None,
            runs_hooks: true,
            older: None,
            is_older_taken: Cell::new(false),
            taken: &[],
            is_taken: Cell::new(false),
            loads_default: Cell::new(false),
            limits: None,
            is_marked: false,
            is_mark_read: Cell::new(false),
        }
    }

    /// The value's own state, put back without running any code of its author.
    pub(crate) const fn putting_back() -> Self {
        Self {
            runs_hooks: false,
            ..Context::checked()
        }
    }

    /// Bytes that are looked at once more, without running any code of an author.
    pub(super) const fn looking(budget: Option<&'b Budget>) -> Self {
        Self {
            budget,
            ..Context::putting_back()
        }
    }

    /// The state has the meaning of an older version.
    pub(crate) fn upgrading(self, older: Option<&'b Older>) -> Self {
        Self { older, ..self }
    }

    /// The device takes over these states.
    pub(crate) fn taking_over(self, taken: &'b [Taken<'b>]) -> Self {
        Self { taken, ..self }
    }

    /// The plan that made the bytes marked the versions of parts.
    pub(crate) fn marked(self, is_marked: bool) -> Self {
        Self { is_marked, ..self }
    }

    /// Whether the mark of a version stands before the next value of a type that has some.
    pub(super) fn expects_mark(&self) -> bool {
        // A default is encoded by this program, in the current version.
        self.is_marked && !self.loads_default.get() && !self.is_mark_read.replace(false)
    }

    /// The next value has none, as it was read.
    pub(super) fn mark_is_read(&self) {
        self.is_mark_read
            .set(self.is_marked && !self.loads_default.get());
    }

    /// The limits that the value sets are noted.
    pub(crate) fn collecting(self, limits: &'b Limits<'b>) -> Self {
        Self {
            limits: Some(limits),
            ..self
        }
    }

    pub(super) fn limits(&self) -> Option<&'b Limits<'b>> {
        self.limits
    }

    /// Whether the bytes were checked before.
    pub(super) fn is_checked(&self) -> bool {
        self.budget.is_none()
    }

    /// Whether it is [`putting_back`](Self::putting_back) what was written, and not what
    /// stands in for what was not.
    pub(super) fn is_putting_back(&self) -> bool {
        self.is_checked() && !self.runs_hooks && !self.loads_default.get()
    }

    pub(super) fn is_marked(&self) -> bool {
        self.is_marked
    }

    pub(super) fn budget(&self) -> Option<&'b Budget> {
        self.budget
    }

    /// What the outermost device takes over: it asks first.
    pub(super) fn take_taken(&self) -> &'b [Taken<'b>] {
        match self.is_taken.replace(true) {
            true => &[],
            false => self.taken,
        }
    }

    pub(super) fn take_older(&self) -> Option<&'b Older> {
        self.older.filter(|_| !self.is_older_taken.replace(true))
    }
}
