#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    #[automatically_derived]
    impl __rt::Migratable for Marker {
        const TYPE: &'static __rt::Type = &__rt::Type::Struct(
            __rt::StructType::constant("Marker", const { &[] }, const { &[] }),
        );
        const LOADING: __rt::Loading = __rt::Loading::of(&[]).derived::<Self>(1usize);
        #[inline]
        fn encoded_len(value: &Self) -> __rt::usize {
            let _ = value;
            0
        }
        #[inline]
        fn encode(
            value: &Self,
            out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let _ = (value, out);
            __rt::Ok(())
        }
        #[inline]
        fn load(
            value: &mut Self,
            input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let _ = (&value, &input);
            __rt::Ok(())
        }
        #[inline]
        fn check(
            live: __rt::Option<&Self>,
            input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            let _ = (&live, &input);
            __rt::Ok(())
        }
    }
    #[automatically_derived]
    impl __rt::Decode for Marker {
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
            let _ = &input;
            __rt::Place::<Self>::check(&place, input)?;
            __rt::Ok(__rt::Place::put(place, Self {}))
        }
    }
};
