//! What is copied as it lies in memory, by `pod`: ours alone, against the copy.

use bytemuck::{Pod, Zeroable};
use migratable::Migratable;

use super::Noise;

/// As a completion queue of NVMe has them.
#[derive(Clone, Copy, Debug, PartialEq, Pod, Zeroable, Migratable)]
#[repr(C)]
#[migratable(pod)]
pub(crate) struct Entry {
    result: u64,
    submission_head: u16,
    submission_queue: u16,
    command: u16,
    status: u16,
}

fn entry(noise: &mut Noise) -> Entry {
    Entry {
        result: noise.number(32),
        submission_head: noise.number(10) as u16,
        submission_queue: 1,
        command: noise.next() as u16,
        status: 1,
    }
}

/// 16 KiB in an array.
pub(crate) fn array() -> [Entry; 1024] {
    let mut noise = Noise(8);
    std::array::from_fn(|_| entry(&mut noise))
}

/// 1 MiB in a list.
pub(crate) fn list() -> Vec<Entry> {
    let mut noise = Noise(9);
    (0..1 << 16).map(|_| entry(&mut noise)).collect()
}
