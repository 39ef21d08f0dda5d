//! Resolution is sound: what it calls compatible loads for every value, what it
//! calls conditional loads exactly when the conditions hold, and where it says
//! incompatible, the first reason is so.
//!
//! Random devices, changed in the ways that people change them, with random
//! values, are judged by an evaluation of the rules on the values themselves
//! (`meaning`), which shares no code with the runtime.
//!
//! `MIGRATABLE_PAIRS` sets how many pairs of devices are compared, each in both
//! directions: a million, say, or a thousand for a quick look. `MIGRATABLE_SEED`
//! takes other ones.

mod soundness {
    pub(crate) mod alike;
    pub(crate) mod constant;
    pub(crate) mod exhaustive;
    pub(crate) mod garbage;
    pub(crate) mod generate;
    pub(crate) mod given;
    pub(crate) mod json;
    pub(crate) mod meaning;
    pub(crate) mod model;
    pub(crate) mod mutate;
    pub(crate) mod mutate_type;
    pub(crate) mod older;
    pub(crate) mod pairs;
    pub(crate) mod reasons;
    pub(crate) mod returns;
    pub(crate) mod rng;
    pub(crate) mod sequences;
    pub(crate) mod settle;
    pub(crate) mod structs;
    pub(crate) mod tally;
    pub(crate) mod trials;
    pub(crate) mod universe;
    pub(crate) mod val;
    pub(crate) mod valid;
    pub(crate) mod values;
    pub(crate) mod witness;
}

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::{env, thread};

use migratable::resolve::RULES;
use migratable::schema::Schema;
use soundness::pairs::{Known, check};
use soundness::rng::Rng;
use soundness::tally::Tally;
use soundness::{constant, exhaustive, garbage, generate, mutate, older, universe};

const PAIRS: u64 = 10_000;

/// That which a change breaks is told from what an unlucky number finds.
const SEED: u64 = 1_795_913_280;

/// So many pairs surely meet each rule.
const ENOUGH: u64 = 20_000;

/// Pairs of devices that have nothing to do with each other, at most.
const STRANGERS: u64 = 4000;

/// Devices whose schemas become constants, which are never freed; at most.
const DEVICES: u64 = 2000;

/// A failure is followed by a search for a smaller one in this many cases, or in
/// fewer where few are looked at.
const MORE_CASES: u64 = 3000;

#[test]
fn resolution_is_sound() {
    let seed = seed();
    let pairs = pairs();
    let threads = thread::available_parallelism().map_or(1, |count| count.get() as u64);
    let run = |first: u64| move || run(seed, (first..pairs).step_by(threads as usize));
    let results: Vec<_> = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|first| scope.spawn(run(first))).collect();
        let join = |worker: thread::ScopedJoinHandle<'_, _>| worker.join().expect("a result");
        workers.into_iter().map(join).collect()
    });
    let mut tally = Tally::default();
    for result in results {
        tally.add(result.unwrap_or_else(|failure| panic!("MIGRATABLE_SEED={seed}, {failure}")));
    }
    println!("{tally:#?}");
    assert_eq!(tally.comparisons() as u64, 2 * pairs);
    if pairs >= ENOUGH {
        assert_reach(&tally);
    }
}

/// The generator reaches everything often enough to mean something.
fn assert_reach(tally: &Tally) {
    let unmet = RULES
        .iter()
        .map(|rule| rule.id)
        .filter(|id| !tally.rules.contains_key(id));
    // Those of releases and their past, and of configurations, are not for what loads;
    // versions of parts have a test of their own; and only very large schemas differ so much.
    let out_of_reach = [
        "device-aliased",
        "device-not-sent",
        "device-taken-over",
        "version-converted",
        "name-taken-up",
        "tag-taken-up",
        "retired-removed",
        "alias-removed",
        "takes-over-removed",
        "default-changed",
        "default-removed",
        "default-computed",
        "unit-changed",
        "flag-changed",
        "must-match-changed",
        "allowed-changed",
        "sensitive-changed",
        "device-needed",
        "device-must-be-needed",
        "device-added",
        "configuration-differs",
        "configuration-not-allowed",
        "bulk-length-differs",
        "bulk-missing",
        "bulk-base-differs",
        "bulk-external",
        "part-too-old",
        "part-too-new",
        "taken-over-in-part",
        "device-removed",
        "device-renamed",
        "nothing-compared",
        "too-many-differences",
    ];
    assert_eq!(unmet.collect::<Vec<_>>(), out_of_reach);
    let witnessed = tally.loading + tally.refusing;
    let missing = tally.unwitnessed.values().sum::<usize>();
    assert!(missing * 10_000 < witnessed, "{tally:#?}");
    let rare = tally
        .counts()
        .into_iter()
        .find(|count| count * 20 < tally.comparisons());
    assert_eq!(rare, None, "{tally:#?}");
    // Some conditions hold on all values: that a set of bools is small.
    assert!(tally.too_strict * 50 < tally.conditional, "{tally:#?}");
}

