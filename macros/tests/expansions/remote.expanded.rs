#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    #[automatically_derived]
    impl __rt::Migratable<vm_superio::RtcState> for RtcStateDef {
        const TYPE: &'static __rt::Type = &__rt::Type::Struct(
            __rt::StructType::constant(
                "RtcStateDef",
                const {
                    &[
                        __rt::field::<__rt::Own<u32>, u32>("lr"),
                        __rt::field::<__rt::Own<i64>, i64>("offset"),
                    ]
                },
                const { &[] },
            ),
        );
        const LOADING: __rt::Loading = __rt::Loading::of(
                &[
                    __rt::part_loading::<__rt::Own<u32>, u32>(),
                    __rt::part_loading::<__rt::Own<i64>, i64>(),
                ],
            )
            .derived::<vm_superio::RtcState>(1usize);
        const RUNS: &'static [__rt::usize] = &__rt::runs([
            __rt::fixed_len::<__rt::Own<u32>, u32>(),
            __rt::fixed_len::<__rt::Own<i64>, i64>(),
        ]);
        #[inline]
        fn encoded_len(value: &vm_superio::RtcState) -> __rt::usize {
            __rt::encoded_len::<__rt::Own<u32>, u32>(&value.lr)
                + __rt::encoded_len::<__rt::Own<i64>, i64>(&value.offset)
        }
        #[inline]
        fn encode(
            value: &vm_superio::RtcState,
            out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let runs = <Self as __rt::Migratable<vm_superio::RtcState>>::RUNS;
            let mut fields = out.fields();
            fields.encode::<__rt::Own<u32>, u32>(runs[0], &value.lr)?;
            fields.encode::<__rt::Own<i64>, i64>(runs[1], &value.offset)?;
            __rt::Ok(())
        }
        #[inline]
        fn load(
            value: &mut vm_superio::RtcState,
            input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let runs = <Self as __rt::Migratable<vm_superio::RtcState>>::RUNS;
            let mut fields = input.fields();
            fields.load::<__rt::Own<u32>, u32>(runs[0], &mut value.lr)?;
            fields.load::<__rt::Own<i64>, i64>(runs[1], &mut value.offset)?;
            __rt::Ok(())
        }
        #[inline]
        fn check(
            live: __rt::Option<&vm_superio::RtcState>,
            input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let runs = <Self as __rt::Migratable<vm_superio::RtcState>>::RUNS;
            let mut fields = input.fields();
            fields
                .verify::<
                    __rt::Own<u32>,
                    u32,
                >(
                    runs[0],
                    match live {
                        __rt::Some(value) => __rt::Some(&value.lr),
                        __rt::None => __rt::None,
                    },
                )?;
            fields
                .verify::<
                    __rt::Own<i64>,
                    i64,
                >(
                    runs[1],
                    match live {
                        __rt::Some(value) => __rt::Some(&value.offset),
                        __rt::None => __rt::None,
                    },
                )?;
            fields.check()?;
            __rt::Ok(())
        }
        const PLAIN: __rt::bool = __rt::is_plain::<__rt::Own<u32>, u32>()
            && __rt::is_plain::<__rt::Own<i64>, i64>();
        const BLANK: __rt::bool = __rt::is_blank::<__rt::Own<u32>, u32>()
            && __rt::is_blank::<__rt::Own<i64>, i64>();
        #[inline]
        fn read(
            input: &[__rt::u8],
            invalid: &mut __rt::Invalid,
        ) -> vm_superio::RtcState {
            let mut fields = __rt::ReadFields::new(input, invalid);
            let lr = fields.hold::<__rt::Own<u32>, u32>();
            let offset = fields.hold::<__rt::Own<i64>, i64>();
            vm_superio::RtcState {
                lr: lr.get::<__rt::Own<u32>>(),
                offset: offset.get::<__rt::Own<i64>>(),
            }
        }
    }
    #[automatically_derived]
    impl __rt::Decode<vm_superio::RtcState> for RtcStateDef {
        #[inline]
        fn decode(
            input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<vm_superio::RtcState, __rt::Fault> {
            <Self as __rt::Decode<vm_superio::RtcState>>::decode_to(input, |value| value)
        }
        #[cfg_attr(not(debug_assertions), inline(always))]
        fn decode_to<__Place: __rt::Place<vm_superio::RtcState>>(
            input: &mut __rt::Decoder<'_>,
            place: __Place,
        ) -> __rt::Result<__Place::Placed, __rt::Fault> {
            const { __rt::fits_the_stack::<Self, vm_superio::RtcState>() };
            let runs = <Self as __rt::Migratable<vm_superio::RtcState>>::RUNS;
            if __rt::is_filled::<Self, vm_superio::RtcState>() {
                return __rt::fill::<Self, vm_superio::RtcState, _>(input, place);
            }
            let mut fields = input.fields();
            let mut lr = __rt::Held::<'_, u32>::nothing::<__rt::Own<u32>>();
            fields.hold::<__rt::Own<u32>, u32>(runs[0], &mut lr)?;
            let mut offset = __rt::Held::<'_, i64>::nothing::<__rt::Own<i64>>();
            fields.hold::<__rt::Own<i64>, i64>(runs[1], &mut offset)?;
            fields.check()?;
            __rt::Place::<vm_superio::RtcState>::check(&place, input)?;
            __rt::Ok(
                __rt::Place::put(
                    place,
                    vm_superio::RtcState {
                        lr: lr.get::<__rt::Own<u32>>(),
                        offset: offset.get::<__rt::Own<i64>>(),
                    },
                ),
            )
        }
    }
};
