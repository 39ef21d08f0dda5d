//! Handles: devices behind locks and cells, of which one at a time is taken.

use alloc::rc::Rc;
use core::cell::RefCell;
use core::fmt;
use core::ptr;

use super::object::{AnyDevice, Object};

/// Why a device is not to be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unavailable {
    /// A thread panicked while it held the lock: the state may be half changed.
    Poisoned,
    /// Somebody holds the lock, or has borrowed the `RefCell`: a thread that still
    /// runs, or whoever saves or loads.
    Busy,
    /// It was added by a shared reference, and is to be loaded.
    SharedReference,
}

impl Unavailable {
    pub(super) const fn text(self) -> &'static str {
        match self {
            Self::Poisoned => {
                "its lock is poisoned: a thread panicked while it held it, so the state may be \
                 half changed; reset the device and clear the poison"
            }
            Self::Busy => {
                "it is locked or borrowed by somebody else; stop the threads that use it, and \
                 hold no guard of it while you save or load"
            }
            Self::SharedReference => {
                "it was added by a shared reference, which does for saving only; to load it, add \
                 it by `&mut`, or by a handle as `Arc<Mutex<D>>`"
            }
        }
    }
}

impl fmt::Display for Unavailable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}

impl core::error::Error for Unavailable {}

/// What leads to a device that others may hold, too. It is taken for each step of a
/// save or load, and given back: no two are ever held at once.
pub(super) trait Handle {
    /// Calls `act` with the device.
    #[doc(hidden)]
    fn look(&self, act: &mut dyn FnMut(&dyn Object)) -> Result<(), Unavailable>;

    /// Calls `act` with the device, which it may change.
    #[doc(hidden)]
    fn change(&self, act: &mut dyn FnMut(&mut dyn Object)) -> Result<(), Unavailable>;

    /// Where the device is: handles of the same one say the same.
    #[doc(hidden)]
    fn address(&self) -> usize;
}

impl<T: ?Sized + AnyDevice> Handle for RefCell<T> {
    fn look(&self, act: &mut dyn FnMut(&dyn Object)) -> Result<(), Unavailable> {
        let device = self.try_borrow().map_err(|_| Unavailable::Busy)?;
        act(device.migratable_object());
        Ok(())
    }

    fn change(&self, act: &mut dyn FnMut(&mut dyn Object)) -> Result<(), Unavailable> {
        let mut device = self.try_borrow_mut().map_err(|_| Unavailable::Busy)?;
        act(device.migratable_object_mut());
        Ok(())
    }

    fn address(&self) -> usize {
        ptr::from_ref(self).addr()
    }
}

macro_rules! pointers {
    ($($pointer:ident<$lock:ident>;)*) => {$(
        impl<T: ?Sized + AnyDevice> Handle for $pointer<$lock<T>> {
            fn look(&self, act: &mut dyn FnMut(&dyn Object)) -> Result<(), Unavailable> {
                (**self).look(act)
            }

            fn change(&self, act: &mut dyn FnMut(&mut dyn Object)) -> Result<(), Unavailable> {
                (**self).change(act)
            }

            fn address(&self) -> usize {
                (**self).address()
            }
        }
    )*};
}

pointers! {
    Rc<RefCell>;
}

#[cfg(feature = "std")]
pub(super) use pointers;
