//! Fields: what a program knows of them.

use migratable::{Migratable, to_vec};

use super::convert::{convert, foreign_plan, plan};

fn divisor() -> u16 {
    26
}

mod old {
    use super::*;

    #[derive(Migratable, Default)]
    #[migratable(device = "dev")]
    pub(super) struct Dev {
        pub(super) level: u8,
        pub(super) fifo: [u8; 2],
        pub(super) baud: u32,
    }
}

mod new {
    use super::*;

    #[derive(Migratable, Debug, PartialEq)]
    #[migratable(
        device = "dev",
        retired(tag = 1, name = "baud", type = u32, apply = Self::set_baud)
    )]
    pub(super) struct Dev {
        #[migratable(default = computed(divisor()))]
        pub(super) divisor: u16,
        #[migratable(fill = computed(u16::from(b'x')))]
        pub(super) fifo: [u16; 4],
        #[migratable(alias = "level")]
        pub(super) fill_level: i64,
    }

    impl Dev {
        fn set_baud(&mut self, baud: u32) {
            self.divisor += baud as u16;
        }
    }
}

#[test]
fn defaults_fills_and_retired_fields_are_the_programs() {
    let old = old::Dev {
        level: 200,
        fifo: [1, 2],
        baud: 100,
    };
    let x = u16::from(b'x');
    let new = new::Dev {
        divisor: 126,
        fifo: [1, 2, x, x],
        fill_level: 200,
    };
    assert_eq!(convert(&old), Ok(new));
}

/// Without the reader's program, nobody can convert, but the source can still
/// test its conditions.
#[test]
fn the_program_that_reads_is_needed_for_what_it_computes() {
    let bytes = to_vec(&old::Dev::default()).unwrap();
    let plan = foreign_plan::<old::Dev, new::Dev>();
    let error = plan
        .convert(&bytes, &mut Vec::new())
        .unwrap_err()
        .to_string();
    assert_eq!(
        error,
        "field `divisor` is missing: its value is computed by the program that reads it; \
         let that program convert the data [field-added]"
    );
    assert_eq!(plan.check(&bytes), Ok(()));
}

#[test]
fn the_way_back_is_tested_on_the_tail() {
    let x = u16::from(b'x');
    let new = |fifo| new::Dev {
        divisor: 26,
        fifo,
        fill_level: 7,
    };
    let shrunk = old_again::Dev {
        fifo: [1, 2],
        level: 7,
    };
    assert_eq!(convert(&new([1, 2, x, x])), Ok(shrunk));
    let error = convert::<_, old_again::Dev>(&new([1, 2, x, 0])).unwrap_err();
    assert!(error.starts_with("field `fifo[3]` is in use"), "{error}");
    let error = convert::<_, old_again::Dev>(&new([1, 300, x, x])).unwrap_err();
    assert!(error.starts_with("field `fifo[1]` is 300"), "{error}");

    // Nobody but the reader knows what its array is filled with.
    let bytes = to_vec(&new([1, 2, x, 0])).unwrap();
    assert_eq!(
        foreign_plan::<new::Dev, old_again::Dev>().check(&bytes),
        Ok(())
    );
    assert!(plan::<new::Dev, old_again::Dev>().check(&bytes).is_err());
    // So nobody else leaves out what may be in use.
    let foreign = foreign_plan::<new::Dev, old_again::Dev>();
    let error = foreign.convert(&bytes, &mut Vec::new()).unwrap_err();
    let error = error.to_string();
    assert!(error.contains("`fifo[2]` is to be compared"), "{error}");
}

fn filler() -> u8 {
    b'x'
}

/// The old build, with what it needs to read the new one.
mod old_again {
    use super::*;

    #[derive(Migratable, Debug, PartialEq)]
    #[migratable(device = "dev", retired(tag = 2, name = "divisor", type = u16))]
    pub(super) struct Dev {
        #[migratable(fill = computed(filler()))]
        pub(super) fifo: [u8; 2],
        #[migratable(alias = "fill_level")]
        pub(super) level: u8,
    }
}

/// A device of ten strings, in the order that is given.
macro_rules! ten {
    ($module:ident: $($field:ident)*) => {
        mod $module {
            use super::*;

            #[derive(Migratable, Debug, PartialEq)]
            #[migratable(device = "ten")]
            pub(super) struct Ten {
                $(pub(super) $field: String,)*
            }

            pub(super) fn ten() -> Ten {
                Ten { $($field: stringify!($field).into(),)* }
            }
        }
    };
}

ten!(forwards: a b c d e f g h i j);
ten!(backwards: j i h g f e d c b a);

#[test]
fn any_number_of_fields_change_places() {
    assert_eq!(convert(&forwards::ten()), Ok(backwards::ten()));
}

/// Lists whose elements are converted many at a time.
mod elements {
    macro_rules! device {
        ($module:ident: $($fields:tt)*) => {
            pub(super) mod $module {
                use migratable::Migratable;

                #[derive(Migratable, Debug, PartialEq)]
                #[migratable(device = "list")]
                pub(crate) struct Dev {
                    pub(crate) list: Vec<Element>,
                    pub(crate) last: u8,
                }

                #[derive(Migratable, Debug, PartialEq)]
                pub(crate) struct Element {
                    $($fields)*
                }
            }
        };
    }

    device!(old: pub(crate) a: u8, pub(crate) b: u32);
    device! { new:
        pub(crate) b: u32,
        #[migratable(default = 0x0102)]
        pub(crate) c: u16,
        pub(crate) a: u8,
    }

    pub(super) fn old(count: u32) -> old::Dev {
        let element = |i: u32| old::Element { a: !i as u8, b: i };
        old::Dev {
            list: (0..count).map(element).collect(),
            last: 5,
        }
    }

    pub(super) fn new(count: u32) -> new::Dev {
        let element = |i: u32| new::Element {
            b: i,
            c: 0x0102,
            a: !i as u8,
        };
        new::Dev {
            list: (0..count).map(element).collect(),
            last: 5,
        }
    }
}

#[test]
fn lists_of_any_length_are_converted() {
    for count in (0..40).chain([1169, 1170, 1171, 5000, 20_000]) {
        assert_eq!(convert(&elements::old(count)), Ok(elements::new(count)));
    }
}
