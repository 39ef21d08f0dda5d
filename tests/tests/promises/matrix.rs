//! Every semantics in every position by every way in.

use super::expected::{Before, Column, Live, Outcome, expected};
use super::positions::*;
use super::probes::*;
use super::ways::{self, End, Kind, Machine, Sent, Way, Writers};

/// What was found of one semantics in one position.
pub(super) struct Cell {
    pub(super) position: &'static str,
    pub(super) live: Live,
    pub(super) column: Column,
    pub(super) by_way: Vec<(Way, Outcome)>,
}

/// What came of a load.
struct Loaded<R> {
    result: Result<(), String>,
    before: Option<R>,
    after: Option<R>,
}

/// Sends a `W`, as the writer has it, where a `P` is live, by all ways, and says
/// what came of it.
fn attempt<P, W, Pos, R>(
    column: Column,
    live: P,
    sent: W,
    look: impl Fn(&P) -> R,
    judge: impl Fn(Loaded<R>) -> Outcome,
) -> Vec<Cell>
where
    P: Part,
    W: Part,
    Pos: Position<P> + Position<W> + 'static,
{
    let encode = |part| migratable::to_vec::<<Pos as Position<W>>::Of>(&part).unwrap();
    let with = || Some(<Pos as Position<P>>::with(live.clone()));
    let without = || <Pos as Position<P>>::without(live.clone());
    attempt_in(
        &Trial {
            position: <Pos as Position<P>>::NAME,
            column,
            is_held: without()
                .is_none_or(|part| <Pos as Position<P>>::look(&part, |_| ()).is_some()),
            part: encode(<Pos as Position<W>>::with(sent.clone())),
            earlier: migratable::to_vec(&with().unwrap()).unwrap(),
            without: <Pos as Position<W>>::without(sent.clone()).map(encode),
            make: &|is_there, kind| {
                let part = if is_there { with() } else { without() }?;
                Some(match kind {
                    Kind::Plain => ways::plain::<P, Pos>(part),
                    Kind::Hooked => ways::hooked::<P, Pos>(part),
                    Kind::Taker => ways::taker::<P, Pos>(part),
                })
            },
        },
        &mut Writers::of(|| <Pos as Position<W>>::with(W::default())),
        &look,
        &judge,
    )
}

/// What is tried in a position.
struct Trial<'t, P> {
    position: &'static str,
    column: Column,
    is_held: bool,
    part: Vec<u8>,
    earlier: Vec<u8>,
    without: Option<Vec<u8>>,
    /// A machine, with the part there or not.
    make: &'t dyn Fn(bool, Kind) -> Option<Box<dyn Machine<P>>>,
}

fn attempt_in<P, R>(
    trial: &Trial<'_, P>,
    writers: &mut Writers,
    look: &dyn Fn(&P) -> R,
    judge: &dyn Fn(Loaded<R>) -> Outcome,
) -> Vec<Cell> {
    let observe = |machine: &dyn Machine<P>| {
        let mut seen = None;
        machine.look(&mut |part| seen = Some(look(part)));
        seen
    };
    let (column, position, is_held) = (trial.column, trial.position, trial.is_held);
    let absent = if is_held {
        Live::Absent
    } else {
        Live::NotThere
    };
    let mut cells = Vec::new();
    for live in [Live::There, absent] {
        let part = match column {
            Column::RefusedByHookWithout => trial.without.as_ref(),
            Column::RefusedByCheck if live == Live::There => {
                trial.without.as_ref().or(Some(&trial.part))
            }
            _ => Some(&trial.part),
        };
        let Some(part) = part else { continue };
        let sent = Sent {
            part,
            end: match column {
                Column::RefusedByCheck => End::Check,
                Column::RefusedByHook | Column::RefusedByHookWithout => End::Hook,
                _ => End::Good,
            },
            earlier: &trial.earlier,
            without: trial.without.as_deref(),
        };
        let before = Before { live, is_held };
        let mut by_way = Vec::new();
        for way in Way::ALL {
            let make = |kind| (trial.make)(live == Live::There, kind);
            let (machine, plain) = (make(way.kind(sent.end)), make(Kind::Plain));
            let (Some(mut machine), Some(mut plain), Some(right)) =
                (machine, plain, expected(column, before, way))
            else {
                continue;
            };
            let before_load = observe(&*machine);
            let result = ways::load(way, &mut *machine, &mut *plain, writers, sent);
            let outcome = judge(Loaded {
                result,
                before: before_load,
                after: observe(&*machine),
            });
            assert_eq!(
                outcome, right,
                "{column:?} in {position}, {before:?}, by {way:?}"
            );
            by_way.push((way, right));
        }
        if !by_way.is_empty() {
            cells.push(Cell {
                position,
                live,
                column,
                by_way,
            });
        }
    }
    cells
}

