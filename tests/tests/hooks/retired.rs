//! What was retired without `apply` is read as if it were there.

use migratable::schema::Schema;
use migratable::{Device, Migratable, value};

#[derive(Migratable, Clone, Debug, Default, PartialEq)]
struct Part {
    is_on: bool,
    #[migratable(range = 1..=9)]
    level: u8,
}

#[derive(Migratable, Clone, Debug, PartialEq)]
enum Mode {
    Off,
    On(bool),
}

macro_rules! retired {
    ($($module:ident: $ty:ty = [$($good:expr),*];)*) => {
        $(mod $module {
            #[derive(migratable::Migratable, Default)]
            #[migratable(device = "d", retired(tag = 1, name = "old", type = $ty))]
            pub(super) struct Dropped { pub(super) a: u8 }

            pub(super) mod applied {
                #[allow(unused)]
                use super::super::*;

                #[derive(migratable::Migratable, Default)]
                #[migratable(device = "d",
                    retired(tag = 1, name = "old", type = $ty, apply = |_: &mut Self, _: $ty| ()))]
                pub(in super::super) struct Applied { a: u8 }
            }

            #[allow(unused)]
            use super::*;
        })*

        #[test]
        fn any_bytes_are_taken_or_refused_by_all_alike() {
            $(
                let good: &[Vec<u8>] = &[$(migratable::to_vec::<$ty>(&$good).unwrap()),*];
                for payload in payloads(good) {
                    let bytes = [&[3, 1, 1, payload.len() as u8], &*payload].concat();
                    let is_taken = assert_agree::<$module::Dropped>(&bytes);
                    let applied = migratable::decode::<$module::applied::Applied>(&bytes);
                    assert_eq!(applied.is_ok(), is_taken, "{}, {payload:?}", stringify!($module));
                    if good.contains(&payload) {
                        assert!(is_taken, "{}, {payload:?}", stringify!($module));
                    }
                }
            )*
        }
    };
}

retired! {
    boolean: bool = [true];
    number: u32 = [7];
    text: String = ["é".to_owned()];
    letter: char = ['é'];
    option: Option<bool> = [Some(true), None];
    list: Vec<bool> = [vec![true, false]];
    map: std::collections::BTreeMap<u8, bool> = [[(1, true), (2, false)].into()];
    set: std::collections::BTreeSet<u8> = [[1, 2].into()];
    part: Part = [Part { is_on: true, level: 9 }];
    mode: Mode = [Mode::Off, Mode::On(true)];
    never_zero: std::num::NonZero<u16> = [std::num::NonZero::<u16>::MIN];
}

/// Good ones, each of them with each byte changed, cut and made longer.
fn payloads(good: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut all = good.to_vec();
    for payload in good {
        for at in 0..payload.len() {
            all.push(payload[..at].to_vec());
            for byte in 0..=255 {
                let mut changed = payload.clone();
                changed[at] = byte;
                all.push(changed);
            }
        }
        all.push([payload.as_slice(), &[0]].concat());
    }
    all
}

/// Decoding, loading, loading in part, and reading by the schema say the same.
fn assert_agree<D: Device + migratable::Decode + Default>(bytes: &[u8]) -> bool {
    let schema = Schema::from_json(D::SCHEMA_JSON).unwrap();
    let answers = [
        migratable::decode::<D>(bytes).is_ok(),
        migratable::load(&mut D::default(), bytes).is_ok(),
        migratable::load_partly(&mut D::default(), bytes).is_ok(),
        value::read(schema.ty(), bytes).is_ok(),
        value::read(D::SCHEMA.ty(), bytes).is_ok(),
    ];
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{bytes:?}: {answers:?}"
    );
    answers[0]
}
