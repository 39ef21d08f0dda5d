//! The order in which devices are loaded.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::ToString;
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;
use core::iter;

use super::error::MachineError;

/// Which paths are loaded after which others.
#[derive(Clone, Debug, Default)]
pub(super) struct Dependencies {
    /// For each path, those that are loaded before it.
    earlier: Edges,
    /// The same, the other way round.
    later: Edges,
}

type Edges = BTreeMap<Arc<str>, Vec<Arc<str>>>;

impl Dependencies {
    /// Has `path` loaded after `earlier`, unless that would close a circle.
    pub(super) fn add(&mut self, path: Arc<str>, earlier: Arc<str>) -> Result<(), MachineError> {
        if let Some(way) = self.way(&earlier, &path) {
            let paths = iter::once(path).chain(way);
            return Err(MachineError::DependencyCycle {
                paths: paths.map(|path| path.to_string()).collect(),
            });
        }
        let before = self.earlier.entry(path.clone()).or_default();
        before.push(earlier.clone());
        self.later.entry(earlier).or_default().push(path);
        Ok(())
    }

    /// The paths on a way from `from` to `to`, `to` not included, where each is
    /// loaded after the next.
    ///
    /// It is looked for from both ends in turn: where one of them ends soon, as
    /// in a chain that grows at either end, so does the search.
    fn way(&self, from: &Arc<str>, to: &Arc<str>) -> Option<Vec<Arc<str>>> {
        if from == to {
            return Some(Vec::new());
        }
        let mut ahead = Search::new(&self.earlier, from);
        let mut back = Search::new(&self.later, to);
        loop {
            let mut met = ahead.step()?.filter(|found| back.has(found));
            if met.is_none() {
                met = back.step()?.filter(|found| ahead.has(found));
            }
            if let Some(met) = met {
                let mut way = ahead.way_to(met);
                way.reverse();
                way.extend(back.way_to(met).into_iter().skip(1));
                way.pop();
                return Some(way);
            }
        }
    }

    /// The positions of the devices at these paths: as they come, but each behind
    /// those that it depends on.
    pub(super) fn order(&self, paths: &[&str]) -> Vec<usize> {
        if self.earlier.is_empty() {
            return (0..paths.len()).collect();
        }
        let mut order = Ordering {
            earlier: &self.earlier,
            at: BTreeMap::new(),
            order: Vec::with_capacity(paths.len()),
            placed: vec![false; paths.len()],
            visited: BTreeSet::new(),
        };
        for (position, path) in paths.iter().enumerate() {
            order.at.entry(path).or_default().push(position);
        }
        for (position, path) in paths.iter().enumerate() {
            order.place_before(path);
            order.place(position);
        }
        order.order
    }
}

/// A search along the edges, one edge at a time.
struct Search<'a> {
    edges: &'a Edges,
    /// Each path that was found, and from which one.
    came_from: BTreeMap<&'a str, Option<&'a Arc<str>>>,
    /// Those of which not all edges were followed, and how many were.
    open: Vec<(&'a Arc<str>, usize)>,
}

impl<'a> Search<'a> {
    fn new(edges: &'a Edges, start: &'a Arc<str>) -> Self {
        Self {
            edges,
            came_from: BTreeMap::from([(&**start, None)]),
            open: vec![(start, 0)],
        }
    }

    /// Follows an edge: `None` if there is no more, else what was found if that
    /// is new.
    fn step(&mut self) -> Option<Option<&'a Arc<str>>> {
        let (path, next) = self.open.pop()?;
        let Some(found) = self.edges.get(path).and_then(|to| to.get(next)) else {
            return (!self.open.is_empty()).then_some(None);
        };
        self.open.push((path, next + 1));
        if self.has(found) {
            return Some(None);
        }
        self.came_from.insert(found, Some(path));
        self.open.push((found, 0));
        Some(Some(found))
    }

    fn has(&self, path: &str) -> bool {
        self.came_from.contains_key(path)
    }

    /// From `end` back to the start, both included.
    fn way_to(&self, end: &'a Arc<str>) -> Vec<Arc<str>> {
        let mut way = vec![end.clone()];
        let mut at = &**end;
        while let Some(Some(before)) = self.came_from.get(at) {
            way.push((*before).clone());
            at = before;
        }
        way
    }
}

struct Ordering<'a> {
    earlier: &'a Edges,
    /// The positions of the devices at each path.
    at: BTreeMap<&'a str, Vec<usize>>,
    order: Vec<usize>,
    placed: Vec<bool>,
    /// Paths whose devices depend on nothing that was not placed.
    visited: BTreeSet<&'a str>,
}

impl<'a> Ordering<'a> {
    /// Places all that the devices at `path` depend on. There are no circles.
    fn place_before(&mut self, path: &'a str) {
        // The paths that wait for others, and how many of those were placed.
        let mut open = vec![(path, 0)];
        while let Some((path, next)) = open.pop() {
            let edges = self.earlier.get(path);
            let is_known = next == 0 && self.visited.contains(path);
            match edges.and_then(|edges| edges.get(next)) {
                Some(earlier) if !is_known => open.extend([(path, next + 1), (earlier, 0)]),
                _ => {
                    self.visited.insert(path);
                    // The first is whose device the caller places.
                    if !open.is_empty() {
                        self.place_all(path);
                    }
                }
            }
        }
    }

    fn place_all(&mut self, path: &str) {
        // Each path is placed once; a second time there is nothing to do.
        for position in self.at.remove(path).unwrap_or_default() {
            self.place(position);
        }
    }

    fn place(&mut self, position: usize) {
        if let Some(placed) = self.placed.get_mut(position)
            && !*placed
        {
            *placed = true;
            self.order.push(position);
        }
    }
}
