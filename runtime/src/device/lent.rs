//! How a list has its devices: borrowed, or through handles.

use alloc::boxed::Box;
use alloc::rc::Rc;
use core::cell::RefCell;
use core::fmt;
#[cfg(feature = "std")]
use std::sync::{Arc, Mutex, RwLock};

use super::handle::{Handle, Unavailable};
use super::object::{AnyDevice, Object};

/// What the list does with what it has.
pub trait Access {
    /// The device, if it can be looked at without a lock.
    fn at_hand(&self) -> Option<&dyn Object>;

    /// Calls `act` with the device.
    fn look(&self, act: &mut dyn FnMut(&dyn Object)) -> Result<(), Unavailable>;

    /// Calls `act` with the device, which it may change.
    fn change(&mut self, act: &mut dyn FnMut(&mut dyn Object)) -> Result<(), Unavailable>;

    /// Whether it can be saved only.
    fn is_shared(&self) -> bool;

    /// Where the device behind a handle is.
    fn address(&self) -> Option<usize>;
}

macro_rules! lent {
    ($(
        $(#[$doc:meta])*
        $name:ident: $exclusive:ident = &mut Object $(+ $send:ident)?,
            $shared:ident = &Object $(+ $sync:ident)?;
    )*) => {$(
        $(#[$doc])*
        pub struct $name<'a>(Held<
            &'a mut (dyn Object $(+ $send)? + 'a),
            &'a (dyn Object $(+ $sync)? + 'a),
            &'a (dyn Handle $(+ $sync)? + 'a),
            // What it borrowed, would have to outlive the list: it borrows nothing.
            Box<dyn Handle $(+ $send)?>,
        >);

        impl Access for $name<'_> {
            fn at_hand(&self) -> Option<&dyn Object> {
                match &self.0 {
                    Held::Exclusive(device) => Some(&**device),
                    Held::Shared(device) => Some(*device),
                    Held::Locked(_) | Held::Owned(_) => None,
                }
            }

            fn look(&self, act: &mut dyn FnMut(&dyn Object)) -> Result<(), Unavailable> {
                match &self.0 {
                    Held::Exclusive(device) => act(&**device),
                    Held::Shared(device) => act(*device),
                    Held::Locked(handle) => handle.look(act)?,
                    Held::Owned(handle) => handle.look(act)?,
                }
                Ok(())
            }

            fn change(&mut self, act: &mut dyn FnMut(&mut dyn Object)) -> Result<(), Unavailable> {
                match &mut self.0 {
                    Held::Exclusive(device) => act(&mut **device),
                    Held::Shared(_) => return Err(Unavailable::SharedReference),
                    Held::Locked(handle) => handle.change(act)?,
                    Held::Owned(handle) => handle.change(act)?,
                }
                Ok(())
            }

            fn is_shared(&self) -> bool {
                matches!(self.0, Held::Shared(_))
            }

            fn address(&self) -> Option<usize> {
                match &self.0 {
                    Held::Exclusive(_) | Held::Shared(_) => None,
                    Held::Locked(handle) => Some(handle.address()),
                    Held::Owned(handle) => Some(handle.address()),
                }
            }
        }

        impl<'a, T: ?Sized + AnyDevice $(+ $send)?> From<&'a mut T> for $name<'a> {
            fn from(device: &'a mut T) -> Self {
                Self(Held::Exclusive(device.$exclusive()))
            }
        }

        impl<'a, T: ?Sized + AnyDevice $(+ $sync)?> From<&'a T> for $name<'a> {
            fn from(device: &'a T) -> Self {
                Self(Held::Shared(device.$shared()))
            }
        }

        impl fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self.0 {
                    Held::Exclusive(_) => "&mut device",
                    Held::Shared(_) => "&device",
                    Held::Locked(_) | Held::Owned(_) => "handle",
                })
            }
        }
    )*};
}

lent! {
    /// How a list has a device: by `&mut`, by `&` for saving only, or through a handle.
    Lent: migratable_object_mut = &mut Object, migratable_object = &Object;

    /// A [`Lent`] that another thread may use.
    SendLent: migratable_send = &mut Object + Send, migratable_sync = &Object + Sync;
}

enum Held<E, S, L, O> {
    Exclusive(E),
    Shared(S),
    Locked(L),
    Owned(O),
}

macro_rules! handles {
    ($($name:ident: $handle:ty, T: [$($bound:tt)*];)*) => {$(
        impl<'a, T: $($bound)* + 'a> From<&'a $handle> for $name<'a> {
            fn from(handle: &'a $handle) -> Self {
                Self(Held::Locked(handle))
            }
        }
    )*};
}

handles! {
    Lent: RefCell<T>, T: [AnyDevice];
    Lent: Rc<RefCell<T>>, T: [?Sized + AnyDevice];
}

#[cfg(feature = "std")]
handles! {
    Lent: Mutex<T>, T: [AnyDevice];
    Lent: RwLock<T>, T: [AnyDevice];
    Lent: Arc<Mutex<T>>, T: [?Sized + AnyDevice];
    Lent: Arc<RwLock<T>>, T: [?Sized + AnyDevice];
    SendLent: Mutex<T>, T: [AnyDevice + Send];
    SendLent: RwLock<T>, T: [AnyDevice + Send + Sync];
    SendLent: Arc<Mutex<T>>, T: [?Sized + AnyDevice + Send];
    SendLent: Arc<RwLock<T>>, T: [?Sized + AnyDevice + Send + Sync];
}

macro_rules! owned {
    ($($name:ident: $handle:ty, T: [$($bound:tt)*];)*) => {$(
        impl<T: ?Sized + AnyDevice $($bound)* + 'static> From<$handle> for $name<'_> {
            fn from(handle: $handle) -> Self {
                Self(Held::Owned(Box::new(handle)))
            }
        }
    )*};
}

owned! {
    Lent: Rc<RefCell<T>>, T: [];
}

#[cfg(feature = "std")]
owned! {
    Lent: Arc<Mutex<T>>, T: [];
    Lent: Arc<RwLock<T>>, T: [];
    SendLent: Arc<Mutex<T>>, T: [+ Send];
    SendLent: Arc<RwLock<T>>, T: [+ Send + Sync];
}
