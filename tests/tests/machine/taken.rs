//! Devices that take over the state of devices that only the other build has: all small
//! machines, against an oracle.

use migratable::Migratable;
use migratable::device::{Devices, Former};
use migratable::stream::{Limits, StreamWriter};

use super::builds::{header, reader, save};

const PLACES: [&str; 3] = ["/a", "/b", "/c"];

/// What only older builds have, but newer ones may.
#[derive(Migratable, Clone, Default)]
#[migratable(device = "part")]
struct Part {
    value: u32,
}

#[derive(Migratable)]
#[migratable(rename = "Part")]
struct OldPart {
    value: u16,
}

/// Before it took anything over.
mod old {
    #[derive(migratable::Migratable)]
    #[migratable(device = "whole")]
    pub(super) struct OldWhole {
        pub(super) own: u32,
    }
}
use old::OldWhole;

#[derive(Migratable, Clone, Default)]
#[migratable(
    device = "whole",
    takes_over(device = "part", type = OldPart, apply = Self::take),
    post_load = Self::look,
)]
struct Whole {
    own: u32,
    /// The numbers of what it took over, and the values.
    #[migratable(default)]
    taken: Vec<(u32, u32)>,
    /// How many it had taken over each time that it was loaded.
    #[migratable(skip)]
    looked: Vec<usize>,
}

impl Whole {
    fn take(&mut self, old: OldPart, part: u32) {
        self.taken.push((part, old.value.into()));
    }

    fn look(&mut self) {
        self.looked.push(self.taken.len());
    }
}

/// What a place of a machine has.
#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Nothing,
    Part,
    OldWhole,
    /// With the places from which it takes over, as bits.
    Whole(usize),
}

type Machine = [Kind; 3];

/// All machines with these at each place.
fn machines(kinds: &[Kind]) -> impl Iterator<Item = Machine> + '_ {
    let count = kinds.len();
    (0..count.pow(3))
        .map(move |n| [n, n / count, n / count / count].map(|at| kinds[at % count].clone()))
}

/// Whether it is one of those that differ by more than the names of places.
fn is_ordered(machine: &Machine) -> bool {
    machine.iter().is_sorted_by_key(|kind| match kind {
        Kind::Nothing => 0,
        Kind::Part | Kind::OldWhole => 1,
        Kind::Whole(of) => 2 + of.count_ones(),
    })
}

fn formers(of: usize) -> impl Iterator<Item = usize> {
    (0..PLACES.len()).filter(move |at| of >> at & 1 == 1)
}

/// What stands at a place, with its state.
enum Live {
    Nothing,
    Part(Part),
    OldWhole(OldWhole),
    Whole(Whole),
}

fn live(machine: &Machine, value: u32) -> [Live; 3] {
    let mut at = value;
    machine.clone().map(|kind| {
        at += 1;
        match kind {
            Kind::Nothing => Live::Nothing,
            Kind::Part => Live::Part(Part { value: at }),
            Kind::OldWhole => Live::OldWhole(OldWhole { own: at }),
            Kind::Whole(_) => Live::Whole(Whole {
                own: at,
                taken: vec![(99, at)],
                looked: Vec::new(),
            }),
        }
    })
}

fn devices<'t>(machine: &Machine, live: &'t mut [Live; 3]) -> Devices<'t> {
    let mut devices = Devices::new();
    for (path, live) in PLACES.into_iter().zip(live) {
        match live {
            Live::Nothing => continue,
            Live::Part(part) => devices.add(path, part).unwrap(),
            Live::OldWhole(whole) => devices.add(path, whole).unwrap(),
            Live::Whole(whole) => devices.add(path, whole).unwrap(),
        };
    }
    for (path, kind) in PLACES.into_iter().zip(machine) {
        if let Kind::Whole(of) = kind {
            for at in formers(*of) {
                let former = Former::new(PLACES[at], 0).part(at as u32);
                devices.take_over(path, 0, former).unwrap();
            }
        }
    }
    devices
}

