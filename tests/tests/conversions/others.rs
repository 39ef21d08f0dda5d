//! `other` writes back what it took, wherever that is possible.

use std::collections::BTreeSet;

use migratable::resolve::{Verdict, resolve};
use migratable::{Decode, Device, Migratable, decode, to_vec, value};

use super::convert::convert;

macro_rules! build {
    ($module:ident { $($variants:tt)* }) => {
        mod $module {
            #[derive(migratable::Migratable, Debug, PartialEq, Eq, PartialOrd, Ord, Clone)]
            #[migratable(device = "dev")]
            pub(super) enum Dev { $($variants)* }
        }
    };
}

build!(v1 { Idle, Busy, #[migratable(other)] Unknown(u32) });
build!(v2 { Idle, Busy, Asleep, #[migratable(other)] Unknown(u32) });
build!(v3 { Idle, Busy, Asleep, Frozen, Reset { cause: u8 }, #[migratable(other)] Else(u32) });
build!(closed {
    Idle,
    Busy,
    Asleep,
    Frozen
});
build!(unit {
    Idle,
    Busy,
    #[migratable(other)]
    Unknown
});
build!(retagged { Idle, #[migratable(tag = 2)] Busy, #[migratable(other)] Unknown(u32) });

/// There, and back again.
fn returned<There: Device + Decode, Here: Device + Decode>(value: &Here) -> Result<Here, String> {
    convert::<There, Here>(&convert::<Here, There>(value)?)
}

#[test]
fn what_was_kept_comes_back() {
    use v3::Dev;
    for value in [
        Dev::Idle,
        Dev::Busy,
        Dev::Asleep,
        Dev::Frozen,
        Dev::Else(77),
    ] {
        assert_eq!(returned::<v1::Dev, _>(&value).as_ref(), Ok(&value));
        assert_eq!(returned::<v2::Dev, _>(&value).as_ref(), Ok(&value));
    }
    // Over both, and by builds that have no `other` themselves.
    let oldest: v1::Dev = convert(&convert::<_, v2::Dev>(&Dev::Frozen).unwrap()).unwrap();
    assert_eq!(oldest, v1::Dev::Unknown(3));
    assert_eq!(convert::<_, v3::Dev>(&oldest), Ok(Dev::Frozen));
    let frozen = closed::Dev::Frozen;
    assert_eq!(returned::<v1::Dev, _>(&frozen).as_ref(), Ok(&frozen));
}

#[test]
fn what_had_fields_is_taken_but_not_given_back() {
    let kept: v2::Dev = convert(&v3::Dev::Reset { cause: 9 }).unwrap();
    assert_eq!(kept, v2::Dev::Unknown(4));
    let error = convert::<_, v3::Dev>(&kept).unwrap_err();
    assert!(
        error.contains("tag 4, which is that of the reader's `Reset`"),
        "{error}"
    );
}

#[test]
fn a_tag_that_means_something_else_is_not_taken() {
    let resolution = resolve(v2::Dev::SCHEMA, retagged::Dev::SCHEMA);
    assert_eq!(resolution.verdict(), Verdict::Conditional);
    let error = convert::<_, retagged::Dev>(&v2::Dev::Asleep).unwrap_err();
    assert!(
        error.contains("tag 2, which is that of the reader's `Busy`"),
        "{error}"
    );
    assert_eq!(convert(&v2::Dev::Busy), Ok(retagged::Dev::Busy));
    // Nor is one that the writer kept.
    let error = convert::<_, retagged::Dev>(&v1::Dev::Unknown(2)).unwrap_err();
    assert!(
        error.contains("tag 2, which is that of the reader's `Busy`"),
        "{error}"
    );
    assert_eq!(convert(&v1::Dev::Unknown(3)), Ok(retagged::Dev::Unknown(3)));
}

#[test]
fn a_unit_variant_forgets_which_it_took() {
    for value in [
        v3::Dev::Asleep,
        v3::Dev::Reset { cause: 1 },
        v3::Dev::Else(900),
    ] {
        assert_eq!(convert(&value), Ok(unit::Dev::Unknown));
        let back = returned::<unit::Dev, _>(&value);
        assert_eq!(back, Ok(v3::Dev::Else(u32::MAX)));
    }
    assert_eq!(convert(&unit::Dev::Unknown), Ok(v1::Dev::Unknown(u32::MAX)));
}

/// Decoding, loading and reading by schema give one answer to every tag.
#[test]
fn all_readers_agree_on_every_tag() {
    for tag in (0..300).chain([70_000, u32::MAX]) {
        let bytes = to_vec(&v1::Dev::Unknown(tag)).unwrap_or_else(|_| vec![tag as u8]);
        agree(&bytes, v1::Dev::Idle, true);
        agree(&bytes, unit::Dev::Idle, tag <= 2);
        agree(&bytes, closed::Dev::Idle, tag <= 3);
    }
}

fn agree<T: Decode + PartialEq + std::fmt::Debug>(bytes: &[u8], mut live: T, is_fine: bool) {
    let decoded = decode::<T>(bytes);
    assert_eq!(decoded.is_ok(), is_fine, "{bytes:?}: {decoded:?}");
    assert_eq!(
        migratable::load(&mut live, bytes).is_ok(),
        is_fine,
        "{bytes:?}"
    );
    assert_eq!(value::read(T::TYPE, bytes).is_ok(), is_fine, "{bytes:?}");
    if let Ok(decoded) = decoded {
        assert_eq!(decoded, live);
        assert_eq!(
            to_vec(&decoded).unwrap(),
            bytes,
            "one value has one spelling"
        );
    }
}

/// So do keys: what would be one key twice is none.
#[test]
fn all_readers_agree_on_keys() {
    for bytes in [
        &[2, 5, 9][..],
        &[2, 0, 5],
        &[2, 2, 5],
        &[2, 0, 2],
        &[2, 9, 5],
        &[2, 5, 5],
    ] {
        let is_fine = [
            decode::<BTreeSet<unit::Dev>>(bytes).is_ok(),
            value::read(<BTreeSet<unit::Dev>>::TYPE, bytes).is_ok(),
        ];
        assert_eq!(is_fine, [bytes == [2, 0, 2]; 2], "{bytes:?}");
        let is_fine = [
            decode::<BTreeSet<v1::Dev>>(bytes).is_ok(),
            value::read(<BTreeSet<v1::Dev>>::TYPE, bytes).is_ok(),
        ];
        assert_eq!(is_fine, [bytes[1] < bytes[2]; 2], "{bytes:?}");
    }
}
