//! Which atomics there are, and on which targets.

/// Gives all atomics that hold numbers to a macro.
macro_rules! atomic_numbers {
    ($apply:ident) => {
        $apply! {
            #[cfg(target_has_atomic = "8")]
            AtomicU8: u8;
            #[cfg(target_has_atomic = "8")]
            AtomicI8: i8;
            #[cfg(target_has_atomic = "16")]
            AtomicU16: u16;
            #[cfg(target_has_atomic = "16")]
            AtomicI16: i16;
            #[cfg(target_has_atomic = "32")]
            AtomicU32: u32;
            #[cfg(target_has_atomic = "32")]
            AtomicI32: i32;
            #[cfg(target_has_atomic = "64")]
            AtomicU64: u64;
            #[cfg(target_has_atomic = "64")]
            AtomicI64: i64;
            #[cfg(target_has_atomic = "ptr")]
            AtomicUsize: usize;
            #[cfg(target_has_atomic = "ptr")]
            AtomicIsize: isize;
        }
    };
}

pub(super) use atomic_numbers;
