#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    #[automatically_derived]
    impl __rt::Migratable for Address {
        const TYPE: &'static __rt::Type = __rt::part::<__rt::Own<u64>, u64>();
        const ZERO_DEFAULT: __rt::bool = false;
        const LOADING: __rt::Loading = __rt::Loading::of(
                &[__rt::part_loading::<__rt::Own<u64>, u64>()],
            )
            .derived::<Self>(1usize);
        #[inline]
        fn encoded_len(value: &Self) -> __rt::usize {
            <__rt::Own<u64> as __rt::Migratable<u64>>::encoded_len(&value.0)
        }
        #[inline]
        fn encode(
            value: &Self,
            out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            <__rt::Own<u64> as __rt::Migratable<u64>>::encode(&value.0, out)
        }
        #[inline]
        fn load(
            value: &mut Self,
            input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            <__rt::Own<u64> as __rt::Migratable<u64>>::load(&mut value.0, input)?;
            __rt::Ok(())
        }
        #[inline]
        fn check(
            live: __rt::Option<&Self>,
            input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            <__rt::Own<
                u64,
            > as __rt::Migratable<
                u64,
            >>::check(
                match live {
                    __rt::Some(value) => __rt::Some(&value.0),
                    __rt::None => __rt::None,
                },
                input,
            )
        }
        const PLAIN: __rt::bool = __rt::is_plain::<__rt::Own<u64>, u64>();
        const BLANK: __rt::bool = __rt::is_blank::<__rt::Own<u64>, u64>();
        #[inline]
        fn read(input: &[__rt::u8], invalid: &mut __rt::Invalid) -> Self {
            let mut fields = __rt::ReadFields::new(input, invalid);
            let field_0 = fields.hold::<__rt::Own<u64>, u64>();
            Self {
                0: field_0.get::<__rt::Own<u64>>(),
            }
        }
    }
    #[automatically_derived]
    impl __rt::Decode for Address {
        #[inline]
        fn decode(input: &mut __rt::Decoder<'_>) -> __rt::Result<Self, __rt::Fault> {
            const { __rt::fits_the_stack::<Self, Self>() };
            let field_0 = __rt::Held::Value(
                <__rt::Own<u64> as __rt::Decode<u64>>::decode(input)?,
            );
            __rt::Ok(Self {
                0: field_0.get::<__rt::Own<u64>>(),
            })
        }
    }
};
