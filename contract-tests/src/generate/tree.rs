//! A case that can be made smaller: proptest's value tree over a body and the way it is broken.

use super::{Case, Category, Generation};
use oasis_model::ir::Operation;
use proptest::{
    strategy::{NewTree, Strategy, ValueTree},
    test_runner::TestRunner,
};
use std::sync::Arc;

/// A case and the smaller ones it can be simplified to.
#[derive(Debug)]
pub struct CaseTree;

/// Random cases of one operation and category.
#[derive(Debug)]
pub struct Cases;

/// The categories that have anything to send for an operation; scenarios aside.
pub fn categories(generation: &Generation, operation: &Operation) -> Vec<Category> {
    todo!("{generation:?} {operation:?}")
}

/// The fixed cases of a category, the most telling first: from every place once, then the next of each.
pub fn fixed(
    generation: &Arc<Generation>,
    operation: &Operation,
    category: Category,
) -> Vec<CaseTree> {
    todo!("{generation:?} {operation:?} {category:?}")
}

/// A strategy of random cases of a category; `None` where there is nothing to draw.
pub fn drawn(
    generation: &Arc<Generation>,
    operation: &Operation,
    category: Category,
) -> Option<Cases> {
    todo!("{generation:?} {operation:?} {category:?}")
}

impl ValueTree for CaseTree {
    type Value = Case;

    fn current(&self) -> Case {
        todo!()
    }

    fn simplify(&mut self) -> bool {
        todo!()
    }

    fn complicate(&mut self) -> bool {
        todo!()
    }
}

impl Strategy for Cases {
    type Tree = CaseTree;
    type Value = Case;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        todo!("{runner:?}")
    }
}