/// Of types of few values, every pair is judged on all values.
#[test]
fn small_universes_are_judged_exactly() {
    let threads = thread::available_parallelism().map_or(1, |count| count.get());
    // An emulated processor looks at fewer, as it does of random pairs.
    let stride = (PAIRS / pairs().clamp(1, PAIRS)).min(10) as usize;
    let (mut tally, mut failures) = (Tally::default(), Vec::new());
    for devices in universe::families() {
        let devices = exhaustive::whole(devices);
        println!("{} devices", devices.len());
        let (devices, count) = (&devices, devices.len());
        let run = |first: usize| {
            move || {
                let mut tally = Tally::default();
                let writers = (first..count).step_by(threads * stride);
                let failures = exhaustive::check(devices, writers, &mut tally);
                (tally, failures)
            }
        };
        thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|first| scope.spawn(run(first))).collect();
            for worker in workers {
                let (own, failed) = worker.join().expect("a result");
                tally.add(own);
                failures.extend(failed);
            }
        });
    }
    println!("{tally:#?}");
    failures.sort_by_key(String::len);
    let shown = failures
        .iter()
        .take(20)
        .cloned()
        .collect::<Vec<_>>()
        .join("\n\n");
    assert!(
        failures.is_empty(),
        "{} of {} pairs:\n{shown}",
        failures.len(),
        tally.comparisons()
    );
    assert!(tally.comparisons() * stride > 50_000);
    // One that loads is found wherever there is one, and for each condition one that breaks it.
    let missing = &tally.unwitnessed;
    assert!(missing.is_empty(), "{missing:?}");
    assert!(tally.loading * stride > 30_000 && tally.refusing * stride > 40_000);
    let mut values = tally.values.iter();
    let rare = values.find(|(_, count)| stride == 1 && **count < 1_000);
    assert_eq!(rare, None, "of a rule, so few values were tried");
}

/// What is read as an older type is judged by it, wherever it stands.
#[test]
fn older_types_are_judged_as_any_other() {
    let seed = seed();
    let mut compared = 0;
    for case in 0..DEVICES.min(pairs()) {
        let mut rng = rng(seed, case);
        let a = Known::new(generate::device(&mut rng));
        let b = Known::new(mutate::device(&mut rng, &a.device));
        let result = older::check(&a, &b, &mut rng);
        compared += result.unwrap_or_else(|error| panic!("case {case}: {error}"));
    }
    assert!(compared * 2 > DEVICES.min(pairs()), "{compared}");
}

#[test]
fn strangers_and_garbage_do_no_harm() {
    let seed = seed();
    for case in 0..STRANGERS.min(pairs()) {
        let mut rng = rng(seed, case);
        let a = Known::new(generate::device(&mut rng));
        let b = Known::new(match rng.one_in(2) {
            true => mutate::device(&mut rng, &a.device),
            false => generate::device(&mut rng),
        });
        let outcome = catch_unwind(AssertUnwindSafe(|| garbage::check(&a, &b, &mut rng)));
        outcome.unwrap_or_else(|_| panic!("case {case}:\n{}\n{}", a.json, b.json));
    }
}

/// What derived code says of a device in JSON is read as what it says in its
/// constants, and as what the test's own JSON says.
#[test]
fn constants_are_read_back() {
    let seed = seed();
    let mut compared = 0;
    for case in 0..DEVICES.min(pairs()) {
        let known = Known::new(generate::device(&mut rng(seed, case)));
        // Only the derive makes constants of these.
        if constant::states_members(&known.json) {
            continue;
        }
        compared += 1;
        for few_names in [false, true] {
            let (constant, json) = constant::schema(&known.device, few_names);
            let read = Schema::from_json(&json);
            let read = read.unwrap_or_else(|error| panic!("case {case}: {error}\n{json}"));
            let fingerprints = [&constant, &read, &known.schema].map(Schema::fingerprint);
            assert_eq!(fingerprints, [read.fingerprint(); 3], "{json}");
            // A number is put behind a name that several types have.
            if !json.contains('~') {
                assert_eq!(read, constant, "case {case}: {json}");
            }
        }
    }
    assert!(compared * 2 > DEVICES.min(pairs()), "{compared}");
}

fn pairs() -> u64 {
    number("MIGRATABLE_PAIRS").unwrap_or(PAIRS)
}

fn seed() -> u64 {
    let seed = number("MIGRATABLE_SEED").unwrap_or(SEED);
    println!("MIGRATABLE_SEED={seed}");
    seed
}

fn number(variable: &str) -> Option<u64> {
    let text = env::var(variable).ok()?;
    let number = text.parse();
    Some(number.unwrap_or_else(|_| panic!("{variable}={text} is not a number")))
}

fn rng(seed: u64, case: u64) -> Rng {
    Rng::new(seed ^ case.wrapping_mul(0xd134_2543_de82_ef95))
}

fn run(seed: u64, cases: impl Iterator<Item = u64>) -> Result<Tally, String> {
    let mut tally = Tally::default();
    for case in cases {
        let result = run_case(seed, case, &mut tally);
        result.map_err(|failure| smallest(seed, case, failure))?;
    }
    Ok(tally)
}

/// The shortest failure among the next cases, which is easier to understand.
fn smallest(seed: u64, case: u64, failure: String) -> String {
    let more = MORE_CASES.min(pairs() / 10);
    let others = (case + 1..=case + more)
        .filter_map(|case| run_case(seed, case, &mut Tally::default()).err());
    others
        .chain([failure])
        .min_by_key(String::len)
        .unwrap_or_default()
}

fn run_case(seed: u64, case: u64, tally: &mut Tally) -> Result<(), String> {
    let mut rng = rng(seed, case);
    let a = Known::new(generate::device(&mut rng));
    let b = Known::new(mutate::device(&mut rng, &a.device));
    let outcome = catch_unwind(AssertUnwindSafe(|| check(&a, &b, &mut rng, tally)));
    let failure = match outcome {
        Ok(result) => result.err(),
        Err(_) => Some(format!("panicked\nwriter {}\nreader {}", a.json, b.json)),
    };
    failure.map_or(Ok(()), |failure| Err(format!("case {case}: {failure}")))
}
