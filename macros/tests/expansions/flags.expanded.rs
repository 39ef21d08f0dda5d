#[doc(hidden)]
#[allow(dead_code, non_upper_case_globals)]
const two_devices_have_the_name_uart: () = ();
#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(deprecated, single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    #[automatically_derived]
    impl __rt::Migratable for Uart {
        const TYPE: &'static __rt::Type = &__rt::Type::Struct(
            __rt::StructType::constant(
                "Uart",
                const {
                    &[
                        __rt::field::<
                            __rt::Codec<Vec<Bits>, Vec<Interrupts>>,
                            Vec<Interrupts>,
                        >("raised")
                            .with_flags(const {
                                use __rt::{LacksConstFnBits as _, NoFlags as _};
                                &__rt::named::<
                                    { __rt::FlagsOf::<Bits, Interrupts>::NAMED },
                                >(
                                    &{
                                        let mut __names = [(
                                            "",
                                            0,
                                        ); __rt::FlagsOf::<Bits, Interrupts>::ALL.len()];
                                        let mut __index = 0;
                                        while __index < __names.len() {
                                            let __flag = &__rt::FlagsOf::<
                                                Bits,
                                                Interrupts,
                                            >::ALL[__index];
                                            let __bits = __flag.value().bits();
                                            let __bytes = __rt::size_of_val(&__bits);
                                            __names[__index] = (
                                                __flag.name(),
                                                __rt::unsigned(__bits as __rt::u128, __bytes),
                                            );
                                            __index += 1;
                                        }
                                        __names
                                    },
                                )
                            }),
                    ]
                },
                const { &[] },
            ),
        );
        const LOADING: __rt::Loading = __rt::Loading::of(
                &[
                    __rt::part_loading::<
                        __rt::Codec<Vec<Bits>, Vec<Interrupts>>,
                        Vec<Interrupts>,
                    >(),
                ],
            )
            .derived::<Self>(1usize);
        const RUNS: &'static [__rt::usize] = &__rt::runs([
            __rt::fixed_len::<__rt::Codec<Vec<Bits>, Vec<Interrupts>>, Vec<Interrupts>>(),
        ]);
        #[inline]
        fn encoded_len(__value: &Self) -> __rt::usize {
            __rt::encoded_len::<
                __rt::Codec<Vec<Bits>, Vec<Interrupts>>,
                Vec<Interrupts>,
            >(&(*__value).raised)
        }
        #[inline]
        fn encode(
            __value: &Self,
            __out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let __runs = <Self as __rt::Migratable>::RUNS;
            let mut __fields = __rt::Encoder::fields(__out);
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Codec<Vec<Bits>, Vec<Interrupts>>,
                Vec<Interrupts>,
            >(&mut __fields, __runs[0], &(*__value).raised) {
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
            let mut __fields = __rt::Decoder::fields(__input);
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Codec<Vec<Bits>, Vec<Interrupts>>,
                Vec<Interrupts>,
            >(&mut __fields, __runs[0], &mut (*__value).raised) {
                return __rt::Err(__fault);
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
                __rt::Codec<Vec<Bits>, Vec<Interrupts>>,
                Vec<Interrupts>,
            >(
                &mut __fields,
                __runs[0],
                match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).raised),
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            __rt::DecodeFields::check(&__fields)?;
            __rt::Ok(())
        }
        const PLAIN: __rt::bool = __rt::is_plain::<
            __rt::Codec<Vec<Bits>, Vec<Interrupts>>,
            Vec<Interrupts>,
        >();
        const BLANK: __rt::bool = __rt::is_blank::<
            __rt::Codec<Vec<Bits>, Vec<Interrupts>>,
            Vec<Interrupts>,
        >();
        #[inline]
        fn read(__input: &[__rt::u8], __invalid: &mut __rt::Invalid) -> Self {
            let mut __fields = __rt::ReadFields::new(__input, __invalid);
            let __field_0 = __rt::ReadFields::hold::<
                __rt::Codec<Vec<Bits>, Vec<Interrupts>>,
                Vec<Interrupts>,
            >(&mut __fields);
            Self {
                raised: __field_0.get::<__rt::Codec<Vec<Bits>, Vec<Interrupts>>>(),
            }
        }
    }
    #[automatically_derived]
    impl __rt::Decode for Uart
    where
        for<'__decode> Vec<Bits>: __rt::DecodeWhere<'__decode, 0usize, Vec<Interrupts>>,
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
            if __rt::is_filled::<Self, Self>() {
                return __rt::fill::<Self, Self, _>(__input, __place);
            }
            let mut __fields = __rt::Decoder::fields(__input);
            let mut __field_0 = __rt::Held::<
                '_,
                Vec<Interrupts>,
            >::nothing::<__rt::Codec<Vec<Bits>, Vec<Interrupts>>>();
            if let __rt::Err(__fault) = __rt::DecodeFields::hold::<
                __rt::Codec<Vec<Bits>, Vec<Interrupts>>,
                Vec<Interrupts>,
            >(&mut __fields, __runs[0], &mut __field_0) {
                return __rt::Err(__fault);
            }
            __rt::DecodeFields::check(&__fields)?;
            if let __rt::Err(__fault) = __rt::Place::<Self>::check(&__place, __input) {
                return __rt::Err(__fault);
            }
            __rt::Ok(
                __rt::Place::put(
                    __place,
                    Self {
                        raised: __field_0
                            .get::<__rt::Codec<Vec<Bits>, Vec<Interrupts>>>(),
                    },
                ),
            )
        }
    }
    #[automatically_derived]
    impl __rt::Device for Uart {
        const SCHEMA: &'static __rt::Schema = &__rt::Schema::constant(
            "uart",
            1u32,
            1u32,
            <Self as __rt::Migratable>::TYPE,
        );
        const SCHEMA_JSON: &'static __rt::str = {
            const SCHEMA: &__rt::Schema = <Uart as __rt::Device>::SCHEMA;
            const WRITTEN: __rt::json::Written<0x1000> = __rt::json::write(SCHEMA);
            const JSON: [__rt::u8; __rt::json::Written::size(&WRITTEN)] = __rt::json::Written::exact(
                &WRITTEN,
                SCHEMA,
            );
            __rt::json::as_text(&JSON)
        };
    }
    ::migratable::publish!(Uart);
};
