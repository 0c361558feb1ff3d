//! The solution of the graph, a greatest fixpoint: a goal holds unless something refutes it, and
//! failures travel from a goal to those that rest on it, each once.

use super::expand;
use super::graph::{Aspect, Edge, Goal, GoalId, Graph};
use super::id::{Mode, NodeId};
use crate::limits::MOST_GOALS;

impl Graph<'_> {
    /// Whether the left node is proved to lie within the right one.
    pub(super) fn within(&mut self, left: NodeId, right: NodeId, mode: Mode) -> bool {
        let goal = self.ask(Goal::Pair(left, right, mode));
        self.solve();
        !self[goal].failed
    }

    /// Expands what waits and lets failures travel. Every goal that is reachable is expanded
    /// before, so that what has not failed then holds.
    fn solve(&mut self) {
        let first = self.waiting;
        let mut most = MOST_GOALS;
        while let Some(id) = self.take() {
            if most > 0 {
                expand::goal(self, id);
            } else {
                self[id].aspects.push(Aspect::Unknown("there is too much to compare"));
            }
            most = most.saturating_sub(1);
        }
        let mut failing: Vec<GoalId> = Vec::new();
        for id in self.since(first) {
            let known = |(below, _): &&(GoalId, Edge<'_>)| *below < first && self[*below].failed;
            let refuted = self[id].below.iter().filter(known).count();
            let entry = &mut self[id];
            entry.open = entry.below.len() - refuted;
            let lost = if entry.any { entry.open == 0 } else { refuted > 0 };
            if lost || !entry.aspects.is_empty() {
                entry.failed = true;
                failing.push(id);
            }
        }
        while let Some(id) = failing.pop() {
            let parents = std::mem::take(&mut self[id].above);
            for above in &parents {
                let entry = &mut self[*above];
                if entry.failed {
                    continue;
                }
                entry.open = entry.open.saturating_sub(1);
                if !entry.any || entry.open == 0 {
                    entry.failed = true;
                    failing.push(*above);
                }
            }
            self[id].above = parents;
        }
    }
}
