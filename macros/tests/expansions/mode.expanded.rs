#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(single_use_lifetimes, unused_qualifications)]
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
                    __rt::part_loading::<__rt::Own<u32>, u32>(),
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
            __rt::fixed_len::<__rt::Own<u32>, u32>(),
        ]);
        #[inline]
        fn encoded_len(value: &Self) -> __rt::usize {
            match value {
                Self::Off => __rt::tag_len(0u32),
                Self::On => __rt::tag_len(4u32),
                Self::Level { 0: field_0, 1: field_1 } => {
                    __rt::tag_len(5u32) + __rt::encoded_len::<__rt::Own<u8>, u8>(field_0)
                        + __rt::encoded_len::<__rt::Own<u16>, u16>(field_1)
                }
                Self::Named { name: name, .. } => {
                    __rt::tag_len(6u32)
                        + __rt::encoded_len::<__rt::Own<String>, String>(name)
                }
                Self::Unknown { 0: field_4 } => __rt::tag_len(*field_4),
            }
        }
        #[inline]
        fn encode(
            value: &Self,
            out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let _ = &out;
            let runs = <Self as __rt::Migratable>::RUNS;
            match value {
                Self::Off => {
                    out.tag(0u32)?;
                }
                Self::On => {
                    out.tag(4u32)?;
                }
                Self::Level { 0: field_0, 1: field_1 } => {
                    let mut fields = out.variant(5u32, runs[0])?;
                    fields.encode::<__rt::Own<u8>, u8>(0, field_0)?;
                    fields.encode::<__rt::Own<u16>, u16>(runs[1], field_1)?;
                }
                Self::Named { name: name, .. } => {
                    let mut fields = out.variant(6u32, runs[3])?;
                    fields.encode::<__rt::Own<String>, String>(0, name)?;
                }
                Self::Unknown { 0: field_4 } => {
                    out.other_tag(*field_4, &[0u32, 4u32, 5u32, 6u32])?
                }
            }
            #[allow(unreachable_code)] __rt::Ok(())
        }
        #[inline]
        fn load(
            value: &mut Self,
            input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            if <Self as __rt::Migratable>::LOADING.keeps() {
                let runs = <Self as __rt::Migratable>::RUNS;
                let mut ahead = __rt::Clone::clone(&*input);
                match (ahead.tag()?, &mut *value) {
                    (
                        5u32,
                        Self::Level { 0: field_0, 1: field_1 },
                    ) if __rt::loading::<__rt::Own<u8>, u8>().keeps()
                        || __rt::loading::<__rt::Own<u16>, u16>().keeps() => {
                        let mut fields = ahead.fields();
                        fields.load::<__rt::Own<u8>, u8>(runs[0], field_0)?;
                        fields.load::<__rt::Own<u16>, u16>(runs[1], field_1)?;
                        *input = ahead;
                        return __rt::Ok(());
                    }
                    (6u32, Self::Named { name: name, .. }) if true => {
                        let mut fields = ahead.fields();
                        fields.load::<__rt::Own<String>, String>(runs[3], name)?;
                        *input = ahead;
                        return __rt::Ok(());
                    }
                    _ => {}
                }
            }
            <Self as __rt::Decode>::decode_to(input, |new| *value = new)
        }
        #[inline]
        fn check(
            live: __rt::Option<&Self>,
            input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let _ = live;
            let runs = <Self as __rt::Migratable>::RUNS;
            match input.tag()? {
                0u32 => {}
                4u32 => {}
                5u32 => {
                    let (field_0, field_1) = match live {
                        __rt::Some(Self::Level { 0: field_0, 1: field_1 }) => {
                            (__rt::Some(field_0), __rt::Some(field_1))
                        }
                        __rt::Some(_) | __rt::None => (__rt::None, __rt::None),
                    };
                    let mut fields = input.fields();
                    fields.verify::<__rt::Own<u8>, u8>(runs[0], field_0)?;
                    fields.verify::<__rt::Own<u16>, u16>(runs[1], field_1)?;
                    fields.check()?;
                }
                6u32 => {
                    let (name,) = match live {
                        __rt::Some(Self::Named { name: name, .. }) => (__rt::Some(name),),
                        __rt::Some(_) | __rt::None => (__rt::None,),
                    };
                    let mut fields = input.fields();
                    fields.verify::<__rt::Own<String>, String>(runs[3], name)?;
                    fields.check()?;
                }
                _ => {}
            }
            #[allow(unreachable_code)] __rt::Ok(())
        }
    }
    #[automatically_derived]
    impl __rt::Decode for Mode {
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
            match input.tag()? {
                0u32 => {
                    __rt::Place::<Self>::check(&place, input)?;
                    __rt::Ok(__rt::Place::put(place, Self::Off))
                }
                4u32 => {
                    __rt::Place::<Self>::check(&place, input)?;
                    __rt::Ok(__rt::Place::put(place, Self::On))
                }
                5u32 => {
                    let mut fields = input.fields();
                    let mut field_0 = __rt::Held::<'_, u8>::nothing::<__rt::Own<u8>>();
                    fields.hold::<__rt::Own<u8>, u8>(runs[0], &mut field_0)?;
                    let mut field_1 = __rt::Held::<'_, u16>::nothing::<__rt::Own<u16>>();
                    fields.hold::<__rt::Own<u16>, u16>(runs[1], &mut field_1)?;
                    fields.check()?;
                    {
                        __rt::Place::<Self>::check(&place, input)?;
                        __rt::Ok(
                            __rt::Place::put(
                                place,
                                Self::Level {
                                    0: field_0.get::<__rt::Own<u8>>(),
                                    1: field_1.get::<__rt::Own<u16>>(),
                                },
                            ),
                        )
                    }
                }
                6u32 => {
                    let mut fields = input.fields();
                    let mut name = __rt::Held::<
                        '_,
                        String,
                    >::nothing::<__rt::Own<String>>();
                    fields.hold::<__rt::Own<String>, String>(runs[3], &mut name)?;
                    fields.check()?;
                    {
                        __rt::Place::<Self>::check(&place, input)?;
                        __rt::Ok(
                            __rt::Place::put(
                                place,
                                Self::Named {
                                    name: name.get::<__rt::Own<String>>(),
                                    live: 0,
                                },
                            ),
                        )
                    }
                }
                tag => {
                    __rt::Place::<Self>::check(&place, input)?;
                    __rt::Ok(__rt::Place::put(place, Self::Unknown { 0: tag }))
                }
            }
        }
    }
};
