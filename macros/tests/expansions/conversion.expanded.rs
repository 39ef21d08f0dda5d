#[allow(clippy::arithmetic_side_effects, clippy::redundant_closure_call)]
#[allow(deprecated, single_use_lifetimes, unused_qualifications)]
const _: () = {
    use ::migratable::__private as __rt;
    #[automatically_derived]
    impl __rt::Migratable for LiveUart {
        const TYPE: &'static __rt::Type = __rt::part::<
            __rt::Own<UartState>,
            UartState,
        >();
        const LOADING: __rt::Loading = __rt::Loading::of(
                &[__rt::part_loading::<__rt::Own<UartState>, UartState>()],
            )
            .hooked(true)
            .converting()
            .derived::<Self>(1);
        #[inline]
        fn encoded_len(__value: &Self) -> __rt::usize {
            <__rt::Own<
                UartState,
            > as __rt::Migratable>::encoded_len(
                &<Self as __rt::WrittenAs<UartState>>::written(__value),
            )
        }
        #[inline]
        fn encode(
            __value: &Self,
            __out: &mut __rt::Encoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            <__rt::Own<
                UartState,
            > as __rt::Migratable>::encode(
                &<Self as __rt::WrittenAs<UartState>>::written(__value),
                __out,
            )
        }
        #[inline]
        fn load(
            __value: &mut Self,
            __input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            const { __rt::fits_the_stack::<Self, Self>() };
            let __state = if <__rt::Own<UartState> as __rt::Migratable>::LOADING.keeps()
            {
                let mut __state = <Self as __rt::WrittenAs<
                    UartState,
                >>::written(&*__value);
                <__rt::Own<UartState> as __rt::Migratable>::load(&mut __state, __input)?;
                __state
            } else {
                <__rt::Own<UartState> as __rt::Decode>::decode(__input)?
            };
            let mut __loaded = __rt::refused(
                "LiveUart",
                "try_from",
                <Self as __rt::TriedFrom<UartState>>::tried(__state),
            )?;
            let _ = &mut __loaded;
            *__value = __loaded;
            __rt::Ok(())
        }
        #[inline]
        fn check(
            __live: __rt::Option<&Self>,
            __input: &mut __rt::Decoder<'_>,
        ) -> __rt::Result<(), __rt::Fault> {
            match __live {
                __rt::Some(
                    __live,
                ) if <__rt::Own<UartState> as __rt::Migratable>::LOADING
                    .is_contextual() => {
                    <__rt::Own<
                        UartState,
                    > as __rt::Migratable>::check(
                        __rt::Some(
                            &<Self as __rt::WrittenAs<UartState>>::written(__live),
                        ),
                        __input,
                    )
                }
                _ => {
                    <__rt::Own<
                        UartState,
                    > as __rt::Migratable>::check(__rt::None, __input)
                }
            }
        }
    }
    #[automatically_derived]
    impl __rt::Decode for LiveUart {
        #[inline]
        fn decode(__input: &mut __rt::Decoder<'_>) -> __rt::Result<Self, __rt::Fault> {
            const { __rt::fits_the_stack::<Self, Self>() };
            let __state = <__rt::Own<UartState> as __rt::Decode>::decode(__input)?;
            let mut __loaded = __rt::refused(
                "LiveUart",
                "try_from",
                <Self as __rt::TriedFrom<UartState>>::tried(__state),
            )?;
            let _ = &mut __loaded;
            __rt::Ok(__loaded)
        }
    }
};
