//! Plays for a minute, goes back five seconds, and plays on.
#![forbid(unsafe_code)]

use std::error::Error;

use rewind::console::Console;
use rewind::ring::Ring;

const FRAMES: u64 = 3600;
const BACK: u64 = 300;

/// The buttons of a player who takes part.
fn buttons(frame: u64) -> u8 {
    (frame / 20) as u8
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut console = Console::default();
    let mut snapshots = console.snapshots()?;
    let mut ring = Ring::new(1 << 20, 600);
    let mut state = Vec::new();
    for frame in 0..FRAMES {
        console.frame(buttons(frame));
        snapshots.save(&console.devices()?, &mut state)?;
        ring.push(frame, &state);
    }
    let (states, bytes) = (ring.frames().count(), ring.bytes());
    println!(
        "{states} states of {FRAMES} frames in {bytes} bytes; one has {}",
        state.len()
    );

    let end = state.clone();
    let frame = ring.back_to(FRAMES - 1 - BACK, &mut state)?;
    let frame = frame.ok_or("there is no state to go back to")?;
    snapshots.load(&mut console.devices()?, &state)?;
    println!("back at frame {frame}");
    for frame in frame + 1..FRAMES {
        console.frame(buttons(frame));
    }
    snapshots.save(&console.devices()?, &mut state)?;
    let same = if state == end {
        "as before"
    } else {
        "another one"
    };
    println!("played on: the state is {same}");
    Ok(())
}
