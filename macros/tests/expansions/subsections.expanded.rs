#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(deprecated, single_use_lifetimes, unused_qualifications)]
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
                                __rt::Own<__rt::InnerOf<Option<u32>>>,
                                __rt::InnerOf<Option<u32>>,
                            >("rate")
                                .with_default(
                                    __rt::DefaultValue::Literal(
                                        __rt::Node::constant(const { &__rt::Literal::Null }),
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
                        __rt::Own<__rt::InnerOf<Option<u32>>>,
                        __rt::InnerOf<Option<u32>>,
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
                __rt::Own<__rt::InnerOf<Option<u32>>>,
                __rt::InnerOf<Option<u32>>,
            >(),
            __rt::None,
            __rt::fixed_len::<__rt::Own<u64>, u64>(),
            __rt::fixed_len::<__rt::Own<u16>, u16>(),
        ]);
        #[inline]
        fn encoded_len(__value: &Self) -> __rt::usize {
            let __subsection_1 = <Self as __rt::Needed<1u32, Self>>::needed(__value);
            let __subsection_2 = <__rt::OptionOf<
                Option<u32>,
            > as __rt::Optional>::get(&(*__value).rate);
            let __subsection_3 = <Self as __rt::Needed<3u32, Self>>::needed(__value);
            __rt::encoded_len::<__rt::Own<u8>, u8>(&(*__value).data)
                + __rt::count_len(
                    <__rt::usize as __rt::From<__rt::bool>>::from(__subsection_1)
                        + <__rt::usize as __rt::From<
                            __rt::bool,
                        >>::from(__rt::Option::is_some(&__subsection_2))
                        + <__rt::usize as __rt::From<__rt::bool>>::from(__subsection_3),
                )
                + if __subsection_1 {
                    __rt::subsection_len(
                        1u32,
                        __rt::encoded_len::<
                            __rt::Own<ClockState>,
                            ClockState,
                        >(&(*__value).clock),
                    )
                } else {
                    0
                }
                + match __subsection_2 {
                    __rt::Some(__content) => {
                        __rt::subsection_len(
                            2u32,
                            __rt::encoded_len::<
                                __rt::Own<__rt::InnerOf<Option<u32>>>,
                                __rt::InnerOf<Option<u32>>,
                            >(__content),
                        )
                    }
                    __rt::None => 0,
                }
                + if __subsection_3 {
                    __rt::subsection_len(
                        3u32,
                        __rt::encoded_len::<__rt::Own<u64>, u64>(&(*__value).dma_address)
                            + __rt::encoded_len::<
                                __rt::Own<u16>,
                                u16,
                            >(&(*__value).dma_left),
                    )
                } else {
                    0
                }
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
            >(&mut __fields, __runs[0], &(*__value).data) {
                return __rt::Err(__fault);
            }
            let __subsection_1 = <Self as __rt::Needed<1u32, Self>>::needed(__value);
            let __subsection_2 = <__rt::OptionOf<
                Option<u32>,
            > as __rt::Optional>::get(&(*__value).rate);
            let __subsection_3 = <Self as __rt::Needed<3u32, Self>>::needed(__value);
            __rt::Encoder::count(
                __out,
                <__rt::usize as __rt::From<__rt::bool>>::from(__subsection_1)
                    + <__rt::usize as __rt::From<
                        __rt::bool,
                    >>::from(__rt::Option::is_some(&__subsection_2))
                    + <__rt::usize as __rt::From<__rt::bool>>::from(__subsection_3),
            )?;
            if __subsection_1 {
                let mut __payload = __rt::Encoder::subsection(
                    __out,
                    1u32,
                    __rt::encoded_len::<
                        __rt::Own<ClockState>,
                        ClockState,
                    >(&(*__value).clock),
                )?;
                let mut __fields = __rt::Encoder::fields(&mut __payload);
                if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                    __rt::Own<ClockState>,
                    ClockState,
                >(&mut __fields, __runs[2], &(*__value).clock) {
                    return __rt::Err(__fault);
                }
                __rt::Encoder::finish(&__payload)?;
            }
            if let __rt::Some(__content) = __subsection_2 {
                let mut __payload = __rt::Encoder::subsection(
                    __out,
                    2u32,
                    __rt::encoded_len::<
                        __rt::Own<__rt::InnerOf<Option<u32>>>,
                        __rt::InnerOf<Option<u32>>,
                    >(__content),
                )?;
                let mut __fields = __rt::Encoder::fields(&mut __payload);
                if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                    __rt::Own<__rt::InnerOf<Option<u32>>>,
                    __rt::InnerOf<Option<u32>>,
                >(&mut __fields, __runs[4], __content) {
                    return __rt::Err(__fault);
                }
                __rt::Encoder::finish(&__payload)?;
            }
            if __subsection_3 {
                let mut __payload = __rt::Encoder::subsection(
                    __out,
                    3u32,
                    __rt::encoded_len::<__rt::Own<u64>, u64>(&(*__value).dma_address)
                        + __rt::encoded_len::<__rt::Own<u16>, u16>(&(*__value).dma_left),
                )?;
                let mut __fields = __rt::Encoder::fields(&mut __payload);
                if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                    __rt::Own<u64>,
                    u64,
                >(&mut __fields, __runs[6], &(*__value).dma_address) {
                    return __rt::Err(__fault);
                }
                if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                    __rt::Own<u16>,
                    u16,
                >(&mut __fields, __runs[7], &(*__value).dma_left) {
                    return __rt::Err(__fault);
                }
                __rt::Encoder::finish(&__payload)?;
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
            >(&mut __fields, __runs[0], &mut (*__value).data) {
                return __rt::Err(__fault);
            }
            let mut __subsections = __rt::Decoder::subsections(__input)?;
            match __rt::Subsections::open(&mut __subsections, 1u32)? {
                __rt::Some(mut __payload) => {
                    let mut __fields = __rt::Decoder::fields(&mut __payload);
                    if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                        __rt::Own<ClockState>,
                        ClockState,
                    >(&mut __fields, __runs[2], &mut (*__value).clock) {
                        return __rt::Err(__fault);
                    }
                    __rt::Decoder::finish(&__payload)?;
                }
                __rt::None => {
                    __rt::Subsections::set_absent::<
                        __rt::Own<ClockState>,
                        ClockState,
                    >(
                        &__subsections,
                        &mut (*__value).clock,
                        <ClockState as __rt::Default>::default(),
                    )?;
                }
            }
            match __rt::Subsections::open(&mut __subsections, 2u32)? {
                __rt::Some(mut __payload) => {
                    __rt::load_some::<
                        __rt::Own<__rt::InnerOf<Option<u32>>>,
                        __rt::InnerOf<Option<u32>>,
                    >(
                        <__rt::OptionOf<
                            Option<u32>,
                        > as __rt::Optional>::slot(&mut (*__value).rate),
                        &mut __payload,
                    )?;
                    __rt::Decoder::finish(&__payload)?;
                }
                __rt::None => {
                    *<__rt::OptionOf<
                        Option<u32>,
                    > as __rt::Optional>::slot(&mut (*__value).rate) = __rt::None;
                }
            }
            match __rt::Subsections::open(&mut __subsections, 3u32)? {
                __rt::Some(mut __payload) => {
                    let mut __fields = __rt::Decoder::fields(&mut __payload);
                    if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                        __rt::Own<u64>,
                        u64,
                    >(&mut __fields, __runs[6], &mut (*__value).dma_address) {
                        return __rt::Err(__fault);
                    }
                    if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                        __rt::Own<u16>,
                        u16,
                    >(&mut __fields, __runs[7], &mut (*__value).dma_left) {
                        return __rt::Err(__fault);
                    }
                    __rt::Decoder::finish(&__payload)?;
                }
                __rt::None => {
                    __rt::Subsections::set_absent::<
                        __rt::Own<u64>,
                        u64,
                    >(
                        &__subsections,
                        &mut (*__value).dma_address,
                        <u64 as __rt::Default>::default(),
                    )?;
                    __rt::Subsections::set_absent::<
                        __rt::Own<u16>,
                        u16,
                    >(
                        &__subsections,
                        &mut (*__value).dma_left,
                        <u16 as __rt::Default>::default(),
                    )?;
                }
            }
            __rt::Subsections::finish(__subsections)?;
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
                    __rt::Some(__value) => __rt::Some(&(*__value).data),
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            __rt::DecodeFields::check(&__fields)?;
            let mut __subsections = __rt::Decoder::subsections(__input)?;
            match __rt::Subsections::open(&mut __subsections, 1u32)? {
                __rt::Some(mut __payload) => {
                    let mut __fields = __rt::Decoder::fields(&mut __payload);
                    if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                        __rt::Own<ClockState>,
                        ClockState,
                    >(
                        &mut __fields,
                        __runs[2],
                        match __live {
                            __rt::Some(__value) => __rt::Some(&(*__value).clock),
                            __rt::None => __rt::None,
                        },
                    ) {
                        return __rt::Err(__fault);
                    }
                    __rt::DecodeFields::check(&__fields)?;
                    __rt::Decoder::finish(&__payload)?;
                }
                __rt::None => {
                    __rt::Subsections::check_absent::<
                        __rt::Own<ClockState>,
                        ClockState,
                    >(
                        &__subsections,
                        match __live {
                            __rt::Some(__value) => __rt::Some(&(*__value).clock),
                            __rt::None => __rt::None,
                        },
                        || <ClockState as __rt::Default>::default(),
                    )?;
                }
            }
            match __rt::Subsections::open(&mut __subsections, 2u32)? {
                __rt::Some(mut __payload) => {
                    let mut __fields = __rt::Decoder::fields(&mut __payload);
                    if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                        __rt::Own<__rt::InnerOf<Option<u32>>>,
                        __rt::InnerOf<Option<u32>>,
                    >(
                        &mut __fields,
                        __runs[4],
                        match __live {
                            __rt::Some(__value) => {
                                <__rt::OptionOf<
                                    Option<u32>,
                                > as __rt::Optional>::get(&(*__value).rate)
                            }
                            __rt::None => __rt::None,
                        },
                    ) {
                        return __rt::Err(__fault);
                    }
                    __rt::DecodeFields::check(&__fields)?;
                    __rt::Decoder::finish(&__payload)?;
                }
                __rt::None => {}
            }
            match __rt::Subsections::open(&mut __subsections, 3u32)? {
                __rt::Some(mut __payload) => {
                    let mut __fields = __rt::Decoder::fields(&mut __payload);
                    if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                        __rt::Own<u64>,
                        u64,
                    >(
                        &mut __fields,
                        __runs[6],
                        match __live {
                            __rt::Some(__value) => __rt::Some(&(*__value).dma_address),
                            __rt::None => __rt::None,
                        },
                    ) {
                        return __rt::Err(__fault);
                    }
                    if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                        __rt::Own<u16>,
                        u16,
                    >(
                        &mut __fields,
                        __runs[7],
                        match __live {
                            __rt::Some(__value) => __rt::Some(&(*__value).dma_left),
                            __rt::None => __rt::None,
                        },
                    ) {
                        return __rt::Err(__fault);
                    }
                    __rt::DecodeFields::check(&__fields)?;
                    __rt::Decoder::finish(&__payload)?;
                }
                __rt::None => {
                    __rt::Subsections::check_absent::<
                        __rt::Own<u64>,
                        u64,
                    >(
                        &__subsections,
                        match __live {
                            __rt::Some(__value) => __rt::Some(&(*__value).dma_address),
                            __rt::None => __rt::None,
                        },
                        || <u64 as __rt::Default>::default(),
                    )?;
                    __rt::Subsections::check_absent::<
                        __rt::Own<u16>,
                        u16,
                    >(
                        &__subsections,
                        match __live {
                            __rt::Some(__value) => __rt::Some(&(*__value).dma_left),
                            __rt::None => __rt::None,
                        },
                        || <u16 as __rt::Default>::default(),
                    )?;
                }
            }
            __rt::Subsections::finish(__subsections)?;
            __rt::Ok(())
        }
    }
    #[automatically_derived]
    impl __rt::Needed<1u32, Self> for Uart {
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn needed(__value: &Self) -> __rt::bool {
            (Self::clock_changed)(__value)
        }
    }
    #[automatically_derived]
    impl __rt::Needed<3u32, Self> for Uart {
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn needed(__value: &Self) -> __rt::bool {
            (Self::dma_active)(__value)
        }
    }
    #[automatically_derived]
    impl __rt::Decode for Uart
    where
        for<'__decode> ClockState: __rt::DecodeWhere<'__decode, 0usize, ClockState>,
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
            let mut __fields = __rt::Decoder::fields(__input);
            let mut __field_0 = __rt::Held::<'_, u8>::nothing::<__rt::Own<u8>>();
            if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                __rt::Own<u8>,
                u8,
            >(&mut __fields, __runs[0], &mut __field_0) {
                return __rt::Err(__fault);
            }
            __rt::DecodeFields::check(&__fields)?;
            let mut __subsections = __rt::Decoder::subsections(__input)?;
            let (__field_1) = match __rt::Subsections::open(&mut __subsections, 1u32)? {
                __rt::Some(mut __payload) => {
                    let mut __fields = __rt::Decoder::fields(&mut __payload);
                    let mut __field_1 = __rt::Held::<
                        '_,
                        ClockState,
                    >::nothing::<__rt::Own<ClockState>>();
                    if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                        __rt::Own<ClockState>,
                        ClockState,
                    >(&mut __fields, __runs[2], &mut __field_1) {
                        return __rt::Err(__fault);
                    }
                    let __field_1 = __field_1.get::<__rt::Own<ClockState>>();
                    __rt::DecodeFields::check(&__fields)?;
                    __rt::Decoder::finish(&__payload)?;
                    (__field_1)
                }
                __rt::None => {
                    __rt::Subsections::check_absent::<
                        __rt::Own<ClockState>,
                        ClockState,
                    >(
                        &__subsections,
                        __rt::None,
                        || <ClockState as __rt::Default>::default(),
                    )?;
                    (__rt::Subsections::absent::<
                        __rt::Own<ClockState>,
                        ClockState,
                    >(&__subsections, <ClockState as __rt::Default>::default())?)
                }
            };
            let (__field_2) = match __rt::Subsections::open(&mut __subsections, 2u32)? {
                __rt::Some(mut __payload) => {
                    let mut __fields = __rt::Decoder::fields(&mut __payload);
                    let mut __field_2 = __rt::Held::<
                        '_,
                        __rt::InnerOf<Option<u32>>,
                    >::nothing::<__rt::Own<__rt::InnerOf<Option<u32>>>>();
                    if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                        __rt::Own<__rt::InnerOf<Option<u32>>>,
                        __rt::InnerOf<Option<u32>>,
                    >(&mut __fields, __runs[4], &mut __field_2) {
                        return __rt::Err(__fault);
                    }
                    let __field_2 = __field_2
                        .get::<__rt::Own<__rt::InnerOf<Option<u32>>>>();
                    __rt::DecodeFields::check(&__fields)?;
                    __rt::Decoder::finish(&__payload)?;
                    <__rt::OptionOf<
                        Option<u32>,
                    > as __rt::Optional>::from_option(__rt::Some(__field_2))
                }
                __rt::None => {
                    <__rt::OptionOf<
                        Option<u32>,
                    > as __rt::Optional>::from_option(__rt::None)
                }
            };
            let (__field_3, __field_4) = match __rt::Subsections::open(
                &mut __subsections,
                3u32,
            )? {
                __rt::Some(mut __payload) => {
                    let mut __fields = __rt::Decoder::fields(&mut __payload);
                    let mut __field_3 = __rt::Held::<
                        '_,
                        u64,
                    >::nothing::<__rt::Own<u64>>();
                    if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                        __rt::Own<u64>,
                        u64,
                    >(&mut __fields, __runs[6], &mut __field_3) {
                        return __rt::Err(__fault);
                    }
                    let __field_3 = __field_3.get::<__rt::Own<u64>>();
                    let mut __field_4 = __rt::Held::<
                        '_,
                        u16,
                    >::nothing::<__rt::Own<u16>>();
                    if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                        __rt::Own<u16>,
                        u16,
                    >(&mut __fields, __runs[7], &mut __field_4) {
                        return __rt::Err(__fault);
                    }
                    let __field_4 = __field_4.get::<__rt::Own<u16>>();
                    __rt::DecodeFields::check(&__fields)?;
                    __rt::Decoder::finish(&__payload)?;
                    (__field_3, __field_4)
                }
                __rt::None => {
                    __rt::Subsections::check_absent::<
                        __rt::Own<u64>,
                        u64,
                    >(&__subsections, __rt::None, || <u64 as __rt::Default>::default())?;
                    __rt::Subsections::check_absent::<
                        __rt::Own<u16>,
                        u16,
                    >(&__subsections, __rt::None, || <u16 as __rt::Default>::default())?;
                    (
                        __rt::Subsections::absent::<
                            __rt::Own<u64>,
                            u64,
                        >(&__subsections, <u64 as __rt::Default>::default())?,
                        __rt::Subsections::absent::<
                            __rt::Own<u16>,
                            u16,
                        >(&__subsections, <u16 as __rt::Default>::default())?,
                    )
                }
            };
            __rt::Subsections::finish(__subsections)?;
            if let __rt::Err(__fault) = __rt::Place::<Self>::check(&__place, __input) {
                return __rt::Err(__fault);
            }
            __rt::Ok(
                __rt::Place::put(
                    __place,
                    Self {
                        data: __field_0.get::<__rt::Own<u8>>(),
                        clock: __field_1,
                        rate: __field_2,
                        dma_address: __field_3,
                        dma_left: __field_4,
                    },
                ),
            )
        }
    }
};
