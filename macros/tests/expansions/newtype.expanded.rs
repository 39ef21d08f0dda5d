#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(deprecated, single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    #[automatically_derived]
    impl __rt::Migratable for Address {
        const TYPE: &'static __rt::Type = __rt::part::<__rt::Own<u64>, u64>();
        const FLAGS: &'static [__rt::Flag] = <__rt::Own<
            u64,
        > as __rt::Migratable<u64>>::FLAGS;
        const LOADING: __rt::Loading = __rt::Loading::of(
                &[__rt::part_loading::<__rt::Own<u64>, u64>()],
            )
            .derived::<Self>(1usize);
        #[inline]
        fn encoded_len(__value: &Self) -> __rt::usize {
            <__rt::Own<u64> as __rt::Migratable<u64>>::encoded_len(&(*__value).0)
        }
        #[inline]
        fn encode(
            __value: &Self,
            __out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            <__rt::Own<u64> as __rt::Migratable<u64>>::encode(&(*__value).0, __out)
        }
        #[inline]
        fn load(
            __value: &mut Self,
            __input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            <__rt::Own<u64> as __rt::Migratable<u64>>::load(&mut (*__value).0, __input)?;
            __rt::Ok(())
        }
        #[inline]
        fn check(
            __live: __rt::Option<&Self>,
            __input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            <__rt::Own<
                u64,
            > as __rt::Migratable<
                u64,
            >>::check(
                match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).0),
                    __rt::None => __rt::None,
                },
                __input,
            )
        }
        const PLAIN: __rt::bool = __rt::is_plain::<__rt::Own<u64>, u64>();
        const BLANK: __rt::bool = __rt::is_blank::<__rt::Own<u64>, u64>();
        #[inline]
        fn read(__input: &[__rt::u8], __invalid: &mut __rt::Invalid) -> Self {
            let mut __fields = __rt::ReadFields::new(__input, __invalid);
            let __field_0 = __rt::ReadFields::hold::<__rt::Own<u64>, u64>(&mut __fields);
            Self {
                0: __field_0.get::<__rt::Own<u64>>(),
            }
        }
    }
    #[automatically_derived]
    impl __rt::Decode for Address {
        #[inline]
        fn decode(__input: &mut __rt::Decoder<'_>) -> __rt::Result<Self, __rt::Fault> {
            const { __rt::fits_the_stack::<Self, Self>() };
            let __field_0 = __rt::Held::Value(
                <__rt::Own<u64> as __rt::Decode<u64>>::decode(__input)?,
            );
            __rt::Ok(Self {
                0: __field_0.get::<__rt::Own<u64>>(),
            })
        }
    }
};
