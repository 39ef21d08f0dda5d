//! What each kind of source can send to each kind of destination, for every state: the
//! verdict is exact, and what is judged is what happens.

use migratable::Migratable;
use migratable::device::{Absence, AnyDevice, Devices, Preflight, Side};
use migratable::resolve::Verdict;
use migratable::stream::{Limits, StreamWriter};

use super::super::builds::{header, reader, save};

/// The state of a device in each way that matters: what it holds, and whether that is worth
/// sending.
trait State: AnyDevice {
    fn set(&mut self, value: u16);
    fn value(&self) -> u16;
}

/// A device of each type, each with and without `needed`.
macro_rules! cards {
    ($($module:ident($ty:ty, $device:literal $(, $needed:ident)?): $set:expr, $get:expr;)*) => {$(
        mod $module {
            #[allow(unused_imports)]
            use super::{Migratable, State, number, text};

            #[derive(Migratable, Default)]
            #[migratable(device = $device $(, $needed = |card: &Self| card.value() != 0)?)]
            pub(super) struct Card {
                a: $ty,
            }

            impl State for Card {
                fn set(&mut self, value: u16) {
                    self.a = ($set)(value);
                }

                fn value(&self) -> u16 {
                    ($get)(&self.a)
                }
            }
        }
    )*};
}

fn text(value: u16) -> String {
    value.to_string()
}

fn number(text: &str) -> u16 {
    text.parse().unwrap_or(0)
}

cards! {
    narrow(u8, "card"): |value| value as u8, |a: &u8| u16::from(*a);
    narrow_if_needed(u8, "card", needed): |value| value as u8, |a: &u8| u16::from(*a);
    wide(u16, "card"): |value| value, |a: &u16| *a;
    wide_if_needed(u16, "card", needed): |value| value, |a: &u16| *a;
    other(String, "card"): text, |a: &String| number(a);
    other_if_needed(String, "card", needed): text, |a: &String| number(a);
    board(u16, "board"): |value| value, |a: &u16| *a;
    board_if_needed(u16, "board", needed): |value| value, |a: &u16| *a;
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Type {
    Narrow,
    Wide,
    Other,
    Board,
}

/// One side: its device, if it has one, and whether that says `needed`.
type Kind = Option<(Type, bool)>;

fn kinds() -> impl Iterator<Item = Kind> {
    let types = [Type::Narrow, Type::Wide, Type::Other, Type::Board];
    let cards = types.into_iter().flat_map(|ty| [(ty, false), (ty, true)]);
    std::iter::once(None).chain(cards.map(Some))
}

fn make(kind: Kind, value: u16) -> Option<Box<dyn State>> {
    let (ty, is_needed) = kind?;
    let mut card: Box<dyn State> = match (ty, is_needed) {
        (Type::Narrow, false) => Box::new(narrow::Card::default()),
        (Type::Narrow, true) => Box::new(narrow_if_needed::Card::default()),
        (Type::Wide, false) => Box::new(wide::Card::default()),
        (Type::Wide, true) => Box::new(wide_if_needed::Card::default()),
        (Type::Other, false) => Box::new(other::Card::default()),
        (Type::Other, true) => Box::new(other_if_needed::Card::default()),
        (Type::Board, false) => Box::new(board::Card::default()),
        (Type::Board, true) => Box::new(board_if_needed::Card::default()),
    };
    card.set(value);
    Some(card)
}

/// The states of a source that matter.
fn values(kind: Kind) -> &'static [u16] {
    match kind {
        None => &[0],
        Some((Type::Narrow, _)) => &[0, 1, 255],
        Some(_) => &[0, 1, 300],
    }
}

/// What is to become of a state.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Outcome {
    Refused,
    Loaded,
    Kept(Absence),
    NothingToDo,
}

fn expected(source: Kind, destination: Kind, value: u16) -> Outcome {
    let (from, to) = match (source, destination) {
        (None, None) => return Outcome::NothingToDo,
        (None, Some((_, true))) => return Outcome::Kept(Absence::NotSent),
        (None, Some((_, false))) => return Outcome::Refused,
        (Some((_, true)), None) if value == 0 => return Outcome::NothingToDo,
        (Some(_), None) => return Outcome::Refused,
        (Some((_, true)), Some((_, true))) if value == 0 => {
            return Outcome::Kept(Absence::NotNeeded);
        }
        (Some((_, true)), Some((_, false))) if value == 0 => return Outcome::Refused,
        (Some((from, _)), Some((to, _))) => (from, to),
    };
    match (from, to) {
        (Type::Wide, Type::Narrow) if value > 255 => Outcome::Refused,
        (Type::Narrow | Type::Wide, Type::Narrow | Type::Wide) => Outcome::Loaded,
        (from, to) if from == to => Outcome::Loaded,
        _ => Outcome::Refused,
    }
}

fn verdict(source: Kind, destination: Kind) -> Verdict {
    let values = values(source).iter();
    let outcomes = values.map(|value| expected(source, destination, *value));
    let refused: Vec<bool> = outcomes.map(|one| one == Outcome::Refused).collect();
    match (refused.contains(&true), refused.contains(&false)) {
        (true, true) => Verdict::Conditional,
        (true, false) => Verdict::Incompatible,
        (false, _) => Verdict::Compatible,
    }
}

