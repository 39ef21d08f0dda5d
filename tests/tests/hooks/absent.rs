//! A default that stands in for a subsection that is absent runs the hooks of its
//! type once, whatever the way in.

use std::collections::BTreeMap;

use migratable::Migratable;

/// Without anything to keep.
#[derive(Migratable, Clone, Debug, PartialEq)]
#[migratable(validate = Self::validate, post_load = Self::post_load)]
struct Counts {
    number: u8,
}

/// With something to keep, which follows from the rest.
#[derive(Migratable, Clone, Debug, PartialEq)]
#[migratable(validate = Self::validate, post_load = Self::post_load)]
struct Caches {
    number: u8,
    #[migratable(skip = 0)]
    twice: u16,
}

impl Counts {
    fn validate(&self) -> Result<(), String> {
        small(self.number)
    }

    fn post_load(&mut self) {
        self.number += 1;
    }
}

impl Caches {
    fn validate(&self) -> Result<(), String> {
        small(self.number)
    }

    fn post_load(&mut self) {
        self.twice += u16::from(self.number) * 2;
    }
}

fn small(number: u8) -> Result<(), String> {
    match number {
        0..100 => Ok(()),
        number => Err(format!("{number} is too much")),
    }
}

macro_rules! parts {
    ($part:ident, $number:literal) => {
        #[derive(Migratable, Clone, Debug, PartialEq)]
        #[migratable(subsection(group, tag = 2, needed = |_: &Self| false))]
        struct $part {
            first: u8,
            #[migratable(subsection(tag = 1, needed = |_: &Self| false), default = computed(counts($number)))]
            own: Counts,
            #[migratable(subsection = group, default = computed(caches($number)))]
            in_group: Caches,
            #[migratable(subsection = group, default = computed([counts($number), counts($number)]))]
            in_array: [Counts; 2],
            #[migratable(subsection = group, default = computed(Some(Box::new(caches($number)))))]
            in_option: Option<Box<Caches>>,
            #[migratable(subsection = group, default = computed(vec![caches($number)]))]
            in_list: Vec<Caches>,
        }

        impl $part {
            fn new() -> Self {
                Self {
                    first: 7,
                    own: counts(50),
                    in_group: caches(50),
                    in_array: [counts(50), counts(50)],
                    in_option: Some(Box::new(caches(50))),
                    in_list: vec![caches(50)],
                }
            }
        }
    };
}

parts!(Part, 4);
parts!(Refused, 200);

fn counts(number: u8) -> Counts {
    Counts { number }
}

fn caches(number: u8) -> Caches {
    Caches { number, twice: 0 }
}

#[derive(Migratable, Clone, Debug, PartialEq)]
#[migratable(device = "d")]
struct Machine<P> {
    field: P,
    list: Vec<P>,
    option: Option<P>,
    map: BTreeMap<u8, P>,
}

impl<P: Clone> Machine<P> {
    fn full(part: &P) -> Self {
        Self {
            field: part.clone(),
            list: vec![part.clone()],
            option: Some(part.clone()),
            map: [(3, part.clone())].into(),
        }
    }

    fn empty(part: &P) -> Self {
        Self {
            field: part.clone(),
            list: vec![],
            option: None,
            map: BTreeMap::new(),
        }
    }
}

/// A field, an element, an option and a map's value without their subsections.
const ABSENT: &[u8] = &[7, 0, 1, 7, 0, 1, 7, 0, 1, 3, 7, 0];

/// What comes of it on each way, live before or not.
fn ways<P: Clone>(part: &P) -> Vec<Result<Machine<P>, String>>
where
    Machine<P>: migratable::Decode,
{
    let mut all = vec![migratable::decode(ABSENT).map_err(|error| error.to_string())];
    for before in [Machine::full(part), Machine::empty(part)] {
        for load in [migratable::load, migratable::load_partly] {
            let mut machine = before.clone();
            let loaded = load(&mut machine, ABSENT).map(|()| machine);
            all.push(loaded.map_err(|error| error.to_string()));
        }
    }
    all
}

#[test]
fn hooks_of_a_default_run_once() {
    let caches = Caches {
        number: 4,
        twice: 8,
    };
    let after = Part {
        first: 7,
        own: counts(5),
        in_group: caches.clone(),
        in_array: [counts(5), counts(5)],
        in_option: Some(Box::new(caches.clone())),
        in_list: vec![caches],
    };
    for (way, machine) in ways(&Part::new()).into_iter().enumerate() {
        assert_eq!(machine.unwrap(), Machine::full(&after), "way {way}");
    }
}

#[test]
fn hooks_of_a_default_refuse() {
    for (way, machine) in ways(&Refused::new()).into_iter().enumerate() {
        let error = machine.unwrap_err();
        assert!(error.contains("200 is too much"), "way {way}: {error}");
    }
}

/// What keys do is seen only when the map is made.
#[test]
fn hooks_of_keys_do_not_run_when_they_are_checked() {
    use std::cell::Cell;
    thread_local!(static CALLS: Cell<u32> = const { Cell::new(0) });

    #[derive(Migratable, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
    #[migratable(post_load = |_: &mut Self| CALLS.set(CALLS.get() + 1))]
    struct Key(u8);

    #[derive(Migratable, Clone, Debug, PartialEq)]
    struct Configured {
        #[migratable(must_match)]
        lanes: u8,
        state: u8,
    }

    let configured = |lanes| Configured { lanes, state: 1 };
    let mut map: BTreeMap<Key, Configured> = [(Key(1), configured(4))].into();
    let error = migratable::load(&mut map, &[1, 1, 5, 0]).unwrap_err();
    assert!(error.to_string().contains("must match"), "{error}");
    assert_eq!((CALLS.get(), &map[&Key(1)]), (0, &configured(4)));
    migratable::load(&mut map, &[1, 1, 4, 0]).unwrap();
    assert_eq!((CALLS.get(), map[&Key(1)].state), (1, 0));
}
