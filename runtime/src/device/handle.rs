//! Handles: devices behind locks and cells, of which one at a time is taken.

use std::cell::RefCell;
use std::fmt;
use std::ptr;
use std::rc::Rc;
use std::sync::{Arc, Mutex, RwLock, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use super::object::{AnyDevice, Object};

/// As long a device is waited for that somebody else has locked.
const PATIENCE: Duration = Duration::from_millis(100);

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

impl std::error::Error for Unavailable {}

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

macro_rules! locks {
    ($($lock:ident: $read:ident, $write:ident;)*) => {$(
        impl<T: ?Sized + AnyDevice> Handle for $lock<T> {
            fn look(&self, act: &mut dyn FnMut(&dyn Object)) -> Result<(), Unavailable> {
                let guard = patiently(|| self.$read())?;
                act(guard.migratable_object());
                Ok(())
            }

            fn change(&self, act: &mut dyn FnMut(&mut dyn Object)) -> Result<(), Unavailable> {
                let mut guard = patiently(|| self.$write())?;
                act(guard.migratable_object_mut());
                Ok(())
            }

            fn address(&self) -> usize {
                ptr::from_ref(self).addr()
            }
        }
    )*};
}

locks! {
    Mutex: try_lock, try_lock;
    RwLock: try_read, try_write;
}

/// A thread that is about to give a lock back is waited for; the one that asks, or
/// one that waits for it, would never.
fn patiently<G>(mut lock: impl FnMut() -> Result<G, TryLockError<G>>) -> Result<G, Unavailable> {
    let mut deadline = None;
    loop {
        match lock() {
            Ok(guard) => return Ok(guard),
            Err(TryLockError::Poisoned(_)) => return Err(Unavailable::Poisoned),
            Err(TryLockError::WouldBlock) => {
                let now = Instant::now();
                if now >= *deadline.get_or_insert(now + PATIENCE) {
                    return Err(Unavailable::Busy);
                }
                thread::yield_now();
            }
        }
    }
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
    Arc<Mutex>;
    Arc<RwLock>;
    Rc<RefCell>;
}
