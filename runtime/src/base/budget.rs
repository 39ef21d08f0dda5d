//! Memory that input may cause to be held.

use core::cell::Cell;
use core::fmt;

/// A number of bytes of memory that may still be spent on input.
///
/// A few bytes of input can describe much memory: a thousand absent options of
/// 4 KiB each are a thousand bytes. So whatever makes memory out of input draws
/// what it is about to take from one budget, and refuses input that would
/// exceed it. The budget is drawn before memory is reserved, and is not given
/// back when a part is dropped: it bounds the sum, which bounds the peak.
///
/// ```
/// use migratable::Budget;
///
/// let budget = Budget::new(100);
/// budget.draw(60).unwrap();
/// let refused = budget.draw(60).unwrap_err();
/// assert_eq!(
///     refused.to_string(),
///     "the input asks for 60 bytes of memory, and 40 of the budget of 100 are left"
/// );
/// ```
#[derive(Clone, Debug)]
pub struct Budget {
    total: usize,
    left: Cell<usize>,
}

impl Budget {
    /// Memory for a value of `len` bytes where nobody said how much it may
    /// take: 64 MiB, and 64 bytes for each byte of input.
    pub fn for_input(len: usize) -> Self {
        const BASE: usize = 64 << 20;
        const PER_BYTE: usize = 64;
        Self::new(len.saturating_mul(PER_BYTE).saturating_add(BASE))
    }

    /// A budget of `bytes` bytes.
    pub const fn new(bytes: usize) -> Self {
        Self {
            total: bytes,
            left: Cell::new(bytes),
        }
    }

    /// Spends `bytes` bytes.
    ///
    /// # Errors
    ///
    /// If fewer are left; nothing is then spent.
    #[inline]
    pub fn draw(&self, bytes: usize) -> Result<(), BudgetExceeded> {
        let left = self.left.get();
        match left.checked_sub(bytes) {
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
            None => Err(self.exceeded(bytes)),
        }
    }

    /// Spends what `count` elements of `size` bytes take.
    ///
    /// # Errors
    ///
    /// As [`draw`](Self::draw).
    #[inline]
    pub fn draw_elements(&self, count: usize, size: usize) -> Result<(), BudgetExceeded> {
        self.draw(count.saturating_mul(size))
    }

    /// Bytes that are left.
    pub fn left(&self) -> usize {
        self.left.get()
    }

    /// The same budget, of which nothing is spent.
    pub(crate) const fn anew(&self) -> Self {
        Self::new(self.total)
    }

    /// Bytes that it had at the beginning.
    pub(crate) const fn total(&self) -> usize {
        self.total
    }

    #[cold]
    fn exceeded(&self, asked: usize) -> BudgetExceeded {
        BudgetExceeded {
            asked,
            left: self.left.get(),
            total: self.total,
        }
    }
}

/// Input asked for more memory than its [`Budget`] has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BudgetExceeded {
    asked: usize,
    left: usize,
    total: usize,
}

impl BudgetExceeded {
    /// Bytes of memory that were asked for.
    pub const fn asked(&self) -> usize {
        self.asked
    }

    /// Bytes that were left.
    pub const fn left(&self) -> usize {
        self.left
    }

    /// Bytes that the budget had at the beginning.
    pub const fn total(&self) -> usize {
        self.total
    }
}

impl fmt::Display for BudgetExceeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { asked, left, total } = self;
        write!(
            f,
            "the input asks for {asked} bytes of memory, and {left} of the budget of {total} are left"
        )
    }
}

impl core::error::Error for BudgetExceeded {}
