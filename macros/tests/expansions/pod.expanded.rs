#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(deprecated, single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    #[automatically_derived]
    impl __rt::Migratable for Descriptor {
        const TYPE: &'static __rt::Type = &__rt::Type::Struct(
            __rt::StructType::constant(
                    "Descriptor",
                    const {
                        &[
                            __rt::field::<__rt::Own<u64>, u64>("address"),
                            __rt::field::<__rt::Own<u32>, u32>("len").unit_escaped("B"),
                            __rt::field::<__rt::Own<[Part; 2]>, [Part; 2]>("parts"),
                        ]
                    },
                    const { &[] },
                )
                .doc_escaped("A descriptor of a ring."),
        );
        const LOADING: __rt::Loading = __rt::Loading::of(
                &[
                    __rt::part_loading::<__rt::Own<u64>, u64>(),
                    __rt::part_loading::<__rt::Own<u32>, u32>(),
                    __rt::part_loading::<__rt::Own<[Part; 2]>, [Part; 2]>(),
                ],
            )
            .derived::<Self>(1usize);
        const RUNS: &'static [__rt::usize] = &__rt::runs([
            __rt::fixed_len::<__rt::Own<u64>, u64>(),
            __rt::fixed_len::<__rt::Own<u32>, u32>(),
            __rt::fixed_len::<__rt::Own<[Part; 2]>, [Part; 2]>(),
        ]);
        #[inline]
        fn encoded_len(__value: &Self) -> __rt::usize {
            __rt::encoded_len::<__rt::Own<u64>, u64>(&(*__value).address)
                + __rt::encoded_len::<__rt::Own<u32>, u32>(&(*__value).len)
                + __rt::encoded_len::<__rt::Own<[Part; 2]>, [Part; 2]>(&(*__value).parts)
        }
        #[inline]
        fn encode(
            __value: &Self,
            __out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            if __rt::pod::IS_COPIED {
                return __rt::pod::encode::<__rt::pod::Copied<Self>>(__value, __out);
            }
            let __runs = <Self as __rt::Migratable>::RUNS;
            let mut __fields = __rt::Encoder::fields(__out);
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<u64>,
                u64,
            >(&mut __fields, __runs[0], &(*__value).address) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<u32>,
                u32,
            >(&mut __fields, __runs[1], &(*__value).len) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<[Part; 2]>,
                [Part; 2],
            >(&mut __fields, __runs[2], &(*__value).parts) {
                return __rt::Err(__fault);
            }
            __rt::Ok(())
        }
        #[inline]
        fn load(
            __value: &mut Self,
            __input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            if __rt::pod::IS_COPIED {
                return __rt::pod::load::<__rt::pod::Copied<Self>>(__value, __input);
            }
            let __runs = <Self as __rt::Migratable>::RUNS;
            let mut __fields = __rt::Decoder::fields(__input);
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Own<u64>,
                u64,
            >(&mut __fields, __runs[0], &mut (*__value).address) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Own<u32>,
                u32,
            >(&mut __fields, __runs[1], &mut (*__value).len) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Own<[Part; 2]>,
                [Part; 2],
            >(&mut __fields, __runs[2], &mut (*__value).parts) {
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
                __rt::Own<u64>,
                u64,
            >(
                &mut __fields,
                __runs[0],
                match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).address),
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                __rt::Own<u32>,
                u32,
            >(
                &mut __fields,
                __runs[1],
                match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).len),
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                __rt::Own<[Part; 2]>,
                [Part; 2],
            >(
                &mut __fields,
                __runs[2],
                match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).parts),
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            __rt::DecodeFields::check(&__fields)?;
            __rt::Ok(())
        }
        const PLAIN: __rt::bool = __rt::is_plain::<__rt::Own<u64>, u64>()
            && __rt::is_plain::<__rt::Own<u32>, u32>()
            && __rt::is_plain::<__rt::Own<[Part; 2]>, [Part; 2]>();
        const BLANK: __rt::bool = __rt::is_blank::<__rt::Own<u64>, u64>()
            && __rt::is_blank::<__rt::Own<u32>, u32>()
            && __rt::is_blank::<__rt::Own<[Part; 2]>, [Part; 2]>();
        #[inline]
        fn read(__input: &[__rt::u8], __invalid: &mut __rt::Invalid) -> Self {
            if __rt::pod::IS_COPIED {
                return __rt::pod::read::<__rt::pod::Copied<Self>>(__input, __invalid);
            }
            let mut __fields = __rt::ReadFields::new(__input, __invalid);
            let __field_0 = __rt::ReadFields::hold::<__rt::Own<u64>, u64>(&mut __fields);
            let __field_1 = __rt::ReadFields::hold::<__rt::Own<u32>, u32>(&mut __fields);
            let __field_2 = __rt::ReadFields::hold::<
                __rt::Own<[Part; 2]>,
                [Part; 2],
            >(&mut __fields);
            Self {
                address: __field_0.get::<__rt::Own<u64>>(),
                len: __field_1.get::<__rt::Own<u32>>(),
                parts: __field_2.get::<__rt::Own<[Part; 2]>>(),
            }
        }
        const IS_POD: __rt::bool = true;
        #[inline]
        fn encode_slice(
            __values: &[Self],
            __out: &mut [__rt::u8],
        ) -> __rt::Result<(), __rt::Fault> {
            __rt::pod::encode_slice::<__rt::pod::Copied<Self>>(__values, __out)
        }
        #[inline]
        fn in_memory(__value: &Self) -> __rt::Option<__rt::InMemory<'_>> {
            __rt::pod::in_memory::<__rt::pod::Copied<Self>>(__value)
        }
        #[inline]
        fn as_bytes(__values: &[Self]) -> __rt::Option<&[__rt::u8]> {
            __rt::pod::as_bytes::<__rt::pod::Copied<Self>>(__values)
        }
        #[inline]
        fn load_slice(
            __values: &mut [Self],
            __input: &[__rt::u8],
        ) -> __rt::Result<(), __rt::Fault> {
            __rt::pod::load_slice::<__rt::pod::Copied<Self>>(__values, __input)
        }
        #[inline]
        fn read_array<const __N: __rt::usize>(
            __input: &[__rt::u8],
            __invalid: &mut __rt::Invalid,
        ) -> [Self; __N] {
            __rt::pod::read_array::<__rt::pod::Copied<Self>, __N>(__input, __invalid)
        }
    }
    #[automatically_derived]
    impl __rt::Decode for Descriptor
    where
        for<'__decode> [Part; 2]: __rt::DecodeWhere<'__decode, 0usize, [Part; 2]>,
    {
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
            if __rt::pod::IS_COPIED {
                return __rt::pod::decode_to::<
                    __rt::pod::Copied<Self>,
                    _,
                >(__input, __place);
            }
            let __runs = <Self as __rt::Migratable>::RUNS;
            if __rt::is_filled::<Self, Self>() {
                return __rt::fill::<Self, Self, _>(__input, __place);
            }
            let mut __fields = __rt::Decoder::fields(__input);
            let mut __field_0 = __rt::Held::<'_, u64>::nothing::<__rt::Own<u64>>();
            if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                __rt::Own<u64>,
                u64,
            >(&mut __fields, __runs[0], &mut __field_0) {
                return __rt::Err(__fault);
            }
            let mut __field_1 = __rt::Held::<'_, u32>::nothing::<__rt::Own<u32>>();
            if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                __rt::Own<u32>,
                u32,
            >(&mut __fields, __runs[1], &mut __field_1) {
                return __rt::Err(__fault);
            }
            let mut __field_2 = __rt::Held::<
                '_,
                [Part; 2],
            >::nothing::<__rt::Own<[Part; 2]>>();
            if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                __rt::Own<[Part; 2]>,
                [Part; 2],
            >(&mut __fields, __runs[2], &mut __field_2) {
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
                        address: __field_0.get::<__rt::Own<u64>>(),
                        len: __field_1.get::<__rt::Own<u32>>(),
                        parts: __field_2.get::<__rt::Own<[Part; 2]>>(),
                    },
                ),
            )
        }
        #[inline]
        fn decode_slice(
            __input: &[__rt::u8],
            __values: &mut __rt::Vec<Self>,
        ) -> __rt::Result<(), __rt::Fault> {
            __rt::pod::decode_slice::<__rt::pod::Copied<Self>>(__input, __values)
        }
    }
    const _: () = {
        let __at = __rt::pod::begin::<__rt::pod::Copied<Descriptor>>();
        let __at = __rt::pod::field::<
            __rt::Own<u64>,
            u64,
        >(__at, __rt::offset_of!(Descriptor, address));
        let __at = __rt::pod::field::<
            __rt::Own<u32>,
            u32,
        >(__at, __rt::offset_of!(Descriptor, len));
        let __at = __rt::pod::field::<
            __rt::Own<[Part; 2]>,
            [Part; 2],
        >(__at, __rt::offset_of!(Descriptor, parts));
        __rt::pod::end::<Descriptor>(__at)
    };
};
