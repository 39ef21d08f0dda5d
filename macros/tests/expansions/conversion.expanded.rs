#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    #[automatically_derived]
    impl __rt::Migratable for LiveUart {
        const TYPE: &'static __rt::Type = __rt::part::<UartState, UartState>();
        const LOADING: __rt::Loading = __rt::Loading::of(
                &[__rt::part_loading::<UartState, UartState>()],
            )
            .hooked(true)
            .derived::<Self>(1);
        #[inline]
        fn encoded_len(value: &Self) -> __rt::usize {
            <UartState as __rt::Migratable>::encoded_len(
                &<UartState as __rt::From<&Self>>::from(value),
            )
        }
        #[inline]
        fn encode(
            value: &Self,
            out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            <UartState as __rt::Migratable>::encode(
                &<UartState as __rt::From<&Self>>::from(value),
                out,
            )
        }
        #[inline]
        fn load(
            value: &mut Self,
            input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            const { __rt::fits_the_stack::<Self, Self>() };
            let state = if <UartState as __rt::Migratable>::LOADING.keeps() {
                let mut state = <UartState as __rt::From<&Self>>::from(&*value);
                <UartState as __rt::Migratable>::load(&mut state, input)?;
                state
            } else {
                <UartState as __rt::Decode>::decode(input)?
            };
            let mut loaded = __rt::refused(
                "LiveUart",
                "try_from",
                <Self as __rt::TryFrom<UartState>>::try_from(state),
            )?;
            let _ = &mut loaded;
            *value = loaded;
            __rt::Ok(())
        }
        #[inline]
        fn check(
            live: __rt::Option<&Self>,
            input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            match live {
                __rt::Some(
                    live,
                ) if <UartState as __rt::Migratable>::LOADING.is_contextual() => {
                    <UartState as __rt::Migratable>::check(
                        __rt::Some(&<UartState as __rt::From<&Self>>::from(live)),
                        input,
                    )
                }
                _ => <UartState as __rt::Migratable>::check(__rt::None, input),
            }
        }
    }
    #[automatically_derived]
    impl __rt::Decode for LiveUart {
        #[inline]
        fn decode(input: &mut __rt::Decoder<'_>) -> __rt::Result<Self, __rt::Fault> {
            const { __rt::fits_the_stack::<Self, Self>() };
            let state = <UartState as __rt::Decode>::decode(input)?;
            let mut loaded = __rt::refused(
                "LiveUart",
                "try_from",
                <Self as __rt::TryFrom<UartState>>::try_from(state),
            )?;
            let _ = &mut loaded;
            __rt::Ok(loaded)
        }
    }
};
