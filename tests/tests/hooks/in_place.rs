//! What is put into a live value that the stream does not have, and what goes
//! through another type.

use migratable::Migratable;

#[derive(Migratable, Clone, Copy, Debug, PartialEq)]
struct Part {
    level: u8,
    #[migratable(skip = 99)]
    live: u32,
}

impl Default for Part {
    fn default() -> Self {
        Self { level: 1, live: 0 }
    }
}

/// All ways in which a subsection is absent.
#[derive(Migratable, Clone, Debug, PartialEq)]
#[migratable(device = "d", subsection(group, tag = 2, needed = |_: &Self| false))]
struct Device {
    #[migratable(subsection(tag = 1, needed = |_: &Self| false), default)]
    own: Part,
    #[migratable(subsection = group, default)]
    in_group: [Part; 2],
    #[migratable(subsection = group, default = 4)]
    number: u8,
    #[migratable(subsection(tag = 3, needed = |_: &Self| false), default = computed(Some(Part { level: 2, live: 0 })))]
    option: Option<Part>,
    #[migratable(subsection(tag = 4, needed = |_: &Self| false), default = computed((1, Mode::On(Part::default()))))]
    in_variant: (u8, Mode),
    #[migratable(subsection(tag = 5))]
    gone: Option<Part>,
}

#[derive(Migratable, Clone, Debug, PartialEq)]
enum Mode {
    Off,
    On(Part),
}

#[test]
fn a_default_keeps_what_is_skipped() {
    let part = |live| Part { level: 50, live };
    let mut device = Device {
        own: part(10),
        in_group: [part(11), part(12)],
        number: 9,
        option: Some(part(13)),
        in_variant: (7, Mode::On(part(14))),
        gone: Some(part(15)),
    };
    let after = Device {
        own: Part { level: 1, live: 10 },
        in_group: [Part { level: 1, live: 11 }, Part { level: 1, live: 12 }],
        number: 4,
        option: Some(Part { level: 2, live: 13 }),
        in_variant: (1, Mode::On(Part { level: 1, live: 14 })),
        gone: None,
    };
    let absent = [0];
    for load in [migratable::load, migratable::load_partly] {
        let mut loaded = device.clone();
        load(&mut loaded, &absent).unwrap();
        assert_eq!(loaded, after);
    }
    // Where there was no live value, what the default says of it is skipped, too.
    (device.option, device.in_variant.1) = (None, Mode::Off);
    migratable::load(&mut device, &absent).unwrap();
    assert_eq!(device.option, Some(Part { level: 2, live: 99 }));
    assert_eq!(device.in_variant.1, Mode::On(Part { level: 1, live: 99 }));
}

#[derive(Migratable, Clone, Debug, PartialEq)]
#[migratable(device = "e", validate = Self::validate, post_load = Self::post_load)]
enum Engine {
    Off,
    Runs {
        speed: u8,
        #[migratable(skip = 0)]
        derived: u32,
        part: Part,
    },
}

impl Engine {
    fn validate(&self) -> Result<(), String> {
        match self {
            Self::Runs { speed: 13, .. } => Err("13 is unlucky".to_owned()),
            _ => Ok(()),
        }
    }

    fn post_load(&mut self) {
        if let Self::Runs { speed, derived, .. } = self {
            *derived = u32::from(*speed) * 10;
        }
    }
}

fn engine(speed: u8, live: u32) -> Engine {
    let (derived, part) = (u32::from(speed) * 10, Part { level: 3, live });
    Engine::Runs {
        speed,
        derived,
        part,
    }
}

#[test]
fn hooks_of_an_enum() {
    let mut live = engine(1, 10);
    migratable::load(&mut live, &[1, 2, 3]).unwrap();
    assert_eq!(live, engine(2, 10), "the same variant");
    migratable::load(&mut live, &[1, 13, 3]).unwrap_err();
    assert_eq!(live, engine(2, 10), "a refused one");
    migratable::load(&mut live, &[0]).unwrap();
    assert_eq!(live, Engine::Off);
    migratable::load(&mut live, &[1, 13, 3]).unwrap_err();
    assert_eq!(live, Engine::Off);
    migratable::load(&mut live, &[1, 4, 3]).unwrap();
    assert_eq!(live, engine(4, 99), "another variant");
    assert_eq!(
        migratable::decode::<Engine>(&[1, 4, 3]).unwrap(),
        engine(4, 99)
    );
    migratable::decode::<Engine>(&[1, 13, 3]).unwrap_err();
}

/// Goes through another type, which its author lets take the live part along.
#[derive(Migratable, Clone, Debug, PartialEq)]
#[migratable(device = "c", try_from = State, into = State, post_load = Self::post_load)]
struct Converted {
    part: Part,
    config: u8,
    derived: u32,
}

#[derive(Migratable)]
struct State {
    part: Part,
    #[migratable(must_match)]
    config: u8,
    #[migratable(range = 0..=9)]
    number: u8,
}

impl From<&Converted> for State {
    fn from(from: &Converted) -> Self {
        Self {
            part: from.part,
            config: from.config,
            number: 1,
        }
    }
}

impl TryFrom<State> for Converted {
    type Error = &'static str;

    fn try_from(state: State) -> Result<Self, &'static str> {
        let State {
            part,
            config,
            number,
        } = state;
        match number {
            7 => Err("7 is taken"),
            _ => Ok(Self {
                part,
                config,
                derived: 0,
            }),
        }
    }
}

