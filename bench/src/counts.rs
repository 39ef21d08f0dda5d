//! Instructions of each operation, as a matrix.

use std::io;

use clap::ValueEnum;

use crate::matrix::Matrix;
use crate::measure::counting;
use crate::peers::{self, Peer};

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

    fn peers(self) -> Vec<Peer> {
        match self {
            Self::Ours => {
                let mut ours = peers::ours();
                ours.subjects.extend(peers::ours_lists().subjects);
                vec![ours, peers::ours_varint()]
            }
            Self::All => {
                let mut peers = peers::all();
                peers.insert(1, peers::ours_varint());
                peers
            }
        }
    }
}

/// How often each is counted. The allocator takes longer ways now and then; the
/// least is what the operation needs.
const TIMES: usize = 5;

/// Runs every operation for callgrind, some times to warm up and some to count.
pub(crate) fn run_counted(whose: Whose) {
    Matrix::measure(whose.peers(), |subjects, operation| {
        for subject in subjects {
            subject.run(operation, 1);
            for _ in 0..TIMES {
                counting::counted(subject, operation);
            }
        }
        Vec::<()>::new()
    });
}

/// Counts.
///
/// # Errors
///
/// As [`counting::count`].
pub(crate) fn count(whose: Whose) -> io::Result<Matrix<u64>> {
    let counts = counting::count(whose.argument())?;
    let least = |counts: &[u64]| counts.iter().copied().min().unwrap_or(0);
    let mut counts = counts.chunks(TIMES).map(least);
    let matrix = Matrix::measure(whose.peers(), |subjects, _| {
        counts.by_ref().take(subjects.len()).collect()
    });
    let is_full = matrix.rows.iter().all(|row| row.cells[0].is_some());
    if counts.next().is_some() || !is_full {
        return Err(io::Error::other(
            "valgrind did not count each operation as often",
        ));
    }
    Ok(matrix)
}
