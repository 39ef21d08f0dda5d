//! For each number that can grow, instructions are counted for so many and for
//! four times as many. That takes Valgrind, and no time is measured.

use std::num::NonZero;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, available_parallelism};
use std::{env, iter};

use super::dimensions::{DIMENSIONS, Work};

/// How many there are of what grows, at first.
const N: usize = 600;

/// What is linear takes three times as many instructions more, and a little more
/// than that where something is sorted or looked up; what is quadratic takes fifteen
/// times as many. Work is found to be quadratic from where that part of it, for so
/// many, is a twentieth of the rest.
const MOST: f64 = 3.6;

/// Which dimension the process that is counted does, and how many.
const ASKED: &str = "MIGRATABLE_GROWTH";

#[test]
fn nothing_is_quadratic() {
    let is_there = Command::new("valgrind").arg("--version").output().is_ok();
    if !is_there {
        println!("not tested: Valgrind is not installed");
        return;
    }
    let processors = available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let found = thread::scope(|scope| {
        let all: Vec<_> = (0..processors)
            .map(|_| scope.spawn(|| next_ones(&next)))
            .collect();
        let each = all.into_iter().flat_map(|thread| thread.join().unwrap());
        each.collect::<Vec<_>>()
    });
    assert!(found.is_empty(), "{found:#?}");
}

/// What is wrong with the dimensions that no other thread counts.
fn next_ones(next: &AtomicUsize) -> Vec<String> {
    let next = || DIMENSIONS.get(next.fetch_add(1, Ordering::Relaxed));
    let names = iter::from_fn(next).map(|(name, _)| name);
    names.filter_map(|name| quadratic(name)).collect()
}

/// What is wrong with the work of this name, if anything is.
fn quadratic(name: &str) -> Option<String> {
    let counted = [1, N, 4 * N].map(|count| instructions(name, count));
    let [Ok(none), Ok(some), Ok(many)] = counted else {
        return Some(format!("{name}: {counted:?}"));
    };
    let (first, then) = (some - none, many - some);
    println!(
        "{name}: {first} for {N}, {:.1} times as many for {} more",
        then / first,
        3 * N
    );
    (then > first * MOST).then(|| format!("{name}: {first} instructions, then {then}"))
}

/// Instructions of a process that does the work once.
fn instructions(name: &str, count: usize) -> Result<f64, String> {
    let output = Command::new("valgrind")
        .args([
            "--tool=cachegrind",
            "--cache-sim=no",
            "--cachegrind-out-file=/dev/null",
        ])
        .arg(env::current_exe().unwrap())
        .args([
            "--exact",
            "growth::count::work",
            "--ignored",
            "--test-threads=1",
        ])
        .env(ASKED, format!("{count} {name}"))
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let report = text(&output.stderr);
    if !output.status.success() {
        return Err(text(&output.stdout));
    }
    let line = report.lines().find_map(|line| line.split_once("refs:"));
    let digits = line.map(|(_, number)| number.trim().replace(',', ""));
    digits.and_then(|digits| digits.parse().ok()).ok_or(report)
}

#[test]
#[ignore = "is counted by `nothing_is_quadratic`"]
fn work() {
    let Ok(asked) = env::var(ASKED) else { return };
    let (count, name) = asked.split_once(' ').unwrap();
    let (_, work): &(&str, Work) = DIMENSIONS.iter().find(|(known, _)| *known == name).unwrap();
    work(count.parse().unwrap());
}