fn skip<Pos: Position<Skip> + 'static>() -> Vec<Cell> {
    let live = Skip { state: 1, live: 10 };
    let sent = Skip { state: 2, live: 20 };
    attempt::<_, _, Pos, _>(Column::Skip, live, sent, Skip::clone, |loaded| {
        loaded.result.unwrap();
        let after = loaded.after.unwrap();
        assert_eq!(after.state, 2);
        of_skipped(after)
    })
}

fn of_skipped(part: Skip) -> Outcome {
    match part.live {
        10 => Outcome::Kept,
        99 => Outcome::Anew,
        live => panic!("neither kept nor made anew: {live}"),
    }
}

fn takes_over<Pos: Position<Skip> + 'static>() -> Vec<Cell> {
    let live = Skip { state: 1, live: 10 };
    let sent = Skip { state: 2, live: 20 };
    attempt::<_, _, Pos, _>(Column::TakesOver, live, sent, Skip::clone, |loaded| {
        loaded.result.unwrap();
        assert_eq!(loaded.after.unwrap().state, 2);
        Outcome::Taken
    })
}

fn must_match<Pos: Position<MustMatch> + 'static>() -> Vec<Cell> {
    let (live, column) = (
        MustMatch {
            state: 1,
            config: 7,
        },
        Column::MustMatch,
    );
    let other = MustMatch {
        state: 2,
        config: 8,
    };
    attempt::<_, _, Pos, _>(column, live, other, MustMatch::clone, |loaded| {
        match loaded.result {
            Ok(()) => {
                assert_eq!(loaded.after.unwrap(), other);
                Outcome::Taken
            }
            Err(text) => {
                assert!(text.contains("`config` is configuration"), "{text}");
                // Even a load in part leaves what must match as it is.
                assert_eq!(
                    loaded.after.unwrap().config,
                    7,
                    "{}",
                    std::any::type_name::<Pos>()
                );
                Outcome::Compared
            }
        }
    })
}

/// Bad values of a writer whose type allows them.
fn refused<P: Part, W: Part, Pos: Position<P> + Position<W> + 'static>(
    column: Column,
    good: P,
    bad: W,
    says: &str,
) -> Vec<Cell> {
    attempt::<P, W, Pos, _>(
        column,
        good,
        bad,
        |_| (),
        |loaded| {
            let text = loaded.result.unwrap_err();
            assert!(text.contains(says), "{text}");
            Outcome::Refused
        },
    )
}

fn encoding_refuses<P: Part, Pos: Position<P> + 'static>(bad: P, says: &str) {
    for encoded in ways::encode(&mut *ways::plain::<P, Pos>(Pos::with(bad))) {
        let text = encoded.unwrap_err();
        assert!(text.contains(says), "{}: {text}", Pos::NAME);
    }
}

fn validate<Pos: Position<Validate> + 'static>() -> Vec<Cell> {
    let (good, bad) = (Validate { number: 1 }, Validate { number: 13 });
    refused::<_, _, Pos>(Column::Validate, good, bad, "13 is unlucky")
}

const SECRET: u32 = 77_707_770;

fn hides(text: &str) -> Outcome {
    for shown in ["77707770", "77_707_770", "4a1b7fa", "4A1B7FA"] {
        assert!(!text.contains(shown), "{text}");
    }
    Outcome::Hidden
}

