//! Each key of a field in each place where a field can stand.

use std::collections::BTreeSet;

use migratable::{Migratable, Varint};

use super::samples::{Sample, sample};

macro_rules! keys {
    ($($module:ident: $ty:ty = $value:expr, [$($key:tt)*], [$($option_key:tt)*], [$($optional_key:tt)*];)*) => {
        $(mod $module {
            use super::*;

            #[derive(Migratable)]
            #[migratable(subsection(group, tag = 3, needed = |_: &Self| true))]
            struct Holder {
                #[migratable($($key)*)]
                field: $ty,
                #[migratable($($option_key)*)]
                option: Option<$ty>,
                newtype: Newtype,
                variants: [Variants; 2],
                #[migratable(subsection(tag = 1, needed = |_: &Self| true), default = computed($value), $($key)*)]
                own: $ty,
                #[migratable(subsection(tag = 2), $($optional_key)*)]
                optional: Option<$ty>,
                #[migratable(subsection = group, default = computed($value), $($key)*)]
                in_group: $ty,
                #[migratable(subsection = group, default = computed(Some($value)), $($option_key)*)]
                option_in_group: Option<$ty>,
            }

            #[derive(Migratable)]
            struct Newtype(#[migratable($($key)*)] $ty);

            #[derive(Migratable)]
            enum Variants {
                Named { #[migratable($($key)*)] field: $ty },
                Tuple(#[migratable($($option_key)*)] Option<$ty>),
            }

            pub(super) fn holder() -> Sample {
                let holder = Holder {
                    field: $value,
                    option: Some($value),
                    newtype: Newtype($value),
                    variants: [Variants::Named { field: $value }, Variants::Tuple(Some($value))],
                    own: $value,
                    optional: Some($value),
                    in_group: $value,
                    option_in_group: Some($value),
                };
                Sample { is_canonical: false, ..sample(stringify!($module), holder) }
            }
        })*

        pub(super) fn samples() -> Vec<Sample> {
            vec![$($module::holder()),*]
        }
    };
}

keys! {
    range: u16 = 400, [range = 2..=400], [range = 2..=400], [range = 2..=400];
    range_of_array: [u8; 2] = [3, 9], [range = 3..], [range = 3..], [range = 3..];
    range_of_list: Vec<i16> = vec![-3, 9], [range = -3..=9], [range = -3..=9], [range = -3..=9];
    range_of_set: BTreeSet<u16> = BTreeSet::from([3, 9]), [range = 3..=9], [range = 3..=9], [range = 3..=9];
    range_of_varint: u32 = 300, [range = ..=300, varint], [range = ..=300], [range = ..=300, varint];
    range_of_float: f32 = 0.5, [range = 0.0..=0.5], [range = 0.0..=0.5], [range = 0.0..=0.5];
    hidden_range: u16 = 400, [range = 2..=400, sensitive], [range = 2..=400, sensitive], [range = 2..=400, sensitive];
    max_len_of_text: String = "abc".into(), [max_len = 3], [max_len = 3], [max_len = 3];
    max_len_of_list: Vec<u8> = vec![1, 2], [max_len = 2], [max_len = 2], [max_len = 2];
    hidden_max_len: String = "abc".into(), [max_len = 3, sensitive], [max_len = 3, sensitive], [max_len = 3, sensitive];
    max_len_and_range: Vec<u8> = vec![1, 2], [max_len = 2, range = 1..=2], [max_len = 2, range = 1..=2], [max_len = 2, range = 1..=2];
    varint: u32 = 300, [varint], [with = Option<Varint>], [varint];
    with: i64 = -5, [with = Varint], [with = Option<Varint>], [with = Varint];
    fill: [u8; 3] = [1, 2, 3], [fill = 7], [unit = "x"], [fill = 7];
    others: bool = true, [sensitive, unit = "on"], [sensitive], [sensitive];
}
