//! Times, of which only ratios in one run mean something: the machine is
//! shared, and its clock rate changes.
//!
//! All peers take turns within a round, each for about the same time, so that
//! what disturbs one disturbs its neighbours; the ratio to the first of them is
//! taken round by round.

use std::time::{Duration, Instant};

use crate::subject::{Operation, Subject};

const ROUNDS: usize = 101;

/// How long each peer's turn is.
const TURN: Duration = Duration::from_micros(400);

/// Who takes longer than that for a single operation gets as many turns as fit in this,
/// but not fewer than the least.
const LONGEST: Duration = Duration::from_millis(250);
const FEWEST_ROUNDS: usize = 3;

/// After so many rounds, all write elsewhere: where source and target lie at the same
/// distance from their pages' starts, or nearly so, some processors copy many times more
/// slowly, and which format that meets is chance.
const ROUNDS_IN_PLACE: usize = 7;
const FURTHER_ON: usize = 272;

/// How many times as long as the first subject another one takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ratio {
    pub(crate) median: f64,
    /// The quartiles over the rounds.
    pub(crate) low: f64,
    pub(crate) high: f64,
}

struct Contestant<'a> {
    subject: &'a mut dyn Subject,
    times: u32,
    /// For each round in which it took its turn.
    ratios: Vec<f64>,
    /// In how many rounds it takes its turn.
    rounds: usize,
}

/// The ratio of each subject's time to the first one's.
pub(crate) fn ratios(subjects: Vec<&mut dyn Subject>, operation: Operation) -> Vec<Ratio> {
    let enter = |subject| Contestant::new(subject, operation);
    let mut contestants: Vec<_> = subjects.into_iter().map(enter).collect();
    for round in 0..ROUNDS {
        if round % ROUNDS_IN_PLACE == 0 {
            let bytes = round / ROUNDS_IN_PLACE * FURTHER_ON;
            let on = contestants.iter_mut().filter(|one| round < one.rounds);
            on.for_each(|contestant| contestant.subject.move_on(bytes));
        }
        run_round(&mut contestants, operation, round);
    }
    contestants.into_iter().map(Contestant::ratio).collect()
}

/// Each takes its turn. Who begins changes with the round.
fn run_round(contestants: &mut [Contestant<'_>], operation: Operation, round: usize) {
    let count = contestants.len();
    let mut times = vec![None; count];
    for turn in 0..count {
        let index = (turn + round) % count;
        if let Some(contestant) = contestants.get_mut(index)
            && round < contestant.rounds
        {
            times[index] = Some(contestant.time(operation));
        }
    }
    let Some(Some(first)) = times.first().copied() else {
        return;
    };
    for (contestant, time) in contestants.iter_mut().zip(times) {
        contestant.ratios.extend(time.map(|time| time / first));
    }
}

impl<'a> Contestant<'a> {
    /// Finds out how many operations fill a turn.
    fn new(subject: &'a mut dyn Subject, operation: Operation) -> Self {
        let mut times = 1;
        let (rounds, times) = loop {
            let elapsed = run(subject, operation, times);
            if elapsed >= TURN {
                let turns = (LONGEST.as_nanos() / elapsed.as_nanos()) as usize;
                let fill = f64::from(times) * TURN.as_secs_f64() / elapsed.as_secs_f64();
                break match times {
                    1 => (turns.clamp(FEWEST_ROUNDS, ROUNDS), 1),
                    _ => (ROUNDS, (fill as u32).max(1)),
                };
            }
            times *= 2;
        };
        Self {
            subject,
            times,
            ratios: Vec::new(),
            rounds,
        }
    }

    /// Seconds for one operation.
    fn time(&mut self, operation: Operation) -> f64 {
        run(self.subject, operation, self.times).as_secs_f64() / f64::from(self.times)
    }

    fn ratio(mut self) -> Ratio {
        self.ratios.sort_by(f64::total_cmp);
        let at = |part: f64| {
            let index = (self.ratios.len() - 1) as f64 * part;
            self.ratios[index.round() as usize]
        };
        Ratio {
            median: at(0.5),
            low: at(0.25),
            high: at(0.75),
        }
    }
}

fn run(subject: &mut dyn Subject, operation: Operation, times: u32) -> Duration {
    let start = Instant::now();
    subject.run(operation, times);
    start.elapsed()
}
