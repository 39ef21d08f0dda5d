#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    #[automatically_derived]
    impl __rt::Migratable for Pair {
        const TYPE: &'static __rt::Type = &__rt::Type::Struct(
            __rt::StructType::constant(
                "Pair",
                const {
                    &[
                        __rt::field::<__rt::Own<u16>, u16>("0"),
                        __rt::field::<__rt::Codec<__rt::Varint, u64>, u64>("1"),
                    ]
                },
                const { &[] },
            ),
        );
        const LOADING: __rt::Loading = __rt::Loading::of(
                &[
                    __rt::part_loading::<__rt::Own<u16>, u16>(),
                    __rt::part_loading::<__rt::Codec<__rt::Varint, u64>, u64>(),
                ],
            )
            .derived::<Self>(1usize);
        const RUNS: &'static [__rt::usize] = &__rt::runs([
            __rt::fixed_len::<__rt::Own<u16>, u16>(),
            __rt::fixed_len::<__rt::Codec<__rt::Varint, u64>, u64>(),
        ]);
        #[inline]
        fn encoded_len(value: &Self) -> __rt::usize {
            __rt::encoded_len::<__rt::Own<u16>, u16>(&value.0)
                + __rt::encoded_len::<__rt::Codec<__rt::Varint, u64>, u64>(&value.1)
        }
        #[inline]
        fn encode(
            value: &Self,
            out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let runs = <Self as __rt::Migratable>::RUNS;
            let mut fields = out.fields();
            fields.encode::<__rt::Own<u16>, u16>(runs[0], &value.0)?;
            fields.encode::<__rt::Codec<__rt::Varint, u64>, u64>(runs[1], &value.1)?;
            __rt::Ok(())
        }
        #[inline]
        fn load(
            value: &mut Self,
            input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let runs = <Self as __rt::Migratable>::RUNS;
            let mut fields = input.fields();
            fields.load::<__rt::Own<u16>, u16>(runs[0], &mut value.0)?;
            fields.load::<__rt::Codec<__rt::Varint, u64>, u64>(runs[1], &mut value.1)?;
            __rt::Ok(())
        }
        #[inline]
        fn check(
            live: __rt::Option<&Self>,
            input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let runs = <Self as __rt::Migratable>::RUNS;
            let mut fields = input.fields();
            fields
                .verify::<
                    __rt::Own<u16>,
                    u16,
                >(
                    runs[0],
                    match live {
                        __rt::Some(value) => __rt::Some(&value.0),
                        __rt::None => __rt::None,
                    },
                )?;
            fields
                .verify::<
                    __rt::Codec<__rt::Varint, u64>,
                    u64,
                >(
                    runs[1],
                    match live {
                        __rt::Some(value) => __rt::Some(&value.1),
                        __rt::None => __rt::None,
                    },
                )?;
            fields.check()?;
            __rt::Ok(())
        }
        const PLAIN: __rt::bool = __rt::is_plain::<__rt::Own<u16>, u16>()
            && __rt::is_plain::<__rt::Codec<__rt::Varint, u64>, u64>();
        const BLANK: __rt::bool = __rt::is_blank::<__rt::Own<u16>, u16>()
            && __rt::is_blank::<__rt::Codec<__rt::Varint, u64>, u64>();
        #[inline]
        fn read(input: &[__rt::u8], invalid: &mut __rt::Invalid) -> Self {
            let mut fields = __rt::ReadFields::new(input, invalid);
            let field_0 = fields.hold::<__rt::Own<u16>, u16>();
            let field_1 = fields.hold::<__rt::Codec<__rt::Varint, u64>, u64>();
            Self {
                0: field_0.get::<__rt::Own<u16>>(),
                1: field_1.get::<__rt::Codec<__rt::Varint, u64>>(),
            }
        }
    }
    #[automatically_derived]
    impl __rt::Decode for Pair {
        #[inline]
        fn decode(input: &mut __rt::Decoder<'_>) -> __rt::Result<Self, __rt::Fault> {
            <Self as __rt::Decode>::decode_to(input, |value| value)
        }
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn decode_to<__Place: __rt::Place<Self>>(
            input: &mut __rt::Decoder<'_>,
            place: __Place,
        ) -> __rt::Result<__Place::Placed, __rt::Fault> {
            const { __rt::fits_the_stack::<Self, Self>() };
            let runs = <Self as __rt::Migratable>::RUNS;
            if __rt::is_filled::<Self, Self>() {
                return __rt::fill::<Self, Self, _>(input, place);
            }
            let mut fields = input.fields();
            let mut field_0 = __rt::Held::<'_, u16>::nothing::<__rt::Own<u16>>();
            fields.hold::<__rt::Own<u16>, u16>(runs[0], &mut field_0)?;
            let mut field_1 = __rt::Held::<
                '_,
                u64,
            >::nothing::<__rt::Codec<__rt::Varint, u64>>();
            fields.hold::<__rt::Codec<__rt::Varint, u64>, u64>(runs[1], &mut field_1)?;
            fields.check()?;
            __rt::Place::<Self>::check(&place, input)?;
            __rt::Ok(
                __rt::Place::put(
                    place,
                    Self {
                        0: field_0.get::<__rt::Own<u16>>(),
                        1: field_1.get::<__rt::Codec<__rt::Varint, u64>>(),
                    },
                ),
            )
        }
    }
};
