//! Resolution is sound: what it calls compatible loads for every value, what it
//! calls conditional loads exactly when the conditions hold, and where it says
//! incompatible, the first reason is so.
//!
//! Random devices, changed in the ways that people change them, with random
//! values, are judged by an evaluation of the rules on the values themselves
//! (`meaning`), which shares no code with the runtime.
//!
//! `MIGRATABLE_PAIRS` sets how many pairs of schemas are looked at, a million
//! say; `MIGRATABLE_SEED` repeats a run.

mod soundness {
    pub(crate) mod generate;
    pub(crate) mod json;
    pub(crate) mod meaning;
    pub(crate) mod model;
    pub(crate) mod mutate;
    pub(crate) mod mutate_type;
    pub(crate) mod pairs;
    pub(crate) mod rng;
    pub(crate) mod structs;
    pub(crate) mod val;
    pub(crate) mod valid;
    pub(crate) mod values;
}

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, thread};

use soundness::pairs::{Known, Tally, check};
use soundness::rng::Rng;
use soundness::{generate, mutate};

const PAIRS: usize = 100_000;

/// A failure is followed by a search for a smaller one in this many cases.
const MORE_CASES: u64 = 3000;

#[test]
fn resolution_is_sound() {
    let seed = number("MIGRATABLE_SEED").unwrap_or_else(|| {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .expect("it is after 1970");
        now.as_secs()
    });
    // Each case is a pair in both directions.
    let cases = number("MIGRATABLE_PAIRS")
        .unwrap_or(PAIRS as u64)
        .div_ceil(2);
    println!("MIGRATABLE_SEED={seed}");
    let threads = thread::available_parallelism().map_or(1, |count| count.get() as u64);
    let workers = thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|first| scope.spawn(move || run(seed, (first..cases).step_by(threads as usize))))
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().expect("it does not panic"))
            .collect()
    });
    let workers: Result<Vec<Tally>, String> = workers;
    let mut tally = Tally::default();
    for worker in workers.unwrap_or_else(|failure| panic!("MIGRATABLE_SEED={seed}, {failure}")) {
        tally.add(worker);
    }
    println!("{tally:?}");
    assert_eq!(tally.pairs() as u64, 2 * cases);
    // The generator reaches everything often enough to mean something.
    let share = |count: usize| count * 20 > tally.pairs();
    assert!(
        share(tally.compatible) && share(tally.conditional),
        "{tally:?}"
    );
    assert!(
        share(tally.incompatible) && share(tally.returned),
        "{tally:?}"
    );
    assert!(share(tally.converted) && share(tally.refused), "{tally:?}");
}

fn number(variable: &str) -> Option<u64> {
    let text = env::var(variable).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{variable}={text} is not a number")),
    )
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
    let others = (case + 1..case + MORE_CASES)
        .filter_map(|case| run_case(seed, case, &mut Tally::default()).err());
    others
        .chain([failure])
        .min_by_key(String::len)
        .unwrap_or_default()
}

fn run_case(seed: u64, case: u64, tally: &mut Tally) -> Result<(), String> {
    let mut rng = Rng::new(seed ^ case.wrapping_mul(0xd134_2543_de82_ef95));
    let a = Known::new(generate::device(&mut rng));
    let b = Known::new(mutate::device(&mut rng, &a.device));
    let outcome = catch_unwind(AssertUnwindSafe(|| check(&a, &b, &mut rng, tally)));
    let failure = match outcome {
        Ok(result) => result.err(),
        Err(_) => Some(format!("panicked\nwriter {}\nreader {}", a.json, b.json)),
    };
    failure.map_or(Ok(()), |failure| Err(format!("case {case}: {failure}")))
}
