#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(deprecated, single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    #[automatically_derived]
    impl<T> __rt::Migratable for Mode<T>
    where
        T: __rt::Decode<T>,
        ModeV1<T>: __rt::Decode,
        for<'__decode> Self: __rt::Blank<'__decode>,
    {
        const TYPE: &'static __rt::Type = &__rt::Type::Enum(
            __rt::EnumType::constant(
                    "Mode",
                    const {
                        &[
                            __rt::Variant::constant("Off", 0u32, const { &[] }),
                            __rt::Variant::constant(
                                "On",
                                1u32,
                                const { &[__rt::field::<__rt::Own<T>, T>("value")] },
                            ),
                        ]
                    },
                    &[],
                    &[],
                )
                .versioned(
                    2u32,
                    const {
                        &[
                            __rt::OlderType::constant(
                                1u32,
                                __rt::older_part::<__rt::Own<ModeV1<T>>, ModeV1<T>>(),
                            ),
                        ]
                    },
                ),
        );
        const LOADING: __rt::Loading = __rt::Loading::of(
                &[
                    __rt::part_loading::<__rt::Own<T>, T>(),
                    __rt::older_loading::<__rt::Own<ModeV1<T>>, ModeV1<T>>(),
                ],
            )
            .converted()
            .refusing()
            .derived::<Self>(2usize);
        const RUNS: &'static [__rt::usize] = &__rt::runs([
            __rt::fixed_len::<__rt::Own<T>, T>(),
        ]);
        #[inline]
        fn encoded_len(__value: &Self) -> __rt::usize {
            match __value {
                Self::Off => __rt::tag_len(0u32),
                Self::On { value: __field_0 } => {
                    __rt::tag_len(1u32) + __rt::encoded_len::<__rt::Own<T>, T>(__field_0)
                }
            }
        }
        #[inline]
        fn encode(
            __value: &Self,
            __out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let _ = &__out;
            let __runs = <Self as __rt::Migratable>::RUNS;
            match __value {
                Self::Off => {
                    if let __rt::Err(__fault) = __rt::Encoder::tag(__out, 0u32) {
                        return __rt::Err(__fault);
                    }
                }
                Self::On { value: __field_0 } => {
                    let mut __fields = __rt::Encoder::variant(__out, 1u32, __runs[0])?;
                    if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                        __rt::Own<T>,
                        T,
                    >(&mut __fields, 0, __field_0) {
                        return __rt::Err(__fault);
                    }
                }
            }
            #[allow(unreachable_code)] __rt::Ok(())
        }
        #[inline]
        fn load(
            __value: &mut Self,
            __input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            if let __rt::Some(__version) = __rt::Decoder::older_version(__input)? {
                return match __version {
                    1u32 => {
                        let __old = <__rt::Own<
                            ModeV1<T>,
                        > as __rt::Decode>::decode(__input)?;
                        __rt::load_older::<
                            1,
                            Self,
                            Self,
                            ModeV1<T>,
                        >(__value, __old, __input, "Mode")
                    }
                    _ => __rt::Err(__rt::From::from(__rt::Reason::Variant)),
                };
            }
            if <Self as __rt::Migratable>::LOADING.keeps() {
                let __runs = <Self as __rt::Migratable>::RUNS;
                let mut __ahead = __rt::Clone::clone(&*__input);
                match (__rt::Decoder::tag(&mut __ahead)?, &mut *__value) {
                    (
                        1u32,
                        Self::On { value: __field_0 },
                    ) if __rt::loading::<__rt::Own<T>, T>().keeps() => {
                        let mut __fields = __rt::Decoder::fields(&mut __ahead);
                        if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                            __rt::Own<T>,
                            T,
                        >(&mut __fields, __runs[0], __field_0) {
                            return __rt::Err(__fault);
                        }
                        *__input = __ahead;
                        return __rt::Ok(());
                    }
                    _ => {}
                }
            }
            __rt::Decoder::is_current_version(__input);
            <Self as __rt::Decode>::decode_to(__input, |__new| *__value = __new)
        }
        #[inline]
        fn check(
            __live: __rt::Option<&Self>,
            __input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let _ = __live;
            if let __rt::Some(__version) = __rt::Decoder::older_version(__input)? {
                return match __version {
                    1u32 => __rt::check_older::<__rt::Own<ModeV1<T>>, ModeV1<T>>(__input),
                    _ => __rt::Err(__rt::From::from(__rt::Reason::Variant)),
                };
            }
            let __runs = <Self as __rt::Migratable>::RUNS;
            match __rt::Decoder::tag(__input)? {
                0u32 => {}
                1u32 => {
                    let (__field_0,) = match __live {
                        __rt::Some(Self::On { value: __field_0 }) => {
                            (__rt::Some(__field_0),)
                        }
                        __rt::Some(_) | __rt::None => (__rt::None,),
                    };
                    let mut __fields = __rt::Decoder::fields(__input);
                    if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                        __rt::Own<T>,
                        T,
                    >(&mut __fields, __runs[0], __field_0) {
                        return __rt::Err(__fault);
                    }
                    __rt::DecodeFields::check(&__fields)?;
                }
                _ => return __rt::Err(__rt::From::from(__rt::Reason::Variant)),
            }
            #[allow(unreachable_code)] __rt::Ok(())
        }
    }
    #[automatically_derived]
    impl<T> __rt::Convert<1, Self, ModeV1<T>> for Mode<T>
    where
        T: __rt::Decode<T>,
        ModeV1<T>: __rt::Decode,
        for<'__decode> Self: __rt::Blank<'__decode>,
    {
        fn convert(__value: &mut Self, __old: ModeV1<T>) -> impl __rt::Outcome {
            (Self::take_v1)(__value, __old)
        }
    }
    #[automatically_derived]
    impl<T> __rt::Decode for Mode<T>
    where
        T: __rt::Decode<T>,
        ModeV1<T>: __rt::Decode,
        for<'__decode> Self: __rt::Blank<'__decode>,
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
            if let __rt::Some(__version) = __rt::Decoder::older_version(__input)? {
                return match __version {
                    1u32 => {
                        let __old = <__rt::Own<
                            ModeV1<T>,
                        > as __rt::Decode>::decode(__input)?;
                        let __value = __rt::decode_older::<
                            1,
                            Self,
                            Self,
                            ModeV1<T>,
                        >(__old, __input, "Mode")?;
                        __rt::Place::<Self>::check(&__place, __input)?;
                        __rt::Ok(__rt::Place::put(__place, __value))
                    }
                    _ => __rt::Err(__rt::From::from(__rt::Reason::Variant)),
                };
            }
            let __runs = <Self as __rt::Migratable>::RUNS;
            match __rt::Decoder::tag(__input)? {
                0u32 => {
                    if let __rt::Err(__fault) = __rt::Place::<
                        Self,
                    >::check(&__place, __input) {
                        return __rt::Err(__fault);
                    }
                    __rt::Ok(__rt::Place::put(__place, Self::Off))
                }
                1u32 => {
                    let mut __fields = __rt::Decoder::fields(__input);
                    let mut __field_0 = __rt::Held::<'_, T>::nothing::<__rt::Own<T>>();
                    if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                        __rt::Own<T>,
                        T,
                    >(&mut __fields, __runs[0], &mut __field_0) {
                        return __rt::Err(__fault);
                    }
                    __rt::DecodeFields::check(&__fields)?;
                    {
                        if let __rt::Err(__fault) = __rt::Place::<
                            Self,
                        >::check(&__place, __input) {
                            return __rt::Err(__fault);
                        }
                        __rt::Ok(
                            __rt::Place::put(
                                __place,
                                Self::On {
                                    value: __field_0.get::<__rt::Own<T>>(),
                                },
                            ),
                        )
                    }
                }
                _ => return __rt::Err(__rt::From::from(__rt::Reason::Variant)),
            }
        }
    }
};
