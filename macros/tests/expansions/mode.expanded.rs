#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(deprecated, single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    #[automatically_derived]
    impl __rt::Migratable for Mode {
        const TYPE: &'static __rt::Type = &__rt::Type::Enum(
            __rt::EnumType::constant(
                "Mode",
                const {
                    &[
                        __rt::Variant::constant("Off", 0u32, const { &[] }),
                        __rt::Variant::constant("On", 4u32, const { &[] }),
                        __rt::Variant::constant(
                            "Level",
                            5u32,
                            const {
                                &[
                                    __rt::field::<__rt::Own<u8>, u8>("0"),
                                    __rt::field::<__rt::Own<u16>, u16>("1"),
                                ]
                            },
                        ),
                        __rt::Variant::constant(
                            "Named",
                            6u32,
                            const { &[__rt::field::<__rt::Own<String>, String>("name")] },
                        ),
                        __rt::Variant::constant("Unknown", 4294967295u32, const { &[] })
                            .set_other()
                            .set_keeps_tag(),
                    ]
                },
                &[],
                &[],
            ),
        );
        const LOADING: __rt::Loading = __rt::Loading::of(
                &[
                    __rt::part_loading::<__rt::Own<u8>, u8>(),
                    __rt::part_loading::<__rt::Own<u16>, u16>(),
                    __rt::part_loading::<__rt::Own<String>, String>(),
                    __rt::part_loading::<__rt::u32, __rt::u32>(),
                ],
            )
            .keeping()
            .refusing()
            .derived::<Self>(5usize);
        const RUNS: &'static [__rt::usize] = &__rt::runs([
            __rt::fixed_len::<__rt::Own<u8>, u8>(),
            __rt::fixed_len::<__rt::Own<u16>, u16>(),
            __rt::None,
            __rt::fixed_len::<__rt::Own<String>, String>(),
            __rt::None,
            __rt::fixed_len::<__rt::u32, __rt::u32>(),
        ]);
        #[inline]
        fn encoded_len(__value: &Self) -> __rt::usize {
            match __value {
                Self::Off => __rt::tag_len(0u32),
                Self::On => __rt::tag_len(4u32),
                Self::Level { 0: __field_0, 1: __field_1 } => {
                    __rt::tag_len(5u32)
                        + __rt::encoded_len::<__rt::Own<u8>, u8>(__field_0)
                        + __rt::encoded_len::<__rt::Own<u16>, u16>(__field_1)
                }
                Self::Named { name: __field_2, .. } => {
                    __rt::tag_len(6u32)
                        + __rt::encoded_len::<__rt::Own<String>, String>(__field_2)
                }
                Self::Unknown { 0: __field_4 } => {
                    __rt::tag_len(__rt::tag_of::<__rt::KeptTag<u32>>(__field_4))
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
                Self::On => {
                    if let __rt::Err(__fault) = __rt::Encoder::tag(__out, 4u32) {
                        return __rt::Err(__fault);
                    }
                }
                Self::Level { 0: __field_0, 1: __field_1 } => {
                    let mut __fields = __rt::Encoder::variant(__out, 5u32, __runs[0])?;
                    if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                        __rt::Own<u8>,
                        u8,
                    >(&mut __fields, 0, __field_0) {
                        return __rt::Err(__fault);
                    }
                    if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                        __rt::Own<u16>,
                        u16,
                    >(&mut __fields, __runs[1], __field_1) {
                        return __rt::Err(__fault);
                    }
                }
                Self::Named { name: __field_2, .. } => {
                    let mut __fields = __rt::Encoder::variant(__out, 6u32, __runs[3])?;
                    if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                        __rt::Own<String>,
                        String,
                    >(&mut __fields, 0, __field_2) {
                        return __rt::Err(__fault);
                    }
                }
                Self::Unknown { 0: __field_4 } => {
                    __rt::Encoder::other_tag(
                        __out,
                        __rt::tag_of::<__rt::KeptTag<u32>>(__field_4),
                        &[0u32, 4u32, 5u32, 6u32],
                    )?
                }
            }
            #[allow(unreachable_code)] __rt::Ok(())
        }
        #[inline]
        fn load(
            __value: &mut Self,
            __input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            if <Self as __rt::Migratable>::LOADING.keeps() {
                let __runs = <Self as __rt::Migratable>::RUNS;
                let mut __ahead = __rt::Clone::clone(&*__input);
                match (__rt::Decoder::tag(&mut __ahead)?, &mut *__value) {
                    (
                        5u32,
                        Self::Level { 0: __field_0, 1: __field_1 },
                    ) if __rt::loading::<__rt::Own<u8>, u8>().keeps()
                        || __rt::loading::<__rt::Own<u16>, u16>().keeps() => {
                        let mut __fields = __rt::Decoder::fields(&mut __ahead);
                        if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                            __rt::Own<u8>,
                            u8,
                        >(&mut __fields, __runs[0], __field_0) {
                            return __rt::Err(__fault);
                        }
                        if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                            __rt::Own<u16>,
                            u16,
                        >(&mut __fields, __runs[1], __field_1) {
                            return __rt::Err(__fault);
                        }
                        *__input = __ahead;
                        return __rt::Ok(());
                    }
                    (6u32, Self::Named { name: __field_2, .. }) if true => {
                        let mut __fields = __rt::Decoder::fields(&mut __ahead);
                        if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                            __rt::Own<String>,
                            String,
                        >(&mut __fields, __runs[3], __field_2) {
                            return __rt::Err(__fault);
                        }
                        *__input = __ahead;
                        return __rt::Ok(());
                    }
                    _ => {}
                }
            }
            <Self as __rt::Decode>::decode_to(__input, |__new| *__value = __new)
        }
        #[inline]
        fn check(
            __live: __rt::Option<&Self>,
            __input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let _ = __live;
            let __runs = <Self as __rt::Migratable>::RUNS;
            match __rt::Decoder::tag(__input)? {
                0u32 => {}
                4u32 => {}
                5u32 => {
                    let (__field_0, __field_1) = match __live {
                        __rt::Some(Self::Level { 0: __field_0, 1: __field_1 }) => {
                            (__rt::Some(__field_0), __rt::Some(__field_1))
                        }
                        __rt::Some(_) | __rt::None => (__rt::None, __rt::None),
                    };
                    let mut __fields = __rt::Decoder::fields(__input);
                    if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                        __rt::Own<u8>,
                        u8,
                    >(&mut __fields, __runs[0], __field_0) {
                        return __rt::Err(__fault);
                    }
                    if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                        __rt::Own<u16>,
                        u16,
                    >(&mut __fields, __runs[1], __field_1) {
                        return __rt::Err(__fault);
                    }
                    __rt::DecodeFields::check(&__fields)?;
                }
                6u32 => {
                    let (__field_2,) = match __live {
                        __rt::Some(Self::Named { name: __field_2, .. }) => {
                            (__rt::Some(__field_2),)
                        }
                        __rt::Some(_) | __rt::None => (__rt::None,),
                    };
                    let mut __fields = __rt::Decoder::fields(__input);
                    if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                        __rt::Own<String>,
                        String,
                    >(&mut __fields, __runs[3], __field_2) {
                        return __rt::Err(__fault);
                    }
                    __rt::DecodeFields::check(&__fields)?;
                }
                _ => {}
            }
            #[allow(unreachable_code)] __rt::Ok(())
        }
    }
    #[automatically_derived]
    impl __rt::Decode for Mode {
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
            match __rt::Decoder::tag(__input)? {
                0u32 => {
                    if let __rt::Err(__fault) = __rt::Place::<
                        Self,
                    >::check(&__place, __input) {
                        return __rt::Err(__fault);
                    }
                    __rt::Ok(__rt::Place::put(__place, Self::Off))
                }
                4u32 => {
                    if let __rt::Err(__fault) = __rt::Place::<
                        Self,
                    >::check(&__place, __input) {
                        return __rt::Err(__fault);
                    }
                    __rt::Ok(__rt::Place::put(__place, Self::On))
                }
                5u32 => {
                    let mut __fields = __rt::Decoder::fields(__input);
                    let mut __field_0 = __rt::Held::<'_, u8>::nothing::<__rt::Own<u8>>();
                    if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                        __rt::Own<u8>,
                        u8,
                    >(&mut __fields, __runs[0], &mut __field_0) {
                        return __rt::Err(__fault);
                    }
                    let mut __field_1 = __rt::Held::<
                        '_,
                        u16,
                    >::nothing::<__rt::Own<u16>>();
                    if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                        __rt::Own<u16>,
                        u16,
                    >(&mut __fields, __runs[1], &mut __field_1) {
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
                                Self::Level {
                                    0: __field_0.get::<__rt::Own<u8>>(),
                                    1: __field_1.get::<__rt::Own<u16>>(),
                                },
                            ),
                        )
                    }
                }
                6u32 => {
                    let mut __fields = __rt::Decoder::fields(__input);
                    let mut __field_2 = __rt::Held::<
                        '_,
                        String,
                    >::nothing::<__rt::Own<String>>();
                    if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                        __rt::Own<String>,
                        String,
                    >(&mut __fields, __runs[3], &mut __field_2) {
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
                                Self::Named {
                                    name: __field_2.get::<__rt::Own<String>>(),
                                    live: 0,
                                },
                            ),
                        )
                    }
                }
                __tag => {
                    if let __rt::Err(__fault) = __rt::Place::<
                        Self,
                    >::check(&__place, __input) {
                        return __rt::Err(__fault);
                    }
                    __rt::Ok(
                        __rt::Place::put(
                            __place,
                            Self::Unknown {
                                0: __rt::of_tag::<__rt::KeptTag<u32>>(__tag),
                            },
                        ),
                    )
                }
            }
        }
    }
};
