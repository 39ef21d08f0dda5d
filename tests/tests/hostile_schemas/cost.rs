//! What a comparison costs.

use std::time::{Duration, Instant};

use allocation_counter::measure;
use migratable::resolve::{Resolution, resolve};
use migratable::schema::Schema;

/// Far more than a comparison takes, even in a debug build on a busy machine;
/// one that is not linear takes hours.
const MOST_TIME: Duration = Duration::from_secs(20);

/// The largest schemas describe 100,000 types.
const MOST_MEMORY: u64 = 128 << 20;

/// Compares in both directions and says what came out.
#[track_caller]
pub(super) fn cheap(a: &Schema, b: &Schema) -> [Resolution; 2] {
    [measured(a, b), measured(b, a)]
}

#[track_caller]
fn measured(writer: &Schema, reader: &Schema) -> Resolution {
    let start = Instant::now();
    let mut resolution = None;
    let memory = measure(|| resolution = Some(resolve(writer, reader)));
    let (time, memory) = (start.elapsed(), memory.bytes_max);
    assert!(time < MOST_TIME, "{time:?}");
    assert!(memory < MOST_MEMORY, "{memory} bytes");
    resolution.expect("it was made")
}
