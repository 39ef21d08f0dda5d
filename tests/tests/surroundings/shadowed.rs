//! A module in which no name means what it usually does.
#![allow(non_camel_case_types, dead_code, unused_macros, unused_imports)]

mod hostile {
    pub(super) struct Option;
    pub(super) struct Result;
    pub(super) struct Some;
    pub(super) struct None;
    pub(super) struct Ok;
    pub(super) struct Err;
    pub(super) struct Vec;
    pub(super) struct String;
    pub(super) struct Box;
    pub(super) trait Default {}
    pub(super) trait From {}
    pub(super) trait Into {}
    pub(super) trait TryFrom {}
    pub(super) trait Clone {}
    pub(super) trait PartialEq {}
    pub(super) trait Iterator {}
    pub(super) trait Sized {}
    pub(super) trait Copy {}
    pub(super) trait Fn {}
    pub(super) struct bool;
    pub(super) struct u8;
    pub(super) struct u16;
    pub(super) struct u32;
    pub(super) struct u64;
    pub(super) struct usize;
    pub(super) struct i128;
    pub(super) struct f64;
    pub(super) struct str;
    pub(super) mod core {}
    pub(super) mod std {}
    pub(super) mod alloc {}
    pub(super) mod migratable {}
    pub(super) mod __private {}
    pub(super) struct Type;
    pub(super) struct Field;
    pub(super) struct Schema;
    pub(super) struct Encoder;
    pub(super) struct Decoder;
    pub(super) struct Fault;
    pub(super) struct Device;
    pub(super) struct Decode;
    pub(super) struct Codec;
    pub(super) struct Varint;
    pub(super) fn drop() {}
    pub(super) const RUNS: () = ();
    pub(super) const TYPE: () = ();
    pub(super) const SCHEMA: () = ();

    /// Those of the prelude.
    macro_rules! assert {
        ($($any:tt)*) => {
            compile_error!("a macro of the prelude")
        };
    }
    macro_rules! concat {
        ($($any:tt)*) => {
            compile_error!("a macro of the prelude")
        };
    }
    macro_rules! unreachable {
        ($($any:tt)*) => {
            compile_error!("a macro of the prelude")
        };
    }
    pub(super) use {assert, concat, unreachable};
}

mod device {
    use super::hostile::*;

    type Byte = ::core::primitive::u8;
    type Word = ::core::primitive::u32;
    type Yes = ::core::primitive::bool;
    type Maybe<T> = ::core::option::Option<T>;
    type Text = ::std::string::String;

    #[derive(::core::fmt::Debug, ::core::cmp::PartialEq, ::migratable::Migratable)]
    #[migratable(device = "shadowed", version = 2, upgrade = Self::upgrade)]
    #[migratable(validate = Self::validate, post_load = Self::post_load)]
    #[migratable(retired(tag = 8, name = "old", type = Word, apply = Self::apply))]
    #[migratable(subsection(several, tag = 2, needed = Self::needed))]
    pub(super) struct Everything {
        #[migratable(range = 0..=9, default)]
        pub(super) level: Word,
        #[migratable(max_len = 4, default = computed(Text::new()))]
        pub(super) text: Text,
        #[migratable(fill = 0)]
        pub(super) array: [Word; 3],
        #[migratable(must_match)]
        pub(super) address: Byte,
        #[migratable(varint)]
        pub(super) varint: Word,
        pub(super) choice: Choice,
        #[migratable(subsection(tag = 1))]
        pub(super) optional: Maybe<Choice>,
        #[migratable(subsection = several, default)]
        pub(super) first: Byte,
        #[migratable(subsection = several, default = 3)]
        pub(super) second: Byte,
        #[migratable(skip = 7)]
        pub(super) skipped: Byte,
        pub(super) newtype: Newtype,
        pub(super) converted: Converted,
        pub(super) generic: Generic<Byte, 2>,
    }

