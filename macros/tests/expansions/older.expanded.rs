#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(deprecated, single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    #[automatically_derived]
    impl __rt::Migratable for Timer {
        const TYPE: &'static __rt::Type = &__rt::Type::Struct(
            __rt::StructType::constant(
                    "Timer",
                    const { &[__rt::field::<__rt::Own<u64>, u64>("ns")] },
                    const { &[] },
                )
                .versioned(
                    3u32,
                    const {
                        &[
                            __rt::OlderType::constant(
                                1u32,
                                __rt::older_part::<__rt::Own<TimerV1>, TimerV1>(),
                            ),
                            __rt::OlderType::constant(
                                2u32,
                                __rt::older_part::<__rt::Own<TimerV2>, TimerV2>(),
                            ),
                        ]
                    },
                ),
        );
        const LOADING: __rt::Loading = __rt::Loading::of(
                &[
                    __rt::part_loading::<__rt::Own<u64>, u64>(),
                    __rt::older_loading::<__rt::Own<TimerV2>, TimerV2>(),
                    __rt::older_loading::<__rt::Own<TimerV1>, TimerV1>(),
                ],
            )
            .keeping()
            .converted()
            .derived::<Self>(1usize);
        const RUNS: &'static [__rt::usize] = &__rt::runs([
            __rt::fixed_len::<__rt::Own<u64>, u64>(),
        ]);
        #[inline]
        fn encoded_len(__value: &Self) -> __rt::usize {
            __rt::encoded_len::<__rt::Own<u64>, u64>(&(*__value).ns)
        }
        #[inline]
        fn encode(
            __value: &Self,
            __out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let __runs = <Self as __rt::Migratable>::RUNS;
            let mut __fields = __rt::Encoder::fields(__out);
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<u64>,
                u64,
            >(&mut __fields, __runs[0], &(*__value).ns) {
                return __rt::Err(__fault);
            }
            __rt::Ok(())
        }
        #[inline]
        fn load(
            __value: &mut Self,
            __input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            if let __rt::Some(__version) = __rt::Decoder::older_version(__input)? {
                return match __version {
                    2u32 => {
                        let __old = <__rt::Own<
                            TimerV2,
                        > as __rt::Decode>::decode(__input)?;
                        __rt::load_older::<
                            2,
                            Self,
                            Self,
                            TimerV2,
                        >(__value, __old, __input, "Timer")
                    }
                    1u32 => {
                        let __old = <__rt::Own<
                            TimerV1,
                        > as __rt::Decode>::decode(__input)?;
                        __rt::load_older::<
                            1,
                            Self,
                            Self,
                            TimerV1,
                        >(__value, __old, __input, "Timer")
                    }
                    _ => __rt::Err(__rt::From::from(__rt::Reason::Variant)),
                };
            }
            let __runs = <Self as __rt::Migratable>::RUNS;
            let mut __fields = __rt::Decoder::fields(__input);
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Own<u64>,
                u64,
            >(&mut __fields, __runs[0], &mut (*__value).ns) {
                return __rt::Err(__fault);
            }
            __rt::Ok(())
        }
        #[inline]
        fn check(
            __live: __rt::Option<&Self>,
            __input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            if let __rt::Some(__version) = __rt::Decoder::older_version(__input)? {
                return match __version {
                    2u32 => __rt::check_older::<__rt::Own<TimerV2>, TimerV2>(__input),
                    1u32 => __rt::check_older::<__rt::Own<TimerV1>, TimerV1>(__input),
                    _ => __rt::Err(__rt::From::from(__rt::Reason::Variant)),
                };
            }
            let __runs = <Self as __rt::Migratable>::RUNS;
            let mut __fields = __rt::Decoder::fields(__input);
            if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                __rt::Own<u64>,
                u64,
            >(
                &mut __fields,
                __runs[0],
                match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).ns),
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            __rt::DecodeFields::check(&__fields)?;
            __rt::Ok(())
        }
    }
    #[automatically_derived]
    impl __rt::Convert<2, Self, TimerV2> for Timer {
        fn convert(__value: &mut Self, __old: TimerV2) -> impl __rt::Outcome {
            (Self::take_v2)(__value, __old)
        }
    }
    #[automatically_derived]
    impl __rt::Convert<1, Self, TimerV1> for Timer {
        fn convert(__value: &mut Self, __old: TimerV1) -> impl __rt::Outcome {
            (Self::take_v1)(__value, __old)
        }
    }
};
