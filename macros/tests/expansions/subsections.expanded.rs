#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    #[automatically_derived]
    impl __rt::Migratable for Uart {
        const TYPE: &'static __rt::Type = &__rt::Type::Struct(
            __rt::StructType::constant(
                "Uart",
                const { &[__rt::field::<__rt::Own<u8>, u8>("data")] },
                const {
                    &[
                        __rt::Subsection::constant(
                                1u32,
                                __rt::field::<__rt::Own<ClockState>, ClockState>("clock")
                                    .with_default(
                                        __rt::zero_default::<__rt::Own<ClockState>, ClockState>(),
                                    )
                                    .with_encode_default(|| __rt::encode_value::<
                                        __rt::Own<ClockState>,
                                        ClockState,
                                    >(&{ <ClockState as __rt::Default>::default() })),
                            )
                            .needed_escaped("Self::clock_changed"),
                        __rt::Subsection::constant(
                            2u32,
                            __rt::field::<
                                __rt::Own<<Option<u32> as __rt::Optional>::Inner>,
                                <Option<u32> as __rt::Optional>::Inner,
                            >("rate")
                                .with_default(
                                    __rt::DefaultValue::Literal(
                                        __rt::Node::Static(&__rt::Literal::Null),
                                    ),
                                ),
                        ),
                        __rt::Subsection::constant(
                                3u32,
                                __rt::Field::constant(
                                        "dma",
                                        const {
                                            &__rt::Type::Struct(
                                                __rt::StructType::constant(
                                                    "Uart.dma",
                                                    const {
                                                        &[
                                                            __rt::field::<__rt::Own<u64>, u64>("dma_address")
                                                                .with_default(__rt::zero_default::<__rt::Own<u64>, u64>())
                                                                .with_encode_default(|| __rt::encode_value::<
                                                                    __rt::Own<u64>,
                                                                    u64,
                                                                >(&{ <u64 as __rt::Default>::default() })),
                                                            __rt::field::<__rt::Own<u16>, u16>("dma_left")
                                                                .with_default(__rt::zero_default::<__rt::Own<u16>, u16>())
                                                                .with_encode_default(|| __rt::encode_value::<
                                                                    __rt::Own<u16>,
                                                                    u16,
                                                                >(&{ <u16 as __rt::Default>::default() })),
                                                        ]
                                                    },
                                                    &[],
                                                ),
                                            )
                                        },
                                    )
                                    .with_default(__rt::DefaultValue::Fields),
                            )
                            .needed_escaped("Self::dma_active"),
                    ]
                },
            ),
        );
        const LOADING: __rt::Loading = __rt::Loading::of(
                &[
                    __rt::part_loading::<__rt::Own<u8>, u8>(),
                    __rt::part_loading::<__rt::Own<ClockState>, ClockState>(),
                    __rt::part_loading::<
                        __rt::Own<<Option<u32> as __rt::Optional>::Inner>,
                        <Option<u32> as __rt::Optional>::Inner,
                    >(),
                    __rt::part_loading::<__rt::Own<u64>, u64>(),
                    __rt::part_loading::<__rt::Own<u16>, u16>(),
                ],
            )
            .refusing()
            .derived::<Self>(2usize);
        const RUNS: &'static [__rt::usize] = &__rt::runs([
            __rt::fixed_len::<__rt::Own<u8>, u8>(),
            __rt::None,
            __rt::fixed_len::<__rt::Own<ClockState>, ClockState>(),
            __rt::None,
            __rt::fixed_len::<
                __rt::Own<<Option<u32> as __rt::Optional>::Inner>,
                <Option<u32> as __rt::Optional>::Inner,
            >(),
            __rt::None,
            __rt::fixed_len::<__rt::Own<u64>, u64>(),
            __rt::fixed_len::<__rt::Own<u16>, u16>(),
        ]);
        #[inline]
        fn encoded_len(value: &Self) -> __rt::usize {
            let subsection_1: __rt::bool = (Self::clock_changed)(value);
            let subsection_2 = <Option<u32> as __rt::Optional>::get(&value.rate);
            let subsection_3: __rt::bool = (Self::dma_active)(value);
            __rt::encoded_len::<__rt::Own<u8>, u8>(&value.data)
                + __rt::count_len(
                    __rt::usize::from(subsection_1)
                        + __rt::usize::from(subsection_2.is_some())
                        + __rt::usize::from(subsection_3),
                )
                + if subsection_1 {
                    __rt::subsection_len(
                        1u32,
                        __rt::encoded_len::<
                            __rt::Own<ClockState>,
                            ClockState,
                        >(&value.clock),
                    )
                } else {
                    0
                }
                + match subsection_2 {
                    __rt::Some(content) => {
                        __rt::subsection_len(
                            2u32,
                            __rt::encoded_len::<
                                __rt::Own<<Option<u32> as __rt::Optional>::Inner>,
                                <Option<u32> as __rt::Optional>::Inner,
                            >(content),
                        )
                    }
                    __rt::None => 0,
                }
                + if subsection_3 {
                    __rt::subsection_len(
                        3u32,
                        __rt::encoded_len::<__rt::Own<u64>, u64>(&value.dma_address)
                            + __rt::encoded_len::<__rt::Own<u16>, u16>(&value.dma_left),
                    )
                } else {
                    0
                }
        }
        #[inline]
        fn encode(
            value: &Self,
            out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let runs = <Self as __rt::Migratable>::RUNS;
            let mut fields = out.fields();
            fields.encode::<__rt::Own<u8>, u8>(runs[0], &value.data)?;
            let subsection_1: __rt::bool = (Self::clock_changed)(value);
            let subsection_2 = <Option<u32> as __rt::Optional>::get(&value.rate);
            let subsection_3: __rt::bool = (Self::dma_active)(value);
            out.count(
                __rt::usize::from(subsection_1)
                    + __rt::usize::from(subsection_2.is_some())
                    + __rt::usize::from(subsection_3),
            )?;
            if subsection_1 {
                let mut payload = out
                    .subsection(
                        1u32,
                        __rt::encoded_len::<
                            __rt::Own<ClockState>,
                            ClockState,
                        >(&value.clock),
                    )?;
                let mut fields = payload.fields();
                fields
                    .encode::<__rt::Own<ClockState>, ClockState>(runs[2], &value.clock)?;
                payload.finish()?;
            }
            if let __rt::Some(content) = subsection_2 {
                let mut payload = out
                    .subsection(
                        2u32,
                        __rt::encoded_len::<
                            __rt::Own<<Option<u32> as __rt::Optional>::Inner>,
                            <Option<u32> as __rt::Optional>::Inner,
                        >(content),
                    )?;
                let mut fields = payload.fields();
                fields
                    .encode::<
                        __rt::Own<<Option<u32> as __rt::Optional>::Inner>,
                        <Option<u32> as __rt::Optional>::Inner,
                    >(runs[4], content)?;
                payload.finish()?;
            }
            if subsection_3 {
                let mut payload = out
                    .subsection(
                        3u32,
                        __rt::encoded_len::<__rt::Own<u64>, u64>(&value.dma_address)
                            + __rt::encoded_len::<__rt::Own<u16>, u16>(&value.dma_left),
                    )?;
                let mut fields = payload.fields();
                fields.encode::<__rt::Own<u64>, u64>(runs[6], &value.dma_address)?;
                fields.encode::<__rt::Own<u16>, u16>(runs[7], &value.dma_left)?;
                payload.finish()?;
            }
            __rt::Ok(())
        }
        #[inline]
        fn load(
            value: &mut Self,
            input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let runs = <Self as __rt::Migratable>::RUNS;
            let mut fields = input.fields();
            fields.load::<__rt::Own<u8>, u8>(runs[0], &mut value.data)?;
            let mut subsections = input.subsections()?;
            match subsections.open(1u32)? {
                __rt::Some(mut payload) => {
                    let mut fields = payload.fields();
                    fields
                        .load::<
                            __rt::Own<ClockState>,
                            ClockState,
                        >(runs[2], &mut value.clock)?;
                    payload.finish()?;
                }
                __rt::None => {
                    subsections
                        .set_absent::<
                            __rt::Own<ClockState>,
                            ClockState,
                        >(&mut value.clock, <ClockState as __rt::Default>::default())?;
                }
            }
            match subsections.open(2u32)? {
                __rt::Some(mut payload) => {
                    __rt::load_some::<
                        __rt::Own<<Option<u32> as __rt::Optional>::Inner>,
                        <Option<u32> as __rt::Optional>::Inner,
                    >(
                        <Option<u32> as __rt::Optional>::slot(&mut value.rate),
                        &mut payload,
                    )?;
                    payload.finish()?;
                }
                __rt::None => {
                    *<Option<u32> as __rt::Optional>::slot(&mut value.rate) = __rt::None;
                }
            }
            match subsections.open(3u32)? {
                __rt::Some(mut payload) => {
                    let mut fields = payload.fields();
                    fields.load::<__rt::Own<u64>, u64>(runs[6], &mut value.dma_address)?;
                    fields.load::<__rt::Own<u16>, u16>(runs[7], &mut value.dma_left)?;
                    payload.finish()?;
                }
                __rt::None => {
                    subsections
                        .set_absent::<
                            __rt::Own<u64>,
                            u64,
                        >(&mut value.dma_address, <u64 as __rt::Default>::default())?;
                    subsections
                        .set_absent::<
                            __rt::Own<u16>,
                            u16,
                        >(&mut value.dma_left, <u16 as __rt::Default>::default())?;
                }
            }
            subsections.finish()?;
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
                    __rt::Own<u8>,
                    u8,
                >(
                    runs[0],
                    match live {
                        __rt::Some(value) => __rt::Some(&value.data),
                        __rt::None => __rt::None,
                    },
                )?;
            fields.check()?;
            let mut subsections = input.subsections()?;
            match subsections.open(1u32)? {
                __rt::Some(mut payload) => {
                    let mut fields = payload.fields();
                    fields
                        .verify::<
                            __rt::Own<ClockState>,
                            ClockState,
                        >(
                            runs[2],
                            match live {
                                __rt::Some(value) => __rt::Some(&value.clock),
                                __rt::None => __rt::None,
                            },
                        )?;
                    fields.check()?;
                    payload.finish()?;
                }
                __rt::None => {
                    if live.is_none() {
                        subsections
                            .draw_absent::<
                                __rt::Own<ClockState>,
                                ClockState,
                            >(|| <ClockState as __rt::Default>::default())?;
                    }
                }
            }
            match subsections.open(2u32)? {
                __rt::Some(mut payload) => {
                    let mut fields = payload.fields();
                    fields
                        .verify::<
                            __rt::Own<<Option<u32> as __rt::Optional>::Inner>,
                            <Option<u32> as __rt::Optional>::Inner,
                        >(
                            runs[4],
                            match live {
                                __rt::Some(value) => {
                                    <Option<u32> as __rt::Optional>::get(&value.rate)
                                }
                                __rt::None => __rt::None,
                            },
                        )?;
                    fields.check()?;
                    payload.finish()?;
                }
                __rt::None => {}
            }
            match subsections.open(3u32)? {
                __rt::Some(mut payload) => {
                    let mut fields = payload.fields();
                    fields
                        .verify::<
                            __rt::Own<u64>,
                            u64,
                        >(
                            runs[6],
                            match live {
                                __rt::Some(value) => __rt::Some(&value.dma_address),
                                __rt::None => __rt::None,
                            },
                        )?;
                    fields
                        .verify::<
                            __rt::Own<u16>,
                            u16,
                        >(
                            runs[7],
                            match live {
                                __rt::Some(value) => __rt::Some(&value.dma_left),
                                __rt::None => __rt::None,
                            },
                        )?;
                    fields.check()?;
                    payload.finish()?;
                }
                __rt::None => {
                    if live.is_none() {
                        subsections
                            .draw_absent::<
                                __rt::Own<u64>,
                                u64,
                            >(|| <u64 as __rt::Default>::default())?;
                        subsections
                            .draw_absent::<
                                __rt::Own<u16>,
                                u16,
                            >(|| <u16 as __rt::Default>::default())?;
                    }
                }
            }
            subsections.finish()?;
            __rt::Ok(())
        }
    }
    #[automatically_derived]
    impl __rt::Decode for Uart
    where
        for<'__decode> ClockState: __rt::DecodeWhere<'__decode, 0usize, ClockState>,
        for<'__decode> <Option<
            u32,
        > as __rt::Optional>::Inner: __rt::DecodeWhere<
            '__decode,
            1usize,
            <Option<u32> as __rt::Optional>::Inner,
        >,
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
            let mut fields = input.fields();
            let mut data = __rt::Held::<'_, u8>::nothing::<__rt::Own<u8>>();
            fields.hold::<__rt::Own<u8>, u8>(runs[0], &mut data)?;
            fields.check()?;
            let mut subsections = input.subsections()?;
            let (clock) = match subsections.open(1u32)? {
                __rt::Some(mut payload) => {
                    let mut fields = payload.fields();
                    let mut clock = __rt::Held::<
                        '_,
                        ClockState,
                    >::nothing::<__rt::Own<ClockState>>();
                    fields
                        .hold::<__rt::Own<ClockState>, ClockState>(runs[2], &mut clock)?;
                    let clock = clock.get::<__rt::Own<ClockState>>();
                    fields.check()?;
                    payload.finish()?;
                    (clock)
                }
                __rt::None => {
                    subsections
                        .draw_absent::<
                            __rt::Own<ClockState>,
                            ClockState,
                        >(|| <ClockState as __rt::Default>::default())?;
                    (<ClockState as __rt::Default>::default())
                }
            };
            let (rate) = match subsections.open(2u32)? {
                __rt::Some(mut payload) => {
                    let mut fields = payload.fields();
                    let mut rate = __rt::Held::<
                        '_,
                        <Option<u32> as __rt::Optional>::Inner,
                    >::nothing::<__rt::Own<<Option<u32> as __rt::Optional>::Inner>>();
                    fields
                        .hold::<
                            __rt::Own<<Option<u32> as __rt::Optional>::Inner>,
                            <Option<u32> as __rt::Optional>::Inner,
                        >(runs[4], &mut rate)?;
                    let rate = rate
                        .get::<__rt::Own<<Option<u32> as __rt::Optional>::Inner>>();
                    fields.check()?;
                    payload.finish()?;
                    <Option<u32> as __rt::Optional>::from_option(__rt::Some(rate))
                }
                __rt::None => <Option<u32> as __rt::Optional>::from_option(__rt::None),
            };
            let (dma_address, dma_left) = match subsections.open(3u32)? {
                __rt::Some(mut payload) => {
                    let mut fields = payload.fields();
                    let mut dma_address = __rt::Held::<
                        '_,
                        u64,
                    >::nothing::<__rt::Own<u64>>();
                    fields.hold::<__rt::Own<u64>, u64>(runs[6], &mut dma_address)?;
                    let dma_address = dma_address.get::<__rt::Own<u64>>();
                    let mut dma_left = __rt::Held::<
                        '_,
                        u16,
                    >::nothing::<__rt::Own<u16>>();
                    fields.hold::<__rt::Own<u16>, u16>(runs[7], &mut dma_left)?;
                    let dma_left = dma_left.get::<__rt::Own<u16>>();
                    fields.check()?;
                    payload.finish()?;
                    (dma_address, dma_left)
                }
                __rt::None => {
                    subsections
                        .draw_absent::<
                            __rt::Own<u64>,
                            u64,
                        >(|| <u64 as __rt::Default>::default())?;
                    subsections
                        .draw_absent::<
                            __rt::Own<u16>,
                            u16,
                        >(|| <u16 as __rt::Default>::default())?;
                    (
                        <u64 as __rt::Default>::default(),
                        <u16 as __rt::Default>::default(),
                    )
                }
            };
            subsections.finish()?;
            __rt::Place::<Self>::check(&place, input)?;
            __rt::Ok(
                __rt::Place::put(
                    place,
                    Self {
                        data: data.get::<__rt::Own<u8>>(),
                        clock: clock,
                        rate: rate,
                        dma_address: dma_address,
                        dma_left: dma_left,
                    },
                ),
            )
        }
    }
};
