//! Devices behind locks, which threads share.

use std::ptr;
use std::sync::{Arc, Mutex, RwLock, TryLockError};
use std::thread;
use std::time::{Duration, Instant};

use super::handle::{Handle, Unavailable, pointers};
use super::object::{AnyDevice, Object};

/// As long a device is waited for that somebody else has locked.
const PATIENCE: Duration = Duration::from_millis(100);

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

pointers! {
    Arc<Mutex>;
    Arc<RwLock>;
}
