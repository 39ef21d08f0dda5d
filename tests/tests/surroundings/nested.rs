//! Private types, nested modules, paths, aliases.
#![allow(unused_parens, reason = "a macro may write parentheses")]

use self::outer::inner;

mod outer {
    use migratable::Migratable;

    pub(super) mod inner {
        use migratable::{Decode, Migratable};

        #[derive(Debug, PartialEq, Migratable)]
        #[migratable(device = "nested", validate = super::validate)]
        pub(in super::super) struct Visible {
            private: Hidden,
            pub(in super::super) alias: super::Alias<u8>,
            pub(super) path: super::Parent,
            list: ::std::vec::Vec<self::Hidden>,
            parenthesized: (u8),
            associated: <super::Parent as super::HasState>::State,
        }

        #[derive(Clone, Debug, PartialEq, Migratable)]
        struct Hidden {
            #[migratable(skip = Self::handle())]
            handle: u8,
            state: State,
        }

        #[derive(Clone, Debug, PartialEq, Migratable)]
        enum State {
            Here,
            There(u16),
        }

        impl Hidden {
            fn handle() -> u8 {
                7
            }
        }

        pub(in super::super) fn visible() -> Visible {
            let hidden = Hidden {
                handle: 7,
                state: State::There(1),
            };
            Visible {
                list: vec![
                    hidden.clone(),
                    Hidden {
                        handle: 7,
                        state: State::Here,
                    },
                ],
                private: hidden,
                alias: Some([1, 2]),
                path: super::Parent(3),
                parenthesized: 4,
                associated: 5,
            }
        }

        /// A private type is `Migratable` for those who can name it.
        pub(in super::super) fn is_decoded<T: Decode>(_: &T) {}
    }

    type Alias<T> = Option<[T; 2]>;

    #[derive(Debug, PartialEq, Migratable)]
    pub(super) struct Parent(u8);

    trait HasState {
        type State;
    }

    impl HasState for Parent {
        type State = u32;
    }

    fn validate(visible: &inner::Visible) -> Result<(), &'static str> {
        if visible.path.0 == 9 {
            Err("nine")
        } else {
            Ok(())
        }
    }
}

#[test]
fn private_types_in_nested_modules() {
    let value = inner::visible();
    inner::is_decoded(&value);
    let bytes = migratable::to_vec(&value).unwrap();
    assert_eq!(migratable::decode::<inner::Visible>(&bytes).unwrap(), value);
}
