#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    #[automatically_derived]
    impl __rt::Migratable for Machine {
        const TYPE: &'static __rt::Type = &__rt::Type::Struct(
            __rt::StructType::constant(
                "Machine",
                const {
                    &[
                        __rt::field::<
                            __rt::Codec<RtcStateDef, RtcState>,
                            RtcState,
                        >("rtc"),
                        __rt::field::<
                            __rt::Codec<Vec<RtcStateDef>, Vec<RtcState>>,
                            Vec<RtcState>,
                        >("others"),
                    ]
                },
                const { &[] },
            ),
        );
        const LOADING: __rt::Loading = __rt::Loading::of(
                &[
                    __rt::part_loading::<__rt::Codec<RtcStateDef, RtcState>, RtcState>(),
                    __rt::part_loading::<
                        __rt::Codec<Vec<RtcStateDef>, Vec<RtcState>>,
                        Vec<RtcState>,
                    >(),
                ],
            )
            .derived::<Self>(1usize);
        const RUNS: &'static [__rt::usize] = &__rt::runs([
            __rt::fixed_len::<__rt::Codec<RtcStateDef, RtcState>, RtcState>(),
            __rt::fixed_len::<
                __rt::Codec<Vec<RtcStateDef>, Vec<RtcState>>,
                Vec<RtcState>,
            >(),
        ]);
        #[inline]
        fn encoded_len(value: &Self) -> __rt::usize {
            __rt::encoded_len::<__rt::Codec<RtcStateDef, RtcState>, RtcState>(&value.rtc)
                + __rt::encoded_len::<
                    __rt::Codec<Vec<RtcStateDef>, Vec<RtcState>>,
                    Vec<RtcState>,
                >(&value.others)
        }
        #[inline]
        fn encode(
            value: &Self,
            out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let runs = <Self as __rt::Migratable>::RUNS;
            let mut fields = out.fields();
            fields
                .encode::<
                    __rt::Codec<RtcStateDef, RtcState>,
                    RtcState,
                >(runs[0], &value.rtc)?;
            fields
                .encode::<
                    __rt::Codec<Vec<RtcStateDef>, Vec<RtcState>>,
                    Vec<RtcState>,
                >(runs[1], &value.others)?;
            __rt::Ok(())
        }
        #[inline]
        fn load(
            value: &mut Self,
            input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let runs = <Self as __rt::Migratable>::RUNS;
            let mut fields = input.fields();
            fields
                .load::<
                    __rt::Codec<RtcStateDef, RtcState>,
                    RtcState,
                >(runs[0], &mut value.rtc)?;
            fields
                .load::<
                    __rt::Codec<Vec<RtcStateDef>, Vec<RtcState>>,
                    Vec<RtcState>,
                >(runs[1], &mut value.others)?;
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
                    __rt::Codec<RtcStateDef, RtcState>,
                    RtcState,
                >(
                    runs[0],
                    match live {
                        __rt::Some(value) => __rt::Some(&value.rtc),
                        __rt::None => __rt::None,
                    },
                )?;
            fields
                .verify::<
                    __rt::Codec<Vec<RtcStateDef>, Vec<RtcState>>,
                    Vec<RtcState>,
                >(
                    runs[1],
                    match live {
                        __rt::Some(value) => __rt::Some(&value.others),
                        __rt::None => __rt::None,
                    },
                )?;
            fields.check()?;
            __rt::Ok(())
        }
        const PLAIN: __rt::bool = __rt::is_plain::<
            __rt::Codec<RtcStateDef, RtcState>,
            RtcState,
        >()
            && __rt::is_plain::<
                __rt::Codec<Vec<RtcStateDef>, Vec<RtcState>>,
                Vec<RtcState>,
            >();
        const BLANK: __rt::bool = __rt::is_blank::<
            __rt::Codec<RtcStateDef, RtcState>,
            RtcState,
        >()
            && __rt::is_blank::<
                __rt::Codec<Vec<RtcStateDef>, Vec<RtcState>>,
                Vec<RtcState>,
            >();
        #[inline]
        fn read(input: &[__rt::u8], invalid: &mut __rt::Invalid) -> Self {
            let mut fields = __rt::ReadFields::new(input, invalid);
            let rtc = fields.hold::<__rt::Codec<RtcStateDef, RtcState>, RtcState>();
            let others = fields
                .hold::<__rt::Codec<Vec<RtcStateDef>, Vec<RtcState>>, Vec<RtcState>>();
            Self {
                rtc: rtc.get::<__rt::Codec<RtcStateDef, RtcState>>(),
                others: others.get::<__rt::Codec<Vec<RtcStateDef>, Vec<RtcState>>>(),
            }
        }
    }
    #[automatically_derived]
    impl __rt::Decode for Machine
    where
        for<'__decode> RtcStateDef: __rt::DecodeWhere<'__decode, 0usize, RtcState>,
        for<'__decode> Vec<
            RtcStateDef,
        >: __rt::DecodeWhere<'__decode, 1usize, Vec<RtcState>>,
    {
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
            if __rt::is_filled::<Self, Self>() {
                return __rt::fill::<Self, Self, _>(input, place);
            }
            let mut fields = input.fields();
            let mut rtc = __rt::Held::<
                '_,
                RtcState,
            >::nothing::<__rt::Codec<RtcStateDef, RtcState>>();
            fields
                .hold::<
                    __rt::Codec<RtcStateDef, RtcState>,
                    RtcState,
                >(runs[0], &mut rtc)?;
            let mut others = __rt::Held::<
                '_,
                Vec<RtcState>,
            >::nothing::<__rt::Codec<Vec<RtcStateDef>, Vec<RtcState>>>();
            fields
                .hold::<
                    __rt::Codec<Vec<RtcStateDef>, Vec<RtcState>>,
                    Vec<RtcState>,
                >(runs[1], &mut others)?;
            fields.check()?;
            __rt::Place::<Self>::check(&place, input)?;
            __rt::Ok(
                __rt::Place::put(
                    place,
                    Self {
                        rtc: rtc.get::<__rt::Codec<RtcStateDef, RtcState>>(),
                        others: others
                            .get::<__rt::Codec<Vec<RtcStateDef>, Vec<RtcState>>>(),
                    },
                ),
            )
        }
    }
};
