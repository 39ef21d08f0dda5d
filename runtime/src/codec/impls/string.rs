//! Strings: UTF-8 behind its length in bytes.

use alloc::boxed::Box;
use alloc::string::String;

use crate::codec::{
    Decode, Decoder, Encoder, Fault, InMemory, Loading, Migratable, Reason, varint,
};
use crate::schema::Type;

fn text<'a>(input: &mut Decoder<'a>) -> Result<&'a str, Fault> {
    let len = input.count(1)?;
    core::str::from_utf8(input.take(len)?).map_err(|_| Reason::Utf8.into())
}

macro_rules! strings {
    ($($string:ty: $load:expr;)*) => {$(
        impl Migratable for $string {
            const TYPE: &'static Type = &Type::String;
            const ZERO_DEFAULT: bool = true;
            const LOADING: Loading = Loading::COLLECTION;

            #[inline]
            fn encoded_len(value: &Self) -> usize {
                varint::len_u64(value.len() as u64) + value.len()
            }

            #[inline]
            fn encode(value: &Self, out: &mut Encoder<'_>) -> Result<(), Fault> {
                out.count(value.len())?;
                out.bytes(value.as_bytes())
            }

            #[inline]
            fn in_memory(value: &Self) -> Option<InMemory<'_>> {
                Some(InMemory::list(value.len(), value.as_bytes()))
            }

            #[inline]
            fn load(value: &mut Self, input: &mut Decoder<'_>) -> Result<(), Fault> {
                $load(value, text(input)?);
                Ok(())
            }

            #[inline]
            fn check(_: Option<&Self>, input: &mut Decoder<'_>) -> Result<(), Fault> {
                text(input).map(|_| ())
            }
        }

        impl Decode for $string {
            #[inline]
            fn decode(input: &mut Decoder<'_>) -> Result<Self, Fault> {
                text(input).map(Self::from)
            }
        }
    )*};
}

strings! {
    String: |value: &mut String, text| {
        value.clear();
        value.push_str(text);
    };
    Box<str>: |value: &mut Box<str>, text| *value = Box::from(text);
}
