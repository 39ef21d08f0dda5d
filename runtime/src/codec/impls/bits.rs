//! The adapter for types made by `bitflags`.

use bitflags::Flags;

use crate::codec::{Decode, Decoder, Encoder, Fault, Loading, Migratable, PartLoading};
use crate::schema::Type;

/// Encodes a `bitflags` type as its bits.
///
/// Bits that no flag names are kept: a register may have them set, and a newer
/// build may have written them. Name the ones to refuse in
/// `#[migratable(validate = …)]`.
///
/// The schema has the names of the flags ([`Field::flags`](crate::schema::Field::flags)), up to
/// 256 of them, where the adapter is spelled `Bits`, by whatever path, by itself or within
/// `Vec`, `Option`, an array or another type that holds one, for a type that mentions no
/// parameter of the struct. The derive calls the `const fn bits(&self)` that `bitflags!` gives to the
/// type; a type without it is described under another name, such as `type Raw = Bits`.
///
/// ```
/// use migratable::{Bits, Migratable};
///
/// bitflags::bitflags! {
///     struct Interrupts: u16 {
///         const RECEIVE = 1 << 4;
///         const TRANSMIT = 1 << 5;
///     }
/// }
///
/// #[derive(Migratable)]
/// struct Uart {
///     #[migratable(with = Bits)]
///     raised: Interrupts,
///     #[migratable(with = [Bits; 2])]
///     masks: [Interrupts; 2],
/// }
///
/// let masks = [Interrupts::all(), Interrupts::RECEIVE];
/// let uart = Uart { raised: Interrupts::TRANSMIT, masks };
/// assert_eq!(migratable::to_vec(&uart)?, [32, 0, 48, 0, 16, 0]);
/// # Ok::<(), migratable::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub enum Bits {}

impl<T: Flags<Bits: Decode>> Migratable<T> for Bits {
    const TYPE: &'static Type = <T::Bits as Migratable>::TYPE;
    const LOADING: Loading =
        Loading::of(&[PartLoading::of::<T::Bits>(<T::Bits as Migratable>::LOADING)]);

    #[inline]
    fn encoded_len(value: &T) -> usize {
        <T::Bits as Migratable>::encoded_len(&value.bits())
    }

    #[inline]
    fn encode(value: &T, out: &mut Encoder<'_>) -> Result<(), Fault> {
        <T::Bits as Migratable>::encode(&value.bits(), out)
    }

    #[inline]
    fn load(value: &mut T, input: &mut Decoder<'_>) -> Result<(), Fault> {
        *value = Self::decode(input)?;
        Ok(())
    }

    #[inline]
    fn check(_: Option<&T>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        <T::Bits as Migratable>::check(None, input)
    }
}

impl<T: Flags<Bits: Decode>> Decode<T> for Bits {
    #[inline]
    fn decode(input: &mut Decoder<'_>) -> Result<T, Fault> {
        <T::Bits as Decode>::decode(input).map(T::from_bits_retain)
    }
}
