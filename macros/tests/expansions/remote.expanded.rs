#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(deprecated, single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    type __Remote = vm_superio::RtcState;
    #[automatically_derived]
    impl __rt::Migratable<__Remote> for RtcStateDef {
        const TYPE: &'static __rt::Type = &__rt::Type::Struct(
            __rt::StructType::constant(
                "RtcStateDef",
                const {
                    &[
                        __rt::field::<__rt::Own<u32>, u32>("lr"),
                        __rt::field::<__rt::Own<i64>, i64>("offset"),
                    ]
                },
                const { &[] },
            ),
        );
        const LOADING: __rt::Loading = __rt::Loading::of(
                &[
                    __rt::part_loading::<__rt::Own<u32>, u32>(),
                    __rt::part_loading::<__rt::Own<i64>, i64>(),
                ],
            )
            .derived::<__Remote>(1usize);
        const RUNS: &'static [__rt::usize] = &__rt::runs([
            __rt::fixed_len::<__rt::Own<u32>, u32>(),
            __rt::fixed_len::<__rt::Own<i64>, i64>(),
        ]);
        #[inline]
        fn encoded_len(__value: &__Remote) -> __rt::usize {
            __rt::encoded_len::<
                __rt::Own<u32>,
                u32,
            >(__rt::declared::<__rt::ByRef, u32, _>(&(*__value).lr))
                + __rt::encoded_len::<
                    __rt::Own<i64>,
                    i64,
                >(__rt::declared::<__rt::ByRef, i64, _>(&(*__value).offset))
        }
        #[inline]
        fn encode(
            __value: &__Remote,
            __out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let __runs = <Self as __rt::Migratable<__Remote>>::RUNS;
            let mut __fields = __rt::Encoder::fields(__out);
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<u32>,
                u32,
            >(
                &mut __fields,
                __runs[0],
                __rt::declared::<__rt::ByRef, u32, _>(&(*__value).lr),
            ) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<i64>,
                i64,
            >(
                &mut __fields,
                __runs[1],
                __rt::declared::<__rt::ByRef, i64, _>(&(*__value).offset),
            ) {
                return __rt::Err(__fault);
            }
            __rt::Ok(())
        }
        #[inline]
        fn load(
            __value: &mut __Remote,
            __input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let __runs = <Self as __rt::Migratable<__Remote>>::RUNS;
            let mut __fields = __rt::Decoder::fields(__input);
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Own<u32>,
                u32,
            >(
                &mut __fields,
                __runs[0],
                __rt::declared::<__rt::ByMut, u32, _>(&mut (*__value).lr),
            ) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Own<i64>,
                i64,
            >(
                &mut __fields,
                __runs[1],
                __rt::declared::<__rt::ByMut, i64, _>(&mut (*__value).offset),
            ) {
                return __rt::Err(__fault);
            }
            __rt::Ok(())
        }
        #[inline]
        fn check(
            __live: __rt::Option<&__Remote>,
            __input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let __runs = <Self as __rt::Migratable<__Remote>>::RUNS;
            let mut __fields = __rt::Decoder::fields(__input);
            if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                __rt::Own<u32>,
                u32,
            >(
                &mut __fields,
                __runs[0],
                match __live {
                    __rt::Some(__value) => {
                        __rt::Some(__rt::declared::<__rt::ByRef, u32, _>(&(*__value).lr))
                    }
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                __rt::Own<i64>,
                i64,
            >(
                &mut __fields,
                __runs[1],
                match __live {
                    __rt::Some(__value) => {
                        __rt::Some(
                            __rt::declared::<__rt::ByRef, i64, _>(&(*__value).offset),
                        )
                    }
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            __rt::DecodeFields::check(&__fields)?;
            __rt::Ok(())
        }
        const PLAIN: __rt::bool = __rt::is_plain::<__rt::Own<u32>, u32>()
            && __rt::is_plain::<__rt::Own<i64>, i64>();
        const BLANK: __rt::bool = __rt::is_blank::<__rt::Own<u32>, u32>()
            && __rt::is_blank::<__rt::Own<i64>, i64>();
        #[inline]
        fn read(__input: &[__rt::u8], __invalid: &mut __rt::Invalid) -> __Remote {
            let mut __fields = __rt::ReadFields::new(__input, __invalid);
            let __field_0 = __rt::ReadFields::hold::<__rt::Own<u32>, u32>(&mut __fields);
            let __field_1 = __rt::ReadFields::hold::<__rt::Own<i64>, i64>(&mut __fields);
            __Remote {
                lr: __rt::declared::<
                    __rt::ByValue,
                    u32,
                    _,
                >(__field_0.get::<__rt::Own<u32>>()),
                offset: __rt::declared::<
                    __rt::ByValue,
                    i64,
                    _,
                >(__field_1.get::<__rt::Own<i64>>()),
            }
        }
    }
    #[automatically_derived]
    impl __rt::Decode<__Remote> for RtcStateDef {
        #[inline]
        fn decode(
            __input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<__Remote, __rt::Fault> {
            <Self as __rt::Decode<__Remote>>::decode_to(__input, |__value| __value)
        }
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn decode_to<__Place: __rt::Place<__Remote>>(
            __input: &mut __rt::Decoder<'_>,
            __place: __Place,
        ) -> __rt::Result<__Place::Placed, __rt::Fault> {
            const { __rt::fits_the_stack::<Self, __Remote>() };
            let __runs = <Self as __rt::Migratable<__Remote>>::RUNS;
            if __rt::is_filled::<Self, __Remote>() {
                return __rt::fill::<Self, __Remote, _>(__input, __place);
            }
            let mut __fields = __rt::Decoder::fields(__input);
            let mut __field_0 = __rt::Held::<'_, u32>::nothing::<__rt::Own<u32>>();
            if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                __rt::Own<u32>,
                u32,
            >(&mut __fields, __runs[0], &mut __field_0) {
                return __rt::Err(__fault);
            }
            let mut __field_1 = __rt::Held::<'_, i64>::nothing::<__rt::Own<i64>>();
            if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                __rt::Own<i64>,
                i64,
            >(&mut __fields, __runs[1], &mut __field_1) {
                return __rt::Err(__fault);
            }
            __rt::DecodeFields::check(&__fields)?;
            if let __rt::Err(__fault) = __rt::Place::<
                __Remote,
            >::check(&__place, __input) {
                return __rt::Err(__fault);
            }
            __rt::Ok(
                __rt::Place::put(
                    __place,
                    __Remote {
                        lr: __rt::declared::<
                            __rt::ByValue,
                            u32,
                            _,
                        >(__field_0.get::<__rt::Own<u32>>()),
                        offset: __rt::declared::<
                            __rt::ByValue,
                            i64,
                            _,
                        >(__field_1.get::<__rt::Own<i64>>()),
                    },
                ),
            )
        }
    }
};
