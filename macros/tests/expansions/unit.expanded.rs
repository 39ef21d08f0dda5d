#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(deprecated, single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    #[automatically_derived]
    impl __rt::Migratable for Marker {
        const TYPE: &'static __rt::Type = &__rt::Type::Struct(
            __rt::StructType::constant("Marker", const { &[] }, const { &[] }),
        );
        const LOADING: __rt::Loading = __rt::Loading::of(&[]).derived::<Self>(1usize);
        #[inline]
        fn encoded_len(__value: &Self) -> __rt::usize {
            let _ = __value;
            0
        }
        #[inline]
        fn encode(
            __value: &Self,
            __out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let _ = (__value, __out);
            __rt::Ok(())
        }
        #[inline]
        fn load(
            __value: &mut Self,
            __input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let _ = (&__value, &__input);
            __rt::Ok(())
        }
        #[inline]
        fn check(
            __live: __rt::Option<&Self>,
            __input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let _ = (&__live, &__input);
            __rt::Ok(())
        }
    }
    #[automatically_derived]
    impl __rt::Decode for Marker {
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
            let _ = &__input;
            if let __rt::Err(__fault) = __rt::Place::<Self>::check(&__place, __input) {
                return __rt::Err(__fault);
            }
            __rt::Ok(__rt::Place::put(__place, Self {}))
        }
    }
};
