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
                                __rt::DefaultValue::Literal(__rt::Node::Static("0")),
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
            <Vec<u8> as __rt::HasLen>::check("key", &value.key, 64)?;
            let mut fields = out.fields();
            fields.encode::<__rt::Own<bool>, bool>(runs[0], &value.asserted)?;
            fields.encode::<__rt::Own<[u32; 8]>, [u32; 8]>(runs[1], &value.lanes)?;
            fields.encode::<__rt::Own<Vec<u8>>, Vec<u8>>(runs[2], &value.key)?;
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
                    let old = <u8 as __rt::Decode>::decode(&mut payload)?;
                    payload.finish()?;
                    __rt::Some(old)
                }
                __rt::None => __rt::None,
            };
            subsections.open(2u32)?;
            subsections.finish()?;
            <Vec<u8> as __rt::HasLen>::check("key", &value.key, 64)?;
            if let __rt::Some(old) = subsection_1 {
                (Self::apply_level)(value, old);
            }
            __rt::Ok(())
        }
    }
    #[automatically_derived]
    impl __rt::Decode for Line {
        #[inline]
        fn decode(input: &mut __rt::Decoder<'_>) -> __rt::Result<Self, __rt::Fault> {
            <Self as __rt::Decode>::decode_to(input, |value| value)
        }
        #[inline(always)]
        fn decode_to<__Place: __rt::Place<Self>>(
            input: &mut __rt::Decoder<'_>,
            place: __Place,
        ) -> __rt::Result<__Place::Placed, __rt::Fault> {
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
                    let old = <u8 as __rt::Decode>::decode(&mut payload)?;
                    payload.finish()?;
                    __rt::Some(old)
                }
                __rt::None => __rt::None,
            };
            subsections.open(2u32)?;
            subsections.finish()?;
            <Vec<u8> as __rt::HasLen>::check("key", &key, 64)?;
            __rt::Place::<Self>::check(&place, input)?;
            let mut value = Self {
                asserted: asserted.get::<__rt::Own<bool>>(),
                lanes: lanes.get::<__rt::Own<[u32; 8]>>(),
                key: key,
            };
            if let __rt::Some(old) = subsection_1 {
                (Self::apply_level)(&mut value, old);
            }
            __rt::Ok(__rt::Place::put(place, value))
        }
    }
};
