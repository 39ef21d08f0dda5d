//! The order in which devices are loaded.

use super::MachineError;
use super::devices::Devices;

/// How far a device's place in the order is settled.
#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Unseen,
    Open,
    Done,
}

/// The positions of all devices: as they were added, but each behind those
/// that it depends on.
pub(super) fn load_order(devices: &Devices<'_>) -> Result<Vec<usize>, MachineError> {
    let mut marks = vec![Mark::Unseen; devices.entries.len()];
    let mut order = Vec::with_capacity(marks.len());
    for start in 0..marks.len() {
        // The devices that wait for others, and how many of those are settled.
        let mut open = vec![(start, 0)];
        while let Some((index, next)) = open.pop() {
            if next == 0 && marks[index] != Mark::Unseen {
                continue;
            }
            marks[index] = Mark::Open;
            let Some(earlier) = dependency(devices, index, next) else {
                marks[index] = Mark::Done;
                order.push(index);
                continue;
            };
            open.push((index, next + 1));
            match marks[earlier] {
                Mark::Unseen => open.push((earlier, 0)),
                Mark::Open => return Err(cycle(devices, &open, earlier)),
                Mark::Done => {}
            }
        }
    }
    Ok(order)
}

/// The position of the nth device that this one depends on.
fn dependency(devices: &Devices<'_>, index: usize, nth: usize) -> Option<usize> {
    let path = &devices.entries[index].path;
    let earlier = devices
        .dependencies
        .iter()
        .filter(|(later, _)| later == path);
    let is = |entry: &super::devices::Entry<'_>, path: &str| entry.path == path;
    earlier
        .flat_map(|(_, earlier)| {
            (0..devices.entries.len()).filter(move |i| is(&devices.entries[*i], earlier))
        })
        .nth(nth)
}

fn cycle(devices: &Devices<'_>, open: &[(usize, usize)], first: usize) -> MachineError {
    let start = open
        .iter()
        .position(|(index, _)| *index == first)
        .unwrap_or(0);
    let paths = open[start..]
        .iter()
        .map(|(index, _)| devices.entries[*index].path.clone());
    MachineError::DependencyCycle {
        paths: paths.collect(),
    }
}