impl Converted {
    fn post_load(&mut self) {
        self.derived = u32::from(self.part.level) * 10;
    }
}

#[test]
fn in_place_through_another_type() {
    let before = Converted {
        part: Part { level: 1, live: 10 },
        config: 5,
        derived: 10,
    };
    for (bytes, says) in [
        ([2, 6, 1], "`config` is configuration and must match"),
        ([2, 5, 10], "outside its range"),
        ([2, 5, 7], "7 is taken"),
    ] {
        let mut live = before.clone();
        let error = migratable::load(&mut live, &bytes).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
        assert_eq!(live, before);
    }
    let mut live = before;
    migratable::load(&mut live, &[2, 5, 1]).unwrap();
    let after = Converted {
        part: Part { level: 2, live: 10 },
        config: 5,
        derived: 20,
    };
    assert_eq!(live, after);
}

/// How often hooks of parts ran in this thread.
fn ran() -> u32 {
    RAN.get()
}

thread_local! {
    static RAN: std::cell::Cell<u32> = const { std::cell::Cell::new(0) };
}

macro_rules! part {
    ($name:ident { $($field:ident: $ty:ty),* }) => {
        #[derive(Migratable, Clone, Default)]
        #[migratable(post_load = Self::ran)]
        struct $name { $($field: $ty),* }

        impl $name {
            fn ran(&mut self) {
                RAN.set(RAN.get() + 1);
            }
        }
    };
}

part!(OfFixedLen { level: u8 });
part!(OfAnyLen {
    level: u8,
    text: String
});

#[derive(Migratable, Default)]
#[migratable(validate = Self::validate)]
struct Listed<P> {
    parts: Vec<P>,
    array: [P; 2],
    option: Option<P>,
    is_refused: bool,
}

impl<P> Listed<P> {
    fn validate(&self) -> Result<(), &'static str> {
        match self.is_refused {
            true => Err("refused"),
            false => Ok(()),
        }
    }
}

/// State is put back without hooks, and then they run, once for each part:
/// wherever it is, in place or made anew.
#[test]
fn hooks_run_once_for_what_is_put_back() {
    fn check<P: migratable::Decode + Clone + Default>() {
        let part = P::default();
        let some = |count: usize, is_refused| Listed {
            parts: vec![part.clone(); count],
            array: [part.clone(), part.clone()],
            option: (count > 1).then(|| part.clone()),
            is_refused,
        };
        let bytes = migratable::to_vec(&some(1, true)).unwrap();
        for live in 0..4 {
            let mut live = some(live, false);
            let before = ran();
            migratable::load(&mut live, &bytes).unwrap_err();
            let parts =
                |value: &Listed<P>| value.parts.len() + 2 + usize::from(value.option.is_some());
            let expected = parts(&some(1, true)) + parts(&live);
            assert_eq!((ran() - before) as usize, expected);
        }
    }
    check::<OfFixedLen>();
    check::<OfAnyLen>();
}

/// A hook may make a key another one, which the check does not run.
#[derive(Migratable, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[migratable(post_load = |key: &mut Self| key.0 &= 0xff)]
struct Masked(u16);

#[derive(Migratable, Clone, Debug, PartialEq)]
struct Slot {
    #[migratable(must_match)]
    size: u8,
    level: u8,
}

#[test]
fn configuration_is_compared_behind_keys_that_their_hooks_change() {
    use std::collections::{BTreeMap, HashMap};

    let slot = |size, level| Slot { size, level };
    let live = BTreeMap::from([(Masked(1), slot(1, 7)), (Masked(2), slot(2, 8))]);
    let load = |bytes: &[u8]| {
        let mut sorted = live.clone();
        let loaded = migratable::load(&mut sorted, bytes);
        let mut hashed: HashMap<_, _> = live.clone().into_iter().collect();
        let found = migratable::load(&mut hashed, bytes);
        assert_eq!(found.is_ok(), loaded.is_ok(), "{bytes:?}");
        assert!(sorted.iter().eq(BTreeMap::from_iter(hashed).iter()));
        match loaded {
            Ok(()) => Some(sorted),
            Err(_) => {
                assert_eq!(sorted, live, "a refused load changes nothing");
                None
            }
        }
    };
    let expected = BTreeMap::from([(Masked(1), slot(1, 9))]);
    assert_eq!(load(&[1, 1, 1, 1, 9]), Some(expected.clone()));
    assert_eq!(load(&[1, 1, 0, 1, 9]), Some(expected));
    assert_eq!(load(&[1, 1, 1, 2, 9]), None);
    assert_eq!(load(&[1, 1, 0, 2, 9]), None);
    assert_eq!(load(&[2, 1, 0, 1, 9, 2, 1, 3, 9]), None);
}

/// Zeros outside the range of the numbers that are not there.
#[derive(Migratable, Clone, Debug, PartialEq, Default)]
struct WithoutNumbers {
    #[migratable(default, range = 1..=16)]
    list: Vec<u8>,
    #[migratable(subsection(tag = 1, needed = |_: &Self| true), default, range = 1..=16)]
    option: Option<u8>,
}

#[test]
fn a_default_without_numbers_is_in_any_range() {
    let value = WithoutNumbers::default();
    let bytes = migratable::to_vec(&value).unwrap();
    assert_eq!(migratable::decode(&bytes), Ok(value));
}
