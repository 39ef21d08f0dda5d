//! What is to be reached, and what was: our time divided by a peer's.

use crate::matrix::{Matrix, geometric_mean};
use crate::measure::timing::Ratio;
use crate::subject::Operation::{self, Decode, Encode, Load};
use crate::table::table;

struct Target {
    operation: Operation,
    peer: &'static str,
    corpora: Corpora,
    /// The most for the geometric mean.
    mean: f64,
    /// The most for a corpus by itself.
    each: Option<f64>,
}

#[derive(Clone, Copy)]
enum Corpora {
    All,
    /// Those that are one array or one blob.
    Blobs,
    /// In which a peer was ahead.
    One(&'static str),
}

const BLOBS: [&str; 5] = [
    "e1000 sparse",
    "e1000 dense",
    "framebuffer",
    "pod array",
    "pod list",
];

const TARGETS: [Target; 27] = [
    target(Encode, "wincode", 0.8).each(1.1),
    target(Decode, "wincode", 0.8).each(1.1),
    target(Load, "wincode", 0.7).each(1.1),
    target(Encode, "wincode, `repr(C)`", 0.85),
    target(Decode, "wincode, `repr(C)`", 0.95),
    target(Load, "wincode, `repr(C)`", 0.75),
    target(Encode, "rkyv", 1.0 / 1.4),
    target(Load, "rkyv", 1.0 / 1.4),
    target(Encode, "postcard", 1.0 / 20.0),
    target(Load, "postcard", 1.0 / 12.0),
    target(Encode, "memcpy", 1.1).blobs(),
    target(Load, "memcpy", 1.1).blobs(),
    target(Encode, "postcard for varint", 1.0 / 2.5).each(1.0 / 1.2),
    target(Decode, "postcard for varint", 1.0 / 1.8).each(1.0 / 1.2),
    target(Load, "postcard for varint", 1.0 / 1.9).each(1.0 / 1.2),
    target(Encode, "wincode to new memory", 1.0).each(1.1),
    target(Encode, "wincode for lists", 1.0).each(1.05),
    target(Decode, "wincode for lists", 1.0).each(1.05),
    target(Encode, "rkyv", 1.05).of("nvme"),
    target(Encode, "savefile", 1.05).of("nvme"),
    target(Encode, "speedy", 1.05).of("nvme"),
    target(Encode, "wincode, `repr(C)`", 1.05).of("nvme"),
    target(Encode, "bincode", 1.05).of("uart"),
    target(Decode, "rkyv", 1.05).of("vcpu"),
    target(Decode, "wincode, `repr(C)`", 1.05).of("mini-vm hart"),
    target(Decode, "speedy", 1.05).of("mini-vm hart"),
    target(Decode, "speedy", 1.05).of("mini-vm virtio-blk"),
];

const fn target(operation: Operation, peer: &'static str, mean: f64) -> Target {
    Target {
        operation,
        peer,
        corpora: Corpora::All,
        mean,
        each: None,
    }
}

impl Target {
    const fn each(mut self, each: f64) -> Self {
        self.each = Some(each);
        self
    }

    const fn blobs(mut self) -> Self {
        self.corpora = Corpora::Blobs;
        self.each(1.1)
    }

    const fn of(mut self, corpus: &'static str) -> Self {
        self.corpora = Corpora::One(corpus);
        self
    }

    /// A row of the table, if the peer was measured.
    fn row(&self, matrix: &Matrix<Ratio>) -> Option<Vec<String>> {
        let column = matrix.column(self.operation, self.peer);
        let wanted = |corpus: &str| match self.corpora {
            Corpora::All => true,
            Corpora::Blobs => BLOBS.contains(&corpus),
            Corpora::One(one) => one == corpus,
        };
        let inverse = |(corpus, ratio): (&'static str, Ratio)| (corpus, 1.0 / ratio.median);
        let ours: Vec<_> = column.into_iter().map(inverse).collect();
        let ours = ours.into_iter().filter(|(corpus, _)| wanted(corpus));
        let ours: Vec<_> = ours.collect();
        let (worst_corpus, worst) = ours.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1))?;
        let mean = geometric_mean(ours.iter().map(|(_, ratio)| *ratio));
        Some(vec![
            match self.corpora {
                Corpora::One(one) => format!("{} / {}: {one}", self.operation.name(), self.peer),
                _ => format!("{} / {}", self.operation.name(), self.peer),
            },
            format!("{:.3}", self.mean),
            format!("{mean:.3}"),
            self.each.map_or(String::new(), |each| format!("{each:.3}")),
            format!("{worst:.3} ({worst_corpus})"),
            self.is_reached(mean, worst).to_owned(),
        ])
    }

    fn is_reached(&self, mean: f64, worst: f64) -> &'static str {
        if mean <= self.mean && self.each.is_none_or(|each| worst <= each) {
            "yes"
        } else {
            "no"
        }
    }
}

/// Each target beside what was measured.
pub(crate) fn compared(matrices: &[&Matrix<Ratio>]) -> String {
    let head = [
        "ours / peer",
        "mean, at most",
        "mean",
        "each, at most",
        "worst",
        "reached",
    ];
    let rows = TARGETS.iter().flat_map(|target| {
        let rows = matrices.iter().filter_map(|matrix| target.row(matrix));
        rows.collect::<Vec<_>>()
    });
    table(head.map(str::to_owned).to_vec(), rows)
}
