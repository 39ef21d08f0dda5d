#[doc(hidden)]
#[allow(dead_code, non_upper_case_globals)]
const two_devices_have_the_name_cpu: () = ();
#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(deprecated, single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    #[automatically_derived]
    impl<'a, M: Model, V, const N: usize> __rt::Migratable for Cpu<'a, M, V, N>
    where
        V: Copy,
        [V; N]: __rt::Migratable<[V; N]>,
        PhantomData<M>: __rt::Migratable<PhantomData<M>>,
        Vec<M::Frame>: __rt::Migratable<Vec<M::Frame>>,
    {
        const TYPE: &'static __rt::Type = &__rt::Type::Struct(
            __rt::StructType::constant(
                "Cpu",
                const {
                    &[
                        __rt::field::<__rt::Own<[V; N]>, [V; N]>("registers"),
                        __rt::field::<
                            __rt::Own<PhantomData<M>>,
                            PhantomData<M>,
                        >("model"),
                        __rt::field::<__rt::Own<Vec<M::Frame>>, Vec<M::Frame>>("stack"),
                    ]
                },
                const { &[] },
            ),
        );
        const LOADING: __rt::Loading = __rt::Loading::of(
                &[
                    __rt::part_loading::<__rt::Own<[V; N]>, [V; N]>(),
                    __rt::part_loading::<__rt::Own<PhantomData<M>>, PhantomData<M>>(),
                    __rt::part_loading::<__rt::Own<Vec<M::Frame>>, Vec<M::Frame>>(),
                ],
            )
            .keeping()
            .derived::<Self>(1usize);
        const RUNS: &'static [__rt::usize] = &__rt::runs([
            __rt::fixed_len::<__rt::Own<[V; N]>, [V; N]>(),
            __rt::fixed_len::<__rt::Own<PhantomData<M>>, PhantomData<M>>(),
            __rt::fixed_len::<__rt::Own<Vec<M::Frame>>, Vec<M::Frame>>(),
        ]);
        #[inline]
        fn encoded_len(__value: &Self) -> __rt::usize {
            __rt::encoded_len::<__rt::Own<[V; N]>, [V; N]>(&(*__value).registers)
                + __rt::encoded_len::<
                    __rt::Own<PhantomData<M>>,
                    PhantomData<M>,
                >(&(*__value).model)
                + __rt::encoded_len::<
                    __rt::Own<Vec<M::Frame>>,
                    Vec<M::Frame>,
                >(&(*__value).stack)
        }
        #[inline]
        fn encode(
            __value: &Self,
            __out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let __runs = <Self as __rt::Migratable>::RUNS;
            let mut __fields = __rt::Encoder::fields(__out);
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<[V; N]>,
                [V; N],
            >(&mut __fields, __runs[0], &(*__value).registers) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<PhantomData<M>>,
                PhantomData<M>,
            >(&mut __fields, __runs[1], &(*__value).model) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::EncodeFields::encode::<
                __rt::Own<Vec<M::Frame>>,
                Vec<M::Frame>,
            >(&mut __fields, __runs[2], &(*__value).stack) {
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
                __rt::Own<[V; N]>,
                [V; N],
            >(&mut __fields, __runs[0], &mut (*__value).registers) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Own<PhantomData<M>>,
                PhantomData<M>,
            >(&mut __fields, __runs[1], &mut (*__value).model) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::load::<
                __rt::Own<Vec<M::Frame>>,
                Vec<M::Frame>,
            >(&mut __fields, __runs[2], &mut (*__value).stack) {
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
                __rt::Own<[V; N]>,
                [V; N],
            >(
                &mut __fields,
                __runs[0],
                match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).registers),
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                __rt::Own<PhantomData<M>>,
                PhantomData<M>,
            >(
                &mut __fields,
                __runs[1],
                match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).model),
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            if let __rt::Err(__fault) = __rt::DecodeFields::verify::<
                __rt::Own<Vec<M::Frame>>,
                Vec<M::Frame>,
            >(
                &mut __fields,
                __runs[2],
                match __live {
                    __rt::Some(__value) => __rt::Some(&(*__value).stack),
                    __rt::None => __rt::None,
                },
            ) {
                return __rt::Err(__fault);
            }
            __rt::DecodeFields::check(&__fields)?;
            __rt::Ok(())
        }
    }
    #[automatically_derived]
    impl<'a, M: Model, V, const N: usize> __rt::Device for Cpu<'a, M, V, N>
    where
        V: Copy,
        Self: __rt::Migratable,
    {
        const SCHEMA: &'static __rt::Schema = &__rt::Schema::constant(
            "cpu",
            1u32,
            1u32,
            <Self as __rt::Migratable>::TYPE,
        );
        const SCHEMA_JSON: &'static __rt::str = __rt::JsonOf::<Self>::TEXT;
    }
};
