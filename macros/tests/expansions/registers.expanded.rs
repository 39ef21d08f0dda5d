#[doc(hidden)]
#[allow(dead_code, non_upper_case_globals)]
const two_devices_have_the_name_pl011: () = ();
#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(deprecated, single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    #[automatically_derived]
    impl __rt::Migratable for Pl011 {
        const TYPE: &'static __rt::Type = &__rt::Type::Struct(
            __rt::StructType::constant(
                    "Pl011",
                    const {
                        &[
                            __rt::field::<__rt::Own<u32>, u32>("flags")
                                .doc_escaped("Flag register."),
                            __rt::field::<__rt::Own<[u32; 16]>, [u32; 16]>("read_fifo"),
                            __rt::field::<__rt::Own<u32>, u32>("read_count")
                                .with_range(
                                    __rt::range_limits::<
                                        __rt::Own<u32>,
                                        u32,
                                    >(
                                        __rt::Some({
                                            let __limit = const {
                                                let __limit: __rt::NumberOf<u32> = 0;
                                                __limit
                                            };
                                            (__limit as __rt::i128, __limit as __rt::f64)
                                        }),
                                        __rt::Some({
                                            let __limit = const {
                                                let __limit: __rt::NumberOf<u32> = 16;
                                                __limit
                                            };
                                            (__limit as __rt::i128, __limit as __rt::f64)
                                        }),
                                        true,
                                    ),
                                ),
                            __rt::field::<__rt::Own<u32>, u32>("ifl")
                                .with_default(
                                    __rt::DefaultValue::literal(
                                        __rt::Some(const {
                                            &__rt::Literal::Integer {
                                                negative: false,
                                                magnitude: 18u128,
                                            }
                                        }),
                                        __rt::part::<__rt::Own<u32>, u32>(),
                                    ),
                                )
                                .with_encode_default(|| __rt::encode_value::<
                                    __rt::Own<u32>,
                                    u32,
                                >(&{ 0x12 })),
                        ]
                    },
                    const { &[] },
                )
                .doc_escaped("ARM PrimeCell UART."),
        );
        const LOADING: __rt::Loading = __rt::Loading::of(
                &[
                    __rt::part_loading::<__rt::Own<u32>, u32>(),
                    __rt::part_loading::<__rt::Own<[u32; 16]>, [u32; 16]>(),
                    __rt::part_loading::<__rt::Own<u32>, u32>(),
                    __rt::part_loading::<__rt::Own<u32>, u32>(),
                ],
            )
            .keeping()
            .refusing()
            .derived::<Self>(1usize);
        const RUNS: &'static [__rt::usize] = &__rt::runs([
            __rt::fixed_len::<__rt::Own<u32>, u32>(),
            __rt::fixed_len::<__rt::Own<[u32; 16]>, [u32; 16]>(),
            __rt::fixed_len::<__rt::Own<u32>, u32>(),
            __rt::fixed_len::<__rt::Own<u32>, u32>(),
        ]);
        #[inline]
        fn encoded_len(__value: &Self) -> __rt::usize {
            __rt::encoded_len::<__rt::Own<u32>, u32>(&(*__value).flags)
                + __rt::encoded_len::<
                    __rt::Own<[u32; 16]>,
                    [u32; 16],
                >(&(*__value).read_fifo)
                + __rt::encoded_len::<__rt::Own<u32>, u32>(&(*__value).read_count)
                + __rt::encoded_len::<__rt::Own<u32>, u32>(&(*__value).ifl)
        }
        #[inline]
        fn encode(
            __value: &Self,
            __out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let __runs = <Self as __rt::Migratable>::RUNS;
            <u32 as __rt::InRange>::check(
                "read_count",
                &(*__value).read_count,
                &(const {
                    let __limit: __rt::NumberOf<u32> = 0;
                    __limit
                }..=const {
                    let __limit: __rt::NumberOf<u32> = 16;
                    __limit
                }),
            )?;
            let mut __fields = __rt::Encoder::fields(__out);
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<u32>,
                u32,
            >(&mut __fields, __runs[0], &(*__value).flags) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<[u32; 16]>,
                [u32; 16],
            >(&mut __fields, __runs[1], &(*__value).read_fifo) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<u32>,
                u32,
            >(&mut __fields, __runs[2], &(*__value).read_count) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<u32>,
                u32,
            >(&mut __fields, __runs[3], &(*__value).ifl) {
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
                __rt::Own<u32>,
                u32,
            >(&mut __fields, __runs[0], &mut (*__value).flags) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Own<[u32; 16]>,
                [u32; 16],
            >(&mut __fields, __runs[1], &mut (*__value).read_fifo) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Own<u32>,
                u32,
            >(&mut __fields, __runs[2], &mut (*__value).read_count) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Own<u32>,
                u32,
            >(&mut __fields, __runs[3], &mut (*__value).ifl) {
                return __rt::Err(__fault);
            }
            <u32 as __rt::InRange>::check(
                "read_count",
                &(*__value).read_count,
                &(const {
                    let __limit: __rt::NumberOf<u32> = 0;
                    __limit
                }..=const {
                    let __limit: __rt::NumberOf<u32> = 16;
                    __limit
                }),
            )?;
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
                __rt::Own<u32>,
                u32,
            >(
                &mut __fields,
                __runs[0],
                match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).flags),
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                __rt::Own<[u32; 16]>,
                [u32; 16],
            >(
                &mut __fields,
                __runs[1],
                match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).read_fifo),
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            {
                let __live = match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).read_count),
                    __rt::None => __rt::None,
                };
                let __ahead = __rt::DecodeFields::ahead::<
                    __rt::Own<u32>,
                    u32,
                >(&mut __fields, __runs[2])?;
                __rt::DecodeFields::verify::<
                    __rt::Own<u32>,
                    u32,
                >(&mut __fields, 0, __live)?;
                {
                    let __checked = __rt::Ahead::value::<__rt::Own<u32>, u32>(&__ahead)?;
                    <u32 as __rt::InRange>::check(
                        "read_count",
                        &__checked,
                        &(const {
                            let __limit: __rt::NumberOf<u32> = 0;
                            __limit
                        }..=const {
                            let __limit: __rt::NumberOf<u32> = 16;
                            __limit
                        }),
                    )?;
                }
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                __rt::Own<u32>,
                u32,
            >(
                &mut __fields,
                __runs[3],
                match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).ifl),
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
    impl __rt::Device for Pl011 {
        const SCHEMA: &'static __rt::Schema = &__rt::Schema::constant(
                "pl011",
                1u32,
                1u32,
                <Self as __rt::Migratable>::TYPE,
            )
            .doc_escaped("ARM PrimeCell UART.");
        const SCHEMA_JSON: &'static __rt::str = {
            const SCHEMA: &__rt::Schema = <Pl011 as __rt::Device>::SCHEMA;
            const WRITTEN: __rt::json::Written<0x1000> = __rt::json::write(SCHEMA);
            const JSON: [__rt::u8; __rt::json::Written::size(&WRITTEN)] = __rt::json::Written::exact(
                &WRITTEN,
                SCHEMA,
            );
            __rt::json::as_text(&JSON)
        };
    }
    ::migratable::publish!(Pl011);
};
