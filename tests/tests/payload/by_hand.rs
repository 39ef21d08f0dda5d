//! Codecs by hand: what is wrong with one is found.

use std::panic::catch_unwind;

use migratable::codec::{Decode, Decoder, Encoder, Fault};
use migratable::schema::Type;
use migratable::{Migratable, testing};

/// What may be wrong with a codec of numbers below 200.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Wrong {
    Nothing,
    LengthTooLarge,
    LengthTooSmall,
    TooFewBytes,
    EncodesOtherType,
    RefusesOwn,
    LosesABit,
    ReadsTooLittle,
    TakesAll,
}

/// A bool and a number, by hand. `WRONG` is the position in [`WRONGS`].
#[derive(Clone)]
struct Pair<const WRONG: usize>(bool, u16);

const WRONGS: [Wrong; 9] = [
    Wrong::Nothing,
    Wrong::LengthTooLarge,
    Wrong::LengthTooSmall,
    Wrong::TooFewBytes,
    Wrong::EncodesOtherType,
    Wrong::RefusesOwn,
    Wrong::LosesABit,
    Wrong::ReadsTooLittle,
    Wrong::TakesAll,
];

impl<const WRONG: usize> Migratable for Pair<WRONG> {
    const TYPE: &'static Type = <(bool, u16)>::TYPE;

    fn encoded_len(_: &Self) -> usize {
        match WRONGS[WRONG] {
            Wrong::LengthTooLarge => 4,
            Wrong::LengthTooSmall | Wrong::TooFewBytes => 2,
            _ => 3,
        }
    }

    fn encode(value: &Self, out: &mut Encoder<'_>) -> Result<(), Fault> {
        let flag = u8::from(value.0);
        let [low, high] = value.1.to_le_bytes();
        match WRONGS[WRONG] {
            Wrong::TooFewBytes => out.bytes(&[flag, low]),
            Wrong::EncodesOtherType => out.bytes(&[flag + 1, low, high]),
            _ => out.bytes(&[flag, low, high]),
        }
    }

    fn load(value: &mut Self, input: &mut Decoder<'_>) -> Result<(), Fault> {
        let wrong = WRONGS[WRONG];
        let flag = match (input.byte()?, wrong) {
            (byte, Wrong::EncodesOtherType) => byte == 2,
            (0, _) => false,
            (1, _) => true,
            (_, Wrong::TakesAll) => true,
            (other, _) => return Err(Fault::new(format_args!("{other} is no flag"))),
        };
        let number = match wrong {
            Wrong::ReadsTooLittle => input.byte()?.into(),
            Wrong::LosesABit => u16::from_le_bytes([input.byte()?, input.byte()?]) & !1,
            _ => u16::from_le_bytes([input.byte()?, input.byte()?]),
        };
        if wrong == Wrong::RefusesOwn && number > 100 {
            return Err(Fault::new("above 100"));
        }
        *value = Self(flag, number);
        Ok(())
    }
}

impl<const WRONG: usize> Decode for Pair<WRONG> {
    fn decode(input: &mut Decoder<'_>) -> Result<Self, Fault> {
        let mut value = Self(false, 0);
        Self::load(&mut value, input)?;
        Ok(value)
    }
}

/// What each of the two assertions says.
fn said<const WRONG: usize>() -> [String; 2] {
    let values = [Pair::<WRONG>(false, 3), Pair(true, 0x1ff), Pair(true, 0)];
    let text = |run: &(dyn Fn() + std::panic::RefUnwindSafe)| match catch_unwind(run) {
        Ok(()) => String::new(),
        Err(panic) => *panic.downcast::<String>().unwrap(),
    };
    [
        text(&|| testing::assert_codec::<Pair<WRONG>, _>(&mut values.clone())),
        text(&|| testing::assert_decode::<Pair<WRONG>, _>(&values)),
    ]
}

#[test]
fn what_is_wrong_with_a_codec_is_found() {
    let found = [
        (said::<0>(), ""),
        (
            said::<1>(),
            "`encode` writes 3 bytes, and `encoded_len` says 4",
        ),
        (said::<2>(), "`encode` refuses a value"),
        (
            said::<3>(),
            "`encode` writes [00, 03], which `TYPE` does not allow",
        ),
        (
            said::<4>(),
            ", which `TYPE` does not allow: field `[0]`, at byte 0: a bool is 0 or 1",
        ),
        (
            said::<5>(),
            "refuses [01, ff, 01], which `encode` wrote: Err(Fault(Message(\"above 100\")))",
        ),
        (said::<6>(), " from [00, 03, 00] is encoded as [00, 02, 00]"),
        (said::<7>(), "refuses [00, 03, 00], which `encode` wrote"),
        (
            said::<8>(),
            "takes [02, 03, 00], which `TYPE` does not allow",
        ),
    ];
    assert_eq!(found.len(), WRONGS.len());
    for ((said, expected), wrong) in found.into_iter().zip(WRONGS) {
        for said in said {
            let is_found = said.contains(expected) && said.is_empty() == expected.is_empty();
            assert!(is_found, "{wrong:?}: {said:?}, and not {expected:?}");
        }
    }
}

/// The codecs of the library, and an adapter.
#[test]
fn those_of_the_library_keep_to_their_types() {
    testing::assert_codec::<Vec<u16>, _>(&mut [vec![], vec![1, 500], vec![7; 9]]);
    testing::assert_decode::<Option<String>, _>(&[None, Some("é".to_owned())]);
    testing::assert_codec::<migratable::Varint, u64>(&mut [0, 127, 128, u64::MAX]);
    testing::assert_decode::<Vec<migratable::Varint>, _>(&[vec![1_u32, 70_000]]);
}
