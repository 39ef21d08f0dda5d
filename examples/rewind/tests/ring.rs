//! What a ring keeps, against states that were all kept.

use rewind::console::Console;
use rewind::ring::Ring;

const FRAMES: u64 = 900;
const DENSE: u64 = 120;

/// The state of each frame.
fn states() -> Vec<Vec<u8>> {
    let mut console = Console::default();
    let mut snapshots = console.snapshots().unwrap();
    (0..FRAMES)
        .map(|frame| {
            console.frame((frame / 7) as u8);
            let mut state = Vec::new();
            snapshots
                .save(&console.devices().unwrap(), &mut state)
                .unwrap();
            state
        })
        .collect()
}

#[test]
fn the_last_frames_are_all_there_and_fewer_before() {
    let states = states();
    let mut ring = Ring::new(usize::MAX, DENSE);
    for (frame, state) in (0..).zip(&states) {
        ring.push(frame, state);
        let kept: Vec<u64> = ring.frames().collect();
        assert!(kept.is_sorted());
        let dense = frame.saturating_sub(DENSE)..=frame;
        assert!(dense.clone().all(|frame| kept.contains(&frame)), "{frame}");
        assert!((0..=frame).step_by(8).all(|frame| kept.contains(&frame)));
    }
    assert!(ring.frames().count() < states.len() / 2);
    let whole: usize = states.iter().map(Vec::len).sum();
    assert!(ring.bytes() < whole / 10, "{} of {whole}", ring.bytes());
}

#[test]
fn each_state_that_is_kept_comes_back() {
    let states = states();
    let mut state = Vec::new();
    let mut ring = Ring::new(usize::MAX, DENSE);
    (0..)
        .zip(&states)
        .for_each(|(frame, state)| ring.push(frame, state));
    let kept: Vec<u64> = ring.frames().collect();
    for frame in (0..FRAMES).rev() {
        let there = kept.iter().rev().find(|kept| **kept <= frame).copied();
        assert_eq!(ring.back_to(frame, &mut state).unwrap(), there, "{frame}");
        assert!(
            there.is_none_or(|there| state == states[there as usize]),
            "{frame}"
        );
    }
    assert_eq!(ring.frames().collect::<Vec<_>>(), [0]);
    assert_eq!(ring.bytes(), states[0].len());
}

#[test]
fn after_going_back_the_ring_goes_on_from_there() {
    let states = states();
    let mut ring = Ring::new(usize::MAX, DENSE);
    let mut state = Vec::new();
    (0..)
        .zip(&states)
        .for_each(|(frame, state)| ring.push(frame, state));
    assert_eq!(
        ring.back_to(FRAMES - 50, &mut state).unwrap(),
        Some(FRAMES - 50)
    );
    for frame in FRAMES - 49..FRAMES {
        ring.push(frame, &states[frame as usize]);
    }
    for frame in [FRAMES - 1, FRAMES - 49, FRAMES - 50, FRAMES - 51] {
        assert_eq!(ring.back_to(frame, &mut state).unwrap(), Some(frame));
        assert!(state == states[frame as usize], "{frame}");
    }
}

#[test]
fn no_more_bytes_are_kept_than_there_may_be() {
    let states = states();
    for budget in [0, 1000, 12_000, 50_000, 200_000] {
        let mut ring = Ring::new(budget, DENSE);
        for (frame, state) in (0..).zip(&states) {
            ring.push(frame, state);
            assert!(ring.bytes() <= budget);
            // The newest is there, if it fits at all.
            let newest = (state.len() <= budget).then_some(frame);
            assert_eq!(ring.frames().last(), newest, "{budget}");
        }
    }
}
