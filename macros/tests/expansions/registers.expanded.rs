#[doc(hidden)]
#[allow(dead_code, non_upper_case_globals)]
const two_devices_have_the_name_pl011: () = ();
#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(single_use_lifetimes, unused_qualifications)]
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
                                            let limit: <u32 as __rt::InRange>::Number = 0;
                                            (limit as __rt::i128, limit as __rt::f64)
                                        }),
                                        __rt::Some({
                                            let limit: <u32 as __rt::InRange>::Number = 16;
                                            (limit as __rt::i128, limit as __rt::f64)
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
        fn encoded_len(value: &Self) -> __rt::usize {
            __rt::encoded_len::<__rt::Own<u32>, u32>(&value.flags)
                + __rt::encoded_len::<__rt::Own<[u32; 16]>, [u32; 16]>(&value.read_fifo)
                + __rt::encoded_len::<__rt::Own<u32>, u32>(&value.read_count)
                + __rt::encoded_len::<__rt::Own<u32>, u32>(&value.ifl)
        }
        #[inline]
        fn encode(
            value: &Self,
            out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let runs = <Self as __rt::Migratable>::RUNS;
            <u32 as __rt::InRange>::check("read_count", &value.read_count, &(0..=16))?;
            let mut fields = out.fields();
            fields.encode::<__rt::Own<u32>, u32>(runs[0], &value.flags)?;
            fields.encode::<__rt::Own<[u32; 16]>, [u32; 16]>(runs[1], &value.read_fifo)?;
            fields.encode::<__rt::Own<u32>, u32>(runs[2], &value.read_count)?;
            fields.encode::<__rt::Own<u32>, u32>(runs[3], &value.ifl)?;
            __rt::Ok(())
        }
        #[inline]
        fn load(
            value: &mut Self,
            input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let runs = <Self as __rt::Migratable>::RUNS;
            let mut fields = input.fields();
            fields.load::<__rt::Own<u32>, u32>(runs[0], &mut value.flags)?;
            fields
                .load::<__rt::Own<[u32; 16]>, [u32; 16]>(runs[1], &mut value.read_fifo)?;
            fields.load::<__rt::Own<u32>, u32>(runs[2], &mut value.read_count)?;
            fields.load::<__rt::Own<u32>, u32>(runs[3], &mut value.ifl)?;
            <u32 as __rt::InRange>::check("read_count", &value.read_count, &(0..=16))?;
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
                    __rt::Own<u32>,
                    u32,
                >(
                    runs[0],
                    match live {
                        __rt::Some(value) => __rt::Some(&value.flags),
                        __rt::None => __rt::None,
                    },
                )?;
            fields
                .verify::<
                    __rt::Own<[u32; 16]>,
                    [u32; 16],
                >(
                    runs[1],
                    match live {
                        __rt::Some(value) => __rt::Some(&value.read_fifo),
                        __rt::None => __rt::None,
                    },
                )?;
            {
                let live = match live {
                    __rt::Some(value) => __rt::Some(&value.read_count),
                    __rt::None => __rt::None,
                };
                let ahead = fields.ahead::<__rt::Own<u32>, u32>(runs[2])?;
                fields.verify::<__rt::Own<u32>, u32>(0, live)?;
                <u32 as __rt::InRange>::check(
                    "read_count",
                    &ahead.value::<__rt::Own<u32>, u32>()?,
                    &(0..=16),
                )?;
            }
            fields
                .verify::<
                    __rt::Own<u32>,
                    u32,
                >(
                    runs[3],
                    match live {
                        __rt::Some(value) => __rt::Some(&value.ifl),
                        __rt::None => __rt::None,
                    },
                )?;
            fields.check()?;
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
            const JSON: [__rt::u8; __rt::json::len(SCHEMA)] = __rt::json::write(SCHEMA);
            __rt::json::as_text(&JSON)
        };
    }
    ::migratable::publish!(Pl011);
};
