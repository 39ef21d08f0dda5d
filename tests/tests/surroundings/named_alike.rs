//! Items that are called what generated code calls its own, and fields what is
//! called in their scope.
#![allow(non_camel_case_types, non_upper_case_globals, dead_code)]

use migratable::Migratable;

mod items {
    pub(super) struct irq;
    pub(super) const level: u8 = 1;
    pub(super) static count: u8 = 2;
    pub(super) fn mode() {}
    pub(super) mod part {}
    pub(super) struct field_0;
    pub(super) const value: u8 = 11;
    pub(super) const input: u8 = 12;
    pub(super) const out: u8 = 13;
    pub(super) static live: u8 = 14;
    pub(super) static fields: u8 = 15;
    pub(super) const runs: u8 = 16;
    pub(super) fn place() -> u8 {
        17
    }
    pub(super) fn payload(dev: &super::Struct) -> bool {
        dev.payload != 18
    }
    pub(super) fn subsections() -> u8 {
        18
    }
}

/// Methods of every type, taken by value: they come before those that generated
/// code means, unless it says whose they are.
mod methods {
    macro_rules! methods {
        ($($name:ident)*) => {
            #[allow(clippy::new_ret_no_self, clippy::wrong_self_convention)]
            pub(super) trait Methods: Sized {
                $(fn $name(self) {})*
            }
            impl<T> Methods for T {}
        };
    }
    methods!(ahead begin bytes check clone count decode encode encoded_len fields finish from get
        hold into is_some lacks load map_err new nothing open other_tag put read runs_hooks same
        set_absent slot subsection subsections tag take take_older try_from value variant verify version);
}

#[allow(unused_imports)]
use items::*;
#[allow(unused_imports)]
use methods::Methods;

#[derive(Debug, PartialEq, Migratable)]
enum Mode {
    Off,
    On {
        irq: u8,
        level: u8,
        count: u8,
        mode: u8,
        part: u8,
        r#type: u8,
    },
    Pair(u8, u8),
}

#[derive(Debug, PartialEq, Migratable)]
#[migratable(device = "named-alike", version = 2, upgrade = |_: &mut Self, _| ())]
#[migratable(validate = |_: &Self| (), post_load = |_: &mut Self| ())]
#[migratable(retired(tag = 3, name = "old", type = u8, apply = |_: &mut Self, _| ()))]
struct Struct {
    #[migratable(default = computed(value))]
    value: u8,
    #[migratable(default = computed(input), range = 0..=input)]
    input: u8,
    #[migratable(default = computed(vec![out]), max_len = 4)]
    out: Vec<u8>,
    #[migratable(skip = live)]
    live: u8,
    #[migratable(skip = fields)]
    fields: u8,
    #[migratable(fill = computed(runs), must_match)]
    runs: [u8; 2],
    #[migratable(skip = place())]
    place: u8,
    #[migratable(subsection(tag = 1, needed = payload), default = computed(subsections()))]
    payload: u8,
    #[migratable(subsection(tag = 2), sensitive)]
    irq: Option<u8>,
    mode: Mode,
}

#[test]
fn expressions_mean_items_and_fields_are_fields() {
    let on = Mode::On {
        irq: 1,
        level: 2,
        count: 3,
        mode: 4,
        part: 5,
        r#type: 6,
    };
    for mode in [on, Mode::Off, Mode::Pair(1, 2)] {
        let before = Struct {
            value: 1,
            input: 12,
            out: vec![3],
            live: 14,
            fields: 15,
            runs: [1, 2],
            place: 17,
            payload: 18,
            irq: Some(4),
            mode,
        };
        let bytes = migratable::to_vec(&before).unwrap();
        let mut after: Struct = migratable::decode(&bytes).unwrap();
        assert_eq!(after, before);
        after.payload = 0;
        migratable::load(&mut after, &bytes).unwrap();
        assert_eq!(after, before);
    }
}
