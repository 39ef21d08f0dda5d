#[doc(hidden)]
#[allow(dead_code, non_upper_case_globals)]
const two_devices_have_the_name_dev: () = ();
#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(deprecated, single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    #[automatically_derived]
    impl __rt::Migratable for Dev {
        const SPLICED: &'static [&'static [&'static [__rt::Field]]] = &[
            &[
                const { &[__rt::field::<__rt::Own<u8>, u8>("before")] },
                __rt::flattened::<__rt::Own<Times>, Times>(),
                __rt::flattened::<__rt::Codec<RegDef, Reg>, Reg>(),
                const { &[__rt::field::<__rt::Own<u8>, u8>("after")] },
            ],
        ];
        const TYPE: &'static __rt::Type = &__rt::Type::Struct(
            __rt::StructType::flattening(
                __rt::StructType::constant(
                    "Dev",
                    __rt::spliced::<Self, Self, 0>(),
                    const { &[] },
                ),
                &[
                    <__rt::Own<Times> as __rt::Migratable<Times>>::TYPE,
                    <__rt::Codec<RegDef, Reg> as __rt::Migratable<Reg>>::TYPE,
                ],
            ),
        );
        const LOADING: __rt::Loading = __rt::Loading::of(
                &[
                    __rt::part_loading::<__rt::Own<u8>, u8>(),
                    __rt::part_loading::<__rt::Own<Times>, Times>(),
                    __rt::part_loading::<__rt::Codec<RegDef, Reg>, Reg>(),
                    __rt::part_loading::<__rt::Own<u8>, u8>(),
                ],
            )
            .hooked(__rt::upgrade_may_refuse::<Self, Self>())
            .upgrading()
            .versioned()
            .derived::<Self>(1usize);
        const RUNS: &'static [__rt::usize] = &__rt::runs([
            __rt::fixed_len::<__rt::Own<u8>, u8>(),
            __rt::fixed_len::<__rt::Own<Times>, Times>(),
            __rt::fixed_len::<__rt::Codec<RegDef, Reg>, Reg>(),
            __rt::fixed_len::<__rt::Own<u8>, u8>(),
        ]);
        #[inline]
        fn encoded_len(__value: &Self) -> __rt::usize {
            __rt::encoded_len::<__rt::Own<u8>, u8>(&(*__value).before)
                + __rt::encoded_len::<__rt::Own<Times>, Times>(&(*__value).times)
                + __rt::encoded_len::<__rt::Codec<RegDef, Reg>, Reg>(&(*__value).reg)
                + __rt::encoded_len::<__rt::Own<u8>, u8>(&(*__value).after)
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
            >(&mut __fields, __runs[0], &(*__value).before) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<Times>,
                Times,
            >(&mut __fields, __runs[1], &(*__value).times) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Codec<RegDef, Reg>,
                Reg,
            >(&mut __fields, __runs[2], &(*__value).reg) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<u8>,
                u8,
            >(&mut __fields, __runs[3], &(*__value).after) {
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
            let __older = __rt::Decoder::take_older(__input);
            let mut __fields = __rt::Decoder::fields(__input);
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Own<u8>,
                u8,
            >(&mut __fields, __runs[0], &mut (*__value).before) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Own<Times>,
                Times,
            >(&mut __fields, __runs[1], &mut (*__value).times) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Codec<RegDef, Reg>,
                Reg,
            >(&mut __fields, __runs[2], &mut (*__value).reg) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Own<u8>,
                u8,
            >(&mut __fields, __runs[3], &mut (*__value).after) {
                return __rt::Err(__fault);
            }
            if __rt::Decoder::runs_hooks(__input) {
                if let __rt::Some(__older) = __older {
                    let __from = __rt::Older::version(__older);
                    let __before = match <Self as __rt::Migratable>::LOADING.compares() {
                        true => __rt::Some(__rt::encode_value::<Self, Self>(&*__value)?),
                        false => __rt::None,
                    };
                    let __field_1_before = __rt::before_upgrade::<
                        __rt::Own<Times>,
                        Times,
                    >(__older, &__value.times)?;
                    let __field_2_before = __rt::before_upgrade::<
                        __rt::Codec<RegDef, Reg>,
                        Reg,
                    >(__older, &__value.reg)?;
                    __rt::Outcome::outcome(
                        <Self as __rt::Upgrade<Self>>::upgrade(__value, __from),
                        "Dev",
                        "upgrade",
                    )?;
                    if let __rt::Some(__before) = &__before {
                        __rt::kept_configuration::<Self, Self>(__before, &*__value)?;
                    }
                    __rt::after_upgrade::<
                        __rt::Own<Times>,
                        Times,
                    >(__input, __older, __field_1_before, &mut __value.times)?;
                    __rt::after_upgrade::<
                        __rt::Codec<RegDef, Reg>,
                        Reg,
                    >(__input, __older, __field_2_before, &mut __value.reg)?;
                }
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
                    __rt::Some(__value) => __rt::Some(&(*__value).before),
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                __rt::Own<Times>,
                Times,
            >(
                &mut __fields,
                __runs[1],
                match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).times),
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                __rt::Codec<RegDef, Reg>,
                Reg,
            >(
                &mut __fields,
                __runs[2],
                match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).reg),
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                __rt::Own<u8>,
                u8,
            >(
                &mut __fields,
                __runs[3],
                match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).after),
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
    impl __rt::Upgrade<Self> for Dev {
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn upgrade(__value: &mut Self, __from: __rt::u32) -> impl __rt::Outcome {
            (Self::scale)(__value, __from)
        }
    }
    #[automatically_derived]
    impl __rt::Decode for Dev
    where
        for<'__decode> Times: __rt::DecodeWhere<'__decode, 0usize, Times>,
        for<'__decode> RegDef: __rt::DecodeWhere<'__decode, 1usize, Reg>,
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
            let __older = __rt::Decoder::take_older(__input);
            let mut __fields = __rt::Decoder::fields(__input);
            let mut __field_0 = __rt::Held::<'_, u8>::nothing::<__rt::Own<u8>>();
            if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                __rt::Own<u8>,
                u8,
            >(&mut __fields, __runs[0], &mut __field_0) {
                return __rt::Err(__fault);
            }
            let mut __field_1 = __rt::Held::<'_, Times>::nothing::<__rt::Own<Times>>();
            if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                __rt::Own<Times>,
                Times,
            >(&mut __fields, __runs[1], &mut __field_1) {
                return __rt::Err(__fault);
            }
            let mut __field_2 = __rt::Held::<
                '_,
                Reg,
            >::nothing::<__rt::Codec<RegDef, Reg>>();
            if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                __rt::Codec<RegDef, Reg>,
                Reg,
            >(&mut __fields, __runs[2], &mut __field_2) {
                return __rt::Err(__fault);
            }
            let mut __field_3 = __rt::Held::<'_, u8>::nothing::<__rt::Own<u8>>();
            if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                __rt::Own<u8>,
                u8,
            >(&mut __fields, __runs[3], &mut __field_3) {
                return __rt::Err(__fault);
            }
            __rt::DecodeFields::check(&__fields)?;
            if let __rt::Err(__fault) = __rt::Place::<Self>::check(&__place, __input) {
                return __rt::Err(__fault);
            }
            let mut __value = Self {
                before: __field_0.get::<__rt::Own<u8>>(),
                times: __field_1.get::<__rt::Own<Times>>(),
                reg: __field_2.get::<__rt::Codec<RegDef, Reg>>(),
                after: __field_3.get::<__rt::Own<u8>>(),
            };
            let _ = &mut __value;
            if __rt::Decoder::runs_hooks(__input) {
                if let __rt::Some(__older) = __older {
                    let __from = __rt::Older::version(__older);
                    let __field_1_before = __rt::before_upgrade::<
                        __rt::Own<Times>,
                        Times,
                    >(__older, &__value.times)?;
                    let __field_2_before = __rt::before_upgrade::<
                        __rt::Codec<RegDef, Reg>,
                        Reg,
                    >(__older, &__value.reg)?;
                    __rt::Outcome::outcome(
                        <Self as __rt::Upgrade<Self>>::upgrade(&mut __value, __from),
                        "Dev",
                        "upgrade",
                    )?;
                    __rt::after_upgrade::<
                        __rt::Own<Times>,
                        Times,
                    >(__input, __older, __field_1_before, &mut __value.times)?;
                    __rt::after_upgrade::<
                        __rt::Codec<RegDef, Reg>,
                        Reg,
                    >(__input, __older, __field_2_before, &mut __value.reg)?;
                }
            }
            __rt::Ok(__rt::Place::put(__place, __value))
        }
    }
    #[automatically_derived]
    impl __rt::Device for Dev {
        const SCHEMA: &'static __rt::Schema = &__rt::Schema::constant(
            "dev",
            2u32,
            1u32,
            <Self as __rt::Migratable>::TYPE,
        );
        const SCHEMA_JSON: &'static __rt::str = {
            const SCHEMA: &__rt::Schema = <Dev as __rt::Device>::SCHEMA;
            const WRITTEN: __rt::json::Written<0x1000> = __rt::json::write(SCHEMA);
            const JSON: [__rt::u8; __rt::json::Written::size(&WRITTEN)] = __rt::json::Written::exact(
                &WRITTEN,
                SCHEMA,
            );
            __rt::json::as_text(&JSON)
        };
        const UPGRADES: __rt::bool = true;
    }
    ::migratable::publish!(Dev);
    const _: &__rt::Type = <Dev as __rt::Migratable>::TYPE;
};
