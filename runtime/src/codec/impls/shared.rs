//! State behind `Arc` and `Rc`: only where it can be changed while it is
//! shared.

use alloc::rc::Rc;
#[cfg(target_has_atomic = "ptr")]
use alloc::sync::Arc;

use crate::codec::emitted::fixed_len;
use crate::codec::stack::{Decoded, copies};
use crate::codec::{Decode, Decoder, Encoder, Fault, Loading, Migratable};
use crate::schema::{Flag, Literal, Type};

/// Loads a value in place that others refer to.
///
/// Locks, cells and atomics can, which makes `Arc<Mutex<T>>`,
/// `Arc<RwLock<T>>`, `Arc<AtomicU32>` and `Rc<RefCell<T>>` state that can be
/// migrated. In-place load goes through the lock, so that all who share the
/// value see what was loaded; `decode` makes a new `Arc` or `Rc`, shared with
/// nobody. State that two devices share is written once for each that does not
/// `skip` it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be loaded while it is shared",
    label = "shared, and not behind a lock",
    note = "put a lock around it, as in `Arc<Mutex<T>>`, `Arc<RwLock<T>>` or `Rc<RefCell<T>>`",
    note = "if another device migrates it, leave it out with `#[migratable(skip)]`",
    note = "if it is not shared, own it, or put it in a `Box`"
)]
pub trait LoadShared<T = Self>: Migratable<T> {
    /// Whether another thread, or a guard that is held, may be in the way.
    #[doc(hidden)]
    const IS_LOCKED: bool = true;

    /// Loads a value in place.
    ///
    /// # Errors
    ///
    /// As [`Migratable::load`], and if the lock is not to be had.
    fn load_shared(value: &T, input: &mut Decoder<'_>) -> Result<(), Fault>;
}

/// As large as what `Arc` and `Rc` point to: two counters before the value.
#[repr(C)]
struct Counted<T>(usize, usize, T);

macro_rules! pointers {
    ($($(#[$cfg:meta])? $pointer:ident;)*) => {$(
        $(#[$cfg])?
        impl<T, A: LoadShared<T>> Migratable<$pointer<T>> for $pointer<A> {
            const TYPE: &'static Type = A::TYPE;
            const ZERO_DEFAULT: bool = A::ZERO_DEFAULT;
            const DEFAULT: Option<&'static Literal> = A::DEFAULT;
            const FLAGS: &'static [Flag] = A::FLAGS;
            const LOADING: Loading = match A::IS_LOCKED {
                true => A::LOADING.holding::<T>(copies::OF_WRAPPED).shared(),
                false => A::LOADING.holding::<T>(copies::OF_WRAPPED).keeping(),
            }
            .on_heap::<Counted<T>>(fixed_len::<A, T>());

            #[inline]
            fn encoded_len(value: &$pointer<T>) -> usize {
                A::encoded_len(value)
            }

            #[inline]
            fn encode(value: &$pointer<T>, out: &mut Encoder<'_>) -> Result<(), Fault> {
                A::encode(value, out)
            }

            #[inline]
            fn load(value: &mut $pointer<T>, input: &mut Decoder<'_>) -> Result<(), Fault> {
                A::load_shared(value, input)
            }

            #[inline]
            fn check(live: Option<&$pointer<T>>, input: &mut Decoder<'_>) -> Result<(), Fault> {
                if live.is_none() {
                    input.draw(size_of::<Counted<T>>())?;
                }
                A::check(live.map(|live| &**live), input)
            }
        }

        $(#[$cfg])?
        impl<T, A: LoadShared<T> + Decode<T>> Decode<$pointer<T>> for $pointer<A> {
            #[inline]
            fn decode(input: &mut Decoder<'_>) -> Result<$pointer<T>, Fault> {
                let () = Decoded::<Self, $pointer<T>>::FIT_THE_STACK;
                input.draw(size_of::<Counted<T>>())?;
                A::decode(input).map($pointer::new)
            }
        }
    )*};
}

pointers! {
    #[cfg(target_has_atomic = "ptr")]
    Arc;
    Rc;
}
