//! Tuples: the parts back to back.

use crate::codec::emitted::fixed_len;
use crate::codec::stack::{Decoded, copies};
use crate::codec::{
    Decode, Decoder, Encoder, Fault, Held, Invalid, Loading, Migratable, ReadFields, runs,
};
use crate::schema::{Literal, Node, Type, TypeRef, spelled};

macro_rules! tuples {
    ($(($($t:ident $a:ident $index:tt),+);)*) => {$(
        impl<$($t, $a: Migratable<$t>),+> Migratable<($($t,)+)> for ($($a,)+) {
            const TYPE: &'static Type = &Type::Tuple(Node::constant(const { &[$(TypeRef::constant($a::TYPE)),+] }));
            const ZERO_DEFAULT: bool = $($a::ZERO_DEFAULT)&&+;
            const DEFAULT: Option<&'static Literal> = match true $(&& $a::DEFAULT.is_some())+ {
                true => Some(const {
                    &Literal::List(Node::constant(const { &[$(spelled::copied($a::DEFAULT)),+] }))
                }),
                false => None,
            };
            const LOADING: Loading = {
                let parts = Loading::ANY_BITS$(.join($a::LOADING))+;
                parts.holding::<($($t,)+)>(copies::OF_TUPLE)
            };
            const RUNS: &'static [usize] = &runs([$(fixed_len::<$a, $t>()),+]);

            #[inline]
            fn encoded_len(value: &($($t,)+)) -> usize {
                0 $(+ $a::encoded_len(&value.$index))+
            }

            #[inline]
            fn encode(value: &($($t,)+), out: &mut Encoder<'_>) -> Result<(), Fault> {
                let mut fields = out.fields();
                $(fields.encode::<$a, $t>(Self::RUNS[$index], &value.$index)?;)+
                Ok(())
            }

            #[inline]
            fn load(value: &mut ($($t,)+), input: &mut Decoder<'_>) -> Result<(), Fault> {
                let mut fields = input.fields();
                $(fields.load::<$a, $t>(Self::RUNS[$index], &mut value.$index)?;)+
                Ok(())
            }

            fn check(live: Option<&($($t,)+)>, input: &mut Decoder<'_>) -> Result<(), Fault> {
                let mut fields = input.fields();
                $(fields.verify::<$a, $t>(Self::RUNS[$index], live.map(|live| &live.$index))?;)+
                fields.check()
            }

            const PLAIN: bool = $($a::PLAIN)&&+;
            const BLANK: bool = $($a::BLANK)&&+;

            #[inline]
            fn read(input: &[u8], invalid: &mut Invalid) -> ($($t,)+) {
                let mut fields = ReadFields::new(input, invalid);
                ($(fields.read::<$a, $t>(),)+)
            }
        }

        impl<$($t, $a: Decode<$t>),+> Decode<($($t,)+)> for ($($a,)+) {
            #[inline]
            fn decode(input: &mut Decoder<'_>) -> Result<($($t,)+), Fault> {
                let () = Decoded::<Self, ($($t,)+)>::FIT_THE_STACK;
                let mut fields = input.fields();
                let mut held = ($(Held::nothing::<$a>(),)+);
                $(fields.hold::<$a, $t>(Self::RUNS[$index], &mut held.$index)?;)+
                fields.check()?;
                Ok(($(held.$index.get::<$a>(),)+))
            }
        }
    )*};
}

tuples! {
    (T0 A0 0);
    (T0 A0 0, T1 A1 1);
    (T0 A0 0, T1 A1 1, T2 A2 2);
    (T0 A0 0, T1 A1 1, T2 A2 2, T3 A3 3);
    (T0 A0 0, T1 A1 1, T2 A2 2, T3 A3 3, T4 A4 4);
    (T0 A0 0, T1 A1 1, T2 A2 2, T3 A3 3, T4 A4 4, T5 A5 5);
    (T0 A0 0, T1 A1 1, T2 A2 2, T3 A3 3, T4 A4 4, T5 A5 5, T6 A6 6);
    (T0 A0 0, T1 A1 1, T2 A2 2, T3 A3 3, T4 A4 4, T5 A5 5, T6 A6 6, T7 A7 7);
    (T0 A0 0, T1 A1 1, T2 A2 2, T3 A3 3, T4 A4 4, T5 A5 5, T6 A6 6, T7 A7 7, T8 A8 8);
    (T0 A0 0, T1 A1 1, T2 A2 2, T3 A3 3, T4 A4 4, T5 A5 5, T6 A6 6, T7 A7 7, T8 A8 8, T9 A9 9);
    (T0 A0 0, T1 A1 1, T2 A2 2, T3 A3 3, T4 A4 4, T5 A5 5, T6 A6 6, T7 A7 7, T8 A8 8, T9 A9 9, T10 A10 10);
    (T0 A0 0, T1 A1 1, T2 A2 2, T3 A3 3, T4 A4 4, T5 A5 5, T6 A6 6, T7 A7 7, T8 A8 8, T9 A9 9, T10 A10 10, T11 A11 11);
}
