#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(deprecated, single_use_lifetimes, unused_qualifications)]
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
        fn encoded_len(__value: &Self) -> __rt::usize {
            __rt::encoded_len::<__rt::Own<u16>, u16>(&(*__value).0)
                + __rt::encoded_len::<__rt::Codec<__rt::Varint, u64>, u64>(&(*__value).1)
        }
        #[inline]
        fn encode(
            __value: &Self,
            __out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let __runs = <Self as __rt::Migratable>::RUNS;
            let mut __fields = __rt::Encoder::fields(__out);
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<u16>,
                u16,
            >(&mut __fields, __runs[0], &(*__value).0) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Codec<__rt::Varint, u64>,
                u64,
            >(&mut __fields, __runs[1], &(*__value).1) {
                return __rt::Err(__fault);
            }
            __rt::Ok(())
        }
        #[inline]
        fn load(
            __value: &mut Self,
            __input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let __runs = <Self as __rt::Migratable>::RUNS;
            let mut __fields = __rt::Decoder::fields(__input);
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Own<u16>,
                u16,
            >(&mut __fields, __runs[0], &mut (*__value).0) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Codec<__rt::Varint, u64>,
                u64,
            >(&mut __fields, __runs[1], &mut (*__value).1) {
                return __rt::Err(__fault);
            }
            __rt::Ok(())
        }
        #[inline]
        fn check(
            __live: __rt::Option<&Self>,
            __input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let __runs = <Self as __rt::Migratable>::RUNS;
            let mut __fields = __rt::Decoder::fields(__input);
            if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                __rt::Own<u16>,
                u16,
            >(
                &mut __fields,
                __runs[0],
                match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).0),
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                __rt::Codec<__rt::Varint, u64>,
                u64,
            >(
                &mut __fields,
                __runs[1],
                match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).1),
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            __rt::DecodeFields::check(&__fields)?;
            __rt::Ok(())
        }
        const PLAIN: __rt::bool = __rt::is_plain::<__rt::Own<u16>, u16>()
            && __rt::is_plain::<__rt::Codec<__rt::Varint, u64>, u64>();
        const BLANK: __rt::bool = __rt::is_blank::<__rt::Own<u16>, u16>()
            && __rt::is_blank::<__rt::Codec<__rt::Varint, u64>, u64>();
        #[inline]
        fn read(__input: &[__rt::u8], __invalid: &mut __rt::Invalid) -> Self {
            let mut __fields = __rt::ReadFields::new(__input, __invalid);
            let __field_0 = __rt::ReadFields::hold::<__rt::Own<u16>, u16>(&mut __fields);
            let __field_1 = __rt::ReadFields::hold::<
                __rt::Codec<__rt::Varint, u64>,
                u64,
            >(&mut __fields);
            Self {
                0: __field_0.get::<__rt::Own<u16>>(),
                1: __field_1.get::<__rt::Codec<__rt::Varint, u64>>(),
            }
        }
    }
    #[automatically_derived]
    impl __rt::Decode for Pair {
        #[inline]
        fn decode(__input: &mut __rt::Decoder<'_>) -> __rt::Result<Self, __rt::Fault> {
            <Self as __rt::Decode>::decode_to(__input, |__value| __value)
        }
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn decode_to<__Place: __rt::Place<Self>>(
            __input: &mut __rt::Decoder<'_>,
            __place: __Place,
        ) -> __rt::Result<__Place::Placed, __rt::Fault> {
            const { __rt::fits_the_stack::<Self, Self>() };
            let __runs = <Self as __rt::Migratable>::RUNS;
            if __rt::is_filled::<Self, Self>() {
                return __rt::fill::<Self, Self, _>(__input, __place);
            }
            let mut __fields = __rt::Decoder::fields(__input);
            let mut __field_0 = __rt::Held::<'_, u16>::nothing::<__rt::Own<u16>>();
            if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                __rt::Own<u16>,
                u16,
            >(&mut __fields, __runs[0], &mut __field_0) {
                return __rt::Err(__fault);
            }
            let mut __field_1 = __rt::Held::<
                '_,
                u64,
            >::nothing::<__rt::Codec<__rt::Varint, u64>>();
            if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                __rt::Codec<__rt::Varint, u64>,
                u64,
            >(&mut __fields, __runs[1], &mut __field_1) {
                return __rt::Err(__fault);
            }
            __rt::DecodeFields::check(&__fields)?;
            if let __rt::Err(__fault) = __rt::Place::<Self>::check(&__place, __input) {
                return __rt::Err(__fault);
            }
            __rt::Ok(
                __rt::Place::put(
                    __place,
                    Self {
                        0: __field_0.get::<__rt::Own<u16>>(),
                        1: __field_1.get::<__rt::Codec<__rt::Varint, u64>>(),
                    },
                ),
            )
        }
    }
};