/// Constraints that are not compared and run no code of an author.
fn limits<L: Limited, Pos: Position<L> + Position<L::Unlimited> + 'static>() -> Vec<Cell> {
    let good = || L::new(1, 1, 1);
    let (range, secret) = ((10, 1, 1), (1, SECRET, 1));
    let bad = |(number, secret, len)| L::unlimited(number, secret, len);
    encoding_refuses::<L, Pos>(L::new(10, 1, 1), "outside its range 0..=9");
    let mut machine = ways::plain::<L, Pos>(<Pos as Position<L>>::with(L::new(1, SECRET, 1)));
    for encoded in ways::encode(&mut *machine) {
        hides(&encoded.unwrap_err());
    }
    let mut cells = refused::<L, _, Pos>(Column::Range, good(), bad(range), "0..=9");
    cells.extend(attempt::<L, _, Pos, _>(
        Column::Sensitive,
        good(),
        bad(secret),
        |_| (),
        |loaded| hides(&loaded.result.unwrap_err()),
    ));
    cells
}

/// What has a length, and an allocation.
fn owned_limits<Pos: Position<Limits> + Position<NoLimits> + 'static>() -> Vec<Cell> {
    let good = || Limits::new(1, 1, 2);
    encoding_refuses::<Limits, Pos>(Limits::new(1, 1, 4), "more than its max_len 3");
    let long = Limits::unlimited(1, 1, 4);
    let mut cells = refused::<Limits, _, Pos>(Column::MaxLen, good(), long, "3");
    let look = |part: &Limits| (part.bytes.as_ptr(), part.number);
    let judge = |loaded: Loaded<(*const u8, u32)>| {
        loaded.result.unwrap();
        let (before, after) = (loaded.before.unwrap(), loaded.after.unwrap());
        assert_eq!((before.1, after.1), (1, 2));
        match before.0 == after.0 {
            true => Outcome::Kept,
            false => Outcome::Anew,
        }
    };
    let sent = Limits::unlimited(2, 1, 2);
    cells.extend(attempt::<Limits, _, Pos, _>(
        Column::Allocation,
        good(),
        sent,
        look,
        judge,
    ));
    cells
}

fn refusals<Pos: Position<Skip> + 'static>() -> Vec<Cell> {
    let columns = [
        Column::RefusedByCheck,
        Column::RefusedByHook,
        Column::RefusedByHookWithout,
    ];
    // An absent part has the state of its default.
    let live = Skip { state: 0, live: 10 };
    let sent = Skip { state: 2, live: 20 };
    let cells = columns.map(|column| {
        attempt::<_, _, Pos, _>(column, live, sent, Skip::clone, |loaded| {
            loaded.result.unwrap_err();
            let states = [&loaded.before, &loaded.after].map(|part| part.map(|part| part.state));
            assert_eq!(states[0], states[1]);
            loaded.after.map_or(Outcome::Kept, of_skipped)
        })
    });
    cells.into_iter().flatten().collect()
}

/// What any position can have.
fn common<Pos>() -> Vec<Cell>
where
    Pos: Position<Skip> + Position<MustMatch> + Position<Validate> + 'static,
{
    let columns = [
        skip::<Pos>(),
        must_match::<Pos>(),
        validate::<Pos>(),
        takes_over::<Pos>(),
        refusals::<Pos>(),
    ];
    columns.into_iter().flatten().collect()
}

/// All cells; shows each that is wrong before it fails.
fn try_all<'c>(cells: impl Iterator<Item = &'c fn() -> Vec<Cell>>) -> Vec<Cell> {
    let found: Vec<_> = cells.map(std::panic::catch_unwind).collect();
    let wrong = found.iter().filter(|cells| cells.is_err()).count();
    assert_eq!(wrong, 0, "positions with a wrong cell, said above");
    found.into_iter().flatten().flatten().collect()
}

macro_rules! all {
    ($(owned: $($owned:ident)*; copied: $($copied:ident)*;)*) => {
        pub(super) fn all() -> Vec<Cell> {
            let owned: &[fn() -> Vec<Cell>] = &[
                $($(common::<$owned>, limits::<Limits, $owned>, owned_limits::<$owned>),*),*
            ];
            let copied: &[fn() -> Vec<Cell>] = &[
                $($(common::<$copied>, limits::<CopyLimits, $copied>),*),*
            ];
            try_all(owned.iter().chain(copied))
        }
    };
}

each_position!(all);
