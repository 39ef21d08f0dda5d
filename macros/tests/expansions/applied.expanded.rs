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
            .hooked(false)
            .converting()
            .keeping()
            .hooked(__rt::apply_may_refuse::<0, Self, Self, UartState>())
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
            let __outcome = <Self as __rt::Apply<
                0,
                Self,
                UartState,
            >>::apply(__value, __state);
            __rt::Outcome::outcome(__outcome, "LiveUart", "apply")?;
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
    impl __rt::Apply<0, Self, UartState> for LiveUart {
        fn apply(__value: &mut Self, __state: UartState) -> impl __rt::Outcome {
            (Self::set_state)(__value, __state)
        }
    }
};
