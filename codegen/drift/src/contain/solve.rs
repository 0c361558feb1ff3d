//! The solution of the graph, a greatest fixpoint: a goal holds unless something refutes it, and
//! failures travel from a goal to those that rest on it, each once.

use super::expand;
use super::graph::{Aspect, Goal, GoalId, Graph};
use super::id::{Mode, NodeId};
use crate::limits::MOST_GOALS;

impl Graph<'_> {
    /// Whether the left node is proved to lie within the right one.
    pub(super) fn within(&mut self, left: NodeId, right: NodeId, mode: Mode) -> bool {
        let goal = self.ask(Goal::Pair(left, right, mode));
        self.solve();
        !self.entries[goal].failed
    }

    /// Expands what waits and lets failures travel. Every goal that is reachable is expanded
    /// before, so that what has not failed then holds.
    fn solve(&mut self) {
        let first = self.expanded;
        while self.expanded < self.entries.len() {
            let id = self.expanded;
            self.expanded += 1;
            if self.expanded - first <= MOST_GOALS {
                expand::goal(self, id);
            } else {
                self.entries[id].aspects.push(Aspect::Loose("there is too much to compare"));
            }
            self.entries[id].open = self.entries[id].below.len();
        }
        let mut failing: Vec<GoalId> = Vec::new();
        for id in first..self.entries.len() {
            let entry = &self.entries[id];
            let refuted = entry
                .below
                .iter()
                .filter(|(below, _)| self.entries[*below].failed && *below < first);
            let refuted = refuted.count();
            let entry = &mut self.entries[id];
            entry.open -= refuted;
            let lost = if entry.any { entry.open == 0 } else { refuted > 0 };
            if lost || !entry.aspects.is_empty() {
                entry.failed = true;
                failing.push(id);
            }
        }
        while let Some(id) = failing.pop() {
            for above in self.entries[id].above.clone() {
                let entry = &mut self.entries[above];
                if entry.failed {
                    continue;
                }
                entry.open = entry.open.saturating_sub(1);
                if !entry.any || entry.open == 0 {
                    entry.failed = true;
                    failing.push(above);
                }
            }
        }
    }
}