    impl Everything {
        fn upgrade(&mut self, _: Word) {}
        fn apply(&mut self, _: Word) {}
        fn needed(&self) -> Yes {
            self.first > 0
        }
        fn validate(&self) -> ::core::result::Result<(), Text> {
            ::core::result::Result::Ok(())
        }
        fn post_load(&mut self) -> ::core::result::Result<(), Text> {
            ::core::result::Result::Ok(())
        }
    }

    #[derive(::core::fmt::Debug, ::core::cmp::PartialEq, ::migratable::Migratable)]
    pub(super) enum Choice {
        Some,
        None(Byte),
        Ok {
            value: Word,
        },
        #[migratable(other)]
        Err(Word),
    }

    #[derive(::core::fmt::Debug, ::core::cmp::PartialEq, ::migratable::Migratable)]
    pub(super) struct Newtype(pub(super) Word);

    #[derive(::core::fmt::Debug, ::core::cmp::PartialEq, ::migratable::Migratable)]
    pub(super) struct Generic<T, const N: ::core::primitive::usize> {
        pub(super) items: [T; N],
        #[migratable(subsection(tag = 1))]
        pub(super) more: Maybe<T>,
    }

    #[derive(::core::fmt::Debug, ::core::cmp::PartialEq, ::migratable::Migratable)]
    #[migratable(try_from = Byte, into = Byte)]
    pub(super) struct Converted(pub(super) Yes);

    impl ::core::convert::From<&Converted> for Byte {
        fn from(converted: &Converted) -> Self {
            Self::from(converted.0)
        }
    }

    impl ::core::convert::TryFrom<Byte> for Converted {
        type Error = Text;

        fn try_from(byte: Byte) -> ::core::result::Result<Self, Text> {
            ::core::result::Result::Ok(Self(byte > 0))
        }
    }
}

#[test]
fn generated_code_names_nothing_that_could_be_something_else() {
    use device::{Choice, Converted, Everything, Generic, Newtype};

    let value = Everything {
        level: 9,
        text: "abc".to_owned(),
        array: [1, 2, 3],
        address: 4,
        varint: 300,
        choice: Choice::Ok { value: 5 },
        optional: Some(Choice::None(6)),
        first: 1,
        second: 2,
        skipped: 7,
        newtype: Newtype(8),
        converted: Converted(true),
        generic: Generic {
            items: [1, 2],
            more: None,
        },
    };
    let bytes = migratable::to_vec(&value).unwrap();
    assert_eq!(migratable::decode::<Everything>(&bytes).unwrap(), value);
}

/// Without even the prelude.
#[no_implicit_prelude]
mod without_prelude {
    #[derive(::migratable::Migratable)]
    #[migratable(device = "without-prelude", version = 2, upgrade = |_: &mut Self, _| ())]
    #[migratable(retired(tag = 2, name = "old", type = ::core::primitive::u8))]
    struct Device {
        a: u8,
        #[migratable(range = 0..=2)]
        b: u8,
        #[migratable(subsection(tag = 1))]
        c: ::core::option::Option<u8>,
        #[migratable(default, max_len = 3)]
        d: ::std::vec::Vec<u8>,
        e: Mode,
        #[migratable(sensitive, default = 3)]
        f: u8,
    }

    #[derive(::migratable::Migratable)]
    enum Mode {
        A,
        B(u8),
        #[migratable(other)]
        Other(u32),
    }

    #[derive(::migratable::Migratable)]
    #[migratable(from = Device, into = Device)]
    struct Converted;

    impl ::core::convert::From<&Converted> for Device {
        fn from(_: &Converted) -> Self {
            Self {
                a: 1,
                b: 2,
                c: ::core::option::Option::None,
                d: ::std::vec::Vec::new(),
                e: Mode::A,
                f: 3,
            }
        }
    }

    impl ::core::convert::From<Device> for Converted {
        fn from(_: Device) -> Self {
            Self
        }
    }
}
