//! What was measured: for each operation, corpus and peer.

use crate::peers::Peer;
use crate::subject::{Operation, Subject};

/// The peers' names and a row of results for each corpus.
pub(crate) struct Matrix<T> {
    pub(crate) peers: Vec<&'static str>,
    pub(crate) rows: Vec<Row<T>>,
}

pub(crate) struct Row<T> {
    pub(crate) operation: Operation,
    pub(crate) corpus: &'static str,
    /// One for each peer; a peer may lack a corpus.
    pub(crate) cells: Vec<Option<T>>,
}

impl<T: Copy> Matrix<T> {
    /// Gives the subjects of each operation and corpus to `measure`, which
    /// returns a result for each.
    pub(crate) fn measure(
        peers: Vec<Peer>,
        measure: impl FnMut(Vec<&mut dyn Subject>, Operation) -> Vec<T>,
    ) -> Self {
        Self::measure_only(&Operation::ALL, peers, measure)
    }

    /// The same for some of the operations.
    pub(crate) fn measure_only(
        operations: &[Operation],
        mut peers: Vec<Peer>,
        mut measure: impl FnMut(Vec<&mut dyn Subject>, Operation) -> Vec<T>,
    ) -> Self {
        let corpora: Vec<_> = peers[0].subjects.iter().map(|(name, _)| *name).collect();
        let mut rows = Vec::new();
        for &operation in operations {
            for corpus in &corpora {
                let mut subjects = Vec::new();
                let mut has = Vec::new();
                for peer in &mut peers {
                    let mut own = peer.subjects.iter_mut();
                    let subject = own.find(|(name, _)| name == corpus);
                    has.push(subject.is_some());
                    subjects.extend(subject.map(|(_, subject)| &mut **subject as &mut dyn Subject));
                }
                let mut results = measure(subjects, operation).into_iter();
                let result = |has: bool| has.then(|| results.next()).flatten();
                rows.push(Row {
                    operation,
                    corpus,
                    cells: has.into_iter().map(result).collect(),
                });
            }
        }
        Self {
            peers: peers.iter().map(|peer| peer.name).collect(),
            rows,
        }
    }

    /// Those that were measured.
    pub(crate) fn operations(&self) -> impl Iterator<Item = Operation> {
        let is_there = |operation: &Operation| self.rows_of(*operation).next().is_some();
        Operation::ALL.into_iter().filter(is_there)
    }

    pub(crate) fn rows_of(&self, operation: Operation) -> impl Iterator<Item = &Row<T>> {
        let rows = self.rows.iter();
        rows.filter(move |row| row.operation == operation)
    }

    /// The corpora and results of a peer.
    pub(crate) fn column(&self, operation: Operation, peer: &str) -> Vec<(&'static str, T)> {
        let Some(index) = self.peers.iter().position(|name| *name == peer) else {
            return Vec::new();
        };
        self.rows_of(operation)
            .filter_map(|row| Some((row.corpus, (*row.cells.get(index)?)?)))
            .collect()
    }
}

pub(crate) fn geometric_mean(values: impl IntoIterator<Item = f64>) -> f64 {
    let logs: Vec<_> = values.into_iter().map(f64::ln).collect();
    (logs.iter().sum::<f64>() / logs.len() as f64).exp()
}
