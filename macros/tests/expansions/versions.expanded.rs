#[doc(hidden)]
#[allow(dead_code, non_upper_case_globals)]
const two_devices_have_the_name_timer: () = ();
#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(deprecated, single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    #[automatically_derived]
    impl __rt::Migratable for Timer {
        const TYPE: &'static __rt::Type = &__rt::Type::Struct(
            __rt::StructType::constant(
                "Timer",
                const {
                    &[
                        __rt::field::<__rt::Own<u64>, u64>("ticks")
                            .with_aliases(
                                __rt::Node::constant(const {
                                    &[__rt::Node::constant("count")]
                                }),
                            )
                            .unit_escaped("ns"),
                        __rt::field::<__rt::Own<u32>, u32>("frequency").set_must_match(),
                        __rt::field::<__rt::Own<u32>, u32>("rate")
                            .with_configuration(const {
                                __rt::limit::<
                                    __rt::Own<u32>,
                                    u32,
                                >(__rt::Configuration::AtMost)
                            }),
                    ]
                },
                const { &[] },
            ),
        );
        const LOADING: __rt::Loading = __rt::Loading::of(
                &[
                    __rt::part_loading::<__rt::Own<u64>, u64>(),
                    __rt::part_loading::<__rt::Own<u32>, u32>(),
                    __rt::part_loading::<__rt::Own<u32>, u32>(),
                ],
            )
            .comparing()
            .limited()
            .hooked(__rt::upgrade_may_refuse::<Self, Self>())
            .hooked(__rt::validate_may_refuse::<Self, Self>())
            .hooked(__rt::post_load_may_refuse::<Self, Self>())
            .upgrading()
            .asked(true, false)
            .versioned()
            .derived::<Self>(1usize);
        const RUNS: &'static [__rt::usize] = &__rt::runs([
            __rt::fixed_len::<__rt::Own<u64>, u64>(),
            __rt::fixed_len::<__rt::Own<u32>, u32>(),
            __rt::fixed_len::<__rt::Own<u32>, u32>(),
        ]);
        #[inline]
        fn encoded_len(__value: &Self) -> __rt::usize {
            __rt::encoded_len::<__rt::Own<u64>, u64>(&(*__value).ticks)
                + __rt::encoded_len::<__rt::Own<u32>, u32>(&(*__value).frequency)
                + __rt::encoded_len::<__rt::Own<u32>, u32>(&(*__value).rate)
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
            >(&mut __fields, __runs[0], &(*__value).ticks) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<u32>,
                u32,
            >(&mut __fields, __runs[1], &(*__value).frequency) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<u32>,
                u32,
            >(&mut __fields, __runs[2], &(*__value).rate) {
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
            let __field_2_limit = match __rt::DecodeFields::compares(&__fields) {
                true => {
                    __rt::Some(<Self as __rt::Allowed<2, Self, u32>>::allowed(&*__value))
                }
                false => __rt::None,
            };
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Own<u64>,
                u64,
            >(&mut __fields, __runs[0], &mut (*__value).ticks) {
                return __rt::Err(__fault);
            }
            if __rt::DecodeFields::puts_back(&__fields) {
                if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                    __rt::Own<u32>,
                    u32,
                >(&mut __fields, __runs[1], &mut (*__value).frequency) {
                    return __rt::Err(__fault);
                }
            } else {
                {
                    let __live = __rt::Some(&*&mut (*__value).frequency);
                    let __ahead = __rt::DecodeFields::ahead::<
                        __rt::Own<u32>,
                        u32,
                    >(&mut __fields, __runs[1])?;
                    __rt::DecodeFields::verify::<
                        __rt::Own<u32>,
                        u32,
                    >(&mut __fields, 0, __live)?;
                    __rt::Ahead::same::<
                        __rt::Own<u32>,
                        u32,
                    >(&__ahead, "frequency", __live)?;
                }
            }
            let __run = if let __rt::Some(__limit) = __field_2_limit {
                let __ahead = __rt::DecodeFields::ahead::<
                    __rt::Own<u32>,
                    u32,
                >(&mut __fields, __runs[2])?;
                __rt::Ahead::within::<
                    __rt::Own<u32>,
                    u32,
                >(
                    &__ahead,
                    "rate",
                    const {
                        __rt::limit::<__rt::Own<u32>, u32>(__rt::Configuration::AtMost)
                    },
                    false,
                    || __limit,
                )?;
                0
            } else {
                __runs[2]
            };
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Own<u32>,
                u32,
            >(&mut __fields, __run, &mut (*__value).rate) {
                return __rt::Err(__fault);
            }
            __rt::DecodeFields::check(&__fields)?;
            if __rt::Decoder::runs_hooks(__input) {
                if let __rt::Some(__older) = __older {
                    let __from = __rt::Older::version(__older);
                    let __before = match <Self as __rt::Migratable>::LOADING.compares() {
                        true => __rt::Some(__rt::encode_value::<Self, Self>(&*__value)?),
                        false => __rt::None,
                    };
                    __rt::Outcome::outcome(
                        <Self as __rt::Upgrade<Self>>::upgrade(__value, __from),
                        "Timer",
                        "upgrade",
                    )?;
                    if let __rt::Some(__before) = &__before {
                        __rt::kept_configuration::<Self, Self>(__before, &*__value)?;
                    }
                }
                __rt::Outcome::outcome(
                    <Self as __rt::Validate<Self>>::validate(&*__value),
                    "Timer",
                    "validate",
                )?;
                __rt::Outcome::outcome(
                    <Self as __rt::PostLoad<Self>>::post_load(__value),
                    "Timer",
                    "post_load",
                )?;
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
                    __rt::Some(__value) => __rt::Some(&(*__value).ticks),
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            {
                let __live = match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).frequency),
                    __rt::None => __rt::None,
                };
                let __ahead = __rt::DecodeFields::ahead::<
                    __rt::Own<u32>,
                    u32,
                >(&mut __fields, __runs[1])?;
                __rt::DecodeFields::verify::<
                    __rt::Own<u32>,
                    u32,
                >(&mut __fields, 0, __live)?;
                __rt::Ahead::same::<__rt::Own<u32>, u32>(&__ahead, "frequency", __live)?;
            }
            {
                let __this = __live;
                let __live = match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).rate),
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
                if let __rt::Some(__this) = __this {
                    __rt::Ahead::within::<
                        __rt::Own<u32>,
                        u32,
                    >(
                        &__ahead,
                        "rate",
                        const {
                            __rt::limit::<
                                __rt::Own<u32>,
                                u32,
                            >(__rt::Configuration::AtMost)
                        },
                        false,
                        || <Self as __rt::Allowed<2, Self, u32>>::allowed(__this),
                    )?;
                }
            }
            __rt::DecodeFields::check(&__fields)?;
            __rt::Ok(())
        }
    }
    #[automatically_derived]
    impl __rt::Upgrade<Self> for Timer {
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn upgrade(__value: &mut Self, __from: __rt::u32) -> impl __rt::Outcome {
            (Self::upgrade)(__value, __from)
        }
    }
    #[automatically_derived]
    impl __rt::Validate<Self> for Timer {
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn validate(__value: &Self) -> impl __rt::Outcome {
            (Self::validate)(__value)
        }
    }
    #[automatically_derived]
    impl __rt::PostLoad<Self> for Timer {
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn post_load(__value: &mut Self) -> impl __rt::Outcome {
            (Self::post_load)(__value)
        }
    }
    #[automatically_derived]
    impl __rt::Allowed<2, Self, u32> for Timer {
        fn allowed(__value: &Self) -> u32 {
            __value.frequency
        }
    }
    #[automatically_derived]
    impl __rt::Decode for Timer {
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
            let mut __field_2 = __rt::Held::<'_, u32>::nothing::<__rt::Own<u32>>();
            if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                __rt::Own<u32>,
                u32,
            >(&mut __fields, __runs[2], &mut __field_2) {
                return __rt::Err(__fault);
            }
            __rt::DecodeFields::check(&__fields)?;
            if let __rt::Err(__fault) = __rt::Place::<Self>::check(&__place, __input) {
                return __rt::Err(__fault);
            }
            let mut __value = Self {
                ticks: __field_0.get::<__rt::Own<u64>>(),
                frequency: __field_1.get::<__rt::Own<u32>>(),
                rate: __field_2.get::<__rt::Own<u32>>(),
            };
            let _ = &mut __value;
            if __rt::Decoder::runs_hooks(__input) {
                if let __rt::Some(__older) = __older {
                    let __from = __rt::Older::version(__older);
                    __rt::Outcome::outcome(
                        <Self as __rt::Upgrade<Self>>::upgrade(&mut __value, __from),
                        "Timer",
                        "upgrade",
                    )?;
                }
                __rt::Outcome::outcome(
                    <Self as __rt::Validate<Self>>::validate(&*&mut __value),
                    "Timer",
                    "validate",
                )?;
                __rt::Outcome::outcome(
                    <Self as __rt::PostLoad<Self>>::post_load(&mut __value),
                    "Timer",
                    "post_load",
                )?;
            }
            __rt::Ok(__rt::Place::put(__place, __value))
        }
    }
    #[automatically_derived]
    impl __rt::Device for Timer {
        const SCHEMA: &'static __rt::Schema = &__rt::Schema::constant(
                "timer",
                3u32,
                2u32,
                <Self as __rt::Migratable>::TYPE,
            )
            .with_aliases(
                __rt::Node::constant(const {
                    &[__rt::Node::constant("clock"), __rt::Node::constant("pit")]
                }),
            )
            .needed_escaped("Self::is_used");
        const SCHEMA_JSON: &'static __rt::str = {
            const SCHEMA: &__rt::Schema = <Timer as __rt::Device>::SCHEMA;
            const WRITTEN: __rt::json::Written<0x1000> = __rt::json::write(SCHEMA);
            const JSON: [__rt::u8; __rt::json::Written::size(&WRITTEN)] = __rt::json::Written::exact(
                &WRITTEN,
                SCHEMA,
            );
            __rt::json::as_text(&JSON)
        };
        const UPGRADES: __rt::bool = true;
        fn needed(__value: &Self) -> __rt::bool {
            (Self::is_used)(__value)
        }
    }
    ::migratable::publish!(Timer);
};
