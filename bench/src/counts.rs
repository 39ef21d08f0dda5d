//! Instructions of each operation, as a matrix.

use std::io;

use clap::ValueEnum;

use crate::matrix::Matrix;
use crate::measure::counting;
use crate::peers::{self, Peer};
use crate::scenarios;
use crate::subject::Operation;

/// Whose instructions are counted.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Whose {
    Ours,
    All,
}

impl Whose {
    fn argument(self) -> &'static str {
        match self {
            Self::Ours => "--counted=ours",
            Self::All => "--counted=all",
        }
    }

    /// What is done, and by whom.
    ///
    /// # Errors
    ///
    /// If a stream of mini-vm cannot be read.
    fn groups(self) -> io::Result<Vec<Group>> {
        let all = |peers| (&Operation::ALL[..], peers);
        let only = |operation: &'static [Operation], peer| (operation, vec![peer]);
        Ok(match self {
            Self::Ours => {
                let mut ours = peers::ours();
                ours.subjects.extend(peers::ours_lists().subjects);
                let plans = Peer::new("plan", scenarios::plans::subjects()?);
                let machine = vec![("300 devices", scenarios::stream::machine::subject())];
                vec![
                    all(vec![ours, peers::ours_varint()]),
                    all(vec![Peer::new("stream", machine)]),
                    only(&[Operation::Encode], peers::ours_one_shot()),
                    only(&[Operation::Load], plans),
                ]
            }
            Self::All => {
                let mut peers = peers::all();
                peers.insert(1, peers::ours_varint());
                vec![all(peers)]
            }
        })
    }
}

type Group = (&'static [Operation], Vec<Peer>);

/// How often each is counted. The allocator takes longer ways now and then; the
/// least is what the operation needs.
const TIMES: usize = 5;

/// Runs every operation for callgrind, some times to warm up and some to count.
///
/// # Errors
///
/// If a stream of mini-vm cannot be read.
pub(crate) fn run_counted(whose: Whose) -> io::Result<()> {
    for (operations, peers) in whose.groups()? {
        Matrix::measure_only(operations, peers, |subjects, operation| {
            for subject in subjects {
                subject.run(operation, 1);
                for _ in 0..TIMES {
                    counting::counted(subject, operation);
                }
            }
            Vec::<()>::new()
        });
    }
    Ok(())
}

/// Counts, each group by itself.
///
/// # Errors
///
/// As [`counting::count`], and if a stream of mini-vm cannot be read.
pub(crate) fn count(whose: Whose) -> io::Result<Vec<Matrix<u64>>> {
    let counts = counting::count(whose.argument())?;
    let least = |counts: &[u64]| counts.iter().copied().min().unwrap_or(0);
    let mut counts = counts.chunks(TIMES).map(least);
    let groups = whose.groups()?.into_iter();
    let matrices: Vec<_> = groups
        .map(|(operations, peers)| {
            Matrix::measure_only(operations, peers, |subjects, _| {
                counts.by_ref().take(subjects.len()).collect()
            })
        })
        .collect();
    let mut rows = matrices.iter().flat_map(|matrix| &matrix.rows);
    let is_full = rows.all(|row| row.cells[0].is_some());
    if counts.next().is_some() || !is_full {
        return Err(io::Error::other(
            "valgrind did not count each operation as often",
        ));
    }
    Ok(matrices)
}