/// For each place of the reader, whether it has state of its own and what it takes over; or
/// none, if the machine is refused.
fn expected(writer: &Machine, reader: &Machine) -> Option<[(bool, Vec<usize>); 3]> {
    let mut used = [false; 3];
    let mut all = [const { (false, Vec::new()) }; 3];
    for (at, kind) in reader.iter().enumerate() {
        let own = &writer[at];
        match kind {
            Kind::Nothing => continue,
            Kind::Part if *own == Kind::Part => {
                used[at] = true;
                all[at].0 = true;
            }
            Kind::Whole(of) => {
                let is_own = matches!(own, Kind::OldWhole | Kind::Whole(_));
                used[at] |= is_own;
                let has_taken = matches!(own, Kind::Whole(_));
                let takes = formers(*of).filter(|at| !has_taken && writer[*at] == Kind::Part);
                let takes: Vec<usize> = takes.collect();
                let is_all = !takes.is_empty() && takes.len() == formers(*of).count();
                if !(is_own || is_all) {
                    return None;
                }
                takes.iter().for_each(|at| used[*at] = true);
                all[at] = (is_own, takes);
            }
            _ => return None,
        }
    }
    let mut writer = writer.iter().zip(used);
    let is_whole = writer.all(|(kind, used)| *kind == Kind::Nothing || used);
    is_whole.then_some(all)
}

/// Of so many readers, one is tried: of all, unless the processor is emulated.
const STEP: usize = if cfg!(target_endian = "big") { 16 } else { 1 };

#[test]
fn each_state_is_taken_over_or_the_machine_is_refused() {
    let written = [Kind::Nothing, Kind::Part, Kind::OldWhole, Kind::Whole(0)];
    let mut read = vec![Kind::Nothing, Kind::Part];
    read.extend([0, 1, 2, 3, 6, 7].map(Kind::Whole));
    let (mut loaded, mut handed_over, mut refused) = (0, 0, 0);
    for writer in machines(&written) {
        let mut states = live(&writer, 0);
        let source = devices(&writer, &mut states);
        let stream = save(&source);
        let mut offer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
        source.save_prologue(&mut offer).unwrap();
        offer.flush().unwrap();
        let offered = reader(offer.get_mut());
        for reads in machines(&read).filter(is_ordered).step_by(STEP) {
            let before = live(&reads, 100);
            let mut after = live(&reads, 100);
            let mut target = devices(&reads, &mut after);

            let there = target.judge_offer(offered.prologue()).unwrap();
            let mut answer = StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap();
            target.answer(&there, &mut answer).unwrap();
            let here = source.read_answer(&mut reader(answer.get_mut())).unwrap();
            assert_eq!(here.to_string(), there.to_string());

            let result = target.load(&mut reader(&stream));
            drop(target);
            let expected = expected(&writer, &reads);
            let said = format!("{writer:?} to {reads:?}: {result:?}, {expected:?}");
            assert_eq!(result.is_ok(), expected.is_some(), "{said}");
            assert_eq!(
                here.verdict().permits_loading(),
                expected.is_some(),
                "{said}"
            );
            if let Ok(loaded) = &result {
                assert!(loaded.kept.is_empty(), "{said}");
                source.check_conditions(&here).expect(&said);
            }
            for (at, (live, was)) in after.iter().zip(&before).enumerate() {
                let of = expected.as_ref().map(|all| &all[at]);
                match (live, was) {
                    (Live::Part(live), Live::Part(was)) => {
                        let value = of.map_or(was.value, |_| at as u32 + 1);
                        assert_eq!(live.value, value, "{said}");
                    }
                    (Live::Whole(live), Live::Whole(was)) => {
                        let mut will = was.clone();
                        if let Some((is_own, takes)) = of {
                            let value = |at: usize| at as u32 + 1;
                            if *is_own {
                                will.own = value(at);
                                will.taken = match writer[at] {
                                    Kind::OldWhole => Vec::new(),
                                    _ => vec![(99, value(at))],
                                };
                            }
                            will.taken
                                .extend(takes.iter().map(|at| (*at as u32, value(*at))));
                            will.looked = vec![will.taken.len()];
                            handed_over += u32::from(!takes.is_empty());
                        }
                        assert_eq!(live.own, will.own, "{said}");
                        assert_eq!(live.taken, will.taken, "{said}");
                        assert_eq!(live.looked, will.looked, "{said}");
                    }
                    _ => {}
                }
            }
            loaded += u32::from(expected.is_some());
            refused += u32::from(expected.is_none());
        }
    }
    println!("{loaded} loaded, {handed_over} devices took over, {refused} refused");
    let least = loaded.min(handed_over) as usize * STEP;
    assert!(least > 100 && refused as usize * STEP > 5_000);
}
