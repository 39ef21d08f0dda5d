#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(deprecated, single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    #[automatically_derived]
    impl __rt::Migratable for Line {
        const TYPE: &'static __rt::Type = &__rt::Type::Struct(
            __rt::StructType::constant(
                    "Line",
                    const {
                        &[
                            __rt::field::<__rt::Own<bool>, bool>("asserted"),
                            __rt::field::<__rt::Own<[u32; 8]>, [u32; 8]>("lanes")
                                .with_fill(
                                    __rt::DefaultValue::fill(
                                        __rt::Some(const {
                                            &__rt::Literal::Integer {
                                                negative: false,
                                                magnitude: 0u128,
                                            }
                                        }),
                                        __rt::part::<__rt::Own<[u32; 8]>, [u32; 8]>(),
                                    ),
                                )
                                .with_encode_fill(|| __rt::encode_fill::<
                                    __rt::Own<[u32; 8]>,
                                    [u32; 8],
                                    _,
                                >(0)),
                            __rt::field::<__rt::Own<Vec<u8>>, Vec<u8>>("key")
                                .with_max_len(
                                    const {
                                        let __max_len: __rt::usize = 64;
                                        __max_len
                                    } as __rt::u64,
                                )
                                .set_ignorable()
                                .set_sensitive(),
                        ]
                    },
                    const {
                        &[
                            __rt::Subsection::constant(
                                    1u32,
                                    __rt::field::<__rt::Own<u8>, u8>("level"),
                                )
                                .set_retired(),
                            __rt::Subsection::constant(
                                    2u32,
                                    __rt::field::<__rt::Own<u32>, u32>("unused"),
                                )
                                .set_retired(),
                        ]
                    },
                )
                .reserving(
                    __rt::Reserved::constant(
                        const { &[(9u32, 9u32)] },
                        const { &[__rt::Node::constant("old")] },
                    ),
                ),
        );
        const LOADING: __rt::Loading = __rt::Loading::of(
                &[
                    __rt::part_loading::<__rt::Own<bool>, bool>(),
                    __rt::part_loading::<__rt::Own<[u32; 8]>, [u32; 8]>(),
                    __rt::part_loading::<__rt::Own<Vec<u8>>, Vec<u8>>(),
                    __rt::part_loading::<__rt::Own<u8>, u8>(),
                    __rt::part_loading::<__rt::Own<u32>, u32>(),
                ],
            )
            .refusing()
            .hooked(__rt::apply_may_refuse::<1u32, Self, Self, u8>())
            .derived::<Self>(2usize);
        const RUNS: &'static [__rt::usize] = &__rt::runs([
            __rt::fixed_len::<__rt::Own<bool>, bool>(),
            __rt::fixed_len::<__rt::Own<[u32; 8]>, [u32; 8]>(),
            __rt::fixed_len::<__rt::Own<Vec<u8>>, Vec<u8>>(),
        ]);
        #[inline]
        fn encoded_len(__value: &Self) -> __rt::usize {
            __rt::encoded_len::<__rt::Own<bool>, bool>(&(*__value).asserted)
                + __rt::encoded_len::<__rt::Own<[u32; 8]>, [u32; 8]>(&(*__value).lanes)
                + __rt::encoded_len::<__rt::Own<Vec<u8>>, Vec<u8>>(&(*__value).key)
                + __rt::count_len(0)
        }
        #[inline]
        fn encode(
            __value: &Self,
            __out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let __runs = <Self as __rt::Migratable>::RUNS;
            <Vec<
                u8,
            > as __rt::HasLen>::check_hidden(
                "key",
                &(*__value).key,
                const {
                    let __max_len: __rt::usize = 64;
                    __max_len
                },
            )?;
            let mut __fields = __rt::Encoder::fields(__out);
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<bool>,
                bool,
            >(&mut __fields, __runs[0], &(*__value).asserted) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<[u32; 8]>,
                [u32; 8],
            >(&mut __fields, __runs[1], &(*__value).lanes) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<Vec<u8>>,
                Vec<u8>,
            >(&mut __fields, __runs[2], &(*__value).key)
                .map_err(|__fault| __fault.below_sensitive("key"))
            {
                return __rt::Err(__fault);
            }
            __rt::Encoder::count(__out, 0)?;
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
                __rt::Own<bool>,
                bool,
            >(&mut __fields, __runs[0], &mut (*__value).asserted) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Own<[u32; 8]>,
                [u32; 8],
            >(&mut __fields, __runs[1], &mut (*__value).lanes) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Own<Vec<u8>>,
                Vec<u8>,
            >(&mut __fields, __runs[2], &mut (*__value).key) {
                return __rt::Err(__fault);
            }
            let mut __subsections = __rt::Decoder::subsections(__input)?;
            let __subsection_1 = match __rt::Subsections::open(
                &mut __subsections,
                1u32,
            )? {
                __rt::Some(mut __payload) => {
                    const { __rt::fits_the_stack::<u8, u8>() };
                    let __old = <__rt::Own<u8> as __rt::Decode>::decode(&mut __payload)?;
                    __rt::Decoder::finish(&__payload)?;
                    __rt::Some(__old)
                }
                __rt::None => __rt::None,
            };
            if let __rt::Some(mut __payload) = __rt::Subsections::open(
                &mut __subsections,
                2u32,
            )? {
                __rt::check_retired::<__rt::Own<u32>, u32>(&mut __payload)?;
            }
            __rt::Subsections::finish(__subsections)?;
            <Vec<
                u8,
            > as __rt::HasLen>::check_hidden(
                "key",
                &(*__value).key,
                const {
                    let __max_len: __rt::usize = 64;
                    __max_len
                },
            )?;
            if __rt::Decoder::runs_hooks(__input) {
                if let __rt::Some(__old) = __subsection_1 {
                    __rt::Outcome::outcome(
                        <Self as __rt::Apply<1u32, Self, u8>>::apply(__value, __old),
                        "Line",
                        "apply",
                    )?;
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
                __rt::Own<bool>,
                bool,
            >(
                &mut __fields,
                __runs[0],
                match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).asserted),
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                __rt::Own<[u32; 8]>,
                [u32; 8],
            >(
                &mut __fields,
                __runs[1],
                match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).lanes),
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            {
                let __live = match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).key),
                    __rt::None => __rt::None,
                };
                let __ahead = __rt::DecodeFields::ahead::<
                    __rt::Own<Vec<u8>>,
                    Vec<u8>,
                >(&mut __fields, __runs[2])?;
                __rt::DecodeFields::verify::<
                    __rt::Own<Vec<u8>>,
                    Vec<u8>,
                >(&mut __fields, 0, __live)?;
                <Vec<
                    u8,
                > as __rt::HasLen>::check_ahead_hidden(
                    "key",
                    &__ahead,
                    const {
                        let __max_len: __rt::usize = 64;
                        __max_len
                    },
                )?;
            }
            __rt::DecodeFields::check(&__fields)?;
            let mut __subsections = __rt::Decoder::subsections(__input)?;
            match __rt::Subsections::open(&mut __subsections, 1u32)? {
                __rt::Some(mut __payload) => {
                    __rt::check_retired::<__rt::Own<u8>, u8>(&mut __payload)?;
                }
                __rt::None => {}
            }
            match __rt::Subsections::open(&mut __subsections, 2u32)? {
                __rt::Some(mut __payload) => {
                    __rt::check_retired::<__rt::Own<u32>, u32>(&mut __payload)?;
                }
                __rt::None => {}
            }
            __rt::Subsections::finish(__subsections)?;
            __rt::Ok(())
        }
    }
    #[automatically_derived]
    impl __rt::Apply<1u32, Self, u8> for Line {
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn apply(__value: &mut Self, __old: u8) -> impl __rt::Outcome {
            (Self::apply_level)(__value, __old)
        }
    }
    #[automatically_derived]
    impl __rt::Decode for Line
    where
        for<'__decode> Vec<u8>: __rt::DecodeWhere<'__decode, 0usize, Vec<u8>>,
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
            let mut __field_0 = __rt::Held::<'_, bool>::nothing::<__rt::Own<bool>>();
            if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                __rt::Own<bool>,
                bool,
            >(&mut __fields, __runs[0], &mut __field_0) {
                return __rt::Err(__fault);
            }
            let mut __field_1 = __rt::Held::<
                '_,
                [u32; 8],
            >::nothing::<__rt::Own<[u32; 8]>>();
            if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                __rt::Own<[u32; 8]>,
                [u32; 8],
            >(&mut __fields, __runs[1], &mut __field_1) {
                return __rt::Err(__fault);
            }
            let mut __field_2 = __rt::Held::<
                '_,
                Vec<u8>,
            >::nothing::<__rt::Own<Vec<u8>>>();
            if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                __rt::Own<Vec<u8>>,
                Vec<u8>,
            >(&mut __fields, __runs[2], &mut __field_2) {
                return __rt::Err(__fault);
            }
            let __field_2 = __field_2.get::<__rt::Own<Vec<u8>>>();
            __rt::DecodeFields::check(&__fields)?;
            let mut __subsections = __rt::Decoder::subsections(__input)?;
            let __subsection_1 = match __rt::Subsections::open(
                &mut __subsections,
                1u32,
            )? {
                __rt::Some(mut __payload) => {
                    const { __rt::fits_the_stack::<u8, u8>() };
                    let __old = <__rt::Own<u8> as __rt::Decode>::decode(&mut __payload)?;
                    __rt::Decoder::finish(&__payload)?;
                    __rt::Some(__old)
                }
                __rt::None => __rt::None,
            };
            if let __rt::Some(mut __payload) = __rt::Subsections::open(
                &mut __subsections,
                2u32,
            )? {
                __rt::check_retired::<__rt::Own<u32>, u32>(&mut __payload)?;
            }
            __rt::Subsections::finish(__subsections)?;
            <Vec<
                u8,
            > as __rt::HasLen>::check_hidden(
                "key",
                &__field_2,
                const {
                    let __max_len: __rt::usize = 64;
                    __max_len
                },
            )?;
            if let __rt::Err(__fault) = __rt::Place::<Self>::check(&__place, __input) {
                return __rt::Err(__fault);
            }
            let mut __value = Self {
                asserted: __field_0.get::<__rt::Own<bool>>(),
                lanes: __field_1.get::<__rt::Own<[u32; 8]>>(),
                key: __field_2,
            };
            let _ = &mut __value;
            if __rt::Decoder::runs_hooks(__input) {
                if let __rt::Some(__old) = __subsection_1 {
                    __rt::Outcome::outcome(
                        <Self as __rt::Apply<
                            1u32,
                            Self,
                            u8,
                        >>::apply(&mut __value, __old),
                        "Line",
                        "apply",
                    )?;
                }
            }
            __rt::Ok(__rt::Place::put(__place, __value))
        }
    }
};
