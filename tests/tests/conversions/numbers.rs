//! Numbers that are never 0, and those whose width is the target's.

use std::num::NonZero;

use migratable::resolve::{Verdict, resolve};
use migratable::schema::{Integer, Type};
use migratable::{Decode, Device, Migratable, decode, to_vec, value};

use super::convert::convert;

macro_rules! dev {
    ($($module:ident: $ty:ty;)*) => {$(
        mod $module {
            #[allow(unused_imports)]
            use std::num::NonZero;

            #[derive(migratable::Migratable, Debug, PartialEq, Clone, Copy)]
            #[migratable(device = "dev")]
            pub(super) struct Dev {
                pub(super) number: $ty,
            }
        }
    )*};
}

dev! {
    any: i32;
    wide: i64;
    nonzero: NonZero<i32>;
    wide_nonzero: NonZero<i64>;
    unsigned: u32;
    positive: NonZero<u32>;
    size: usize;
    signed_size: isize;
    u64: u64;
    u32: u32;
    i64: i64;
    i32: i32;
}

/// The verdict, and what the numbers become.
#[track_caller]
fn becomes<Old: Device, New: Device + Decode + PartialEq + std::fmt::Debug>(
    verdict: Verdict,
    numbers: impl IntoIterator<Item = (Old, Option<New>)>,
) {
    let resolution = resolve(Old::SCHEMA, New::SCHEMA);
    assert_eq!(resolution.verdict(), verdict, "{resolution:?}");
    for (old, new) in numbers {
        assert_eq!(convert::<Old, New>(&old).ok(), new);
    }
}

#[test]
fn zero_is_a_condition_for_what_is_never_zero() {
    let non_zero = |number| NonZero::new(number).map(|number| nonzero::Dev { number });
    becomes(
        Verdict::Conditional,
        [0, 1, -1, i32::MIN].map(|number| (any::Dev { number }, non_zero(number))),
    );
    becomes(
        Verdict::Conditional,
        [0, 1, -1, i64::MAX].map(|number| {
            let small = i32::try_from(number).ok();
            (wide::Dev { number }, small.and_then(non_zero))
        }),
    );
    let positive = |number| NonZero::new(number).map(|number| positive::Dev { number });
    becomes(
        Verdict::Conditional,
        [0, 1, u32::MAX].map(|number| (unsigned::Dev { number }, positive(number))),
    );
    becomes(
        Verdict::Conditional,
        [0, 1, -1].map(|number| {
            let natural = u32::try_from(number).ok();
            (any::Dev { number }, natural.and_then(positive))
        }),
    );
    let one = nonzero::Dev {
        number: NonZero::<i32>::MIN,
    };
    becomes(
        Verdict::Compatible,
        [(one, Some(any::Dev { number: i32::MIN }))],
    );
    let wide = wide_nonzero::Dev {
        number: NonZero::new(i64::from(i32::MIN)).unwrap(),
    };
    becomes(Verdict::Compatible, [(one, Some(wide))]);
}

#[test]
fn all_readers_refuse_zero() {
    fn refuse<T: Decode>(zero: &[u8], mut live: T) {
        assert!(decode::<T>(zero).is_err());
        assert!(migratable::load(&mut live, zero).is_err());
        assert!(value::read(T::TYPE, zero).is_err());
    }
    macro_rules! numbers {
        ($($number:ident)*) => {$(
            refuse(&to_vec(&(0 as $number)).unwrap(), NonZero::<$number>::MAX);
        )*};
    }
    numbers!(u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize);
}

/// A build for another width is one whose field has the other number.
#[test]
fn a_usize_of_another_width_is_wider_or_narrower() {
    let bits = usize::BITS as u8;
    assert_eq!(*usize::TYPE, Type::Integer(Integer::unsigned(bits)));
    assert_eq!(*isize::TYPE, Type::Integer(Integer::signed(bits)));
    let verdict = |from, to| resolve(from, to).verdict();
    let (narrower, wider) = match bits {
        64 => (Verdict::Conditional, Verdict::Compatible),
        _ => (Verdict::Compatible, Verdict::Compatible),
    };
    assert_eq!(verdict(size::Dev::SCHEMA, u32::Dev::SCHEMA), narrower);
    assert_eq!(
        verdict(signed_size::Dev::SCHEMA, i32::Dev::SCHEMA),
        narrower
    );
    assert_eq!(
        verdict(u32::Dev::SCHEMA, size::Dev::SCHEMA),
        Verdict::Compatible
    );
    assert_eq!(
        verdict(i32::Dev::SCHEMA, signed_size::Dev::SCHEMA),
        Verdict::Compatible
    );
    assert_eq!(verdict(size::Dev::SCHEMA, u64::Dev::SCHEMA), wider);
    assert_eq!(verdict(signed_size::Dev::SCHEMA, i64::Dev::SCHEMA), wider);
}
