#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(single_use_lifetimes, unused_qualifications)]
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
                            >(0)),
                        __rt::field::<__rt::Own<Vec<u8>>, Vec<u8>>("key")
                            .with_max_len(64 as __rt::u64)
                            .set_ignorable()
                            .set_sensitive(),
                    ]
                },
                const {
                    &[
                        __rt::Subsection::constant(1u32, __rt::field::<u8, u8>("level"))
                            .set_retired(),
                        __rt::Subsection::constant(
                                2u32,
                                __rt::field::<u32, u32>("unused"),
                            )
                            .set_retired(),
                    ]
                },
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
        fn encoded_len(value: &Self) -> __rt::usize {
            __rt::encoded_len::<__rt::Own<bool>, bool>(&value.asserted)
                + __rt::encoded_len::<__rt::Own<[u32; 8]>, [u32; 8]>(&value.lanes)
                + __rt::encoded_len::<__rt::Own<Vec<u8>>, Vec<u8>>(&value.key)
                + __rt::count_len(0)
        }
        #[inline]
        fn encode(
            value: &Self,
            out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let runs = <Self as __rt::Migratable>::RUNS;
            <Vec<u8> as __rt::HasLen>::check_hidden("key", &value.key, 64)?;
            let mut fields = out.fields();
            fields.encode::<__rt::Own<bool>, bool>(runs[0], &value.asserted)?;
            fields.encode::<__rt::Own<[u32; 8]>, [u32; 8]>(runs[1], &value.lanes)?;
            fields
                .encode::<__rt::Own<Vec<u8>>, Vec<u8>>(runs[2], &value.key)
                .map_err(|fault| fault.below_sensitive("key"))?;
            out.count(0)?;
            __rt::Ok(())
        }
        #[inline]
        fn load(
            value: &mut Self,
            input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let runs = <Self as __rt::Migratable>::RUNS;
            let mut fields = input.fields();
            fields.load::<__rt::Own<bool>, bool>(runs[0], &mut value.asserted)?;
            fields.load::<__rt::Own<[u32; 8]>, [u32; 8]>(runs[1], &mut value.lanes)?;
            fields.load::<__rt::Own<Vec<u8>>, Vec<u8>>(runs[2], &mut value.key)?;
            let mut subsections = input.subsections()?;
            let subsection_1 = match subsections.open(1u32)? {
                __rt::Some(mut payload) => {
                    const { __rt::fits_the_stack::<u8, u8>() };
                    let old = <u8 as __rt::Decode>::decode(&mut payload)?;
                    payload.finish()?;
                    __rt::Some(old)
                }
                __rt::None => __rt::None,
            };
            if let __rt::Some(mut payload) = subsections.open(2u32)? {
                __rt::check_retired::<__rt::Own<u32>, u32>(&mut payload)?;
            }
            subsections.finish()?;
            <Vec<u8> as __rt::HasLen>::check_hidden("key", &value.key, 64)?;
            if input.runs_hooks() {
                if let __rt::Some(old) = subsection_1 {
                    __rt::Outcome::outcome(
                        <Self as __rt::Apply<1u32, Self, u8>>::apply(value, old),
                        "Line",
                        "apply",
                    )?;
                }
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
                    __rt::Own<bool>,
                    bool,
                >(
                    runs[0],
                    match live {
                        __rt::Some(value) => __rt::Some(&value.asserted),
                        __rt::None => __rt::None,
                    },
                )?;
            fields
                .verify::<
                    __rt::Own<[u32; 8]>,
                    [u32; 8],
                >(
                    runs[1],
                    match live {
                        __rt::Some(value) => __rt::Some(&value.lanes),
                        __rt::None => __rt::None,
                    },
                )?;
            {
                let live = match live {
                    __rt::Some(value) => __rt::Some(&value.key),
                    __rt::None => __rt::None,
                };
                let ahead = fields.ahead::<__rt::Own<Vec<u8>>, Vec<u8>>(runs[2])?;
                fields.verify::<__rt::Own<Vec<u8>>, Vec<u8>>(0, live)?;
                <Vec<u8> as __rt::HasLen>::check_ahead_hidden("key", &ahead, 64)?;
            }
            fields.check()?;
            let mut subsections = input.subsections()?;
            match subsections.open(1u32)? {
                __rt::Some(mut payload) => {
                    __rt::check_retired::<__rt::Own<u8>, u8>(&mut payload)?;
                }
                __rt::None => {}
            }
            match subsections.open(2u32)? {
                __rt::Some(mut payload) => {
                    __rt::check_retired::<__rt::Own<u32>, u32>(&mut payload)?;
                }
                __rt::None => {}
            }
            subsections.finish()?;
            __rt::Ok(())
        }
    }
    #[automatically_derived]
    impl __rt::Apply<1u32, Self, u8> for Line {
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn apply(value: &mut Self, old: u8) -> impl __rt::Outcome {
            (Self::apply_level)(value, old)
        }
    }
    #[automatically_derived]
    impl __rt::Decode for Line
    where
        for<'__decode> Vec<u8>: __rt::DecodeWhere<'__decode, 0usize, Vec<u8>>,
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
            let mut asserted = __rt::Held::<'_, bool>::nothing::<__rt::Own<bool>>();
            fields.hold::<__rt::Own<bool>, bool>(runs[0], &mut asserted)?;
            let mut lanes = __rt::Held::<'_, [u32; 8]>::nothing::<__rt::Own<[u32; 8]>>();
            fields.hold::<__rt::Own<[u32; 8]>, [u32; 8]>(runs[1], &mut lanes)?;
            let mut key = __rt::Held::<'_, Vec<u8>>::nothing::<__rt::Own<Vec<u8>>>();
            fields.hold::<__rt::Own<Vec<u8>>, Vec<u8>>(runs[2], &mut key)?;
            let key = key.get::<__rt::Own<Vec<u8>>>();
            fields.check()?;
            let mut subsections = input.subsections()?;
            let subsection_1 = match subsections.open(1u32)? {
                __rt::Some(mut payload) => {
                    const { __rt::fits_the_stack::<u8, u8>() };
                    let old = <u8 as __rt::Decode>::decode(&mut payload)?;
                    payload.finish()?;
                    __rt::Some(old)
                }
                __rt::None => __rt::None,
            };
            if let __rt::Some(mut payload) = subsections.open(2u32)? {
                __rt::check_retired::<__rt::Own<u32>, u32>(&mut payload)?;
            }
            subsections.finish()?;
            <Vec<u8> as __rt::HasLen>::check_hidden("key", &key, 64)?;
            __rt::Place::<Self>::check(&place, input)?;
            let mut value = Self {
                asserted: asserted.get::<__rt::Own<bool>>(),
                lanes: lanes.get::<__rt::Own<[u32; 8]>>(),
                key: key,
            };
            let _ = &mut value;
            if input.runs_hooks() {
                if let __rt::Some(old) = subsection_1 {
                    __rt::Outcome::outcome(
                        <Self as __rt::Apply<1u32, Self, u8>>::apply(&mut value, old),
                        "Line",
                        "apply",
                    )?;
                }
            }
            __rt::Ok(__rt::Place::put(place, value))
        }
    }
};