fn devices(card: &mut Option<Box<dyn State>>) -> Devices<'_> {
    let mut devices = Devices::new();
    if let Some(card) = card {
        devices.add("slot", card.as_mut()).unwrap();
    }
    devices
}

fn writer() -> StreamWriter<Vec<u8>> {
    StreamWriter::new(Vec::new(), &header(), Limits::default()).unwrap()
}

/// What the source knows after the offer was answered, and what it sent so far.
fn offered(
    source: &Devices<'_>,
    destination: &Devices<'_>,
) -> (Preflight, Preflight, StreamWriter<Vec<u8>>) {
    let mut offer = writer();
    source.save_prologue(&mut offer).unwrap();
    offer.flush().unwrap();
    let there = destination
        .judge_offer(reader(offer.get_mut()).prologue())
        .unwrap();
    let mut answer = writer();
    destination.answer(&there, &mut answer).unwrap();
    let here = source.read_answer(&mut reader(answer.get_mut())).unwrap();
    (here, there, offer)
}

#[test]
fn each_pair_is_judged_as_it_loads() {
    let mut seen = Vec::new();
    for source in kinds() {
        for destination in kinds() {
            for &value in values(source) {
                let case = format!("{source:?} → {destination:?}, {value}");
                let outcome = expected(source, destination, value);
                let (mut from, mut to) = (make(source, value), make(destination, 7));
                let from = devices(&mut from);
                let (here, there, mut stream) = offered(&from, &devices(&mut to));
                assert_eq!(here.verdict(), verdict(source, destination), "{case}");
                assert_eq!(there.verdict(), here.verdict(), "{case}");
                assert_lacking(&here, source, destination, &case);

                // The source finds out, at each time that it is asked.
                let fits = outcome != Outcome::Refused;
                if here.verdict() != Verdict::Incompatible {
                    let checked = from.check_conditions(&here);
                    assert_eq!(checked.is_ok(), fits, "{case}: {checked:?}");
                    let saved = from.save_checked_sections(&here, &mut stream);
                    assert_eq!(saved.is_ok(), fits, "{case}: {saved:?}");
                    if fits {
                        assert_eq!(stream.finish().unwrap(), save(&from), "{case}");
                    }
                }

                let loaded = devices(&mut to).load(&mut reader(&save(&from)));
                let kept = loaded.map(|loaded| loaded.kept.first().map(|kept| kept.why));
                let state = to.map(|to| to.value());
                match outcome {
                    Outcome::Refused => assert!(kept.is_err(), "{case}"),
                    Outcome::Kept(why) => assert_eq!(kept.unwrap(), Some(why), "{case}"),
                    _ => assert_eq!(kept.unwrap(), None, "{case}"),
                }
                let now = match outcome {
                    Outcome::Loaded => value,
                    _ => 7,
                };
                assert!(state.is_none_or(|state| state == now), "{case}: {state:?}");
                seen.push((here.verdict(), fits));
            }
        }
    }
    // Each kind of verdict came, conditions that hold and such that do not.
    for verdict in [
        (Verdict::Compatible, true),
        (Verdict::Conditional, true),
        (Verdict::Conditional, false),
        (Verdict::Incompatible, false),
    ] {
        let count = seen.iter().filter(|one| **one == verdict).count();
        assert!(count > 5, "{verdict:?}: {count}");
    }
}

/// Whichever side lacks the device, the preflight says so.
fn assert_lacking(preflight: &Preflight, source: Kind, destination: Kind, case: &str) {
    let lacking = match (source, destination) {
        (Some(_), None) => Some(Side::Destination),
        (None, Some(_)) => Some(Side::Source),
        _ => None,
    };
    let found = preflight.devices().first().and_then(|one| one.lacking);
    assert_eq!(found, lacking, "{case}");
}

/// The same of schemas alone, as a tool compares releases: both ways.
#[test]
fn releases_are_judged_the_same() {
    use migratable::resolve::{releases, resolve};
    use migratable::schema::Schema;

    fn schema(kind: Kind) -> Option<&'static Schema> {
        make(kind, 0).map(|card| {
            let device: &dyn AnyDevice = &*card;
            device.migratable_object().schema()
        })
    }

    for source in kinds() {
        for destination in kinds() {
            let (old, new) = (schema(source), schema(destination));
            let found = match (old, new) {
                (Some(old), Some(new)) if old.device() == new.device() => {
                    resolve(old, new).verdict()
                }
                (Some(_), Some(_)) => continue,
                _ => {
                    let found = releases(old, new);
                    let found = found.alone.first().and_then(|one| one.backward.as_ref());
                    found.map_or(Verdict::Compatible, |finding| finding.verdict)
                }
            };
            let expected = match (old, new) {
                // Whether a machine has it, is not known.
                (None, Some(_)) => Verdict::Compatible,
                _ => verdict(source, destination),
            };
            assert_eq!(found, expected, "{source:?} → {destination:?}");
        }
    }
}
