//! Cells: as what they hold.

use core::cell::{Cell, Ref, RefCell, RefMut};

use super::shared::LoadShared;
use crate::codec::emitted::min_len;
use crate::codec::stack::{Decoded, copies};
use crate::codec::{Decode, Decoder, Encoder, Fault, Loading, Migratable};
use crate::schema::{Flag, Literal, Type};

impl<T: Copy, A: Migratable<T>> Migratable<Cell<T>> for Cell<A> {
    const TYPE: &'static Type = A::TYPE;
    const ZERO_DEFAULT: bool = A::ZERO_DEFAULT;
    const DEFAULT: Option<&'static Literal> = A::DEFAULT;
    const FLAGS: &'static [Flag] = A::FLAGS;
    const LOADING: Loading = A::LOADING.holding::<T>(copies::OF_COPIED);

    #[inline]
    fn encoded_len(value: &Cell<T>) -> usize {
        A::encoded_len(&value.get())
    }

    #[inline]
    fn encode(value: &Cell<T>, out: &mut Encoder<'_>) -> Result<(), Fault> {
        let () = Decoded::<Self, Cell<T>>::FIT_THE_STACK;
        A::encode(&value.get(), out)
    }

    #[inline]
    fn load(value: &mut Cell<T>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        A::load(value.get_mut(), input)
    }

    #[inline]
    fn check(live: Option<&Cell<T>>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        let () = Decoded::<Self, Cell<T>>::FIT_THE_STACK;
        A::check(live.map(Cell::get).as_ref(), input)
    }
}

impl<T: Copy, A: Decode<T>> Decode<Cell<T>> for Cell<A> {
    #[inline]
    fn decode(input: &mut Decoder<'_>) -> Result<Cell<T>, Fault> {
        let () = Decoded::<Self, Cell<T>>::FIT_THE_STACK;
        A::decode(input).map(Cell::new)
    }
}

impl<T: Copy, A: Migratable<T>> LoadShared<Cell<T>> for Cell<A> {
    const IS_LOCKED: bool = false;

    #[inline]
    fn load_shared(value: &Cell<T>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        let mut inner = value.get();
        A::load(&mut inner, input)?;
        value.set(inner);
        Ok(())
    }
}

fn borrow_mut<T>(cell: &RefCell<T>) -> Result<RefMut<'_, T>, Fault> {
    cell.try_borrow_mut()
        .map_err(|_| Fault::fixed("the `RefCell` is borrowed while it is loaded"))
}

fn borrow<T>(cell: &RefCell<T>) -> Result<Ref<'_, T>, Fault> {
    cell.try_borrow()
        .map_err(|_| Fault::fixed("the `RefCell` is mutably borrowed while it is saved"))
}

impl<T, A: Migratable<T>> Migratable<RefCell<T>> for RefCell<A> {
    const TYPE: &'static Type = A::TYPE;
    const ZERO_DEFAULT: bool = A::ZERO_DEFAULT;
    const DEFAULT: Option<&'static Literal> = A::DEFAULT;
    const FLAGS: &'static [Flag] = A::FLAGS;
    const LOADING: Loading = A::LOADING.locked().holding::<T>(copies::OF_WRAPPED);

    #[inline]
    fn encoded_len(value: &RefCell<T>) -> usize {
        // What cannot be borrowed gets as far as `encode`, which says why.
        borrow(value).map_or(min_len::<A, T>(), |inner| A::encoded_len(&inner))
    }

    #[inline]
    fn encode(value: &RefCell<T>, out: &mut Encoder<'_>) -> Result<(), Fault> {
        A::encode(&*borrow(value)?, out)
    }

    #[inline]
    fn load(value: &mut RefCell<T>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        A::load(value.get_mut(), input)
    }

    fn check(live: Option<&RefCell<T>>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        match live {
            Some(live) => A::check(Some(&*borrow_mut(live)?), input),
            None => A::check(None, input),
        }
    }
}

impl<T, A: Decode<T>> Decode<RefCell<T>> for RefCell<A> {
    #[inline]
    fn decode(input: &mut Decoder<'_>) -> Result<RefCell<T>, Fault> {
        let () = Decoded::<Self, RefCell<T>>::FIT_THE_STACK;
        A::decode(input).map(RefCell::new)
    }
}

impl<T, A: Migratable<T>> LoadShared<RefCell<T>> for RefCell<A> {
    #[inline]
    fn load_shared(value: &RefCell<T>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        A::load(&mut *borrow_mut(value)?, input)
    }
}
