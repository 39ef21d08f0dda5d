#[doc(hidden)]
#[allow(dead_code, non_upper_case_globals)]
const two_devices_have_the_name_timer: () = ();
#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(single_use_lifetimes, unused_qualifications)]
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
                                __rt::Node::Static(const { &[__rt::Node::Static("count")] }),
                            )
                            .unit_escaped("ns"),
                        __rt::field::<__rt::Own<u32>, u32>("frequency").set_must_match(),
                    ]
                },
                const { &[] },
            ),
        );
        const LOADING: __rt::Loading = __rt::Loading::of(
                &[
                    __rt::part_loading::<__rt::Own<u64>, u64>(),
                    __rt::part_loading::<__rt::Own<u32>, u32>(),
                ],
            )
            .comparing()
            .hooked(__rt::upgrade_may_refuse::<Self, Self>())
            .hooked(__rt::validate_may_refuse::<Self, Self>())
            .hooked(__rt::post_load_may_refuse::<Self, Self>())
            .versioned()
            .derived::<Self>(1usize);
        const RUNS: &'static [__rt::usize] = &__rt::runs([
            __rt::fixed_len::<__rt::Own<u64>, u64>(),
            __rt::fixed_len::<__rt::Own<u32>, u32>(),
        ]);
        #[inline]
        fn encoded_len(value: &Self) -> __rt::usize {
            __rt::encoded_len::<__rt::Own<u64>, u64>(&value.ticks)
                + __rt::encoded_len::<__rt::Own<u32>, u32>(&value.frequency)
        }
        #[inline]
        fn encode(
            value: &Self,
            out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let runs = <Self as __rt::Migratable>::RUNS;
            let mut fields = out.fields();
            fields.encode::<__rt::Own<u64>, u64>(runs[0], &value.ticks)?;
            fields.encode::<__rt::Own<u32>, u32>(runs[1], &value.frequency)?;
            __rt::Ok(())
        }
        #[inline]
        fn load(
            value: &mut Self,
            input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let runs = <Self as __rt::Migratable>::RUNS;
            let older = input.take_older();
            let mut fields = input.fields();
            fields.load::<__rt::Own<u64>, u64>(runs[0], &mut value.ticks)?;
            {
                let live = __rt::Some(&*&mut value.frequency);
                let ahead = fields.ahead::<__rt::Own<u32>, u32>(runs[1])?;
                fields.verify::<__rt::Own<u32>, u32>(0, live)?;
                ahead.same::<__rt::Own<u32>, u32>("frequency", live)?;
            }
            fields.check()?;
            if input.runs_hooks() {
                if let __rt::Some(older) = older {
                    let from = older.version();
                    __rt::Outcome::outcome(
                        <Self as __rt::Upgrade<Self>>::upgrade(value, from),
                        "Timer",
                        "upgrade",
                    )?;
                }
                __rt::Outcome::outcome(
                    <Self as __rt::Validate<Self>>::validate(&*value),
                    "Timer",
                    "validate",
                )?;
                __rt::Outcome::outcome(
                    <Self as __rt::PostLoad<Self>>::post_load(value),
                    "Timer",
                    "post_load",
                )?;
            }
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
                    __rt::Own<u64>,
                    u64,
                >(
                    runs[0],
                    match live {
                        __rt::Some(value) => __rt::Some(&value.ticks),
                        __rt::None => __rt::None,
                    },
                )?;
            {
                let live = match live {
                    __rt::Some(value) => __rt::Some(&value.frequency),
                    __rt::None => __rt::None,
                };
                let ahead = fields.ahead::<__rt::Own<u32>, u32>(runs[1])?;
                fields.verify::<__rt::Own<u32>, u32>(0, live)?;
                ahead.same::<__rt::Own<u32>, u32>("frequency", live)?;
            }
            fields.check()?;
            __rt::Ok(())
        }
    }
    #[automatically_derived]
    impl __rt::Upgrade<Self> for Timer {
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn upgrade(value: &mut Self, from: __rt::u32) -> impl __rt::Outcome {
            (Self::upgrade)(value, from)
        }
    }
    #[automatically_derived]
    impl __rt::Validate<Self> for Timer {
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn validate(value: &Self) -> impl __rt::Outcome {
            (Self::validate)(value)
        }
    }
    #[automatically_derived]
    impl __rt::PostLoad<Self> for Timer {
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn post_load(value: &mut Self) -> impl __rt::Outcome {
            (Self::post_load)(value)
        }
    }
    #[automatically_derived]
    impl __rt::Decode for Timer {
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
            let older = input.take_older();
            let mut fields = input.fields();
            let mut ticks = __rt::Held::<'_, u64>::nothing::<__rt::Own<u64>>();
            fields.hold::<__rt::Own<u64>, u64>(runs[0], &mut ticks)?;
            let mut frequency = __rt::Held::<'_, u32>::nothing::<__rt::Own<u32>>();
            fields.hold::<__rt::Own<u32>, u32>(runs[1], &mut frequency)?;
            fields.check()?;
            __rt::Place::<Self>::check(&place, input)?;
            let mut value = Self {
                ticks: ticks.get::<__rt::Own<u64>>(),
                frequency: frequency.get::<__rt::Own<u32>>(),
            };
            let _ = &mut value;
            if input.runs_hooks() {
                if let __rt::Some(older) = older {
                    let from = older.version();
                    __rt::Outcome::outcome(
                        <Self as __rt::Upgrade<Self>>::upgrade(&mut value, from),
                        "Timer",
                        "upgrade",
                    )?;
                }
                __rt::Outcome::outcome(
                    <Self as __rt::Validate<Self>>::validate(&*&mut value),
                    "Timer",
                    "validate",
                )?;
                __rt::Outcome::outcome(
                    <Self as __rt::PostLoad<Self>>::post_load(&mut value),
                    "Timer",
                    "post_load",
                )?;
            }
            __rt::Ok(__rt::Place::put(place, value))
        }
    }
    #[automatically_derived]
    impl __rt::Device for Timer {
        const SCHEMA: &'static __rt::Schema = &__rt::Schema::constant(
            "timer",
            3u32,
            2u32,
            <Self as __rt::Migratable>::TYPE,
        );
        const SCHEMA_JSON: &'static __rt::str = {
            const SCHEMA: &__rt::Schema = <Timer as __rt::Device>::SCHEMA;
            const JSON: [__rt::u8; __rt::json::len(SCHEMA)] = __rt::json::write(SCHEMA);
            __rt::json::as_text(&JSON)
        };
        const UPGRADES: __rt::bool = true;
    }
    ::migratable::publish!(Timer);
};
