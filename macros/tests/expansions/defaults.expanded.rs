#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(deprecated, single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    #[automatically_derived]
    impl __rt::Migratable for Timing {
        const TYPE: &'static __rt::Type = &__rt::Type::Struct(
            __rt::StructType::constant(
                "Timing",
                const {
                    &[
                        __rt::field::<__rt::Own<u8>, u8>("start"),
                        __rt::field::<__rt::Own<Mode>, Mode>("state")
                            .in_rust("mode")
                            .with_default({
                                __rt::assert_spelled::<__rt::Own<Mode>, Mode>();
                                __rt::DefaultValue::literal(
                                    __rt::Some(const {
                                        &__rt::spelled::literal(const {
                                            &__rt::spelled::Made::new(
                                                __rt::part::<__rt::Own<Mode>, Mode>(),
                                                __rt::spelled::Spelled::new(
                                                    "At",
                                                    __rt::Some("Mode"),
                                                    &["level", "irq"],
                                                ),
                                                const {
                                                    &[
                                                        __rt::Some(
                                                            __rt::spelled::literal(const {
                                                                &__rt::spelled::Made::new(
                                                                    __rt::spelled::member_type(
                                                                        __rt::part::<__rt::Own<Mode>, Mode>(),
                                                                        "At",
                                                                        "level",
                                                                    ),
                                                                    __rt::spelled::Spelled::new("Level", __rt::None, &["0"]),
                                                                    const {
                                                                        &[
                                                                            __rt::Some(__rt::Literal::Integer {
                                                                                negative: false,
                                                                                magnitude: 7u128,
                                                                            }),
                                                                        ]
                                                                    },
                                                                )
                                                            }),
                                                        ),
                                                        __rt::None,
                                                    ]
                                                },
                                            )
                                        })
                                    }),
                                    __rt::part::<__rt::Own<Mode>, Mode>(),
                                )
                            })
                            .with_encode_default(|| __rt::encode_value::<
                                __rt::Own<Mode>,
                                Mode,
                            >(
                                &{
                                    Mode::At {
                                        level: Level(7),
                                        irq: line(),
                                    }
                                },
                            )),
                    ]
                },
                const { &[] },
            ),
        );
        const ZERO_DEFAULT: __rt::bool = true
            && <__rt::Own<u8> as __rt::Migratable<u8>>::ZERO_DEFAULT
            && <__rt::Own<Mode> as __rt::Migratable<Mode>>::ZERO_DEFAULT;
        const DEFAULT: __rt::Option<&'static __rt::Literal> = match true
            && __rt::spelled::is_known(<__rt::Own<u8> as __rt::Migratable<u8>>::DEFAULT)
            && __rt::spelled::is_known(
                <__rt::Own<Mode> as __rt::Migratable<Mode>>::DEFAULT,
            )
        {
            true => {
                __rt::Some(const {
                    &__rt::spelled::structure(const {
                        &[
                            __rt::spelled::member(
                                "start",
                                <__rt::Own<u8> as __rt::Migratable<u8>>::DEFAULT,
                            ),
                            __rt::spelled::member(
                                "state",
                                <__rt::Own<Mode> as __rt::Migratable<Mode>>::DEFAULT,
                            ),
                        ]
                    })
                })
            }
            false => __rt::None,
        };
        const LOADING: __rt::Loading = __rt::Loading::of(
                &[
                    __rt::part_loading::<__rt::Own<u8>, u8>(),
                    __rt::part_loading::<__rt::Own<Mode>, Mode>(),
                ],
            )
            .derived::<Self>(1usize);
        const RUNS: &'static [__rt::usize] = &__rt::runs([
            __rt::fixed_len::<__rt::Own<u8>, u8>(),
            __rt::fixed_len::<__rt::Own<Mode>, Mode>(),
        ]);
        #[inline]
        fn encoded_len(__value: &Self) -> __rt::usize {
            __rt::encoded_len::<__rt::Own<u8>, u8>(&(*__value).start)
                + __rt::encoded_len::<__rt::Own<Mode>, Mode>(&(*__value).mode)
        }
        #[inline]
        fn encode(
            __value: &Self,
            __out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let __runs = <Self as __rt::Migratable>::RUNS;
            let mut __fields = __rt::Encoder::fields(__out);
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<u8>,
                u8,
            >(&mut __fields, __runs[0], &(*__value).start) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<Mode>,
                Mode,
            >(&mut __fields, __runs[1], &(*__value).mode) {
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
                __rt::Own<u8>,
                u8,
            >(&mut __fields, __runs[0], &mut (*__value).start) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Own<Mode>,
                Mode,
            >(&mut __fields, __runs[1], &mut (*__value).mode) {
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
                __rt::Own<u8>,
                u8,
            >(
                &mut __fields,
                __runs[0],
                match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).start),
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                __rt::Own<Mode>,
                Mode,
            >(
                &mut __fields,
                __runs[1],
                match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).mode),
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            __rt::DecodeFields::check(&__fields)?;
            __rt::Ok(())
        }
        const PLAIN: __rt::bool = __rt::is_plain::<__rt::Own<u8>, u8>()
            && __rt::is_plain::<__rt::Own<Mode>, Mode>();
        const BLANK: __rt::bool = __rt::is_blank::<__rt::Own<u8>, u8>()
            && __rt::is_blank::<__rt::Own<Mode>, Mode>();
        #[inline]
        fn read(__input: &[__rt::u8], __invalid: &mut __rt::Invalid) -> Self {
            let mut __fields = __rt::ReadFields::new(__input, __invalid);
            let __field_0 = __rt::ReadFields::hold::<__rt::Own<u8>, u8>(&mut __fields);
            let __field_1 = __rt::ReadFields::hold::<
                __rt::Own<Mode>,
                Mode,
            >(&mut __fields);
            Self {
                start: __field_0.get::<__rt::Own<u8>>(),
                mode: __field_1.get::<__rt::Own<Mode>>(),
            }
        }
    }
    #[automatically_derived]
    impl __rt::Decode for Timing
    where
        for<'__decode> Mode: __rt::DecodeWhere<'__decode, 0usize, Mode>,
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
            let __runs = <Self as __rt::Migratable>::RUNS;
            if __rt::is_filled::<Self, Self>() {
                return __rt::fill::<Self, Self, _>(__input, __place);
            }
            let mut __fields = __rt::Decoder::fields(__input);
            let mut __field_0 = __rt::Held::<'_, u8>::nothing::<__rt::Own<u8>>();
            if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                __rt::Own<u8>,
                u8,
            >(&mut __fields, __runs[0], &mut __field_0) {
                return __rt::Err(__fault);
            }
            let mut __field_1 = __rt::Held::<'_, Mode>::nothing::<__rt::Own<Mode>>();
            if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                __rt::Own<Mode>,
                Mode,
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
                        start: __field_0.get::<__rt::Own<u8>>(),
                        mode: __field_1.get::<__rt::Own<Mode>>(),
                    },
                ),
            )
        }
    }
};
